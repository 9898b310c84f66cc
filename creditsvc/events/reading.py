"""Event files as rows: JSON lines, CSV and XLSX, whichever way clerks and their spreadsheets write them.

A file that cannot be read as a whole is refused before its first row; a row that cannot be read is
handed out as such, and the rows after it follow. What the rows say is judged in the domain.
"""

from collections.abc import Iterator
from os import SEEK_END, PathLike
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from creditsvc.events.reading_csv import csv_rows
from creditsvc.events.reading_json import NotAnEvent, json_rows, parse_object, refuse_truncated
from creditsvc.events.reading_rows import BadRow, RawRow, Row, Unreadable
from creditsvc.events.reading_text import Lines, encoding_of
from creditsvc.events.reading_xlsx import Sheet

__all__ = [
    "BadRow",
    "NotAnEvent",
    "RawRow",
    "Reading",
    "Row",
    "Unreadable",
    "parse_object",
    "read",
]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # the old binary .xls
_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_CSV_NAMES = (".csv", ".tsv", ".txt")


class Reading:
    """An open file handing out its rows in order, once.

    *position* of *total* tells how far it has come (bytes, or rows of a sheet); *encoding* is None
    for a spreadsheet. Closes what it opened itself at the last row, on ``close()`` and on leaving
    a ``with``.
    """

    def __init__(self, file: BinaryIO, filename: str, *, owned: bool) -> None:
        self._file = file
        self._owned = owned
        self.encoding: str | None = None
        self._place: Lines | Sheet
        try:
            self._rows = self._open(filename)
        except BaseException:
            self.close()
            raise

    @property
    def position(self) -> int:
        """How much of *total* has been read."""
        return self._place.position

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        try:
            return next(self._rows)
        except StopIteration:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file if this reading opened it. May be called twice."""
        if self._owned:
            self._file.close()

    def _open(self, filename: str) -> Iterator[Row]:
        form = _form(self._file, filename)
        if form == "xlsx":
            self._place = sheet = Sheet(self._file)
            self.total = sheet.total
            return sheet.rows()
        self.total = self._file.seek(0, SEEK_END)
        encoding = encoding_of(self._file)
        self.encoding = encoding.name
        if form == "json":
            refuse_truncated(self._file, encoding)
        self._place = lines = Lines(self._file, encoding)
        return json_rows(lines) if form == "json" else csv_rows(self._file, encoding, lines)


def read(source: BinaryIO | str | PathLike[str], filename: str | None = None) -> Reading:
    """The rows of a file: a path, or a seekable binary stream with the name it came under.

    Raises Unreadable at once, naming the line, where the file as a whole is at fault.
    """
    if isinstance(source, str | PathLike):
        path = Path(source)
        return Reading(path.open("rb"), filename or path.name, owned=True)
    return Reading(source, filename or "", owned=False)


def _form(file: BinaryIO, filename: str) -> str:
    """What the file is: its first bytes decide where they are plain, else its name, else a look."""
    file.seek(0)
    head = file.read(512)
    name = filename.lower()
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        raise Unreadable(
            "旧版 .xls 文件（或加密文件），请另存为 .xlsx",
            "an old .xls file (or an encrypted one); save it as .xlsx",
        )
    if name.endswith((".xlsx", ".xlsm")):
        return "xlsx"  # whatever it is, it is not whole: the sheet says so
    if name.endswith(_JSON_NAMES):
        return "json"
    if name.endswith(_CSV_NAMES):
        return "csv"
    return "json" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") else "csv"
