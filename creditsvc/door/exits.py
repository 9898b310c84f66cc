"""The entry and the records of a case as the party reads them: ends, remedies, applications, the way out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.door import served
from creditsvc.door.domain import Door
from creditsvc.door.matters import Matter
from creditsvc.events import service as events
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Refusal
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.remedies import suing
from creditsvc.remedies.domain import LISTING, Objection, Subject
from creditsvc.remedies.domain import OPEN as CONTESTED
from creditsvc.repairs import reading as repairing
from creditsvc.repairs.domain import OPEN, About, AboutRecord, Repair, obstacle_form

Form = dict[str, Any]
Counted = tuple[Law, Calendar]
REPAIR_STAGES = {
    "received": ("已收到", "received"),
    "accepted": ("已受理", "taken up"),
    "declined": ("不予受理", "not taken up"),
    "granted": ("准予", "granted"),
    "refused": ("不予", "refused"),
    "withdrawn": ("已撤回", "withdrawn"),
    "questioned": ("拟撤销，已告知", "may be revoked, notice served"),
    "revoked": ("已撤销", "revoked"),
}
OBJECTION_STAGES = {
    "received": ("已收到", "received"),
    "accepted": ("已受理", "taken up"),
    "declined": ("不予受理", "not taken up"),
    "upheld": ("成立", "upheld"),
    "partly_upheld": ("部分成立", "partly upheld"),
    "rejected": ("不成立", "rejected"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def entry_form(
    session: Session, counted: Counted, door: Door, matter: Matter, now: datetime
) -> Form | None:
    """The entry that the case made; None: there is none."""
    entry = matter.entry
    if entry is None:
        return None
    law, calendar = counted
    subject, stands = Subject(kind=LISTING, id=entry.id), entry.stands_at(now)
    clocks = suing.party_clocks(session, law, calendar, subject, legal_day(now))
    return {
        "from": entry.starts_on.isoformat(),
        "last_day": _day(entry.last_day),
        "published_on": _day(entry.published_on),
        "stands": stands,
        "ended": None if stands else _end(entry, now),
        "under_objection": entry.under_objection_at(now) is not None,
        "suspended": entry.suspended_at(now) is not None,
        "authority": entry.ground.get("authority"),
        "document_no": entry.ground.get("document_no"),
        "remedies": [each.form() for each in clocks],
        "objections": [_objection(one, door) for one in served.objections_of(session, matter)],
        "applications": [
            _repair(one, door)
            for one in served.repairs_of(session, matter, door.enterprise_id)
            if one.listing_id is not None
        ],
        "way": _way(session, law, entry.id, now),
    }


def records_form(
    session: Session, counted: Counted, door: Door, matter: Matter, now: datetime
) -> list[Form]:
    """The records that the case rests on, each with the way to its repair."""
    made = served.repairs_of(session, matter, door.enterprise_id)
    known = [(key, events.current(session, key)) for key in matter.evidence]
    return [
        {
            "record": str(key),
            "document_no": version.content.get("document_no"),
            "authority": version.content.get("authority"),
            "penalised_on": version.content.get("penalised_on"),
            "applications": [_repair(one, door) for one in made if one.event_id == key],
            "way": _way(session, counted[0], AboutRecord(event_id=key), now),
        }
        for key, version in known
        if version.enterprise_id == door.enterprise_id and version.status != "revoked"
    ]


def _way(session: Session, law: Law, about: About, now: datetime) -> Form:
    """From when and on which conditions it may be ended early; else why it may not."""
    try:
        subject, way, found = repairing.prospect(session, law, about, now)
    except Refusal as why:
        return {"barred": {"zh": why.zh, "en": why.en}, "conditions": [], "obstacles": []}
    return {
        "barred": None,
        "open": any(subject.open),
        "earliest": _day(way.earliest),
        "article": way.article,
        "conditions": way.form(),
        "proofs": [{"id": each.id, **each.text} for each in way.on_paper],
        "obstacles": [obstacle_form(each) for each in found if each.from_day is not None],
    }


def _repair(one: Repair, door: Door) -> Form:
    zh, en = REPAIR_STAGES[one.stage.value]
    own, outcome = one.received_by == door.party, one.outcome
    return {
        "id": str(one.id),
        "stage": one.stage.value,
        "stage_text": {"zh": zh, "en": en},
        "received_on": one.received_on.isoformat(),
        "number": one.application.number,
        "own": own,
        "may_withdraw": own and one.stage in OPEN,
        "may_supplement": own and one.stage.value == "received",
        "lacking": one.gaps.reasons if one.gaps is not None else None,
        "reasons": outcome.reasons if outcome is not None else None,
    }


def _objection(one: Objection, door: Door) -> Form:
    zh, en = OBJECTION_STAGES[one.stage.value]
    own = one.received_by == door.party
    return {
        "id": str(one.id),
        "stage": one.stage.value,
        "stage_text": {"zh": zh, "en": en},
        "received_on": one.received_on.isoformat(),
        "number": one.document.number,
        "ground": one.ground,
        "own": own,
        "may_withdraw": own and one.stage in CONTESTED,
        "reasons": one.outcome.reasons if one.outcome is not None else None,
    }


def _end(entry: Entry, now: datetime) -> Form:
    ended = entry.until_at
    return {
        "on": ended and legal_day(ended).isoformat(),
        "reason": entry.end_reason_at(now),
        "document_no": entry.end and entry.end.document_no,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
