"""A clerk in a process of its own: records what it is told, each event in an act of its own.

Usage: writing_clerk.py DATABASE_URL LOG_URL KEYS_DIR DROP_DIR, then one JSON event a line on standard
input. Says "ready" first, and "done" when all are recorded.
"""

import json
import sys
from pathlib import Path

from creditsvc.app import build
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.regions import Regions
from creditsvc.settings import ROOT, Settings


def main(database: str, log: str, keys: str, drop: str) -> None:
    """Record every event of standard input."""
    settings = Settings(
        database_url=database, log_url=log, config_dir=ROOT / "config", keys_dir=Path(keys),
        drop_dir=Path(drop), base_url="http://127.0.0.1:8000", token_seconds=600, import_chunk=200,
    )  # fmt: skip
    runtime = build(settings)
    who = Caller(
        id="user:clerk", kind="person", name="clerk", scopes=frozenset(), roles=frozenset()
    )
    _say("ready")
    for line in sys.stdin:
        content = parse(
            json.loads(line),
            runtime.part(Laws).directory.law.kinds,
            runtime.part(Regions),
            strict_code=True,
        ).content
        with runtime.work.act(who) as act:
            events.record(act, content)
    _say("done")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
