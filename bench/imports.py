"""Rows of an import a second: read and checked alone, stored, and with everything that follows."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from bench import data
from bench.fill import imported, today, write
from bench.places import ENGINES, Home
from bench.report import Line
from bench.sizes import Sizes
from creditsvc.app import build
from creditsvc.db.work import Act
from creditsvc.events import reading
from creditsvc.events.import_rows import Accepted, WordsNow, judged
from creditsvc.web.runtime import Runtime

EACH = 2  # rows an enterprise on average
STORED_GOAL, SETTLED_GOAL = 5_000, 1_500
LONGEST = 25.0  # seconds of one import
TITLE = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class EnoughError(Exception):
    """The import has run long enough to tell its rate."""


def measure(home: Home, sizes: Sizes, called: list[str]) -> Iterator[Line]:
    """The lines of the import, all of the same file."""
    path = home.folder / "import.jsonl"
    first = True
    for engine in ENGINES:
        runtime = build(home.place(engine, "import").settings)
        if first:
            numbers = range(max(1, sizes.rows // EACH))
            write(path, data.events(numbers, called, sizes.rows, today(runtime)))
            yield _checked(runtime, path, sizes.rows)
            first = False
        yield _stored(engine, home, path)
        yield _settled(engine, runtime, path)
        runtime.work.engine.dispose()


def _checked(runtime: Runtime, path: Path, rows: int) -> Line:
    words = runtime.part(WordsNow).read()
    day = today(runtime)
    begun = perf_counter()
    with reading.read(path) as found:
        good = sum(isinstance(judged(row, words, day), Accepted) for row in found)
    spent = perf_counter() - begun
    if good != rows:
        raise RuntimeError(f"{good} of {rows} rows were good")
    return Line(
        zh="导入：只读取与校验，行/秒",
        en="import: read and checked only, rows/s",
        figure=f"{rows / spent:,.0f}/s",
    )


def _stored(engine: str, home: Home, path: Path) -> Line:
    """Without the walk up the floors: what recording alone costs."""
    runtime = build(home.place(engine, "stored").settings)
    work = replace(runtime.work, opening=_nothing, closing=_nothing)
    rate = _rate(replace(runtime, work=work), path)
    runtime.work.engine.dispose()
    return Line(
        zh=f"导入：校验并落盘，{TITLE[engine]}",
        en="import: stored, rows/s",
        figure=f"{rate:,.0f}/s",
        goal=f"≥ {STORED_GOAL:,}/s",
        met=rate >= STORED_GOAL,
    )


def _settled(engine: str, runtime: Runtime, path: Path) -> Line:
    rate = _rate(runtime, path)
    return Line(
        zh=f"导入：并作出结论、现成答复与变更流，{TITLE[engine]}",
        en="import: with findings, answers and feed, rows/s",
        figure=f"{rate:,.0f}/s",
        goal=f"≥ {SETTLED_GOAL:,}/s",
        met=rate >= SETTLED_GOAL,
    )


def _rate(runtime: Runtime, path: Path) -> float:
    """Rows a second; of a file that takes too long, of those that came in by then."""
    begun = perf_counter()

    def in_time(_done: int, _of: int) -> None:
        if perf_counter() - begun > LONGEST:
            raise EnoughError

    with suppress(EnoughError):
        imported(runtime, path, in_time)
    spent = perf_counter() - begun
    with runtime.work.read() as session:
        return (session.scalar(text("SELECT count(*) FROM event_versions")) or 0) / spent


def _nothing(act: Act) -> None:
    del act
