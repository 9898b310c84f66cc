"""Who had a part in what is contested, and whose matter it is to set right.

The people of the penalty are known only as far as the register does: whoever recorded or changed it.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.db import acts
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events import theirs
from creditsvc.kernel.remit import Matter, Need
from creditsvc.listings import parts as entry_parts
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.person_entries import officers
from creditsvc.person_entries import service as person_entries
from creditsvc.remedies.domain import EVENT, LISTING, PERSON, Objection, Subject, had_a_part


def people_of(session: Session, subject: Subject) -> frozenset[str]:
    """Whoever had a part: in the entry and in recording what it rests on, or in the record."""
    if subject.kind == LISTING:
        return of_entries(session, [subject.id])
    if subject.kind == PERSON:
        took_part = officers.parts(session, subject.id)
        return took_part | recorders(session, of_person(session, subject.id))
    return recorders(session, [subject.id]) if subject.kind == EVENT else frozenset()


def of_entries(session: Session, entries: Iterable[UUID]) -> frozenset[str]:
    """Whoever had a part in *entries*, and in recording the events that they rest on."""
    found: set[str] = set()
    for key in entries:
        entry = listings.get(session, key)
        found.update(entry.ground.get("people", ()))
        found |= recorders(session, evidence(entry))
    return frozenset(found)


def recorders(session: Session, known: Iterable[UUID]) -> frozenset[str]:
    """Whoever recorded, corrected or moved the events *known*."""
    numbers = [one.act_no for key in known for one in events.history(session, key)]
    return acts.actors(session, numbers)


def evidence(entry: Entry) -> list[UUID]:
    """The events on which an entry of our own rests."""
    return [UUID(ref) for ref in entry.ground.get("evidence", ())]


def of_person(session: Session, entry_id: UUID) -> list[UUID]:
    """The events on which the entry of a person rests."""
    known = person_entries.get(session, entry_id).case.ground.evidence
    return [UUID(ref) for ref in known]


def places_of(session: Session, subject: Subject) -> frozenset[str]:
    """The region codes of what is contested: of the record, or of those an entry rests on."""
    keys = [subject.id] if subject.kind == EVENT else []
    if subject.kind == LISTING:
        keys = evidence(listings.get(session, subject.id))
    if subject.kind == PERSON:
        keys = of_person(session, subject.id)
    return events.regions_of(session, keys)


def must_be_theirs(act: Act, subject: Subject, scope: str, *cases: UUID) -> None:
    """Refuse whoever may not act in the matter of what is contested (谁认定、谁更正)."""
    acting.must_cover(act, matter(act.session, subject, *cases), scope)


def must_be_another(act: Act, one: Objection, took_part: frozenset[str]) -> None:
    """Refuse who had a part, or handled the objection, and whoever counts as one with them."""
    parts = took_part | one.handlers
    begun = one.received_on
    if one.subject.kind == LISTING:
        begun = entry_parts.since(act.session, listings.get(act.session, one.subject.id))
    if one.subject.kind == PERSON:
        begun = person_entries.get(act.session, one.subject.id).case.opened_on
    if acting.had_a_part(act, parts, since=begun):
        about = matter(act.session, one.subject, one.id)
        raise had_a_part(
            act.actor.id, Need(scope=entry_parts.DECIDES, matter=about, parts=parts, since=begun)
        )


def matter(session: Session, subject: Subject, *cases: UUID) -> Matter:
    """What is contested as a matter: of whom made it, where it happened; with *cases* about it."""
    if subject.kind == LISTING:
        return entry_parts.matter(session, listings.get(session, subject.id), *cases)
    if subject.kind == PERSON:
        known = officers.matter(session, person_entries.get(session, subject.id))
        return replace(known, cases=known.cases | frozenset(cases))
    if subject.kind != EVENT:
        return Matter(cases=frozenset(cases))
    record = events.current(session, subject.id)
    about = theirs.matter(record.content, record.enterprise_id)
    return replace(about, cases=frozenset(cases))
