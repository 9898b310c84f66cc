"""One function a move. Before each, the application is checked against the law and the record as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry, ListingEnded
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Document, Ground, Proceeding
from creditsvc.repairs import clocks, domain, eligibility, store
from creditsvc.repairs.domain import OPEN, Answer, Obstacle, Repair, Stage
from creditsvc.repairs.eligibility import Facts, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The application as received: its day and paper, and the paper for each condition, by id."""

    received_on: date
    document: Document
    proofs: Mapping[str, Document]


def get(session: Session, repair_id: UUID) -> Repair:
    """The present state of an application; raises UnknownRepair."""
    found = store.get(session, repair_id)
    if found is None:
        raise domain.UnknownRepair("没有这个申请", "no such application", repair=str(repair_id))
    return found


def find(
    session: Session, *, enterprise_id: UUID | None = None, stage: str | None = None
) -> list[Repair]:
    """Present states, newest first, at most 500."""
    return store.find(session, enterprise_id=enterprise_id, stage=stage, limit=500)


def receive(act: Act, law: Law, listing_id: UUID, applied: Applied) -> Repair:
    """Record an application, early or incomplete too: a paper that came in is answered in writing."""
    entry = _standing_entry(act, listing_id)
    if any(one.stage in OPEN for one in store.of_listing(act.session, listing_id)):
        raise domain.RepairOpen("该条目已有未办结的申请", "an application for this entry is open")
    way = eligibility.way_of(law, entry, applied.received_on)
    repair = Repair(
        id=act.new_id(),
        version=1,
        enterprise_id=entry.enterprise_id,
        listing_id=listing_id,
        stage=Stage.RECEIVED,
        received_on=applied.received_on,
        application=applied.document,
        proofs=dict(applied.proofs),
        received_by=act.actor.id,
    )
    known = [each.id for each in way.on_paper]
    made = domain.received(repair, listed_on=entry.starts_on, known=known, today=act.day)
    return _moved(act, made, "apply")


def accept(act: Act, law: Law, repair_id: UUID, version: int, document: Document) -> Repair:
    """Take it up, if nothing that the program can tell stands in its way."""
    repair = _at(act, repair_id, version)
    entry = _standing_entry(act, repair.listing_id)
    _, found = _checked(act.session, law, entry, repair, act.day)
    given = Answer(document=document, by=act.actor.id)
    moved = _moved(act, domain.accept(repair, given, found, today=act.day), "accept")
    store.add_acceptance(
        act.session,
        {
            "repair_id": repair.id,
            "act_no": act.no,
            "listing_id": repair.listing_id,
            "accepted_on": document.day,
            "handled_by": act.actor.id,
        },
    )
    return moved


def decline(
    act: Act, law: Law, repair_id: UUID, version: int, *, document: Document, reasons: str
) -> Repair:
    """Do not take it up, in writing; what the program found stands with the reasons."""
    repair = _at(act, repair_id, version)
    given = _reasoned(act, law, repair, document, reasons)
    return _moved(act, domain.decline(repair, given, today=act.day), "decline")


def extend(
    act: Act, clock: tuple[Law, Calendar], repair_id: UUID, version: int, given: Answer
) -> Repair:
    """Take more time for a complex case, where the law (*clock*: with the calendar) gives it."""
    repair = _at(act, repair_id, version)
    entry = _theirs(act, repair.listing_id)
    last = clocks.extendable_until(*clock, entry.list, repair)
    return _moved(act, domain.extend(repair, given, last_day=last, today=act.day), "extend")


def grant(
    act: Act,
    law: Law,
    repair_id: UUID,
    version: int,
    *,
    document: Document,
    judged: Mapping[str, str],
) -> Repair:
    """Grant it, as another person than handled it; the entry ends in the same act."""
    repair = _at(act, repair_id, version)
    entry = _standing_entry(act, repair.listing_id)
    way, found = _checked(act.session, law, entry, repair, act.day)
    given = Answer(document=document, by=act.actor.id, judged=dict(judged))
    granted = domain.grant(repair, given, found, to_judge=way.to_judge, today=act.day)
    moved = _moved(act, granted, "grant")
    accepted = moved.acceptance
    if accepted is None:
        raise AssertionError("granted without acceptance")  # the domain forbids it
    store.add_grant(
        act.session,
        {
            "repair_id": repair.id,
            "act_no": act.no,
            "listing_id": repair.listing_id,
            "accepted_on": accepted.document.day,
            "handled_by": accepted.by,
            "decided_by": act.actor.id,
            "decided_on": document.day,
            "document_no": document.number,
            "document_digest": document.digest,
        },
    )
    detail = f"准予提前移出（{way.article}）/ early removal granted"
    listings.repaired(act, repair.listing_id, detail=detail, document_no=document.number)
    return moved


def refuse(
    act: Act, law: Law, repair_id: UUID, version: int, *, document: Document, reasons: str
) -> Repair:
    """Refuse it, as another person than handled it, in writing and with reasons."""
    repair = _at(act, repair_id, version)
    given = _reasoned(act, law, repair, document, reasons)
    return _moved(act, domain.refuse(repair, given, today=act.day), "refuse")


def withdraw(act: Act, repair_id: UUID, version: int, given: Answer) -> Repair:
    """The party takes it back."""
    repair = _at(act, repair_id, version)
    _theirs(act, repair.listing_id)
    return _moved(act, domain.withdraw(repair, given, today=act.day), "withdraw")


