"""Where an enterprise stands at a moment, as one value. Pure; how it is found stands in `service`."""

from dataclasses import dataclass
from datetime import datetime

from creditsvc.bans.domain import Ban
from creditsvc.enterprises.domain import Enterprise
from creditsvc.events.store import Version
from creditsvc.findings.domain import Assessment
from creditsvc.law.domain import Record
from creditsvc.listings.domain import Entry
from creditsvc.remedies.domain import ENTERPRISE, EVENT, Contest
from creditsvc.repairs.domain import Mending
from creditsvc.tiers.domain import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """All that an answer about one enterprise at one moment rests on.

    status: `listed`, `not_listed` or `cannot_say` (then `reasons` say why). entries: those in force,
    favourable ones too. suspended: those that stand and do not bind, because their execution is
    suspended. ended: those that no longer stand. bans: those of the enterprise itself that run, never
    one of a person; bans_over: those that no longer run. standing None: no source has reported on it,
    or it depends on what is suspended. next_change_at: when time alone next changes any of this;
    None: never. mendings: the repairs and shields that keep records out of sight; `records` and
    `assessment` are without these records. contests: objections to its records or its identity;
    entries bear marks of their own.
    """

    enterprise: Enterprise
    moment: datetime
    status: str
    reasons: tuple[str, ...]
    entries: tuple[Entry, ...]
    ended: tuple[Entry, ...]
    bans: tuple[Ban, ...]
    bans_over: tuple[Ban, ...]
    records: tuple[Record, ...]
    record: tuple[Version, ...]
    assessment: Assessment
    standing: Standing | None
    next_change_at: datetime | None
    mendings: tuple[Mending, ...] = ()
    suspended: tuple[Entry, ...] = ()
    contests: tuple[Contest, ...] = ()

    @property
    def identity_contested_since(self) -> datetime | None:
        """Since when it is contested that what is on record concerns this enterprise."""
        return self._contested(ENTERPRISE, str(self.enterprise.id))

    def record_contested_since(self, ref: str) -> datetime | None:
        """Since when an objection to the record *ref* is pending; None: there is none."""
        return self._contested(EVENT, ref)

    @property
    def under_objection(self) -> bool:
        """Whether an objection to anything that is told of it is pending."""
        entries = (*self.entries, *self.suspended)
        return (
            self.identity_contested_since is not None
            or any(each.under_objection_at(self.moment) for each in entries)
            or any(self.record_contested_since(each.ref) for each in self.records)
        )

    def _contested(self, kind: str, key: str) -> datetime | None:
        found = (
            one.since
            for one in self.contests
            if one.subject.kind == kind and str(one.subject.id) == key and one.open_at(self.moment)
        )
        return min(found, default=None)
