"""`python -m bench`: measure everything in one run and print the table."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

from bench import assessments, backtests, data, engines, feed, imports, lookups, screenings
from bench.places import Home, home, sync_microseconds
from bench.report import Line, table
from bench.sizes import BadSizeError, Sizes

PARTS = ("lookups", "assessments", "engines", "imports", "screening", "backtest", "feed")


def main() -> int:
    """The exit status: 0 when all was measured, whatever came out."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=Sizes.__doc__)
    parser.add_argument("parts", nargs="*", help=f"default: {' '.join(PARTS)}")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := sorted(set(chosen) - set(PARTS)):
        parser.error(f"不认识 / unknown: {', '.join(unknown)}")
    try:
        sizes = Sizes.read()
    except BadSizeError as why:
        parser.error(str(why))
    run(sizes, chosen)
    return 0


def run(sizes: Sizes, chosen: list[str]) -> list[Line]:
    """Measure the *chosen* parts and print their table; its lines."""
    begun = perf_counter()
    called, source = data.names()
    with home() as place:
        print(f"{_machine(place)}\n{_amounts(sizes)}\n名称 / names: {source}\n", flush=True)
        measures: dict[str, Callable[[], Iterator[Line]]] = {
            "lookups": lambda: lookups.measure(place, sizes, called),
            "assessments": lambda: assessments.measure(sizes.rounds),
            "engines": lambda: engines.measure(sizes.rounds),
            "imports": lambda: imports.measure(place, sizes, called),
            "screening": lambda: screenings.measure(place, sizes, called),
            "backtest": lambda: backtests.measure(place, sizes, called),
            "feed": lambda: feed.measure(place, sizes),
        }
        lines = [line for part in PARTS if part in chosen for line in _told(part, measures[part])]
    print(table(lines))
    print(f"\n用时 / took {perf_counter() - begun:.0f} s")
    return lines


def _told(part: str, measure: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    """The lines of a part; that it is under way is told on the error stream."""
    print(f"… {part}", file=sys.stderr, flush=True)
    yield from measure()


def _machine(place: Home) -> str:
    return (
        f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), Python {platform.python_version()}, "
        f"PostgreSQL {place.about_server()}\n"
        f"一次落盘 / one durable write {sync_microseconds(place.folder):,.0f} µs"
    )


def _amounts(sizes: Sizes) -> str:
    return (
        f"{sizes.size:,} 家企业 / enterprises, {sizes.rows:,} 行 / rows,"
        f" {sizes.enterprises:,} 家试算 / back-tested, {sizes.writes:,} 次写入 / writes, {sizes.connections} 个连接 / connections,"
        f" {sizes.rounds} 轮 / rounds × {sizes.seconds:g} s"
    )


if __name__ == "__main__":
    sys.exit(main())
