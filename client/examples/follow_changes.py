"""Print what changed since the last run: follow_changes.py BASE_URL BOOKMARK_FILE."""

import os
import sys
from pathlib import Path

from creditsvc_client import Client, FileBookmark


def main(base_url: str, bookmark: str) -> None:
    """Read the feed to its end; run it again later and it goes on from there."""
    environ = os.environ
    client = Client.with_secret(base_url, environ["CREDIT_CLIENT_ID"], environ["CREDIT_CLIENT_SECRET"])  # fmt: skip
    for change in client.changes(FileBookmark(Path(bookmark))):
        print(change.seq, change.uscc, change.reason, change.effective_at)


if __name__ == "__main__":
    main(*sys.argv[1:3])
