"""Files for others, laid in the drop folder whole or not at all."""

import os
from pathlib import Path
from uuid import UUID


def lay(folder: Path, name: str, content: bytes, lease: UUID) -> Path:
    """Lay *content* in *folder* under *name*; done again, the same file stands there.

    lease: that of the job; two workers that do one job write two files and rename either.
    """
    folder.mkdir(parents=True, exist_ok=True)
    passing = folder / f".{lease.hex}"
    with passing.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    passing.replace(folder / name)
    _sync(folder)
    return folder / name


def _sync(folder: Path) -> None:
    """Make the new name last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
