"""The files of a back-test: movers and sums as CSV, a workbook, charts. None tells when it was made.

The same register, rulebooks and day give the same bytes.
"""

import csv
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from creditsvc.cli.law_backtest_book import Book
from creditsvc.cli.law_backtest_charts import months_chart, shifts_chart
from creditsvc.cli.law_backtest_tables import (
    MOVER_HEAD,
    TITLES,
    Report,
    Row,
    basis,
    both,
    tables,
)
from creditsvc.kernel.cells import MARK, tame

MOVERS, SUMMARY, BOOK, CHART, MONTHS = (
    "movers.csv",
    "summary.csv",
    "backtest.xlsx",
    "chart.svg",
    "months.svg",
)
SUMMARY_HEAD = ("表 / table", "项目 / item", "名称 / name", "栏目 / column", "值 / value")


class Files:
    """The files of one run under way: movers go to disk as they come, sums at the end."""

    def __init__(self, folder: Path, movers: Any, book: Book) -> None:
        self._folder = folder
        self._movers = movers
        self._book = book

    def add(self, row: Row) -> None:
        """One enterprise that moves."""
        self._movers.writerow(map(tame, row))
        self._book.add(row)

    def finish(self, report: Report) -> None:
        """All that is known at the end."""
        self._book.finish(report)
        with _table(self._folder / SUMMARY, SUMMARY_HEAD) as writer:
            writer.writerows(map(tame, row) for row in _sums(report))
        (self._folder / CHART).write_bytes(shifts_chart(report))
        if len(report.days) > 1:
            (self._folder / MONTHS).write_bytes(months_chart(report))


@contextmanager
def files(folder: Path, on: date, *, months: bool) -> Iterator[Files]:
    """Files that appear in *folder* when the block ends well, each whole; else none does."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".backtest-", dir=folder) as name:
        fresh = Path(name)
        with ExitStack() as ending:
            book = ending.enter_context(closing(Book(fresh / BOOK, on, months=months)))
            movers = ending.enter_context(_table(fresh / MOVERS, MOVER_HEAD))
            yield Files(fresh, movers, book)
        for path in sorted(fresh.iterdir()):
            path.replace(folder / path.name)


@contextmanager
def _table(path: Path, head: tuple[str, ...]) -> Iterator[Any]:
    """A new CSV file with its heading."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK)
        writer = csv.writer(file)
        writer.writerow(head)
        yield writer


def _sums(report: Report) -> Iterator[Row]:
    """All sums in one long table, from which a program can take what it wants."""
    for texts, value in basis(report):
        yield both(TITLES["summary"]), both(texts), "", "", value
    for table in tables(report):
        for row in table.rows:
            name = " | ".join(str(cell) for cell in row[1 : table.named])
            for title, value in zip(table.head[table.named :], row[table.named :], strict=True):
                yield both(TITLES[table.id]), row[0], name, title, value
