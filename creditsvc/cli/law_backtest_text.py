"""A back-test told on the terminal, Chinese first; the whole of it is in the files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from creditsvc.cli.law_backtest_tables import (
    NOTE,
    TITLES,
    Report,
    Row,
    Table,
    basis,
    both,
    shift_rows,
    tables,
)

MOST = 15  # rows of a table that are told here


def spoken(report: Report, folder: Path) -> str:
    """What a clerk reads first, and where the rest lies."""
    return "\n".join([*_lines(report), f"结果在 / the results are in: {folder}"])


def _lines(report: Report) -> Iterator[str]:
    yield "草案试算 / back-test of a draft rulebook"
    for texts, value in basis(report):
        yield f"  {both(texts)}: {_number(value)}"
    if report.books.in_use.digest == report.books.draft.digest:
        yield "  草案与现用规则书内容相同 / the draft says what the rulebook in use says"
    yield from _told("tiers", [f"{name}  {number:,}" for name, number in shift_rows(report)])
    for table in tables(report):
        if table.id in {"regions", "sectors"}:
            yield from _told(table.id, _columns(table, _most_moved(table)))
        elif table.id == "rules":
            rows = sorted(table.rows, key=lambda row: (-int(row[4]), row[0]))
            yield from _told(table.id, [_rule(row) for row in rows])
        elif table.id == "months":
            yield from _told(table.id, _columns(table, table.rows), most=len(table.rows) + 2)
    yield f"{both(NOTE)}。"


def _told(name: str, lines: Sequence[str], most: int = MOST) -> Iterator[str]:
    yield f"{both(TITLES[name])}:"
    yield from (f"  {line}" for line in lines[:most] or ["没有变动 / nothing moves"])
    if (left := len(lines) - most) > 0:
        yield f"  另有 {left} 行，见文件 / {left} rows more in the files"


def _most_moved(table: Table) -> list[Row]:
    """The rows with anybody who moves, the most first."""
    first = table.named + 1  # after the number of those with events
    moved = [(sum(int(cell) for cell in row[first:]), row) for row in table.rows]
    ranked = sorted((each for each in moved if each[0]), key=lambda each: -each[0])
    return [row for _, row in ranked]


def _columns(table: Table, rows: Sequence[Row]) -> list[str]:
    """Rows in columns under headings in both languages; nothing where there are no rows."""
    if not rows:
        return []
    heads = [title.partition(" / ")[::2] for title in table.head[table.named :]]
    lines = [["", *(zh for zh, _ in heads)], ["", *(en for _, en in heads)]]
    for row in rows:
        name = " ".join(str(cell) for cell in row[: table.named] if cell != "")
        lines.append([name, *(_number(cell) for cell in row[table.named :])])
    wide = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            [first + " " * (wide[0] - _width(first))]
            + [" " * (w - _width(cell)) + cell for w, cell in zip(wide[1:], rest, strict=True)]
        )
        for first, *rest in lines
    ]


def _rule(row: Row) -> str:
    rule, title, before, after, number = row
    return f"{_number(number)}  {rule} {title}: {before} → {after}"


def _number(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _width(text: str) -> int:
    """Columns of a terminal; a Chinese sign takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
