"""The benchmarks run through at a tiny size, on both engines. How fast is nobody's test."""

import os
import subprocess
import sys

import pytest

from creditsvc.settings import ROOT

TINY = {
    "BENCH_SIZE": "40",
    "BENCH_ROWS": "60",
    "BENCH_BATCH": "25",
    "BENCH_ENTERPRISES": "200",
    "BENCH_WRITES": "40",
    "BENCH_NAMES": "60",
    "BENCH_ROUNDS": "1",
    "BENCH_SECONDS": "0.3",
    "BENCH_CONNECTIONS": "4",
}


def bench(*parts, **sizes):
    environ = {**os.environ, **TINY, **sizes}
    environ["BENCH_POSTGRES_URL"] = environ["CREDITSVC_TEST_POSTGRES_URL"]
    return subprocess.run(
        [sys.executable, "-m", "bench", *parts],
        env=environ, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("lookups", 5),
        ("assessments", 1),
        ("engines", 4),
        ("imports", 5),
        ("screening", 8),
        ("backtest", 3),
        ("feed", 1),
    ],
)
def test_every_part_ends_with_its_lines(part, lines):
    done = bench(part)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.partition("----")[2].partition("\n\n")[0].splitlines()[1:]
    assert len(shown) == lines, done.stdout
    if lines == 5:
        assert sum("SQLite" in line for line in shown) == 2
        assert sum("PostgreSQL" in line for line in shown) == 2


@pytest.mark.parametrize("size", ["0", "many"])
def test_a_size_that_is_no_number_above_zero_is_refused_by_name(size):
    done = bench(BENCH_SIZE=size)
    assert done.returncode == 2
    assert "BENCH_SIZE" in done.stderr


def test_an_unknown_part_is_refused_by_name():
    done = bench("lookup")
    assert done.returncode == 2
    assert "lookup" in done.stderr
