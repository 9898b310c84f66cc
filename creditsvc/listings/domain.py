"""An entry on a list and when it is in force. Pure. *In force* is computed from days, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Unprocessable

DAY = timedelta(days=1)


class UnknownListing(NotFound):
    """No entry has that key."""

    kind = "unknown-listing"


class UnknownObjection(NotFound):
    """No objection has that key."""

    kind = "unknown-objection"


class ListingEnded(Conflict):
    """The entry has ended already."""

    kind = "listing-ended"


class ObjectionDecided(Conflict):
    """The objection was decided already."""

    kind = "objection-decided"


class HadAPart(NotPermitted):
    """Whoever took part in the entry does not decide the objection to it."""

    kind = "had-a-part"


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
class Objection:
    """An objection of the party, and its outcome once there is one."""

    id: UUID
    listing_id: UUID
    raised_at: datetime
    grounds: str
    decided_at: datetime | None = None
    outcome: str | None = None

    def open_at(self, moment: datetime) -> bool:
        """Whether it was pending at *moment*."""
        return self.raised_at <= moment and (self.decided_at is None or moment < self.decided_at)


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
    objections: tuple[Objection, ...] = ()

    @property
    def until_at(self) -> datetime | None:
        """The instant from which it is no longer in force; None while none is in sight."""
        expiry = None if self.last_day is None else day_begins(self.last_day + DAY)
        early = None if self.end is None else self.end.at
        return min((at for at in (expiry, early) if at is not None), default=None)

    def in_force_at(self, moment: datetime) -> bool:
        """Whether it stands at *moment*."""
        return self.from_at <= moment and (self.until_at is None or moment < self.until_at)

    def end_reason_at(self, moment: datetime) -> str | None:
        """Why it no longer stands at *moment*: the reason code, `expired` for the end of the term."""
        if self.until_at is None or moment < self.until_at:
            return None
        return self.end.reason if self.end and self.end.at == self.until_at else "expired"

    def under_objection_at(self, moment: datetime) -> datetime | None:
        """Since when an objection to it is pending at *moment*; None: there is none."""
        pending = [one.raised_at for one in self.objections if one.open_at(moment)]
        return min(pending, default=None)


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
