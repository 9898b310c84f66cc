"""One enterprise's events as they stood on one day: what came later has not happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from creditsvc.law.domain import Event, GradeSince
from creditsvc.law.kinds import Grades, Kinds
from creditsvc.law.over_time import facts_on, grade_since, remarks


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """An event on the day of assessment.

    *penalised* None: not penalised yet; *penalty_to_come*: a penalty is recorded, but for a later
    day. *facts* hold the grade that prevails; *not_stated* names figures the grade did without.
    """

    ref: str
    kind: str
    day: date
    penalised: date | None
    penalty_to_come: bool
    suspended: bool
    sector: str | None
    region: str | None
    facts: Mapping[str, object]
    grade: str | None
    not_stated: tuple[str, ...]
    grade_since: GradeSince | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Everything that may count on *on*, by kind, each list by conduct day and ref."""

    on: date
    by_kind: Mapping[str, list[View]]
    warnings: tuple[str, ...]
    oldest: date


def open_case(events: Iterable[Event], on: date, kinds: Kinds) -> Case:
    """The case of *events* on *on*: without revoked events and without later conduct."""
    by_kind: dict[str, list[View]] = {}
    warnings: list[str] = []
    oldest = on
    for event in events:
        if event.status == "revoked" or event.occurred_on > on:
            continue
        by_kind.setdefault(event.kind, []).append(_view(event, on, kinds, warnings))
        oldest = min(oldest, event.occurred_on)
    for views in by_kind.values():
        if len(views) > 1:
            views.sort(key=in_time)
    return Case(on, by_kind, tuple(sorted(warnings)), oldest)


def conduct_until(case: Case, until: date | None) -> Case:
    """*case* with the conduct before the day *until* alone (None: all of it)."""
    if until is None or until > case.on:
        return case
    return only(case, lambda view: view.day < until)


def only(case: Case, keep: Callable[[View], bool]) -> Case:
    """*case* with the events to *keep*; kinds of which none is left are gone."""
    kept = ((kind, [view for view in views if keep(view)]) for kind, views in case.by_kind.items())
    return replace(case, by_kind={kind: views for kind, views in kept if views})


def in_time(view: View) -> tuple[date, str]:
    """The order of events: by conduct day, then ref."""
    return view.day, view.ref


def _view(event: Event, on: date, kinds: Kinds, warnings: list[str]) -> View:
    grade: str | None = None
    not_stated: tuple[str, ...] = ()
    since: GradeSince | None = None
    facts = event.facts
    kind = kinds.kinds.get(event.kind)
    if event.later_facts:
        facts = facts_on(event, on, kind.counted_by if kind is not None else None)
    if kind is not None and kind.graded_by is not None:
        grade, not_stated = _grade(event.ref, facts, kind.graded_by, warnings)
        facts = {**facts, kind.graded_by.fact: grade}
        if event.later_facts:
            since = grade_since(event, on, kind, kind.graded_by)
            warnings += remarks(event, on, kind)
    penalised = event.penalised_on
    to_come = penalised is not None and penalised > on
    return View(
        event.ref,
        event.kind,
        event.occurred_on,
        None if to_come else penalised,
        to_come,
        event.status == "suspended",
        event.sector,
        event.region,
        facts,
        grade,
        not_stated,
        since,
    )


def _grade(
    ref: str, facts: Mapping[str, object], table: Grades, warnings: list[str]
) -> tuple[str | None, tuple[str, ...]]:
    """The grade that prevails, and the figures it did without. An approved grade beats figures."""
    graded = table.prevailing(facts)
    if graded is None:
        return None, ()
    if graded.basis == "approval":
        if table.reached(facts) not in (None, graded.grade):
            warnings.append(f"approved grade of {ref} differs from its figures")
        return graded.grade, ()
    return graded.grade, tuple(
        f"facts.{name} of {ref}" for name in table.figures if facts.get(name) is None
    )
