"""The rejected rows of an import as a table that Excel opens: one row each, with line, field and reason."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from creditsvc.events.import_store import Reject
from creditsvc.kernel.cells import MARK, tame

HEADINGS = ("line", "field", "reason", "raw")


def table(rejects: Iterable[Reject]) -> Iterator[str]:
    """The table, line by line."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(MARK)
    writer.writerow(HEADINGS)
    yield buffer.getvalue()
    for reject in rejects:
        buffer.seek(0)
        buffer.truncate()
        cells = (reject.line, reject.field or "", reject.reason, reject.raw)
        writer.writerow([tame(cell) for cell in cells])
        yield buffer.getvalue()


def save(path: Path, rejects: Iterable[Reject]) -> None:
    """Write the table to *path*; whoever looks finds the old file or the whole new one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.writelines(table(rejects))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
