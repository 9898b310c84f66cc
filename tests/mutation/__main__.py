"""Runs mutants of kernel/ and law/ and tells which nobody noticed. See docs/mutation.md.

    .venv/bin/python tests/mutation [--only law.meaning …] [--listed FILE] [--minutes 60] [--jobs 2]
    .venv/bin/python tests/mutation --again
    .venv/bin/python tests/mutation --anew [--thorough]

Outcomes are added to files in FOLDER, as they come; what stands there is not judged again. --again asks
more of what survived. --anew imports what survived, or could not be judged otherwise, and all that hangs
on it; with --thorough, tests by drawn examples draw as many as in the suite.
"""

import argparse
import csv
import importlib
import json
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from anew import Anew
from asking import FOLDERS, Kept, prepare, read_each_text_once, with_tests
from children import ANEW, SURVIVED, Verdict, begin, ended
from fresh import with_fresh
from judging import LITTLE, MUCH, Judge
from making import ROOT, Mutant, modules, mutants_of
from schemas import by_schemas, makes_schemas
from survey import Survey, surveyed

FOLDER = ROOT / "var" / "mutants"
FILES = GRAFTED, AGAIN, ANEWS, THOROUGH = (
    "grafted.jsonl", "again.jsonl", "anew.jsonl", "thorough.jsonl",
)  # fmt: skip
OPEN = {GRAFTED: (), AGAIN: (SURVIVED,), ANEWS: (SURVIVED, ANEW), THOROUGH: (SURVIVED, ANEW)}
Judging = Callable[[Mutant, Path], Verdict]


def main() -> None:
    """Run, write each outcome as it comes, and tell the totals."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=600)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--listed", type=Path, help="only what stands in this CSV file")
    options.add_argument("--by", nargs="*", help="ask all tests in these files, and nothing else")
    options.add_argument("--again", action="store_true")
    options.add_argument("--anew", action="store_true")
    options.add_argument("--thorough", action="store_true")
    options.add_argument("--folder", type=Path, default=FOLDER)
    asked = options.parse_args()
    folder = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    prepare()

    def run(judging: Judging, mutants: Iterator[Mutant], out: Path) -> None:
        counted: Counter[str] = Counter()
        until = time.monotonic() + asked.minutes * 60
        with out.open("a", encoding="utf-8") as file:
            for mutant, verdict in judged(judging, mutants, until=until, jobs=asked.jobs):
                counted[verdict.outcome] += 1
                file.write(json.dumps(told(mutant, verdict), ensure_ascii=False) + "\n")
                file.flush()
        sys.stdout.write(f"{dict(counted)}\n")

    before = FILES[: FILES.index(step := _step(asked))]
    known = outcomes(*(folder / each for each in before))
    done = set(outcomes(folder / step))
    open_ = {name for name, outcome in known.items() if outcome in OPEN[step]}

    def wanted(name: str) -> bool:
        return name not in done and (asked.listed or asked.by or not before or name in open_)

    mutants = drawn(asked.only, wanted)
    if asked.listed is not None:
        stand = listed(asked.listed)
        mutants = (each for each in mutants if change(each) in stand)
    if asked.only and all(makes_schemas(f"creditsvc.{each}") for each in asked.only):
        importlib.import_module("lawbooks")
        run(by_schemas, mutants, folder / step)
        return
    if asked.anew and asked.by:
        with_fresh(lambda fresh: run(fresh.judged, mutants, folder / step), asked.by)
        return
    survey = _survey(folder / "survey.pickle")
    importlib.import_module("creditsvc.cli.main")
    importlib.import_module("hypothesis.strategies")
    read_each_text_once()
    if step in (ANEWS, THOROUGH):
        run(Anew(survey, thorough=asked.thorough).judged, mutants, folder / step)
    else:
        patience = None if asked.by else MUCH if before else LITTLE
        with_tests(
            lambda items: run(
                Judge(survey, Kept(), items, patience).judged, mutants, folder / step
            ),
            asked.by or FOLDERS,
        )


def _step(asked: argparse.Namespace) -> str:
    if asked.thorough:
        return THOROUGH
    if asked.anew:
        return ANEWS
    return AGAIN if asked.again else GRAFTED


def _survey(file: Path) -> Survey:
    if not file.exists():
        maker = Path(__file__).with_name("survey.py")
        subprocess.run([sys.executable, str(maker), str(file)], check=True)
    return surveyed(file)


def drawn(only: Iterable[str], wanted: Callable[[str], bool]) -> Iterator[Mutant]:
    """Every mutant whose name is *wanted*, module after module; twice, what only respells at last."""
    for respells in (False, True):
        for module in [f"creditsvc.{each}" for each in only] or modules():
            found = (each for each in mutants_of(module) if each.respells == respells)
            yield from (each for each in found if wanted(each.name))


def change(mutant: Mutant) -> tuple[str, str, str]:
    """What identifies a mutant while lines move: its module, and what stands there before and after."""
    return mutant.module.removeprefix("creditsvc."), mutant.before, mutant.after


def listed(file: Path) -> frozenset[tuple[str, str, str]]:
    """The changes that stand in a list such as docs/mutation-survivors.csv."""
    with file.open(encoding="utf-8", newline="") as rows:
        return frozenset(
            (row["module"], row["before"], row["after"]) for row in csv.DictReader(rows)
        )


def judged(
    judging: Judging, mutants: Iterator[Mutant], *, until: float, jobs: int
) -> Iterator[tuple[Mutant, Verdict]]:
    """Each mutant and what became of it, as they end."""
    running: dict[int, tuple[Mutant, int]] = {}
    while True:
        while len(running) < jobs and time.monotonic() < until:
            mutant = next(mutants, None)
            if mutant is None:
                break
            child, reading = begin(partial(judging, mutant))
            running[reading] = mutant, child
        if not running:
            return
        for reading in select.select(list(running), [], [])[0]:
            mutant, child = running.pop(reading)
            yield mutant, ended(child, reading)


def outcomes(*files: Path) -> dict[str, str]:
    """What became of each mutant in *files*; a later file has the last word."""
    found: dict[str, str] = {}
    for file in files:
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            told = json.loads(line)
            found[told["mutant"]] = told["outcome"]
    return found


def told(mutant: Mutant, verdict: Verdict) -> dict[str, object]:
    """What is kept of a mutant."""
    said: dict[str, object] = {
        "mutant": mutant.name,
        "outcome": verdict.outcome,
        "by": verdict.by,
        "seconds": verdict.seconds,
        "line": mutant.line,
    }
    if verdict.outcome in (SURVIVED, ANEW):
        said |= {"before": mutant.before, "after": mutant.after}
    return said


if __name__ == "__main__":
    main()
