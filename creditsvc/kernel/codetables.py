"""Reading the code tables kept as CSV beside the program. A table that is wrong stops the start."""

import csv
from collections.abc import Iterator
from pathlib import Path


class BadTable(ValueError):  # noqa: N818 - named for what it finds
    """A code table does not hold what it should. The text begins with the file and line."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")


def rows(path: Path, columns: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and row, for each row of a UTF-8 CSV that has at least *columns*."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restkey="", strict=True)
        missing = columns - set(reader.fieldnames or ())
        if missing:
            raise BadTable(path, 1, f"no column {', '.join(sorted(missing))}")
        for row in reader:
            if "" in row or None in row.values():
                raise BadTable(path, reader.line_num, "not as many cells as the header has")
            yield reader.line_num, row
