"""Where a reader of the feed stands, kept so that it goes on after a restart where it stopped.

The cursor is the service's and opaque; *seq* is the last line that was done with since. A line is
marked when the next one is asked for, so after a crash at most the line in hand comes again.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mark:
    """A page of the feed by its cursor, and how far into it one has come."""

    cursor: str = "0"
    seq: int = 0


class Bookmark(Protocol):
    """Anything that keeps a mark, best in the database that also keeps what was done with the line."""

    def load(self) -> Mark:
        """The mark last saved; the start if there is none."""
        ...

    def save(self, mark: Mark) -> None:
        """Keep *mark*; durable when this returns."""
        ...


class MemoryBookmark:
    """Forgets with the process."""

    def __init__(self, mark: Mark | None = None) -> None:
        self._mark = mark or Mark()

    def load(self) -> Mark:
        """The mark last saved."""
        return self._mark

    def save(self, mark: Mark) -> None:
        """Remember *mark*."""
        self._mark = mark


class FileBookmark:
    """A small file, replaced whole and durably; half a file is never read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mark:
        """The mark in the file; the start if there is no file. A file that cannot be read raises."""
        try:
            kept = json.loads(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return Mark()
        return Mark(cursor=str(kept["cursor"]), seq=int(kept["seq"]))

    def save(self, mark: Mark) -> None:
        """Replace the file."""
        draft = self._path.with_name(self._path.name + ".new")
        with draft.open("w", encoding="ascii") as file:
            json.dump({"cursor": mark.cursor, "seq": mark.seq}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
