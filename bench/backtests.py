"""A draft rulebook over a register of a million enterprises: how long, how much memory, and whether it stays flat.

The command itself is run, files and all, on an SQLite register; only the memory is watched beside it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import register
from bench.places import Home
from bench.report import Line
from bench.sizes import Sizes
from creditsvc.app import build
from creditsvc.kernel.clock import legal_day
from creditsvc.settings import ROOT

MILLION = 1_000_000
GOAL = 300.0  # seconds for a million on two cores
GROWTH = 1.15  # of a process's peak from half-way to the end: flat, if no more
CHANGE = (
    "instruments/order11.yaml",
    "{kind: ws.accident, where: {grade: major}}\n        at_least: 2",
    "{kind: ws.accident, where: {grade: major}}\n        at_least: 1",
)


def measure(home: Home, sizes: Sizes, called: list[str]) -> Iterator[Line]:
    """The lines of a back-test: fill, time, memory."""
    place = home.place("sqlite", "backtest")
    runtime = build(place.settings)
    day = legal_day(runtime.clock.now())
    begun = perf_counter()
    subjects, events = register.fill(runtime, day, sizes.enterprises, called)
    filled = perf_counter() - begun
    runtime.work.engine.dispose()
    processes = len(os.sched_getaffinity(0))
    words = ["--draft", str(_draft(home.folder)), "--out", str(home.folder / "backtest")]
    words += ["--on", day.isoformat(), "--jobs", str(processes), "--quiet"]
    begun = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.walked", *words],
        env={**os.environ, **place.environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    spent = perf_counter() - begun
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    yield Line(
        zh=f"试算的登记库：{sizes.enterprises:,} 家企业，{subjects:,} 家共 {events:,} 个事件（建库）",
        en="register for the back-test, filled",
        figure=f"{filled:.0f} s",
    )
    yield _time(sizes.enterprises, subjects, spent, processes)
    yield _memory(told)


def _draft(folder: Path) -> Path:
    """The shipped rulebook with one thing changed, so that somebody moves."""
    draft = folder / "draft"
    shutil.copytree(ROOT / "config" / "law", draft)
    name, old, new = CHANGE
    text = (draft / name).read_text(encoding="utf-8")
    if old not in text:
        raise RuntimeError(f"{old!r} does not stand in {name}")
    (draft / name).write_text(text.replace(old, new), encoding="utf-8")
    return draft


def _time(enterprises: int, subjects: int, spent: float, processes: int) -> Line:
    """A smaller register has its share of the time, a greater number of cores too."""
    goal = GOAL * enterprises / MILLION * 2 / processes
    return Line(
        zh=f"草案试算全库，{processes} 个进程",
        en="back-test, start to files",
        figure=(
            f"{spent:.1f} s  ({enterprises / spent:,.0f}/s; with events"
            f" {subjects / spent / processes:,.0f}/s a process)"
        ),
        goal=f"≤ {goal:.0f} s",
        met=spent <= goal if enterprises >= MILLION else None,
    )


def _memory(told: list[dict[str, Any]]) -> Line:
    """Peaks at 10, 50 and 100 %, of the parent and of its greatest process."""
    parents, workers = ([round(each[who]) for each in told] for who in ("parent", "worker"))
    growth = max(
        float(told[-1][who]) / float(told[len(told) // 2][who]) for who in ("parent", "worker")
    )
    return Line(
        zh="试算的内存峰值，10 % / 50 % / 100 % 处（主进程；最大的子进程）",
        en="peak memory, parent; greatest process",
        figure=f"{_slashed(parents)}; {_slashed(workers)} MiB",
        ratio=f"×{growth:.2f} 50→100 %",
        goal=f"≤ ×{GROWTH}",
        met=growth <= GROWTH,
    )


def _slashed(values: list[int]) -> str:
    return "/".join(map(str, values))
