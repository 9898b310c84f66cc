"""Processes in which mutants are judged, and what they say: each has bounds, and is silent."""

import json
import os
import resource
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SURVIVED, VERDICTS, TESTS = "survived", "verdicts", "tests"
EQUAL, DECLARATION, TIME, ANEW = "equal", "declaration", "time", "anew"
WALL_SECONDS = 1800
SPARE_SECONDS = 15
GIGABYTES = 6
_SHARED = Path("/dev/shm")  # where tests of a mutant write


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a mutant; *by* is the test or the kept verdict that noticed; processor *seconds*."""

    outcome: str
    by: str = ""
    seconds: float = 0.0


def begin(judge: Callable[[Path], Verdict]) -> tuple[int, int]:
    """A process of its own for *judge*, with a folder: its id, and where its verdict is read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        _confine()
        verdict = judge(_folder(os.getpid()))
    except BaseException as error:  # noqa: BLE001 - a fault that ends the judge is noticed
        verdict = Verdict(outcome=TESTS, by=f"ended: {error!r:.80}")
    os.write(writing, json.dumps({"outcome": verdict.outcome, "by": verdict.by}).encode())
    os._exit(0)


def ended(child: int, reading: int) -> Verdict:
    """What a process said, once it has ended. TIME if it said nothing."""
    _, _, used = os.wait4(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    seconds = round(used.ru_utime + used.ru_stime, 2)
    shutil.rmtree(_folder(child), ignore_errors=True)
    return Verdict(**json.loads(said or f'{{"outcome": "{TIME}"}}'), seconds=seconds)


def allow(seconds: float) -> None:
    """Let this process use so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _folder(process: int) -> Path:
    return _SHARED / f"mutants-{process}"


def _confine() -> None:
    signal.alarm(WALL_SECONDS)
    allow(SPARE_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, GIGABYTES << 30))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
