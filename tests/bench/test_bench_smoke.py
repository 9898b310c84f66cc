"""The benchmarks run through at a tiny size, on both engines. How fast is nobody's test."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import main
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


LINES = {  # words of a line, and how many lines of the table have them
    "bare Flask JSON view": 1,
    "one look-up, durably logged": 2,
    "one look-up under a quota": 2,
    "a batch, per code": 2,
    "an assessment, explained": 1,
    "ten rules": 4,
    "read and checked only": 1,
    "import: stored": 2,
    "import: with findings": 2,
    "index of names": 2,
    "screening by name": 4,
    "merged with another's": 2,
    "back-test, filled": 1,
    "back-test, start to files": 1,
    "greatest process": 1,
    "followed by three readers": 1,
}


def test_every_part_ends_with_its_lines():
    environ = {**os.environ, **TINY}
    environ["BENCH_POSTGRES_URL"] = environ["CREDITSVC_TEST_POSTGRES_URL"]
    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        env=environ, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = done.stdout.partition("----")[2].partition("\n\n")[0].splitlines()[1:]
    assert {words: sum(words in line for line in shown) for words in LINES} == LINES, done.stdout
    assert len(shown) == sum(LINES.values()), done.stdout
    assert "missed 0, doubled 0, foreign 0, gaps 0, out of order 0;" in done.stdout


def refused(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("size", ["0", "many"])
def test_a_size_that_is_no_number_above_zero_is_refused_by_name(monkeypatch, capsys, size):
    monkeypatch.setenv("BENCH_SIZE", size)
    assert "BENCH_SIZE" in refused(monkeypatch, capsys)


def test_an_unknown_part_is_refused_by_name(monkeypatch, capsys):
    assert "unknown: lookup" in refused(monkeypatch, capsys, "lookup")
