"""Runs mutants of kernel/ and law/ and tells which nobody noticed. See docs/mutation.md.

    .venv/bin/python tests/mutation --minutes 60 [--only law.meaning …] [--thorough] [--out FILE]

Drawn at random but always alike, module after module in turn, so that a run that is stopped has
judged as much of each.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path

from judging import OUTCOMES, begin, warm_up
from making import Mutant, modules, mutants_of

SEED = 1


def drawn(only: Iterable[str]) -> Iterator[Mutant]:
    """Every mutant, one of each module in turn."""
    asked = [f"creditsvc.{each}" for each in only] or modules()
    piles = []
    for module in asked:
        pile = list(mutants_of(module))
        random.Random(f"{SEED} {module}").shuffle(pile)
        piles.append(pile)
    return (each for each in chain.from_iterable(zip_longest(*piles)) if each is not None)


def judged(
    mutants: Iterator[Mutant], *, until: float, jobs: int, thorough: bool
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and what became of it, as they end."""
    running: dict[int, Mutant] = {}
    while True:
        while len(running) < jobs and time.monotonic() < until:
            mutant = next(mutants, None)
            if mutant is None:
                break
            running[begin(mutant, thorough=thorough)] = mutant
        if not running:
            return
        child, status = os.wait()
        ended = running.pop(child)
        if os.WIFEXITED(status):
            yield ended, OUTCOMES[os.WEXITSTATUS(status)]
        else:
            yield ended, "time"


def main() -> None:
    """Run, write each outcome as it comes, and tell the totals."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--thorough", action="store_true")
    options.add_argument("--again", type=Path, help="only the survivors of this file")
    options.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    asked = options.parse_args()
    until = time.monotonic() + asked.minutes * 60
    warm_up()
    mutants = drawn(asked.only) if asked.again is None else survivors(asked.again)
    counted: Counter[str] = Counter()
    with asked.out.open("a", encoding="utf-8") as out:
        for mutant, outcome in judged(
            mutants, until=until, jobs=asked.jobs, thorough=asked.thorough
        ):
            counted[outcome] += 1
            told = {"mutant": mutant.name, "outcome": outcome}
            if outcome == "survived":
                change = mutant.change()
                told |= {"line": change.line, "before": change.before, "after": change.after}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
    sys.stdout.write(f"{dict(counted)}\n")


def survivors(file: Path) -> Iterator[Mutant]:
    """The mutants that survived before."""
    for line in file.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if told["outcome"] == "survived":
            module, number = told["mutant"].split(":")
            yield mutants_of(module)[int(number) - 1]


if __name__ == "__main__":
    main()
