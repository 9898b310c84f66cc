"""One function a move. Before each, the application is checked against the law and the record as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings.parts import DECIDES, HANDLES
from creditsvc.papers import service as papers
from creditsvc.proceedings import serving
from creditsvc.proceedings.clocks import due
from creditsvc.proceedings.domain import Document, Service
from creditsvc.repairs import (
    clocks,
    entries,
    moves,
    of_persons,
    officers,
    reading,
    records,
    revocation,
    store,
)
from creditsvc.repairs.domain import (
    About,
    AboutPerson,
    AboutRecord,
    Answer,
    Effect,
    Mending,
    Notice,
    Questioned,
    Repair,
    Stage,
    obstacle_form,
)
from creditsvc.repairs.entries import restored_by, revoke
from creditsvc.repairs.notices import serve_notice
from creditsvc.repairs.reading import checks, corrected_since, find, get
from creditsvc.repairs.record_ways import hidden_at, seen
from creditsvc.repairs.records import mendings
from creditsvc.repairs.refusals import NoRestoration, NotRepairable, RepairOpen, StaleRepair
from creditsvc.repairs.subject import Subject

__all__ = [
    "AboutPerson", "AboutRecord", "Applied", "Mending", "Notice", "accept", "checks", "corrected_since", "decline",
    "extend", "find", "get", "grant", "hidden_at", "mendings", "question", "receive", "refuse",
    "restored_by", "revoke", "revoke_record", "seen", "serve_notice", "supplement", "tell_gaps",
    "uphold", "withdraw",
]  # fmt: skip

Clockwork = tuple[Law, Calendar]
"""The law with the calendar that its working days are counted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The application as received: its day and paper, and the paper for each condition, by id."""

    received_on: date
    document: Document
    proofs: Mapping[str, Document]


def receive(act: Act, law: Law, about: About, applied: Applied) -> Repair:
    """Record an application about an entry (its key) or a record.

    Early or incomplete too: a paper that came in is answered in writing.
    """
    subject, effect = reading.asked(act.session, about, act.at)
    officers.must_cover(act, subject, HANDLES)
    _must_stand(act, subject, effect)
    if any(one.effect is effect for one in subject.open):
        raise RepairOpen("已有未办结的申请", "an application about it is open")
    way = subject.way(law, effect, applied.received_on)
    repair = Repair(
        id=act.new_id(),
        version=1,
        enterprise_id=subject.enterprise_id,
        listing_id=about if isinstance(about, UUID) else None,
        event_id=about.event_id if isinstance(about, AboutRecord) else None,
        person_entry_id=about.entry_id if isinstance(about, AboutPerson) else None,
        effect=effect,
        stage=Stage.RECEIVED,
        received_on=applied.received_on,
        application=applied.document,
        proofs=dict(applied.proofs),
        received_by=act.actor.id,
    )
    _must_be_theirs(act, repair, {"document": applied.document}, applied.proofs)
    known = [each.id for each in way.on_paper]
    made = moves.received(repair, since=subject.since, known=known, today=act.day)
    return _moved(act, made, "apply")


def tell_gaps(
    act: Act, clock: Clockwork, repair_id: UUID, version: int, document: Document
) -> Repair:
    """Tell the party once which papers are lacking, where the law gives that (一次告知补正)."""
    repair, subject = _at(act, repair_id, version)
    law, calendar = clock
    way = subject.way(law, repair.effect, repair.received_on)
    lacking = [each.id for each in way.on_paper if each.id not in repair.proofs]
    given = Answer(document=document, by=act.actor.id, reasons="、".join(lacking))
    last = clocks.gaps_until(subject.periods(law), calendar, repair)
    told = moves.tell_gaps(repair, given, lacking=lacking, last_day=last, today=act.day)
    return _moved(act, told, "gaps")


def supplement(
    act: Act, law: Law, repair_id: UUID, version: int, proofs: Mapping[str, Document]
) -> Repair:
    """More papers came in before the application was taken up."""
    repair, subject = _at(act, repair_id, version)
    known = [each.id for each in subject.way(law, repair.effect, repair.received_on).on_paper]
    _must_be_theirs(act, repair, {}, proofs)
    more = moves.supplement(repair, proofs, known=known, today=act.day)
    return _moved(act, more, "supplement")


def accept(act: Act, law: Law, repair_id: UUID, version: int, document: Document) -> Repair:
    """Take it up, if nothing that the program can tell stands in its way."""
    repair, subject = _at(act, repair_id, version)
    _must_stand(act, subject, repair.effect)
    _, found = reading.found_of(law, subject, repair, act.day)
    given = Answer(document=document, by=act.actor.id)
    moved = _moved(act, moves.accept(repair, given, found, today=act.day), "accept")
    about = _columns_of(repair)
    row = {"repair_id": repair.id, "act_no": act.no, **about}
    taken = {"accepted_on": document.day, "handled_by": act.actor.id}
    store.add_acceptance(act.session, row | taken)
    return moved


def decline(
    act: Act, law: Law, repair_id: UUID, version: int, *, document: Document, reasons: str
) -> Repair:
    """Do not take it up, in writing; what the program found stands with the reasons."""
    repair, subject = _at(act, repair_id, version)
    given = _reasoned(act, law, repair, subject, Answer(document=document, by="", reasons=reasons))
    return _moved(act, moves.decline(repair, given, today=act.day), "decline")


def extend(act: Act, clock: Clockwork, repair_id: UUID, version: int, given: Answer) -> Repair:
    """Take more time for a complex case, where the law gives it."""
    repair, subject = _at(act, repair_id, version)
    law, calendar = clock
    last = clocks.extendable_until(subject.periods(law), calendar, repair)
    return _moved(act, moves.extend(repair, given, last_day=last, today=act.day), "extend")


def grant(
    act: Act,
    law: Law,
    repair_id: UUID,
    version: int,
    *,
    document: Document,
    judged: Mapping[str, str],
) -> Repair:
    """Grant it, as another person than handled it; entry or record is out of sight in the same act."""
    repair, subject = _to_decide(act, repair_id, version)
    _must_stand(act, subject, repair.effect)
    way, found = reading.found_of(law, subject, repair, act.day)
    given = Answer(document=document, by=act.actor.id, judged=dict(judged))
    granted = moves.grant(repair, given, found, to_judge=way.to_judge, today=act.day)
    moved = _moved(act, granted, "grant")
    if moved.person_entry_id is not None:
        of_persons.end(act, way, moved, moved.person_entry_id)
    elif moved.listing_id is not None:
        entries.end(act, way, moved, moved.listing_id)
    else:
        records.hide(act, moved)
    return moved


def refuse(
    act: Act, law: Law, repair_id: UUID, version: int, *, document: Document, reasons: str
) -> Repair:
    """Refuse it, as another person than handled it, in writing and with reasons."""
    repair, subject = _to_decide(act, repair_id, version)
    given = _reasoned(act, law, repair, subject, Answer(document=document, by="", reasons=reasons))
    return _moved(act, moves.refuse(repair, given, today=act.day), "refuse")


def withdraw(act: Act, repair_id: UUID, version: int, given: Answer) -> Repair:
    """The party takes it back."""
    repair, _ = _at(act, repair_id, version)
    return _moved(act, moves.withdraw(repair, given, today=act.day), "withdraw")


def question(
    act: Act, clock: Clockwork, repair_id: UUID, version: int, told: tuple[Answer, Service]
) -> Repair:
    """Serve the notice that a record's repair may be revoked for fraud, or its shield lifted."""
    repair, subject = _at(act, repair_id, version)
    law, calendar = clock
    notice, service = told[0], serving.counted(law, told[1], today=act.day)
    (period,) = subject.periods(law)("revocation_reply", service.served_on) or (None,)
    if period is None:
        raise NoRestoration(
            "规则书没有规定撤销信用修复的陈述申辩期限",
            "the rulebook sets no time to reply before a repair is revoked",
        )
    until = due(calendar, period, service.served_on)
    asked = Questioned(
        notice=notice, service=service, reply_until=until.day, provisional=until.provisional
    )
    return _moved(act, revocation.question(repair, asked, today=act.day), "question")


