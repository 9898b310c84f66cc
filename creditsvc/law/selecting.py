"""Which events of a case a description means: surely, or only if something unknown turns out so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TypeAlias

from creditsvc.law.case import Case, View, in_time
from creditsvc.law.conditions import EventSpec, Scope
from creditsvc.law.matchers import Test, Truth

Missing: TypeAlias = tuple[str, ...]
Select: TypeAlias = Callable[[Case, "Window"], "Found"]
Weigh: TypeAlias = Callable[[View, date], Missing | None]
Settled: TypeAlias = tuple[Truth, tuple[View, ...], Missing]


@dataclass(frozen=True, slots=True)
class Window:
    """From which conduct day on events count. *wide*: older conduct too, if penalised since *first*."""

    first: date
    wide: bool

    def admits(self, view: View) -> bool:
        """Whether *view*'s conduct may count."""
        if view.day >= self.first:
            return True
        return self.wide and view.penalised is not None and view.penalised >= self.first


EVER = Window(date.min, wide=False)


@dataclass(slots=True)
class Found:
    """Events that surely match, and those that may, each with what would have to be known."""

    sure: list[View] = field(default_factory=list)
    maybe: list[tuple[View, Missing]] = field(default_factory=list)


def select(spec: EventSpec, scope: Scope) -> Select:
    """The compiled search for the events that *spec* within *scope* means, in time order."""
    weigh, kinds = _weigh(spec, scope), frozenset(spec.kinds)

    def find(case: Case, window: Window) -> Found:
        found, on = Found(), case.on
        for view in _present(case, kinds):
            if view.day < window.first and not window.admits(view):
                continue
            missing = weigh(view, on)
            if missing:
                found.maybe.append((view, missing))
            elif missing is not None:
                found.sure.append(view)
        return found

    return find


def _present(case: Case, kinds: frozenset[str]) -> list[View]:
    """The events of *kinds*, in time order."""
    if len(kinds) == 1:
        (kind,) = kinds
        return case.by_kind.get(kind, [])
    present = [case.by_kind[kind] for kind in kinds & case.by_kind.keys()]
    if len(present) == 1:
        return present[0]
    return sorted((view for views in present for view in views), key=in_time)


def settle_latest(spec: EventSpec, scope: Scope) -> Callable[[Case, Window], Settled]:
    """The compiled question whether the latest event of these kinds matches.

    Events of one day are equally late and must all match. A suspended event may yet be annulled:
    then the one before it is the latest; only where all these worlds agree is the answer known.
    """
    weigh, kinds = _weigh(spec, scope), frozenset(spec.kinds)

    def settle(case: Case, window: Window) -> Settled:
        views = [view for view in reversed(_present(case, kinds)) if window.admits(view)]
        days = [list(views) for _, views in groupby(views, key=lambda view: view.day)]
        return _latest_of(days, lambda view: weigh(view, case.on))

    return settle


def _latest_of(days: list[list[View]], weigh: Callable[[View], Missing | None]) -> Settled:
    if not days:
        return False, (), ()
    standing = [view for view in days[0] if not view.suspended]
    with_all = _together(days[0], weigh)
    if len(standing) == len(days[0]):
        return with_all
    least = [_together(standing, weigh)] if standing else _one_or_none(days, weigh)
    if with_all[0] is not None and all(each[0] is with_all[0] for each in least):
        return least[-1]
    doubts = (f"{view.ref} is suspended" for view in days[0] if view.suspended)
    return None, (), (*doubts, *with_all[2], *(name for each in least for name in each[2]))


def _one_or_none(days: list[list[View]], weigh: Callable[[View], Missing | None]) -> list[Settled]:
    """The worlds in which one event of the latest day is left, each of them suspended, and the one in which none is.

    As all of a day must match, the more are left, the less is met: worlds between say nothing new.
    """
    return [*(_together([view], weigh) for view in days[0]), _latest_of(days[1:], weigh)]


def _together(views: list[View], weigh: Callable[[View], Missing | None]) -> Settled:
    """Whether every one of *views* matches, suspension left aside."""
    missing: list[str] = []
    for view in views:
        lacks = weigh(view)
        if lacks is None:
            return False, (), ()
        missing += (name for name in lacks if name != f"{view.ref} is suspended")
    if missing:
        return None, (), tuple(missing)
    return True, tuple(sorted(views, key=in_time)), ()


def _weigh(spec: EventSpec, scope: Scope) -> Weigh:
    """The compiled test of one event: None if it does not match, else what it lacks to be sure."""
    tests = [(matcher.fact.name, matcher.test()) for matcher in spec.where]
    needs = {spec.penalty, scope.penalty}
    made, not_later = "made" in needs, "not_later" in needs
    sectors, regions = scope.sectors, scope.regions
    somewhere = sectors is not None or regions is not None

    def weigh(view: View, on: date) -> Missing | None:
        if (made and view.penalised is None) or (not_later and view.penalty_to_come):
            return None
        place = _place_lacking(view, sectors, regions) if somewhere else ()
        lacks = _lacking(view, on, tests) if place is not None else None
        if place is None or lacks is None:
            return None
        if view.suspended:
            lacks.append(f"{view.ref} is suspended")
        return (*lacks, *place)

    return weigh


def _place_lacking(
    view: View, sectors: frozenset[str] | None, regions: tuple[str, ...] | None
) -> Missing | None:
    """The sector or region that leaves *view* open; None if a known one rules it out."""
    lacks: Missing = ()
    if sectors is not None and view.sector not in sectors:
        if view.sector is not None:
            return None
        lacks = (f"sector of {view.ref}",)
    if regions is not None and not (view.region or "").startswith(regions):
        if view.region is not None:
            return None
        lacks = (*lacks, f"region of {view.ref}")
    return lacks


def _lacking(view: View, on: date, tests: list[tuple[str, Test]]) -> list[str] | None:
    """The facts that leave *view* open; None if a stated fact rules it out."""
    lacks: list[str] = []
    for name, test in tests:
        truth = test(view.facts.get(name), on)
        if truth is False:
            return None
        if truth is None:
            lacks.append(f"facts.{name} of {view.ref}")
    return lacks


def in_windows(view: View, days: tuple[str, ...], reaches: Callable[[date], bool]) -> bool:
    """Whether one of the named *days* of *view* lies where *reaches* says."""
    return any(reaches(day) for day in _days(view, days))


def _days(view: View, days: tuple[str, ...]) -> Iterator[date]:
    if "conduct" in days:
        yield view.day
    if "penalty" in days and view.penalised is not None:
        yield view.penalised
