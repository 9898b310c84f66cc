"""The same look-up by key and with bound tokens: look_up_with_key.py BASE_URL CODE PURPOSE.

CREDIT_CLIENT_ID names the partner, CREDIT_KEY a file with its private JWK. Without BASE_URL it makes
that file and prints the public set, which goes to the service (`creditsvc partner add --jwks FILE`).
"""

import json
import os
import sys
from pathlib import Path

from creditsvc_client import Client, Problem, SigningKey


def make(key: Path) -> int:
    """A new key in a file that nobody else may read; its public half on the screen."""
    made = SigningKey.generate()
    key.touch(mode=0o600, exist_ok=False)
    key.write_text(json.dumps(made.private()))
    print(json.dumps({"keys": [made.public()]}))
    return 0


def main(base_url: str, code: str, purpose: str) -> int:
    """0: not listed; 1: listed; 2: nothing can be said, or refused."""
    key = SigningKey(json.loads(Path(os.environ["CREDIT_KEY"]).read_text()))
    client = Client.with_key(
        base_url, os.environ["CREDIT_CLIENT_ID"], key, dpop=SigningKey.generate()
    )
    try:
        answer = client.credit(code, purpose=purpose)
    except Problem as why:
        print(why, file=sys.stderr)
        return 2
    print(answer.status, answer.tier, answer.as_of)
    return {"not_listed": 0, "listed": 1, "cannot_say": 2}[answer.status]


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]) if sys.argv[1:] else make(Path(os.environ["CREDIT_KEY"])))
