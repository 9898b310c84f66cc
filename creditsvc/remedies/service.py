"""Objections, one function a move. What an upheld one sets right happens in the act of its decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import OBJECTION, ListingEnded
from creditsvc.listings.parts import DECIDES, HANDLES
from creditsvc.papers import service as papers
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import not_standing
from creditsvc.proceedings.clocks import Clock
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import clocks, domain, parts, store
from creditsvc.remedies.domain import (
    ENTERPRISE,
    EVENT,
    LISTING,
    PARTY,
    PERSON,
    Contest,
    Objection,
    RemedyNotInOrder,
    Stage,
    Step,
    Subject,
)
from creditsvc.remedies.redress import Redress, RedressUnfit, must_fit, redress_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An objection as it came in: what it contests, on which ground, with which papers."""

    subject: Subject
    origin: str
    ground: str
    grounds: str
    received_on: date
    document: Document
    attachments: tuple[Mapping[str, str], ...] = ()


def get(session: Session, key: UUID) -> Objection:
    """The objection with that key; raises UnknownObjection."""
    found = store.get(session, key)
    if found is None:
        raise domain.UnknownObjection("没有这个异议", "no such objection", objection=str(key))
    return found


def find(
    session: Session, *, enterprise_id: UUID | None = None, stage: str | None = None
) -> list[Objection]:
    """Objections, newest first, at most 500."""
    return store.find(session, enterprise_id=enterprise_id, stage=stage, limit=500)


def about(session: Session, subject: Subject) -> list[Objection]:
    """All objections to the same, oldest first."""
    return store.of_subject(session, subject)


def contests(
    session: Session, enterprises_: Iterable[UUID], *, known_at: int | None = None
) -> dict[UUID, list[Contest]]:
    """What of the enterprises, entries apart, is or was under objection (as known at an act)."""
    return store.contests(session, enterprises_, known_at)


def watched(session: Session, since: int, limit: int) -> list[Objection]:
    """Objections that wait for an answer, and those closed after act *since*; the oldest first."""
    return store.watched(session, since, limit)


def running(
    session: Session, law: Law, calendar: Calendar, one: Objection, today: date
) -> tuple[Clock, ...]:
    """The clocks of an objection as the calendar now counts them."""
    return clocks.of_objection(law, calendar, parts.places_of(session, one.subject), one, today)


def receive(act: Act, raised: Raised) -> Objection:
    """Record an objection; from now on every answer shows it."""
    one = Objection(
        id=act.new_id(),
        enterprise_id=_whose(act.session, raised.subject),
        subject=raised.subject,
        origin=raised.origin,
        ground=raised.ground,
        grounds=raised.grounds,
        raised_at=act.at,
        received_on=raised.received_on,
        document=raised.document,
        attachments=raised.attachments,
        received_by=act.actor.id,
    )
    papers.must_be_of(
        act.session,
        one.enterprise_id,
        {"document.digest": one.document.digest}
        | {f"attachments.{no}.digest": each["digest"] for no, each in enumerate(one.attachments)},
    )
    before = store.of_subject(act.session, raised.subject)
    one = domain.received(one, before, today=act.day)
    _must_stand(act, raised.subject)
    store.add(act.session, one, act_no=act.no)
    if raised.subject.kind == LISTING:
        listings.mark(act, raised.subject.id, OBJECTION, one.id)
    if raised.subject.kind == PERSON:
        person_entries.mark(act, raised.subject.id, one.id)
    else:
        act.touch(one.enterprise_id, "objection_raised")
    trail.note(
        act, "objection.raised", one.id, about=one.subject.kind, of=str(one.subject.id),
        document=one.document.number,
    )  # fmt: skip
    return one


def accept(act: Act, key: UUID, version: int, given: Step) -> Objection:
    """Take it up."""
    moved = domain.accept(_at(act, key, version), given, today=act.day)
    store.add_move(act.session, key, "accept", given, act_no=act.no)
    trail.note(act, "objection.accepted", key, document=given.document.number)
    return moved


def check(act: Act, key: UUID, version: int, given: Step) -> Objection:
    """Ask others to check, which gives more time where the law says so."""
    moved = domain.check(_at(act, key, version), given, today=act.day)
    store.add_move(act.session, key, "check", given, act_no=act.no)
    trail.note(act, "objection.checked", key, document=given.document.number)
    return moved


def decline(act: Act, key: UUID, version: int, given: Step) -> Objection:
    """Do not take it up, in writing and with reasons."""
    return _closed(act, domain.decline(_at(act, key, version), given, today=act.day))


def withdraw(act: Act, key: UUID, version: int, given: Step) -> Objection:
    """The party takes it back."""
    return _closed(act, domain.withdraw(_at(act, key, version), given, today=act.day))


def decide(
    act: Act, key: UUID, version: int, outcome: Stage, given: Step, redress: Redress
) -> Objection:
    """Decide it, as somebody with no part; what it sets right is done in this act.

    Upheld, an entry ends and a record is withdrawn (or corrected); raised ex officio, that is an
    annulment by the authority's own motion, for which it takes two people like any other.
    """
    one = _at(act, key, version, DECIDES)
    must_fit(one.subject, outcome, redress)
    _must_concern(act.session, one, redress)
    had_a_part = (
        parts.people_of(act.session, one.subject)
        | parts.of_entries(act.session, redress.entries)
        | parts.recorders(act.session, [each.event_id for each in redress.corrections])
    )
    parts.must_be_another(act, one, had_a_part)
    told = replace(given, redress=redress_form(redress) if redress != Redress() else None)
    decided = domain.decide(one, outcome, told, parts=had_a_part, today=act.day)
    _closed(act, decided)
    _set_right(act, decided, redress)
    return decided


