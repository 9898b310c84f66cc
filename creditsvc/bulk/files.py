"""Result files: a part is written whole or not at all, and the parts become one file with its digest."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The folder in which the results of all jobs are kept, private to the service's user."""

    folder: Path

    def file(self, key: UUID) -> Path:
        """Where the result of a job is."""
        return self.folder / f"{key}.result"

    def put_part(self, key: UUID, no: int, lines: Iterable[bytes], at: int = 0) -> None:
        """Write what a part says from its place *at* on; again: the same anew."""
        folder = self._parts(key)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / (f"{no:06}.{at:06}" if at else f"{no:06}"), lines)

    def join(self, key: UUID, count: int, head: bytes) -> tuple[str, int]:
        """Make one file of parts 1 to *count* under *head*; its SHA-256 in hex, and its size."""
        digest, size = sha256(), 0

        def pieces() -> Iterable[bytes]:
            nonlocal size
            for piece in _pieces(self._parts(key), count, head):
                digest.update(piece)
                size += len(piece)
                yield piece

        _write(self.file(key), pieces())
        shutil.rmtree(self._parts(key), ignore_errors=True)
        return digest.hexdigest(), size

    def forget(self, key: UUID) -> None:
        """Remove all files of a job; again: nothing."""
        self.file(key).unlink(missing_ok=True)
        shutil.rmtree(self._parts(key), ignore_errors=True)

    def _parts(self, key: UUID) -> Path:
        return self.folder / f"{key}.parts"


def _pieces(folder: Path, count: int, head: bytes) -> Iterable[bytes]:
    yield head
    for no in range(1, count + 1):
        for path in (folder / f"{no:06}", *sorted(folder.glob(f"{no:06}.*"))):
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace *path* whole, private from its first byte, and durably."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
