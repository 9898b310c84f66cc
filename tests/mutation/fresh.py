"""One mutant in a process that has imported nothing of the program yet, and files of tests.

The one judge that sees constants, classes and defaults as they are: nothing made before the change is
left anywhere. pytest is started once, in a folder without tests, and each process begins where it would
collect them.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from asking import PYTEST, draw_few, fails, following, keep_files_in
from children import DECLARATION, EQUAL, SURVIVED, TESTS, Verdict, allow, begin, ended
from grafting import compiled_of, same
from instead import Instead
from making import Mutant, path_of

_CPU_SECONDS = 120


class Fresh:
    """Judges mutants by all tests in *files*, which *session* has not collected yet, and nothing else."""

    def __init__(self, session: pytest.Session, files: Sequence[str]) -> None:
        self._session, self._files = session, files

    def judged(self, mutant: Mutant, folder: Path) -> Verdict:
        """What becomes of *mutant*; called in a process of its own."""
        if mutant.declares:
            return Verdict(outcome=DECLARATION)
        file = str(path_of(mutant.module))
        if same(compiled_of(mutant.module), compile(mutant.source, file, "exec")):
            return Verdict(outcome=EQUAL)
        sys.meta_path.insert(0, Instead(mutant.module, mutant.source))
        return self.asked(folder)

    def asked(self, folder: Path) -> Verdict:
        """What the tests say; called in a process of its own."""
        allow(_CPU_SECONDS)
        items = self._session.perform_collect(self._files)
        if self._session.testsfailed or not items:
            return Verdict(outcome=TESTS, by="collecting")
        keep_files_in(items[0], folder)
        for item, after in following(list(items)):
            draw_few(item)
            if fails(item, after):
                return Verdict(outcome=TESTS, by=item.nodeid)
        return Verdict(outcome=SURVIVED)


def with_fresh(use: Callable[[Fresh], None], files: Sequence[str]) -> None:
    """Hand a judge by *files* to *use*. Raises SystemExit if the tests fail of themselves."""

    class BeforeCollecting:
        @staticmethod
        @pytest.hookimpl(tryfirst=True)
        def pytest_collection(session: pytest.Session) -> bool:
            if any(name.partition(".")[0] == "creditsvc" for name in sys.modules):
                raise SystemExit("the program is imported already")
            fresh = Fresh(session, files)
            if ended(*begin(fresh.asked)).outcome != SURVIVED:
                raise SystemExit("the tests fail of themselves")
            use(fresh)
            return True

    pytest.main([*PYTEST, str(Path(__file__).parent)], plugins=[BeforeCollecting()])