def revoke_record(
    act: Act, law: Law, repair_id: UUID, version: int, given: Answer, waiver: str | None
) -> Repair:
    """Revoke it, as another person; the record is shown again in the same act."""
    repair, _ = _to_decide(act, repair_id, version)
    moved = _moved(act, revocation.revoke(repair, given, waiver=waiver, today=act.day), "revoke")
    if moved.event_id is None:
        raise AssertionError("an entry is restored by a case")  # no entry is ever questioned
    about = records.subject(act.session, moved.event_id, act.at, moved.enterprise_id)
    records.show_again(act, law, about, moved)
    return moved


def uphold(act: Act, repair_id: UUID, version: int, given: Answer) -> Repair:
    """Find, as another person, that the grant stands."""
    repair, _ = _to_decide(act, repair_id, version)
    return _moved(act, revocation.uphold(repair, given, today=act.day), "uphold")


def _must_stand(act: Act, subject: Subject, effect: Effect) -> None:
    subject.must_stand(act.at)
    if effect is Effect.SHIELD and isinstance(subject, records.RecordSubject):
        subject.must_not_be_shielded(act.at)


def _columns_of(repair: Repair) -> dict[str, object]:
    """What it is about, as the columns of its acceptance."""
    if repair.listing_id is not None:
        return {"listing_id": repair.listing_id}
    if repair.person_entry_id is not None:
        return {"person_entry_id": repair.person_entry_id}
    return {"event_id": repair.event_id, "effect": repair.effect.value}


