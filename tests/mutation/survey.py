"""Which tests and kept verdicts execute each line: a run of all of them, made once and kept in a file.

    .venv/bin/python tests/mutation/survey.py FILE [TESTS …]

With files of TESTS, of these alone, which are added to FILE.

IMPORT stands for what runs while the program is imported, LOAD while a rulebook is compiled, and
COLLECT while the tests are collected.
"""

import importlib
import pickle
import pkgutil
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import coverage
import pytest
from asking import (
    FOLDERS,
    Kept,
    fails,
    following,
    keep_files_in,
    prepare,
    read_each_text_once,
    with_tests,
)
from making import ROOMS, ROOT, modules, path_of

IMPORT, COLLECT, LOAD = "import", "collect", "load"


@dataclass(slots=True, kw_only=True)
class Survey:
    """By module and line, who executes it (a name of a test, the number of a kept verdict or one of the
    three words above); and the seconds each test took."""

    lines: dict[str, dict[int, frozenset[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def of(self, module: str, lines: range) -> frozenset[str]:
        """Who executes one of *lines*."""
        there = self.lines.get(module, {})
        return frozenset().union(*(there.get(line, frozenset()) for line in lines))


def surveyed(file: Path) -> Survey:
    """The survey kept in *file*."""
    return Survey(**pickle.loads(file.read_bytes()))


def main() -> None:
    """Make the survey."""
    out, files = Path(sys.argv[1]), tuple(str(Path(each).resolve()) for each in sys.argv[2:])
    prepare()
    watch = coverage.Coverage(
        data_file=None,
        config_file=False,
        include=[str(ROOT / "creditsvc" / each / "*") for each in ROOMS],
    )
    watch.start()
    watch.switch_context(IMPORT)
    package = importlib.import_module("creditsvc")
    for each in pkgutil.walk_packages(package.__path__, "creditsvc."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    watch.switch_context(COLLECT)
    read_each_text_once()
    survey = surveyed(out) if files else Survey()

    def run(items: dict[str, pytest.Item]) -> None:
        if not files:
            _ask_kept(watch)
        _run_tests(watch, survey, items)

    with_tests(run, files or FOLDERS)
    watch.stop()
    told = watch.get_data()
    for module in modules():
        lines = survey.lines.setdefault(module, {})
        for line, who in told.contexts_by_lineno(str(path_of(module))).items():
            lines[line] = lines.get(line, frozenset()) | frozenset(who)
    out.write_bytes(pickle.dumps(asdict(survey)))


def _ask_kept(watch: coverage.Coverage) -> None:
    kept = Kept()
    watch.switch_context(LOAD)
    kept.load()
    for number in range(len(kept.questions)):
        watch.switch_context(str(number))
        if kept.says_otherwise(number):
            raise SystemExit(f"kept verdict {number} does not hold")


def _run_tests(watch: coverage.Coverage, survey: Survey, items: dict[str, pytest.Item]) -> None:
    folder = Path("/dev/shm/mutants-survey")
    for item, after in following(list(items.values())):
        keep_files_in(item, folder)
        watch.switch_context(item.nodeid)
        began = time.process_time()
        if fails(item, after):
            raise SystemExit(f"{item.nodeid} fails of itself")
        survey.seconds[item.nodeid] = time.process_time() - began
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
