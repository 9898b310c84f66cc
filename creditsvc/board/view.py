"""What a source looks at: one state of the register, at one moment, read in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.board.domain import About
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The register as of *moment*. since: the act after which finished matters are looked at too."""

    session: Session
    law: Law
    calendar: Calendar
    moment: datetime
    since: int

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.moment)

    def events(self, refs: Iterable[UUID | str]) -> dict[UUID, Version]:
        """The events under those keys, as we believe them now."""
        return events.many(self.session, (UUID(str(ref)) for ref in refs))

    def entries(self, keys: Iterable[UUID]) -> dict[UUID, Entry]:
        """The entries with those keys."""
        return listings.many(self.session, keys)


def of_entry(entry: Entry, evidence: dict[UUID, Version]) -> About:
    """Whom an entry concerns: by its decision the authority, by what it rests on the place."""
    rests_on = of_evidence(entry.enterprise_id, entry.ground.get("evidence", ()), evidence)
    return About(
        enterprise_id=entry.enterprise_id,
        authority=entry.ground.get("authority") or rests_on.authority,
        region=entry.ground.get("region") or rests_on.region,
    )


def of_evidence(enterprise_id: UUID, refs: Iterable[str], evidence: dict[UUID, Version]) -> About:
    """Whom a matter resting on the events *refs* concerns: the authority that penalised last."""
    known = [evidence[UUID(ref)].content for ref in refs if UUID(ref) in evidence]
    known.sort(key=lambda content: content.get("penalised_on") or content["occurred_on"])
    last = known[-1] if known else {}
    return About(
        enterprise_id=enterprise_id,
        authority=last.get("authority"),
        region=last.get("region"),
    )


def evidence_of(entries: Iterable[Entry]) -> list[str]:
    """The keys of the events that *entries* rest on."""
    return [ref for entry in entries for ref in entry.ground.get("evidence", ())]
