"""An entry on a list and when it is in force. Pure. *In force* is computed from days, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Unprocessable

DAY = timedelta(days=1)
OBJECTION, SUSPENSION = "objection", "suspension"


class UnknownListing(NotFound):
    """No entry has that key."""

    kind = "unknown-listing"


class ListingEnded(Conflict):
    """The entry has ended already."""

    kind = "listing-ended"


class UnknownRemoval(NotFound):
    """No proposal to remove has that key."""

    kind = "unknown-removal"


class RemovalOpen(Conflict):
    """A proposal to remove the entry waits for another person."""

    kind = "removal-open"


class RemovalSettled(Conflict):
    """Another person confirmed or rejected the proposal already."""

    kind = "removal-settled"


class TookPart(NotPermitted):
    """Whoever took part in an entry, or proposed its removal, does not decide that."""

    kind = "took-part"


class ListedBefore(Conflict):
    """The same facts under the same rule carried an entry already; nobody is listed twice for them."""

    kind = "listed-before"


class NoTerm(Unprocessable):
    """The law gives this list no term under that rule, or the day it counts from is not known."""

    kind = "no-term"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How an entry ended before its term."""

    at: datetime
    reason: str
    detail: str
    document_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What answers say beside an entry for a time: OBJECTION or SUSPENSION, and the matter it is of.

    until None: it has not been taken away.
    """

    kind: str
    matter: UUID
    since: datetime
    until: datetime | None = None

    def open_at(self, moment: datetime) -> bool:
        """Whether it was there at *moment*."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A proposal to end an entry before its term, and what another person made of it, if anybody did."""

    id: UUID
    listing_id: UUID
    reason: str
    detail: str
    document_no: str
    proposed_by: str
    outcome: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An enterprise on a list.

    from_at: the instant from which it is in force. last_day: the last legal day of its term, that
    day included; None: no end by time. ground: rule, article, explanation, authority, document.
    """

    id: UUID
    decision_id: UUID
    enterprise_id: UUID
    list: str
    act_no: int
    from_at: datetime
    starts_on: date
    last_day: date | None
    ground: Mapping[str, Any]
    published_on: date | None = None
    end: End | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def until_at(self) -> datetime | None:
        """The instant from which it is no longer in force; None while none is in sight."""
        expiry = None if self.last_day is None else day_begins(self.last_day + DAY)
        early = None if self.end is None else self.end.at
        return min((at for at in (expiry, early) if at is not None), default=None)

    @property
    def people(self) -> frozenset[str]:
        """The ids of everybody who made a move in its case, signed, imported or confirmed it."""
        return frozenset(self.ground.get("people", ()))

    def stands_at(self, moment: datetime) -> bool:
        """Whether it has begun and not ended at *moment*; its execution may be suspended."""
        return self.from_at <= moment and (self.until_at is None or moment < self.until_at)

    def in_force_at(self, moment: datetime) -> bool:
        """Whether it stands at *moment* and binds: its execution is not suspended (停止执行)."""
        return self.stands_at(moment) and self.suspended_at(moment) is None

    def end_reason_at(self, moment: datetime) -> str | None:
        """Why it no longer stands at *moment*: the reason code, `expired` for the end of the term."""
        if self.until_at is None or moment < self.until_at:
            return None
        return self.end.reason if self.end and self.end.at == self.until_at else "expired"

    def under_objection_at(self, moment: datetime) -> datetime | None:
        """Since when an objection to it is pending at *moment*; None: there is none."""
        return self._marked(OBJECTION, moment)

    def suspended_at(self, moment: datetime) -> datetime | None:
        """Since when its execution is suspended at *moment*; None: it is not.

        The term runs on meanwhile: no text says that it stops.
        """
        return self._marked(SUSPENSION, moment)

    def _marked(self, kind: str, moment: datetime) -> datetime | None:
        found = [one.since for one in self.marks if one.kind == kind and one.open_at(moment)]
        return min(found, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalDecision:
    """What only a concluded proceeding or a confirmed external decision yields: the right to list."""

    id: UUID
    enterprise_id: UUID
    list: str
    origin: str
    decided_on: date
    published_on: date | None
    term_months: int | None
    repeat_months: int | None
    counts_from: str | None
    ground: Mapping[str, Any]
