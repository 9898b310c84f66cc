"""One mutant in a process that imports the changed module, and all that hangs on it, anew.

Slower than `judging` by far, and the last word: whatever was made while something was imported is made
under the fault.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import FOLDERS, PARSING, PYTEST, TESTS, Kept, draw_few, read_each_text_once
from children import DECLARATION, SPARE_SECONDS, SURVIVED, VERDICTS, Verdict, allow
from children import TESTS as BY_TESTS
from closure import dependants
from instead import Instead
from making import Mutant
from survey import Survey

_CPU_SECONDS = 600
_SLOW = 2.0  # seconds of a file whose tests are asked last


def forget(module: str) -> None:
    """Let everything that hangs on *module* be imported anew, tests included."""
    hang = dependants(module)
    for name, each in list(sys.modules.items()):
        file = Path(getattr(each, "__file__", None) or "/")
        is_test = TESTS in file.parents and TESTS / "mutation" not in file.parents
        if name in hang or is_test:
            del sys.modules[name]


class _Asked:
    """A run of tests, with few examples unless it is to be thorough, and the first that failed."""

    def __init__(self, *, thorough: bool) -> None:
        self._thorough = thorough
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Called by pytest with the tests it found."""
        for each in items if not self._thorough else ():
            draw_few(each)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest after each phase of a test."""
        if report.failed:
            self.failed = self.failed or report.nodeid


class Anew:
    """Judges mutants by importing what hangs on them anew, each in a process of its own."""

    def __init__(self, survey: Survey, *, thorough: bool) -> None:
        self._survey, self._thorough = survey, thorough
        for number in range(len((kept := Kept()).questions)):  # so that all texts are parsed
            kept.says_otherwise(number)
        importlib.import_module("lawbooks")
        importlib.import_module("shipped").all_cases()

    def judged(self, mutant: Mutant, folder: Path) -> Verdict:
        """What becomes of *mutant*; called in a process of its own."""
        if mutant.declares:
            return Verdict(outcome=DECLARATION)
        allow(SPARE_SECONDS)
        forget(mutant.module)
        sys.meta_path.insert(0, Instead(mutant.module, mutant.source))
        try:
            importlib.import_module("creditsvc.cli.main")
            if PARSING in dependants(mutant.module):
                read_each_text_once()
            kept = Kept()
            noticed = any(kept.says_otherwise(number) for number in range(len(kept.questions)))
        except Exception as error:  # noqa: BLE001 - any failure is noticed
            return Verdict(outcome=VERDICTS, by=f"{error!r:.80}")
        if noticed:
            return Verdict(outcome=VERDICTS)
        for files in self._files(mutant):
            allow(_CPU_SECONDS)
            asked = _Asked(thorough=self._thorough)
            options = [*PYTEST, "-x", f"--basetemp={folder}"]
            if pytest.main([*options, *files], plugins=[asked]) != 0:
                return Verdict(outcome=BY_TESTS, by=asked.failed or "collecting")
        return Verdict(outcome=SURVIVED)

    def _files(self, mutant: Mutant) -> Iterator[list[str]]:
        """The files of tests to ask, in turn: those that name the module, the others, the slow ones."""
        there = [path for each in FOLDERS for path in sorted(each.glob("test_*.py"))]
        slow = [path for path in there if self._seconds(path) > _SLOW]
        name = ".".join(mutant.module.split(".")[1:])
        near = [path for path in there if path not in slow and name in path.read_text("utf-8")]
        rest = [path for path in there if path not in slow and path not in near]
        yield from ([str(path) for path in files] for files in (near, rest, slow) if files)

    def _seconds(self, path: Path) -> float:
        taken = self._survey.seconds.items()
        return sum(seconds for test, seconds in taken if f"/{path.name}::" in test)