def _reasoned(act: Act, law: Law, repair: Repair, subject: Subject, given: Answer) -> Answer:
    """*given*, with what the program found; nothing, where there is nothing to repair any more."""
    try:
        _, found = reading.found_of(law, subject, repair, act.day)
    except NotRepairable:
        found = []
    told = tuple(obstacle_form(each) for each in found)
    return replace(given, by=act.actor.id, obstacles=told)


def _must_be_theirs(
    act: Act, repair: Repair, stated: Mapping[str, Document], proofs: Mapping[str, Document]
) -> None:
    """Refuse papers of another enterprise's matters."""
    named = {**stated, **{f"proofs.{name}": one for name, one in proofs.items()}}
    digests = {f"{name}.digest": one.digest for name, one in named.items()}
    papers.must_be_of(act.session, repair.enterprise_id, digests)


def _moved(act: Act, repair: Repair, move: str) -> Repair:
    store.add(act.session, repair, act_no=act.no, move=move, by=act.actor.id)
    (about,) = repair.about
    room = {"record": "record_repair", "person_entry": "person_repair"}.get(about, "repair")
    trail.note(
        act, f"{room}.{repair.stage.value}", repair.id, move=move, version=repair.version,
        **repair.about,
    )  # fmt: skip
    return repair


def _at(act: Act, repair_id: UUID, version: int, scope: str = HANDLES) -> tuple[Repair, Subject]:
    """The application at *version* and what it is about, if the actor may act in the matter."""
    repair = get(act.session, repair_id)
    if repair.version != version:
        raise StaleRepair(
            f"申请已是第{repair.version}版，请重新读取后再办",
            f"the application is at version {repair.version}; read it again before you move it",
            version=repair.version,
        )
    subject = reading.subject_of(act.session, repair, act.at)
    officers.must_cover(act, subject, scope, repair)
    return repair, subject


def _to_decide(act: Act, repair_id: UUID, version: int) -> tuple[Repair, Subject]:
    """The same, for another person than handled it, or gave the notice of its revocation."""
    repair, subject = _at(act, repair_id, version, DECIDES)
    officers.must_be_another(act, repair, subject)
    return repair, subject
