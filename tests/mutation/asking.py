"""Where mutants are judged: the program, every test of the law and every kept verdict, read once.

A judge asks for what a line may change: the tests and the kept verdicts that execute it, as a survey
found them. Tests that use a database are left out, and tests by drawn examples draw few, always alike.
"""

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from making import ROOT

TESTS = ROOT / "tests"
FOLDERS = tuple(TESTS / each for each in ("kernel", "law", "cases"))
EXAMPLES = 20
PYTEST = (
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:schemathesis", "--assert=plain", "--tb=no",
    "--capture=no", "--confcutdir", str(TESTS / "law"), "-o", "tmp_path_retention_policy=none",
)  # fmt: skip
PARSING = "creditsvc.law.parsing"


def prepare() -> None:
    """Let the tests be found, and start no database."""
    for folder in (ROOT, TESTS, *FOLDERS):
        sys.path.insert(0, str(folder))
    os.environ["CREDITSVC_TEST_POSTGRES_URL"] = "postgresql://nobody.invalid/"
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/tmp/hypothesis-mutants"


def read_each_text_once() -> None:
    """Parse each text once, since hundreds of rulebooks are alike but for one file."""
    plain = importlib.import_module(PARSING).parse
    once = cache(plain)
    for module in list(sys.modules.values()):
        held = getattr(module, "__dict__", {})
        if held.get("parse") is plain:
            held["parse"] = once


class Kept:
    """The kept verdicts of the last release, numbered."""

    def __init__(self) -> None:
        self._former: Any = importlib.import_module("former")
        folder = max(self._former.KEPT.glob("*/"), key=lambda each: each.stat().st_mtime)
        self._texts = self._former.texts_of(folder)
        self.questions = list(self._former.kept_verdicts(folder))
        self.read()

    def read(self) -> None:
        """Forget the rulebook as it was compiled."""
        self._bench = self._former.Bench(self._texts)

    def load(self) -> None:
        """Compile the rulebook."""
        self._bench.law()

    def says_otherwise(self, number: int) -> bool:
        """Whether the verdict of that number is another now."""
        question, then = self.questions[number]
        now = self._former.only_what_was_said(self._bench.answers(question), then)
        return bool(now != then)


def with_tests(
    use: Callable[[dict[str, pytest.Item]], None], paths: Sequence[str | Path] = FOLDERS
) -> None:
    """Collect the tests and hand them to *use*, by their names, in place of running them."""

    class Instead:
        @staticmethod
        def pytest_runtestloop(session: pytest.Session) -> bool:
            items = {each.nodeid: each for each in session.items}
            for each in items.values():
                draw_few(each)
            use(items)
            return True

    ended = pytest.main([*PYTEST, *map(str, paths)], plugins=[Instead()])
    if ended not in (0, 5):
        raise SystemExit(f"the tests cannot be collected: {ended}")


def draw_few(item: Any) -> None:
    test = getattr(item, "obj", None)
    asked = getattr(test, "_hypothesis_internal_use_settings", None)
    if test is None or asked is None:
        return
    test._hypothesis_internal_use_settings = settings(
        asked,
        max_examples=min(asked.max_examples, EXAMPLES),
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


def fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether that test fails now."""
    reports = importlib.import_module("_pytest.runner").runtestprotocol(
        item, nextitem=following, log=False
    )
    return any(each.failed for each in reports)


def keep_files_in(item: Any, folder: Path) -> None:
    """Where tests of this process write."""
    folder.mkdir(parents=True, exist_ok=True)
    item.config._tmp_path_factory._basetemp = folder


def following(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the next one, None after the last."""
    yield from zip_longest(items, items[1:])
