"""One mutant in a process of its own: what former releases said first, then the tests of its room."""

import contextlib
import importlib
import os
import random
import resource
import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from making import ROOT, Mutant, path_of

READING, LOADER = "creditsvc.law.reading", "creditsvc.law.loader"
TESTS = ROOT / "tests"
OUTCOMES = ("survived", "verdicts", "tests", "declaration")  # by the status of the process
SURVIVED, VERDICTS, BY_TESTS, DECLARATION = range(4)
# Long property tests, and hundreds of rulebooks each read anew: asked last.
SLOW = (
    "test_law_schema.py",
    "test_law_broken.py",
    "test_law_meaning.py",
    "test_law_unknowns.py",
    "test_law_coverage.py",
)
CPU_SECONDS = 180


class _Instead(MetaPathFinder, Loader):
    """Loads one module from another source."""

    def __init__(self, module: str, source: str) -> None:
        self._module, self._source = module, source

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """The spec of the one module; None for all others."""
        if fullname != self._module:
            return None
        return ModuleSpec(fullname, self, origin=str(path_of(fullname)))

    def exec_module(self, module: ModuleType) -> None:
        """Run the other source."""
        module.__file__ = str(path_of(self._module))
        exec(compile(self._source, module.__file__, "exec"), module.__dict__)


def warm_up() -> None:
    """Load what is not ours, so that every process has it; what is ours each loads anew."""
    for folder in (ROOT, TESTS, TESTS / "cases", TESTS / "law", TESTS / "kernel"):
        sys.path.insert(0, str(folder))
    os.environ["CREDITSVC_TEST_POSTGRES_URL"] = "postgresql://nobody.invalid/"  # none is started
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/tmp/hypothesis-mutants"
    for name in ("former", "lawbooks", "builders", "creditsvc.cli.main", "hypothesis.strategies"):
        importlib.import_module(name)
    for name, module in list(sys.modules.items()):
        file = Path(getattr(module, "__file__", None) or "/")
        ours = ROOT / "creditsvc" in file.parents or TESTS in file.parents
        if ours and TESTS / "mutation" not in file.parents:
            del sys.modules[name]


def begin(mutant: Mutant, *, thorough: bool) -> int:
    """A process that judges *mutant*; its status says how. Returns its id."""
    child = os.fork()
    if child:
        return child
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    status = BY_TESTS
    with contextlib.suppress(BaseException):
        status = _judge(mutant, thorough=thorough)
    os._exit(status)


def _judge(mutant: Mutant, *, thorough: bool) -> int:
    change = mutant.change()
    if change.declares:
        return DECLARATION
    sys.meta_path.insert(0, _Instead(mutant.module, change.source))
    try:
        if mutant.module != READING:
            read_each_file_once()
        noticed = _says_otherwise()
    except Exception:  # noqa: BLE001 - any failure is noticed
        noticed = True
    if noticed:
        return VERDICTS
    return BY_TESTS if tests_notice(mutant.module, thorough=thorough) else SURVIVED


def read_each_file_once() -> None:
    """Parse each text once, since hundreds of rulebooks are alike but for one file."""
    reading, loader = importlib.import_module(READING), importlib.import_module(LOADER)
    loader.__dict__["parse"] = cache(reading.parse)


def _says_otherwise() -> bool:
    """Whether a verdict of a former release differs."""
    former = importlib.import_module("former")
    folder = max(former.KEPT.glob("*/"), key=lambda each: each.stat().st_mtime)
    bench, kept = former.Bench(former.texts_of(folder)), list(former.kept_verdicts(folder))
    random.Random(1).shuffle(kept)
    return any(
        former.only_what_was_said(bench.answers(question), then) != then for question, then in kept
    )


def tests_notice(module: str, *, thorough: bool) -> bool:
    """Whether a test of the module's room fails."""
    quick = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--assert=plain",
        "--confcutdir",
        str(TESTS / "law"),
    ]
    return any(pytest.main([*quick, *files]) != 0 for files in _files(module, thorough=thorough))


def _files(module: str, *, thorough: bool) -> Sequence[list[str]]:
    """The files of tests to ask, in turn: those that name the module, the room's, the slow ones."""
    room, name = module.split(".")[1:]
    there = sorted((TESTS / room).glob("test_*.py"))
    slow = [path for path in there if path.name in SLOW]
    near = [
        path for path in there if path not in slow and f"{room}.{name}" in path.read_text("utf-8")
    ]
    rest = [path for path in there if path not in slow and path not in near]
    asked = [near, rest, slow] if thorough else [near, rest]
    return [[str(path) for path in files] for files in asked if files]
