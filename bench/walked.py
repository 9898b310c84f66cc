"""`creditsvc law backtest` itself, which tells at 10, 50 and 100 % of the register how much memory was ever used.

Started by `bench.backtests` with the command's own words; each line on the error stream is one JSON object.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from creditsvc.cli import law_backtest, law_backtest_run
from creditsvc.events import service as events

MARKS = (0.1, 0.5, 1.0)  # of the enterprises with events


def walk(job: Any, session: Any, regions: Any, processes: int) -> Iterator[Any]:
    """The walk of the command, watched."""
    marks = [max(1, round(mark * events.count_with_events(session))) for mark in MARKS]
    begun, done = perf_counter(), 0
    for part in law_backtest_run.walk(job, session, regions, processes):
        before, done = done, done + len(part.who)
        for mark in marks:
            if before < mark <= done:
                print(json.dumps(_told(done, perf_counter() - begun)), file=sys.stderr, flush=True)
        yield part


def _told(done: int, seconds: float) -> dict[str, object]:
    """How far, after how long, and the peaks so far: of this process, and the highest of its own."""
    workers = [_peak(child) for child in _children()]
    return {
        "done": done,
        "seconds": seconds,
        "parent": _peak(str(os.getpid())),
        "worker": max(workers, default=0.0),
        "workers": len(workers),
    }


def _children() -> list[str]:
    """Processes that were started by this one and do the work (not the one that keeps count of things)."""
    tasks = Path("/proc/self/task").glob("*/children")
    found = {child for task in tasks for child in task.read_text().split()}
    return [child for child in found if b"spawn_main" in _command(child)]


def _command(process: str) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def _peak(process: str) -> float:
    """The most memory that a process ever had resident, in MiB (proc(5), VmHWM)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process)


if __name__ == "__main__":
    law_backtest.walk = walk
    law_backtest.backtest.main(sys.argv[1:], prog_name="creditsvc law backtest")
