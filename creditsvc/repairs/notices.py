"""Repair notices (信用修复告知书): each goes with the decision to list, or the penalty, it belongs to (两书同达).

The decision itself is served elsewhere. Until the notice is recorded here, the duty stays open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.remit import Matter
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.listings.parts import HANDLES
from creditsvc.proceedings import serving
from creditsvc.proceedings.clocks import Clock, due
from creditsvc.proceedings.domain import Document, Service
from creditsvc.proceedings.form import service_form
from creditsvc.repairs import store
from creditsvc.repairs.domain import Notice
from creditsvc.repairs.refusals import NoticeNotOwed, NoticeRecorded

PERIOD = "repair.notice"
ADVERSE = "adverse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A decision with which a repair notice goes: about an entry, or a penalised event."""

    listing_id: UUID | None
    event_id: UUID | None
    enterprise_id: UUID
    authority: str | None
    decided_on: date

    @property
    def key(self) -> UUID | None:
        """The entry or the event."""
        return self.listing_id or self.event_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A notice owed, the one recorded (None: not yet), and its clock."""

    owed: Owed
    notice: Notice | None
    clock: Clock

    def form(self) -> dict[str, Any]:
        """The duty as JSON values."""
        notice = self.notice
        word = "listing" if self.owed.listing_id else "record"
        return {
            "about": {word: str(self.owed.key)},
            "authority": self.owed.authority,
            "decided_on": self.owed.decided_on.isoformat(),
            "open": notice is None,
            "clock": self.clock.form(),
            "notice": notice
            and {
                "id": str(notice.id),
                "document": {
                    "number": notice.document.number,
                    "day": notice.document.day.isoformat(),
                    "digest": notice.document.digest,
                },
                "service": service_form(notice.service),
                "by": notice.by,
            },
        }


def serve_notice(
    act: Act, law: Law, owed: Owed | None, document: Document, service: Service
) -> Notice:
    """Record that the notice reached the enterprise; once for each entry and each penalty."""
    if owed is None or not _covers(law, owed):
        raise NoticeNotOwed(
            "该条目或者记录不须随附信用修复告知书（国办发〔2025〕22号以前作出，或者不是不利决定）",
            "no repair notice goes with it: it was decided before 国办发〔2025〕22号, or burdens nobody",
            field="about",
        )
    acting.must_cover(
        act, Matter(authority=owed.authority, enterprise_id=owed.enterprise_id), HANDLES
    )
    if store.notices(act.session, of=owed.key):
        raise NoticeRecorded("信用修复告知书已登记", "its repair notice is recorded already")
    if not owed.decided_on <= service.day <= act.day or document.day > service.day:
        raise NoticeNotOwed(
            f"告知书日期不得晚于送达，送达须在{owed.decided_on}至{act.day}之间",
            f"the notice is dated no later than its service, which lies between {owed.decided_on} "
            f"and {act.day}",
            field="service.day",
        )
    served = serving.counted(law, service, today=act.day)
    key = act.new_id()
    notice = Notice(
        id=key,
        enterprise_id=owed.enterprise_id,
        listing_id=owed.listing_id,
        event_id=owed.event_id,
        document=document,
        service=served,
        by=act.actor.id,
    )
    row = {"act_no": act.no, "id": key, "by": notice.by, "enterprise_id": owed.enterprise_id}
    about = {"listing_id": owed.listing_id, "event_id": owed.event_id}
    paper = {"document_no": document.number, "document_day": document.day}
    digest = {"document_digest": document.digest, "service_reference": served.reference}
    days = {"served_on": served.day, "counts_from": served.served_on}
    proof = {"service_kind": served.kind, "proofs": service_form(served)["proofs"]}
    store.add_notice(act.session, row | about | paper | digest | days | proof)
    trail.note(act, "repair_notice.served", key, about=str(owed.key), document=document.number)
    return notice


def of_entry(law: Law, entry: Entry) -> Owed | None:
    """What is owed with the decision about *entry*; None: an honour."""
    if law.lists[entry.list].polarity != ADVERSE:
        return None
    decided = entry.ground.get("decided_on")
    return Owed(
        listing_id=entry.id,
        event_id=None,
        enterprise_id=entry.enterprise_id,
        authority=entry.ground.get("authority"),
        decided_on=date.fromisoformat(decided) if decided else entry.starts_on,
    )


def of_event(law: Law, version: Version) -> Owed | None:
    """What is owed with the penalty of an event; None: none was imposed, or it no longer stands."""
    content = version.content
    penalised = content.get("penalised_on")
    if penalised is None or content["kind"] not in law.classes.kinds or version.status == "revoked":
        return None
    return Owed(
        listing_id=None,
        event_id=version.event_id,
        enterprise_id=version.enterprise_id,
        authority=content.get("authority"),
        decided_on=date.fromisoformat(penalised),
    )


def owed_with(
    session: Session, clock: tuple[Law, Calendar], entries: Iterable[Entry], today: date
) -> list[Duty]:
    """The notices owed with the decisions behind *entries*, in their order."""
    law, calendar = clock
    every = [of_entry(law, entry) for entry in entries]
    covered = [one for one in every if one is not None and _covers(law, one)]
    known = store.noticed(session, [one.key for one in covered if one.key is not None])
    found = []
    for one in covered:
        notice = known.get(one.key) if one.key is not None else None
        found.append(_duty(law, calendar, one, notice, today))
    return found


def duties(
    session: Session, clock: tuple[Law, Calendar], enterprise_id: UUID, today: date
) -> list[Duty]:
    """Every notice owed to an enterprise: open ones first, then by the day it is due."""
    law, calendar = clock
    known = {
        one.listing_id or one.event_id: one
        for one in store.notices(session, enterprise_id=enterprise_id)
    }
    found = [
        _duty(law, calendar, owed, known.get(owed.key), today)
        for owed in _owed(session, law, enterprise_id)
    ]
    return sorted(found, key=lambda d: (d.notice is not None, d.clock.due.day, str(d.owed.key)))


def _duty(law: Law, calendar: Calendar, owed: Owed, notice: Notice | None, today: date) -> Duty:
    period = law.procedures[PERIOD]
    running = Clock(
        period=period,
        due=due(calendar, period, owed.decided_on),
        done_on=notice.service.served_on if notice is not None else None,
        today=today,
    )
    return Duty(owed=owed, notice=notice, clock=running)


def _owed(session: Session, law: Law, enterprise_id: UUID) -> Iterator[Owed]:
    entries = listings.of_enterprises(session, [enterprise_id])
    record = events.record_of(session, enterprise_id)
    every = [*(of_entry(law, one) for one in entries), *(of_event(law, one) for one in record)]
    return (one for one in every if one is not None and _covers(law, one))


def _covers(law: Law, owed: Owed) -> bool:
    """Whether the duty was in force on the day of the decision."""
    period = law.procedures.get(PERIOD)
    return period is not None and period.in_force.covers(owed.decided_on)
