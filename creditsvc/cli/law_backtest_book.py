"""A back-test as a workbook: a sheet a table, movers last, with charts that a spreadsheet draws itself."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from creditsvc.cli.law_backtest_tables import (
    CHARTS,
    MOVER_HEAD,
    NOTE,
    TITLES,
    Cell,
    Report,
    Row,
    Table,
    basis,
    both,
    shift_rows,
    tables,
)

MOST_ROWS = 1_048_575  # of a sheet below its heading; Excel takes no more
WIDTH = 24  # of a column, in digits
SIZE = {"width": 900, "height": 420}  # of a chart, in pixels


class Book:
    """The workbook under way. Rows go to disk as they come, and what a source wrote stays text."""

    def __init__(self, path: Path, on: date, *, months: bool) -> None:
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True})
        self._book.set_properties({"created": datetime.combine(on, time.min, UTC)})
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._sheets: dict[str, Any] = {
            name: self._book.add_worksheet(sheet_name(name))
            for name in TITLES
            if months or name != "months"
        }
        self._shown = 0
        self._head("movers", MOVER_HEAD)

    def close(self) -> None:
        """Put it on disk."""
        self._book.close()

    def add(self, row: Row) -> None:
        """One enterprise that moves; those past the end of a sheet are in the CSV file alone."""
        if self._shown < MOST_ROWS:
            self._shown += 1
            self._write("movers", self._shown, row)

    def finish(self, report: Report) -> None:
        """The sheets of sums, and the charts."""
        lines: list[Row] = [(both(texts), value) for texts, value in basis(report)]
        lines.append(("说明 / note", both(NOTE)))
        self._sheets["summary"].set_column(0, 1, 2 * WIDTH)
        for place, line in enumerate(lines):
            self._write("summary", place, line)
        for table in tables(report):
            self._head(table.id, table.head)
            for place, row in enumerate(table.rows, start=1):
                self._write(table.id, place, row)
            if table.id == "months":
                self._months_chart(table)
        self._shifts_chart(report, below=len(lines) + 1)

    def _shifts_chart(self, report: Report, below: int) -> None:
        """How many change which tier for which: rows of the summary, and columns beside them."""
        head = ("等级变动 / from tier to tier", "企业数 / enterprises")
        self._write("summary", below, head, self._bold)
        shifts = shift_rows(report)
        for place, row in enumerate(shifts, start=below + 1):
            self._write("summary", place, row)
        if shifts:
            rows = below + 1, below + len(shifts)
            self._chart("summary", "column", rows, {1: head[1]}, shifts)

    def _months_chart(self, table: Table) -> None:
        named = {
            place: title for place, title in enumerate(table.head[:-1]) if place
        }  # the last column counts those that stay
        self._chart("months", "line", (1, len(table.rows)), named, table.rows)

    def _chart(
        self,
        name: str,
        kind: str,
        rows: tuple[int, int],
        named: Mapping[int, str],
        values: Sequence[Row],
    ) -> None:
        """A chart of the columns *named* between two *rows*; its *values* are kept for viewers that
        do not reckon.
        """
        sheet = sheet_name(name)
        chart = self._book.add_chart({"type": kind})
        for column, title in named.items():
            chart.add_series(
                {
                    "name": title,
                    "categories": [sheet, rows[0], 0, rows[1], 0],
                    "values": [sheet, rows[0], column, rows[1], column],
                    "categories_data": [row[0] for row in values],
                    "values_data": [row[column] for row in values],
                }
            )
        chart.set_title({"name": both(CHARTS[kind])})
        chart.set_size(SIZE)
        self._sheets[name].insert_chart(1, max(named) + 2, chart)

    def _head(self, name: str, titles: Sequence[str]) -> None:
        self._sheets[name].set_column(0, len(titles) - 1, WIDTH)
        self._sheets[name].freeze_panes(1, 0)
        self._write(name, 0, titles, self._bold)

    def _write(self, name: str, place: int, row: Sequence[Cell], how: object = None) -> None:
        sheet = self._sheets[name]
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, how)
            else:
                sheet.write_number(place, column, cell, how)


def sheet_name(table: str) -> str:
    """What the sheet of a table is called; a slash may not stand in it."""
    return " ".join(TITLES[table].values())
