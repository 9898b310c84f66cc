"""Comma-separated tables (RFC 4180), also with semicolon or tab where the heading row says so."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from creditsvc.events.reading_rows import BadRow, Row, Unreadable, overlong
from creditsvc.events.reading_table import Header, column_of, read_cells, read_header
from creditsvc.events.reading_text import Encoding, Lines

_HEAD = 64 * 1024
_DELIMITERS = ",;\t"
_ZH = {"unexpected end of data": "引号没有结束，之后的行无法分辨"}


def csv_rows(file: BinaryIO, encoding: Encoding, lines: Lines) -> Iterator[Row]:
    """The rows under the heading row, which is read at once. Raises Unreadable for a bad one."""
    reader = csv.reader(lines, delimiter=_delimiter(file, encoding), strict=True)
    file.seek(encoding.mark)
    cells: list[str] = []
    while not any(cells):
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration as why:
            raise Unreadable("文件是空的", "the file is empty") from why
        except csv.Error as why:
            raise Unreadable(f"表头有误：{why}", f"the header is broken: {why}", line=line) from why
        if cells and cells[0].lower().startswith("sep="):  # Excel's own first line
            cells = []
    return _rows(reader, read_header(cells, line), lines)


def _rows(reader: Iterator[list[str]], header: Header, lines: Lines) -> Iterator[Row]:
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            lines.overlong.clear()
            yield _broken(start, lines.number, str(why))
            continue
        if lines.overlong:
            lines.overlong.clear()
            yield overlong(start)
        elif _is_cut_off(cells, header, lines):
            yield _cut_off(start, len(cells), len(header.columns))
        elif row := read_cells(header, cells, start):
            yield row


def _is_cut_off(cells: list[str], header: Header, lines: Lines) -> bool:
    # Excel itself leaves out empty cells at the end of a row, so a short row is not wrong; a short
    # row at the very end without a line end is a file that broke off.
    return not lines.ended and 0 < len(cells) < len(header.columns)


def _cut_off(line: int, cells: int, columns: int) -> BadRow:
    return BadRow(
        line=line,
        field=None,
        reason=f"文件在此行被截断：{columns} 列中只有 {cells} 列 / "
        f"the file is cut off in this row: {cells} of {columns} columns",
    )


def _broken(first: int, last: int, why: str) -> BadRow:
    span = f"{first}" if first == last else f"{first}-{last}"
    zh = _ZH.get(why, "引号或分隔符有误")
    return BadRow(line=first, field=None, reason=f"第 {span} 行：{zh} / lines {span}: {why}")


def _delimiter(file: BinaryIO, encoding: Encoding) -> str:
    """The sign that parts most headings we know. A comma if none does: the header then says why."""
    file.seek(encoding.mark)
    head = file.read(_HEAD).decode(encoding.name, "ignore")  # the whole was proved; the cut is ours
    if head[:4].lower() == "sep=" and head[4:5] in _DELIMITERS:
        return head[4]
    return max(_DELIMITERS, key=lambda sign: _known(head, sign))


def _known(head: str, sign: str) -> int:
    try:
        first = next(row for row in csv.reader(io.StringIO(head), delimiter=sign) if any(row))
    except (csv.Error, StopIteration):
        return 0
    return sum(column_of(cell) is not None for cell in first)
