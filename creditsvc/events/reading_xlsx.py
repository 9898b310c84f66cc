"""Spreadsheets: the first sheet, one heading row. Days are days, numbers are as Excel shows them."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from creditsvc.events.reading_rows import Row, Unreadable
from creditsvc.events.reading_table import Header, read_cells, read_header

_LARGEST = 512 * 1024 * 1024  # bytes unpacked; a larger one is a mistake or an attack (zip bomb)


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
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as why:
        raise _unreadable(str(why)) from why
    if size > _LARGEST:
        raise Unreadable(
            f"工作簿解压后超过 {_LARGEST} 字节，请分成几个文件",
            f"the workbook unpacks to more than {_LARGEST} bytes; split it",
        )


def _unreadable(why: str) -> Unreadable:
    return Unreadable(
        "不是完整的 XLSX 文件（可能被截断）；请重新保存或传送",
        f"not a whole XLSX file (cut off?); save or send it again ({why})",
    )
