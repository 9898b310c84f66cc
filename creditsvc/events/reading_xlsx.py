"""Spreadsheets: the first sheet, one heading row. Days are days, numbers are as Excel shows them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from creditsvc.events.reading_rows import Row, Unreadable
from creditsvc.events.reading_table import Header, read_cells, read_header

_LARGEST = 512 * 1024 * 1024  # bytes unpacked; a larger one is a mistake or an attack (zip bomb)
# The reader lays a sheet out from its first cell to its last, empty ones included: one stray cell in
# XFD1048576 would take all memory and the process with it. No table of ours is that wide or long.
_ROWS = 400_000
_FAR = re.compile(
    rb"""\sr=["'](?:[A-Z]{3}[0-9]|[B-Z][A-Z][0-9]|[A-Z]{0,2}(?:[4-9][0-9]{5}|[0-9]{7}))""",
    re.IGNORECASE,
)
_CHUNK, _OVERLAP = 1024 * 1024, 32
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Sheet:
    """The first sheet of a workbook, in memory. *total* and *position* count its rows."""

    def __init__(self, file: BinaryIO) -> None:
        _refuse_broken(file)
        file.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(file)
            self._cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        except CalamineError as why:
            raise _unreadable(str(why)) from why
        self._at, self._header = self._heading()
        self.total = len(self._cells)
        self.position = self._at

    def rows(self) -> Iterator[Row]:
        """The rows under the heading row, those without any value left out."""
        for place in range(self._at, self.total):
            self.position = place + 1
            row = read_cells(self._header, self._cells[place], place + 1)
            if row is not None:
                yield row

    def _heading(self) -> tuple[int, Header]:
        for place, cells in enumerate(self._cells):
            if any(str(cell).strip() for cell in cells):
                return place + 1, read_header(cells, place + 1)
        raise Unreadable("第一张工作表是空的", "the first sheet is empty")


def _refuse_broken(file: BinaryIO) -> None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts:
            if "xl/workbook.xml" not in parts.namelist() or "content.xml" in parts.namelist():
                raise _unreadable("xl/workbook.xml")
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                raise _too_large()
            if any(_reaches_far(parts, name) for name in parts.namelist()):
                raise _too_large()
    except _BROKEN as why:
        raise _unreadable(str(why)) from why


def _reaches_far(parts: zipfile.ZipFile, name: str) -> bool:
    with parts.open(name) as part:
        kept = b""
        while chunk := part.read(_CHUNK):
            if _FAR.search(kept + chunk):
                return True
            kept = chunk[-_OVERLAP:]
    return False


def _too_large() -> Unreadable:
    return Unreadable(
        f"工作表过大：最多到 AZ 列、{_ROWS - 1} 行，解压后 {_LARGEST} 字节；请删除远处的单元格，"
        "或改用 CSV",
        f"the sheet is too large: at most column AZ, row {_ROWS - 1} and {_LARGEST} bytes unpacked; "
        "clear far-off cells, or use CSV",
    )


def _unreadable(why: str) -> Unreadable:
    return Unreadable(
        "不是完整的 XLSX 文件（可能被截断）；请重新保存或传送",
        f"not a whole XLSX file (cut off?); save or send it again ({why})",
    )
