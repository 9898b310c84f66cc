"""Tier schemes as values: what leads to a tier, and the past of an enterprise that is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from creditsvc.kernel.periods import within_months
from creditsvc.law.case import Case
from creditsvc.law.domain import Record, Texts
from creditsvc.law.reading import Place
from creditsvc.law.selecting import EVER, Select

STANDING = "default"  # the scheme in which the tier in force is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a scheme may count of an enterprise on a day: every record that stands, shown or not."""

    on: date
    records: tuple[Record, ...]
    case: Case = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """At least so many records of some classes, or events, in the months up to the day asked about.

    Records count by the day from which they stand, events by the day of the conduct; the first and
    the last day of the window are included. What is unknown or suspended is not counted. *what*:
    the same for two countings that count the same. *find* None: records are counted.
    """

    what: str
    title: Texts
    classes: frozenset[str]
    find: Select | None = field(repr=False, compare=False)
    at_least: int
    months: int

    def number(self, past: Past) -> int:
        """How many there are."""
        if self.find is not None:
            days = [view.day for view in self.find(past.case, EVER).sure]
        else:
            days = [one.shown_from for one in past.records if one.klass in self.classes]
        return sum(within_months(day, past.on, self.months) for day in days)

    def missing(self, past: Past) -> frozenset[str]:
        """What would have to be known of events in the window that may count, and do not."""
        if self.find is None:
            return frozenset()
        open_ = self.find(past.case, EVER).maybe
        near = [lacks for view, lacks in open_ if within_months(view.day, past.on, self.months)]
        return frozenset(name for lacks in near for name in lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier; it applies if any of its conditions does, or if nothing else does.

    *lists*: on one of them. *records*: one of these classes on display. *counts*: enough of them.
    *of*: the tiers of the mapped scheme that it stands for, whose conditions it has.
    """

    id: str
    title: Texts
    lists: frozenset[str]
    records: frozenset[str]
    counts: tuple[Counting, ...]
    otherwise: bool
    of: tuple[str, ...]
    note: Texts | None
    provenance: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Tiers, best first. They are tried worst first, and the one for all others last.

    *maps*: the scheme whose tiers it names anew. *off*: why no tier in force may be told by it;
    what it would say can be asked for all the same.
    """

    id: str
    title: Texts
    source: str
    off: Texts | None
    maps: str | None
    tiers: tuple[Tier, ...]
    lists: Mapping[str, Texts]
    records: Mapping[str, Texts]
    place: Place

    @property
    def windows(self) -> frozenset[int]:
        """The months in which it counts; none: lists and records on display decide alone."""
        return frozenset(each.months for tier in self.tiers for each in tier.counts)

    def numbers(self, past: Past) -> dict[str, int]:
        """How many there are of everything it counts, each counted once."""
        return {what: each.number(past) for what, each in self._counted().items()}

    def missing(self, past: Past) -> tuple[str, ...]:
        """What is not known, and so was not counted."""
        found = (each.missing(past) for each in self._counted().values())
        return tuple(sorted(frozenset[str]().union(*found)))

    def _counted(self) -> dict[str, Counting]:
        return {each.what: each for tier in self.tiers for each in tier.counts}

    def tier(self, tier_id: str) -> Tier | None:
        """The tier of that id, or None."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)