def _set_right(act: Act, one: Objection, redress: Redress) -> None:
    """End and correct what the decision says, with its paper."""
    given, number = one.outcome, one.outcome.document.number if one.outcome else ""
    if given is None or one.stage is Stage.REJECTED:
        return
    for each in redress.corrections:
        if each.content is None:
            events.set_status(
                act, each.event_id, "revoke", reason=given.reasons, document_no=number
            )
        else:
            events.correct(act, each.event_id, each.content, reason=given.reasons)
    for key in redress.entries:
        listings.remedied(act, key, "wrong_subject", detail=given.reasons, document_no=number)
    if one.stage is Stage.UPHELD:
        _uphold(act, one, given, redress)


def _uphold(act: Act, one: Objection, given: Step, redress: Redress) -> None:
    """End the entry, of the enterprise or the person, or withdraw the record that was upheld against."""
    key, number = one.subject.id, given.document.number
    ended = {"detail": given.reasons, "document_no": number}
    reason = "objection_upheld" if one.origin == PARTY else "annulled"
    if one.subject.kind == LISTING and listings.get(act.session, key).stands_at(act.at):
        listings.remedied(act, key, reason, **ended)
    if one.subject.kind == PERSON and _stands(act, key):
        person_entries.remedied(act, key, reason, **ended)
    if one.subject.kind == EVENT and not redress.corrections:
        _withdraw_record(act, key, given.reasons, number)


def _withdraw_record(act: Act, event_id: UUID, reason: str, document_no: str) -> None:
    if events.current(act.session, event_id).status != "revoked":
        events.set_status(act, event_id, "revoke", reason=reason, document_no=document_no)


def _closed(act: Act, one: Objection) -> Objection:
    """Write how it was closed and take its mark away."""
    given = one.outcome
    if given is None:
        raise AssertionError("closed without a paper")  # the domain forbids it
    store.add_decision(act.session, one.id, one.stage, given, act_no=act.no, at=act.at)
    if one.subject.kind == LISTING:
        listings.unmark(act, one.subject.id, OBJECTION, one.id)
    if one.subject.kind == PERSON:
        person_entries.unmark(act, one.subject.id, one.id)
    else:
        act.touch(one.enterprise_id, f"objection_{one.stage.value}")
    trail.note(act, f"objection.{one.stage.value}", one.id, document=given.document.number)
    return one


def _must_concern(session: Session, one: Objection, redress: Redress) -> None:
    """What is set right is this enterprise's; of an entry, what it rests on."""
    resting = None
    if one.subject.kind == LISTING:
        resting = set(parts.evidence(listings.get(session, one.subject.id)))
    if one.subject.kind == PERSON:
        resting = set(parts.of_person(session, one.subject.id))
    for each in redress.corrections:
        theirs = events.current(session, each.event_id).enterprise_id == one.enterprise_id
        if not theirs or (resting is not None and each.event_id not in resting):
            raise RedressUnfit(
                "要更正的事件与异议事项无关",
                "the event to be set right has no part in what is contested",
                field="redress.corrections",
                event=str(each.event_id),
            )
    for key in redress.entries:
        if listings.get(session, key).enterprise_id != one.enterprise_id:
            raise RedressUnfit(
                "条目不属于该企业",
                "the entry is not this enterprise's",
                field="redress.entries",
                listing=str(key),
            )


def _whose(session: Session, subject: Subject) -> UUID:
    """The enterprise that *subject* concerns; raises where there is no such thing."""
    if subject.kind == LISTING:
        return listings.get(session, subject.id).enterprise_id
    if subject.kind == PERSON:
        return person_entries.get(session, subject.id).enterprise_id
    if subject.kind == ENTERPRISE:
        return enterprises.by_id(session, subject.id).id
    known = events.current(session, subject.id)
    if known.status == "revoked":
        raise RemedyNotInOrder(
            "该记录已撤销，无须异议", "the record was revoked; nothing is left to contest",
            field="event",
        )  # fmt: skip
    return known.enterprise_id


def _must_stand(act: Act, subject: Subject) -> None:
    """Refuse an objection to an entry, of an enterprise or a person, that does not stand."""
    if subject.kind == PERSON and not _stands(act, subject.id):
        raise not_standing(person_entries.get(act.session, subject.id))
    if subject.kind == LISTING and not listings.get(act.session, subject.id).stands_at(act.at):
        raise ListingEnded("该条目已结束", "the entry has ended", listing=str(subject.id))


def _stands(act: Act, entry_id: UUID) -> bool:
    """Whether the entry of that person stands, or is to stand once its service counts."""
    one = person_entries.get(act.session, entry_id)
    return one.begun_at is not None and one.end_reason_at(act.at) is None


def _at(act: Act, key: UUID, version: int, scope: str = HANDLES) -> Objection:
    one = get(act.session, key)
    if one.version != version:
        raise domain.StaleObjection(
            f"异议已是第{one.version}版，请重新读取后再办",
            f"the objection is at version {one.version}; read it again before you move it",
            version=one.version,
        )
    parts.must_be_theirs(act, one.subject, scope, key)
    return one
