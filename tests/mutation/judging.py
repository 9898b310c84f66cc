"""One mutant grafted into the running program: the kept verdicts that execute it, then the tests."""

import gc
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest
from asking import Kept, fails, following, keep_files_in
from children import (
    ANEW,
    DECLARATION,
    EQUAL,
    SPARE_SECONDS,
    SURVIVED,
    TESTS,
    VERDICTS,
    Verdict,
    allow,
)  # fmt: skip
from closure import constant_at, dependants, users
from grafting import Program, Ungraftable, compiled_of
from making import Mutant, modules
from schemas import by_schemas, makes_schemas
from survey import COLLECT, IMPORT, LOAD, Survey

LOADER = "creditsvc.law.loader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How much is asked before a mutant is said to have survived.

    First so many kept verdicts, then tests that take so long (of processor time, in the survey), then
    verdicts up to that number, then more tests.
    """

    first_verdicts: int
    first_seconds: float
    verdicts: int
    seconds: float


# Nearly all that is noticed is noticed at once; what is not, is asked again with more patience.
LITTLE = Patience(first_verdicts=30, first_seconds=0.4, verdicts=120, seconds=0.2)
MUCH = Patience(first_verdicts=20, first_seconds=2.0, verdicts=60, seconds=1.0)


class Judge:
    """Judges mutants by grafting, each in a process of its own."""

    def __init__(
        self,
        survey: Survey,
        kept: Kept,
        items: dict[str, pytest.Item],
        patience: Patience | None,
    ) -> None:
        """*patience* None: every one of *items* is asked, whatever it executes, and no verdict."""
        self._survey, self._kept, self._items = survey, kept, items
        self._patience = patience
        for number in range(len(kept.questions) if patience else 1):  # so that all is read
            kept.says_otherwise(number)
        self._program = Program()
        for module in modules():  # once, for all children
            dependants(module)
            compiled_of(module)
        gc.collect()
        gc.freeze()

    def judged(self, mutant: Mutant, folder: Path) -> Verdict:
        """What becomes of *mutant*; called in a process of its own."""
        if mutant.declares:
            return Verdict(outcome=DECLARATION)
        if makes_schemas(mutant.module):
            return by_schemas(mutant, folder)
        executing = self._executing(mutant)
        near = f"test_{'_'.join(mutant.module.split('.')[1:])}"
        compiled = LOADER in dependants(mutant.module) and (
            bool(executing & {LOAD, COLLECT}) or not mutant.lines
        )
        try:
            changed = self._program.graft(mutant)
        except Ungraftable:
            return Verdict(outcome=ANEW)
        if compiled:
            self._kept.read()
        if not changed:
            return Verdict(outcome=EQUAL)
        for each in self._noticed(executing, near, folder, compiled=compiled):
            return each
        # What runs while the program is imported was run before the change.
        return Verdict(outcome=ANEW if IMPORT in executing or not mutant.lines else SURVIVED)

    def _executing(self, mutant: Mutant) -> frozenset[str]:
        """Who executes the line, or else the function, where the line is none of its own.

        Of a constant: who executes a line that names it.
        """
        if not mutant.lines:
            name = constant_at(mutant.module, mutant.line) or ""
            named = (self._survey.of(*each) for each in users(mutant.module, name))
            return frozenset().union(*named)
        on_line = self._survey.of(mutant.module, range(mutant.line, mutant.line + 1))
        return on_line or self._survey.of(mutant.module, mutant.lines)

    def _noticed(
        self, executing: frozenset[str], near: str, folder: Path, *, compiled: bool
    ) -> Iterator[Verdict]:
        most = self._patience
        if most is None:
            yield from self._tests(self._items, folder)
            if compiled:
                yield from self._compiling()
                yield from self._tests(self._items, folder)
            return
        questions = _scattered(int(each) for each in executing if each.isdigit())
        if compiled:  # every verdict rests on what was compiled
            every = _scattered(range(len(self._kept.questions)))
            questions += [each for each in every if each not in set(questions)]
        first = self._affordable(executing, near, most.first_seconds)
        others = self._affordable(executing - set(first), near, most.seconds)
        yield from self._verdicts(questions[: most.first_verdicts])
        if compiled and first:
            yield from self._compiling()
        yield from self._tests(first, folder)
        yield from self._verdicts(questions[most.first_verdicts : most.verdicts])
        yield from self._tests(others, folder)

    def _affordable(self, executing: AbstractSet[str], near: str, seconds: float) -> list[str]:
        """As many tests as take so long: those of the module first, then the quickest."""
        taken = self._survey.seconds
        tests = executing & self._items.keys()
        ordered = sorted(tests, key=lambda name: (near not in name, taken.get(name, 0.0), name))
        spent = accumulate(taken.get(name, 0.0) for name in ordered)
        return [name for name, so_far in zip(ordered, spent, strict=False) if so_far <= seconds]

    def _verdicts(self, questions: Iterable[int]) -> Iterator[Verdict]:
        allow(SPARE_SECONDS)
        for number in questions:
            try:
                otherwise = self._kept.says_otherwise(number)
            except Exception as error:  # noqa: BLE001 - any failure is noticed
                yield Verdict(outcome=VERDICTS, by=f"{number}: {error!r:.60}")
            else:
                if otherwise:
                    yield Verdict(outcome=VERDICTS, by=str(number))

    def _compiling(self) -> Iterator[Verdict]:
        allow(SPARE_SECONDS)
        try:
            self._program.compile_again()
        except Exception as error:  # noqa: BLE001 - a rulebook that can no longer be read is noticed
            yield Verdict(outcome=TESTS, by=f"load: {error!r:.60}")

    def _tests(self, names: Iterable[str], folder: Path) -> Iterator[Verdict]:
        items = [self._items[each] for each in names]
        if items:
            keep_files_in(items[0], folder)
        for item, after in following(items):
            allow(SPARE_SECONDS + 5 * self._survey.seconds.get(item.nodeid, 0.0))
            if fails(item, after):
                yield Verdict(outcome=TESTS, by=item.nodeid)


def _scattered(numbers: Iterable[int]) -> list[int]:
    """In an order that is far from theirs, and always alike: neighbours ask much the same."""
    return sorted(numbers, key=lambda n: (n * 7919 % 1009, n))
