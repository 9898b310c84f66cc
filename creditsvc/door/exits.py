"""The entry, the records and the honours as the party reads them: ends, remedies, applications, the way out."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.door import served
from creditsvc.door.domain import Door
from creditsvc.door.matters import Matter
from creditsvc.events import service as events
from creditsvc.findings import service as findings
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Refusal
from creditsvc.law.grants import Grant
from creditsvc.law.rulebook import Law, Rule
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.redlist import weighing
from creditsvc.redlist.application import OPEN as SOUGHT
from creditsvc.redlist.application import Application
from creditsvc.redlist.conditions import checked_form
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
HONOUR_STAGES = {
    "received": ("已收到", "received"),
    "checked": ("已初审", "checked"),
    "reviewed": ("逐级审核中", "under review"),
    "announced": ("公示中", "announced for objections"),
    "granted": ("已授予", "granted"),
    "refused": ("不予授予", "refused"),
    "withdrawn": ("已撤回", "withdrawn"),
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


def objections_form(session: Session, door: Door, matter: Matter) -> list[Form]:
    """What the party contested: the entry, a record, or that this concerns it."""
    return [_objection(one, door) for one in served.objections_of(session, matter)]


def honours_form(
    session: Session, law: Law, door: Door, matter: Matter, now: datetime
) -> list[Form]:
    """Each honour that may be applied for, with its conditions by the record as it is, and what was sought."""
    if matter.enterprise is None:
        return []
    day, key = legal_day(now), matter.enterprise
    sought = served.honours_sought(session, matter)
    found = findings.assessed(session, law, [key], day)[key]
    against = weighing.adverse(law, listings.of_enterprises(session, [key]), now)
    return [
        {
            "rule": rule.id,
            "list": dict(law.lists[list_id].title),
            "article": f"{rule.instrument.number}{grant.article}",
            "conditions": [
                {**checked_form(each), "because": dict(each.because)}
                for each in weighing.states_of(law, grant, found, against, {})
            ],
            "proofs": [{"id": e.id, **e.paper} for e in grant.conditions if e.paper is not None],
            "open": any(one.stage in SOUGHT and one.list == list_id for one in sought),
            "applications": [_honour(one, door) for one in sought if one.rule == rule.id],
        }
        for rule, list_id, grant in _granted(law, day)
    ]


def _granted(law: Law, day: date) -> Iterator[tuple[Rule, str, Grant]]:
    for rule in law.in_use:
        grant = rule.instrument.grants.get(rule.list) if rule.list is not None else None
        if grant is not None and rule.list is not None and rule.instrument.in_force.covers(day):
            yield rule, rule.list, grant


def _honour(one: Application, door: Door) -> Form:
    zh, en = HONOUR_STAGES[one.stage.value]
    own = one.received_by == door.party
    return {
        "id": str(one.id),
        "stage": one.stage.value,
        "stage_text": {"zh": zh, "en": en},
        "received_on": one.received_on.isoformat(),
        "number": one.document.number,
        "own": own,
        "may_withdraw": own and one.stage in SOUGHT,
        "objections_until": one.announcement and one.announcement.until.isoformat(),
        "reasons": one.outcome.reasons if one.outcome is not None else None,
    }


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
        "about": {"kind": one.subject.kind, "id": str(one.subject.id)},
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
