"""What conditions mean, three-valued (Kleene): met, not met, or open because something is unknown.

Conditions compile once to closures; a closure is asked for one case and answers with an outcome.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from creditsvc.kernel.periods import within_months
from creditsvc.law.case import Case, View, in_time
from creditsvc.law.conditions import (
    Absent,
    All,
    AnyOf,
    Condition,
    Count,
    EventSpec,
    Happened,
    Not,
    Scope,
    Sum,
    Within,
)
from creditsvc.law.kinds import number
from creditsvc.law.matchers import Truth
from creditsvc.law.selecting import (
    EVER,
    Missing,
    Select,
    Window,
    in_windows,
    select,
    settle_latest,
)

ANYWHERE = Scope()
Figure: TypeAlias = int | Decimal
Since: TypeAlias = tuple[
    date, date
]  # the day that completed it, and the conduct day of the event that did


@dataclass(frozen=True, slots=True)
class Outcome:
    """*hits*: the events that make it so. *since*: when they first did. *missing*: what would settle it."""

    truth: Truth
    hits: tuple[View, ...] = ()
    since: Since | None = None
    missing: tuple[str, ...] = ()


Weighed: TypeAlias = tuple[date, View, Figure]  # the day the window runs on, the event, its weight
Meets: TypeAlias = Callable[[Case, Window], Outcome]
NOT_MET = Outcome(False)
MET = Outcome(True)


def compile_condition(condition: Condition, scope: Scope) -> Meets:
    """The closure of *condition*. *scope* binds events that count, not events whose absence counts."""
    match condition:
        case All(parts=parts):
            return _all([compile_condition(part, scope) for part in parts])
        case AnyOf(parts=parts):
            return _any([compile_condition(part, scope) for part in parts])
        case Not(part=part):
            return _not(compile_condition(part, scope))
    return _compile_leaf(condition, scope)


def _compile_leaf(leaf: Happened | Count | Sum | Absent, scope: Scope) -> Meets:
    match leaf:
        case Happened(event=spec):
            return _latest(spec, scope) if spec.latest else _happened(select(spec, scope))
        case Count(event=spec):
            if leaf.by == "penalty":  # an event without a penalty has no day to count by
                return _count(select(replace(spec, penalty="made"), scope), leaf)
            return _count(select(spec, scope), leaf)
        case Sum(event=spec):
            return _sum(select(spec, scope), leaf)
        case Absent(event=spec):
            return _absent(select(spec, ANYWHERE), leaf)


def _open(found: Sequence[tuple[View, Missing]]) -> Outcome:
    if not found:
        return NOT_MET
    return Outcome(None, missing=tuple(name for _, missing in found for name in missing))


def _happened(find: Select) -> Meets:
    def meets(case: Case, window: Window) -> Outcome:
        found = find(case, window)
        if found.sure:
            first = found.sure[0].day
            return Outcome(True, tuple(found.sure), (first, first))
        return _open(found.maybe)

    return meets


def _latest(spec: EventSpec, scope: Scope) -> Meets:
    settle = settle_latest(spec, scope)

    def meets(case: Case, window: Window) -> Outcome:
        truth, hits, missing = settle(case, window)
        return Outcome(
            truth, hits, max(((hit.day, hit.day) for hit in hits), default=None), missing
        )

    return meets


def _windows(days: Sequence[date], within: Within | None) -> Iterator[tuple[int, int]]:
    """For each of the ordered *days*: its index and the index past the last day its window reaches."""
    end = 0
    for start, day in enumerate(days):
        last = date.max if within is None else within.last(day)
        end = max(end, start)
        while end < len(days) and days[end] <= last:
            end += 1
        yield start, end


def _reaching(
    weighed: Sequence[Weighed], wanted: int, within: Within | None
) -> tuple[list[View], Since | None]:
    """The views in any window that weighs at least *wanted*, and when the first one did."""
    marked: set[int] = set()
    first: int | None = None
    for start, end in _windows([day for day, _, _ in weighed], within):
        total: Figure = 0
        for index in range(start, end):
            total += weighed[index][2]
            if total >= wanted:
                first = index if first is None else min(first, index)
                marked.update(range(start, end))
                break
    since = (weighed[first][0], weighed[first][1].day) if first is not None else None
    return [weighed[index][1] for index in sorted(marked)], since


def _count(find: Select, rule: Count) -> Meets:
    day = _penalised if rule.by == "penalty" else _conduct

    def meets(case: Case, window: Window) -> Outcome:
        found = find(case, window)
        if len(found.sure) + len(found.maybe) < rule.at_least:
            return NOT_MET
        sure: list[Weighed] = [(day(view), view, 1) for view in found.sure]
        maybe: list[tuple[Weighed, Missing]] = [
            ((day(view), view, 1), lacks) for view, lacks in found.maybe
        ]
        return _adding(sure, maybe, rule)

    return meets


def _conduct(view: View) -> date:
    return view.day


def _penalised(view: View) -> date:
    """The day of the penalty; only asked of events that were penalised."""
    return view.penalised or view.day


def _sum(find: Select, rule: Sum) -> Meets:
    def meets(case: Case, window: Window) -> Outcome:
        found = find(case, window)
        both = [(view, ()) for view in found.sure] + found.maybe
        sure: list[Weighed] = []
        maybe: list[tuple[Weighed, Missing]] = []
        for view, lacks in both:
            amount = number(view.facts.get(rule.fact))
            if amount is None:  # it may be anything, so it may be enough
                unknown = (*lacks, f"facts.{rule.fact} of {view.ref}")
                maybe.append(((view.day, view, rule.at_least), unknown))
            elif lacks and amount:
                maybe.append(((view.day, view, amount), lacks))
            elif amount:
                sure.append((view.day, view, amount))
        return _adding(sure, maybe, rule)

    return meets


def _adding(
    sure: list[Weighed], maybe: list[tuple[Weighed, Missing]], rule: Count | Sum
) -> Outcome:
    """Met by what is sure; open if only what may be added reaches the threshold."""
    sure.sort(key=_in_order)
    hits, since = _reaching(sure, rule.at_least, rule.within)
    if hits:
        return Outcome(True, tuple(sorted(hits, key=in_time)), since)
    if not maybe:
        return NOT_MET
    either = sorted([*sure, *(each for each, _ in maybe)], key=_in_order)
    reaching = set(map(id, _reaching(either, rule.at_least, rule.within)[0]))
    return _open([(view, lacks) for (_, view, _), lacks in maybe if id(view) in reaching])


def _in_order(weighed: Weighed) -> tuple[date, date, str]:
    return weighed[0], weighed[1].day, weighed[1].ref


def _absent(find: Select, rule: Absent) -> Meets:
    def meets(case: Case, _: Window) -> Outcome:
        def reaches(day: date) -> bool:
            return within_months(day, case.on, rule.months)

        found = find(case, EVER)
        if any(in_windows(view, rule.days, reaches) for view in found.sure):
            return NOT_MET
        doubts = [each for each in found.maybe if in_windows(each[0], rule.days, reaches)]
        return _open(doubts) if doubts else MET

    return meets


def _all(parts: list[Meets]) -> Meets:
    def meets(case: Case, window: Window) -> Outcome:
        outcomes: list[Outcome] = []
        for part in parts:
            outcome = part(case, window)
            if outcome.truth is False:
                return NOT_MET
            outcomes.append(outcome)
        missing = tuple(name for outcome in outcomes for name in outcome.missing)
        if missing:
            return Outcome(None, missing=missing)
        days = [outcome.since for outcome in outcomes if outcome.since is not None]
        return Outcome(True, _union(outcomes), max(days, default=None))

    return meets


def _any(parts: list[Meets]) -> Meets:
    def meets(case: Case, window: Window) -> Outcome:
        outcomes = [part(case, window) for part in parts]
        met = [outcome for outcome in outcomes if outcome.truth]
        if met:
            days = [outcome.since for outcome in met if outcome.since is not None]
            return Outcome(True, _union(met), min(days, default=None))
        missing = tuple(name for outcome in outcomes for name in outcome.missing)
        return Outcome(None, missing=missing) if missing else NOT_MET

    return meets


def _not(part: Meets) -> Meets:
    def meets(case: Case, window: Window) -> Outcome:
        outcome = part(case, window)
        if outcome.truth is None:
            return outcome
        return NOT_MET if outcome.truth else MET

    return meets


def _union(outcomes: list[Outcome]) -> tuple[View, ...]:
    unique = {id(view): view for outcome in outcomes for view in outcome.hits}
    return tuple(sorted(unique.values(), key=in_time))
