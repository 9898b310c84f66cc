"""What a set of cases says of each rule: how often met, not met, left open, and at which edges.

A case stands at an edge of a rule if another case differs from it in one day by one day, or in one
figure by one unit (or one fen), and the rule comes out otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Literal, TypeAlias

from creditsvc.law.casebook import Case
from creditsvc.law.expectations import left_open, met, named, unlisted
from creditsvc.law.rulebook import Law, Rule

Outcome: TypeAlias = Literal["met", "not_met", "undetermined"]
Path: TypeAlias = tuple[str | int, ...]
Leaves: TypeAlias = dict[Path, object]
_STEPS = (Decimal(1), Decimal("0.01"))


@dataclass(slots=True, kw_only=True)
class Totals:
    """How many cases concern a rule and what they expect; *edges*: how many stand at an edge of it."""

    met: int = 0
    not_met: int = 0
    undetermined: int = 0
    edges: int = 0


def totals(law: Law, cases: Sequence[Case]) -> dict[str, Totals]:
    """The totals of every rule of *law* that is about enterprises, rules without a case included."""
    persons = {rule.id for rule in law.rules if rule.about == "person"}
    outcomes = [
        {rule: told for rule, told in _outcomes(law, case).items() if rule not in persons}
        for case in cases
    ]
    found = {rule.id: Totals() for rule in law.rules if rule.about == "enterprise"}
    edges = _edges(cases, outcomes)
    for number, told in enumerate(outcomes):
        for rule, outcome in told.items():
            entry = found.setdefault(rule, Totals())
            setattr(entry, outcome, getattr(entry, outcome) + 1)
            entry.edges += (number, rule) in edges
    return found


def _outcomes(law: Law, case: Case) -> dict[str, Outcome]:
    """What *case* expects of each rule it concerns.

    It concerns what it names, and each rule on and in force that its events could meet: an event of a
    kind that the rule needs is there. Rules that put nobody on a list only if it names one of them.
    """
    asked = any(named(each) & unlisted(law) for each in case.expect)
    told: dict[str, Outcome] = {
        rule.id: "not_met"
        for rule in law.rules
        if (asked or rule.list is not None) and _near(rule, case)
    }
    for verdict in case.expect:
        told.update(dict.fromkeys(verdict.get("not_met", ()), "not_met"))
    for verdict in case.expect:
        told.update(dict.fromkeys(left_open(verdict), "undetermined"))
    for verdict in case.expect:
        told.update(dict.fromkeys(met(verdict), "met"))
    return told


def _near(rule: Rule, case: Case) -> bool:
    return (
        rule.about == "enterprise"
        and (
            rule.off is None or not case.book.switched_on.isdisjoint({rule.id, rule.instrument.id})
        )
        and rule.instrument.in_force.covers(case.on)
        and (rule.kinds is None or any(row.get("kind") in rule.kinds for row in case.rows))
    )


def _edges(
    cases: Sequence[Case], outcomes: Sequence[Mapping[str, Outcome]]
) -> set[tuple[int, str]]:
    """Which case, by number, stands at an edge of which rule."""
    leaves = [dict(_leaves(case)) for case in cases]
    found: set[tuple[int, str]] = set()
    for one, other in combinations(range(len(cases)), 2):
        if leaves[one].keys() == leaves[other].keys() and _one_step(leaves[one], leaves[other]):
            mine, theirs = outcomes[one], outcomes[other]
            for rule in mine.keys() | theirs.keys():
                if mine.get(rule, "not_met") != theirs.get(rule, "not_met"):
                    found |= {(one, rule), (other, rule)}
    return found


def _leaves(case: Case) -> Iterator[tuple[Path, object]]:
    yield ("on",), case.on.isoformat()
    yield from _inside((), case.rows)


def _inside(path: Path, value: object) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _inside((*path, name), inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _inside((*path, number), inner)
    else:
        yield path, value


def _one_step(one: Leaves, other: Leaves) -> bool:
    """Whether the two differ in one value, and that by a step."""
    apart = None
    for key, value in one.items():
        if value != other[key]:
            if apart is not None:
                return False
            apart = key
    return apart is not None and _step(one[apart], other[apart])


def _step(one: object, other: object) -> bool:
    days = [_day(one), _day(other)]
    if days[0] is not None and days[1] is not None:
        return abs(days[0] - days[1]) == timedelta(days=1)
    figures = [_figure(one), _figure(other)]
    if figures[0] is None or figures[1] is None:
        return False
    return abs(figures[0] - figures[1]) in _STEPS


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _figure(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
