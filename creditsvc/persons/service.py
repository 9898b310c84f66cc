"""Recording a person in a case, and reading who it is: no entry in the log, no answer."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db.work import Act, Work
from creditsvc.kernel.caller import Caller
from creditsvc.persons import domain, sealing, store
from creditsvc.persons.domain import Identity, Matter, Person, Reading
from creditsvc.persons.keys import Ring
from creditsvc.persons.matters import Matters
from creditsvc.persons.sealing import FIELDS, Place

MOST = 500


def record(
    act: Act, ring: Ring, matters: Matters, matter: Matter, role: str, who: Identity
) -> Person:
    """Record that somebody stands in *matter* with a *role* that an instrument names there."""
    domain.must_be_ordered(matter, role)
    authority = matter.authority or act.actor.authority or ""
    _must_cover(act, matters, (matter.kind, matter.id), authority, domain.RECORDS)
    key = act.new_id()
    contents = {name: sealing.fresh(getattr(who, name)) for name in FIELDS}
    places = {name: Place(person_id=key, field=name) for name in FIELDS}
    digests = {name: sealing.commitment(places[name], contents[name]) for name in FIELDS}
    row = {
        "id": key,
        "act_no": act.no,
        "matter_kind": matter.kind,
        "matter_id": matter.id,
        "enterprise_id": matter.enterprise_id,
        "rule": matter.rule,
        "law_digest": matter.law_digest,
        "role": role,
        "authority": authority,
        "masked_name": domain.mask(who.name),
        "document": who.document,
        "name_digest": digests["name"],
        "number_digest": digests["number"],
        "recorded_by": act.actor.id,
    }
    store.add(
        act.session,
        row,
        {name: sealing.seal(ring, places[name], contents[name]) for name in FIELDS},
    )
    trail.note(
        act, "person.recorded", key, role=role, rule=matter.rule, digests=digests,
        matter={"kind": matter.kind, "id": str(matter.id)},
    )  # fmt: skip
    return get(act.session, key)


def reveal(
    work: Work, ring: Ring, matters: Matters, caller: Caller, person_id: UUID, reason: str
) -> Identity:
    """Who the person is, for a handler or approver of the case's own authority, not recused from it.

    Takes the works and not an act: the entry in the log is committed before anything is opened.
    """
    with work.act(caller) as act:
        person = _note_reading(act, matters, person_id, reason)
    with work.read() as session:
        sealed = store.seals(session, person_id)
    opened = {
        name: sealing.unseal(ring, Place(person_id=person_id, field=name), *sealed[name]).value
        for name in FIELDS
    }
    return Identity(name=opened["name"], document=person.document, number=opened["number"])


def get(session: Session, person_id: UUID) -> Person:
    """The person in a case with that key, masked; raises UnknownPerson."""
    return _known(store.get(session, person_id), person_id)


def many(session: Session, keys: set[UUID]) -> dict[UUID, Person]:
    """Those of *keys* that are persons, masked, by key."""
    return store.many(session, sorted(keys))


def of_matter(session: Session, kind: str, matter_id: UUID) -> list[Person]:
    """The persons in one matter, masked, in the order they were recorded."""
    return store.of_matter(session, kind, matter_id)


def readings(session: Session, person_id: UUID | None = None) -> list[Reading]:
    """Who read whom and why, newest first, at most 500; never what was read."""
    return store.readings(session, person_id, MOST)


def _note_reading(act: Act, matters: Matters, person_id: UUID, reason: str) -> Person:
    person = get(act.session, person_id)
    place = (person.matter_kind, person.matter_id)
    _must_cover(act, matters, place, person.authority, domain.READS)
    key = act.new_id()
    store.add_reading(
        act.session,
        {
            "id": key,
            "act_no": act.no,
            "person_id": person_id,
            "read_at": act.at,
            "read_by": act.actor.id,
            "reason": domain.reason_for(reason),
        },
    )
    trail.note(act, "person.read", person_id, reading=str(key))  # the reason may name somebody
    return person


def _must_cover(
    act: Act, matters: Matters, place: tuple[str, UUID], authority: str, scope: str
) -> None:
    """Refuse whoever is not of the very authority of the case, or may not act in it."""
    domain.must_be_theirs(authority, act.actor.authority, scope)
    about = replace(matters.whose(act.session, *place), authority=authority)
    acting.must_cover(act, about, scope)


def _known(person: Person | None, key: UUID) -> Person:
    if person is None:
        raise domain.UnknownPerson("没有这个人员记录", "no such person in a case", person=str(key))
    return person
