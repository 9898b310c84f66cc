"""Look one enterprise up, keep the receipt, check it offline: look_up.py BASE_URL CODE PURPOSE.

Client id and secret come from the environment: CREDIT_CLIENT_ID, CREDIT_CLIENT_SECRET.
"""

import os
import sys
from pathlib import Path

from creditsvc_client import Client, Problem, check_receipt


def main(base_url: str, code: str, purpose: str) -> int:
    """0: not listed; 1: listed; 2: nothing can be said, or refused."""
    environ = os.environ
    client = Client.with_secret(base_url, environ["CREDIT_CLIENT_ID"], environ["CREDIT_CLIENT_SECRET"])  # fmt: skip
    try:
        text = client.receipt(code, purpose=purpose)
        receipt = check_receipt(text, client.jwks())
    except Problem as why:
        print(why, file=sys.stderr)
        return 2
    Path(f"receipt-{receipt.number}.jws").write_text(text)
    print(receipt.statement["zh"])
    return {"not_listed": 0, "listed": 1, "cannot_say": 2}[receipt.answer.status]


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