def revoke(act: Act, law: Law, repair_id: UUID, reason: str) -> Proceeding:
    """Open the case that restores the entry, because the grant was got by fraud (令第11号第二十一条).

    It goes its way like any other: served notice, reply, decision by another person. Concluded, it
    makes a new entry with a term of its own; the old one stays as it ended.
    """
    repair = get(act.session, repair_id)
    entry = _theirs(act, repair.listing_id)
    if repair.stage is not Stage.GRANTED or restored_by(act.session, repair) is not None:
        raise domain.NoRestoration(
            "该申请未获准提前移出，或者已恢复列入",
            "the application was not granted, or the entry was restored already",
            stage=repair.stage.value,
        )
    way = eligibility.way_of(law, entry, repair.received_on)
    if way.restoration is None:
        raise domain.NoRestoration(
            f"{entry.ground['instrument']}没有规定恢复列入的期限",
            f"{entry.ground['instrument']} sets no term for an entry restored",
        )
    ground = _ground(entry, law, way, repair, reason)
    case = proceedings.propose_restoration(act, law, entry.enterprise_id, ground)
    trail.note(act, "repair.questioned", repair.id, proceeding=str(case.id), reason=reason)
    return case


def restored_by(session: Session, repair: Repair) -> Entry | None:
    """The entry that restored the one *repair* removed, once fraud was found."""
    if repair.stage is not Stage.GRANTED:
        return None
    for entry in listings.of_enterprises(session, [repair.enterprise_id]):
        if entry.ground.get("restores", {}).get("listing") == str(repair.listing_id):
            return entry
    return None


def checks(session: Session, law: Law, repair: Repair, today: date) -> tuple[Way, list[Obstacle]]:
    """What the law asks for, and what stands in the way as the record is now."""
    return _checked(session, law, listings.get(session, repair.listing_id), repair, today)


def _checked(
    session: Session, law: Law, entry: Entry, repair: Repair, today: date
) -> tuple[Way, list[Obstacle]]:
    way = eligibility.way_of(law, entry, repair.received_on)
    record = events.records_of(session, [entry.enterprise_id])[entry.enterprise_id]
    facts = Facts(
        events=[events.as_law_sees(version) for version in record],
        proofs=repair.proofs,
        received_on=repair.received_on,
        today=today,
    )
    return way, eligibility.obstacles(law, way, entry, facts)


def _reasoned(act: Act, law: Law, repair: Repair, document: Document, reasons: str) -> Answer:
    entry = _theirs(act, repair.listing_id)
    _, found = _checked(act.session, law, entry, repair, act.day)
    return Answer(
        document=document,
        by=act.actor.id,
        reasons=reasons,
        obstacles=tuple(domain.obstacle_form(each) for each in found),
    )


def _ground(entry: Entry, law: Law, way: Way, repair: Repair, reason: str) -> Ground:
    """The ground of the entry again, with what restores it."""
    known, restoration = entry.ground, way.restoration
    rule = law.rule(str(known["rule"]))
    if restoration is None or rule is None:
        raise domain.NoRestoration(
            "规则书中已没有列入所依据的规则",
            "the rule of the entry is not in the rulebook any more",
        )
    before: Mapping[str, Any] = known.get("restores", {})
    return Ground(
        rule=rule.id,
        list=entry.list,
        instrument=known["instrument"],
        article=known["article"],
        law_digest=law.digest,
        rule_digest=rule.digest,
        evidence=tuple(known.get("evidence", ())),
        term=before.get("first_term", known["term"]),
        explanation=known["explanation"],
        discretionary=rule.discretionary,
        restores={
            "listing": str(entry.id),
            "repair": str(repair.id),
            "article": restoration.article,
            "reason": reason,
            "held_on": before.get("held_on", known["decided_on"]),
            "first_term": before.get("first_term", known["term"]),
            "term": {"months": restoration.months, "counts_from": "decision"},
        },
    )


def _standing_entry(act: Act, listing_id: UUID) -> Entry:
    entry = _theirs(act, listing_id)
    if not entry.stands_at(act.at):
        raise ListingEnded("该条目已结束", "the entry has ended", listing=str(listing_id))
    return entry


def _theirs(act: Act, listing_id: UUID) -> Entry:
    """The entry, if the actor acts for the authority that made it; raises AnotherAuthority."""
    entry = listings.get(act.session, listing_id)
    made_by, actor = entry.ground.get("authority"), act.actor
    if not _may_act_for(actor, made_by):
        raise domain.AnotherAuthority(
            f"谁认定、谁修复：该条目由{made_by}作出，应由其人员（handler、approver）办理",
            f"{made_by} made the entry; its handlers and approvers repair it",
            may_authority=made_by,
            may=[domain.HANDLES, domain.DECIDES],
        )
    return entry


def _may_act_for(actor: Caller, authority: str | None) -> bool:
    return actor.authority is None or authority is None or actor.authority == authority


def _moved(act: Act, repair: Repair, move: str) -> Repair:
    store.add(act.session, repair, act_no=act.no, move=move, by=act.actor.id)
    trail.note(
        act, f"repair.{repair.stage.value}", repair.id, move=move, version=repair.version,
        listing=str(repair.listing_id),
    )  # fmt: skip
    return repair


def _at(act: Act, repair_id: UUID, version: int) -> Repair:
    repair = get(act.session, repair_id)
    if repair.version != version:
        raise domain.StaleRepair(
            f"申请已是第{repair.version}版，请重新读取后再办",
            f"the application is at version {repair.version}; read it again before you move it",
            version=repair.version,
        )
    return repair
