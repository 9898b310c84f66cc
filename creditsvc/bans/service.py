"""Proposing, deciding and ending bans. Two people make one; a fallen ground ends it at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import checks, domain, filing, grounds, officers, orders, process, store
from creditsvc.bans.domain import ANNULLED, LIFTS, Ban, Decision, End, Stage
from creditsvc.bans.filing import at, file, file_all
from creditsvc.bans.knowing import NOT_THEIRS, known_of
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.periods import Calendar
from creditsvc.law.bans import BY_DECISION, BY_LAW
from creditsvc.law.rulebook import Law
from creditsvc.persons import service as persons
from creditsvc.proceedings import clocks
from creditsvc.proceedings.domain import Decision as CaseDecision
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.proceedings.grounds import Standing
from creditsvc.proceedings.steps import Owed, noticed

LATEST = 200
FALLEN = "依据的记录已被撤销或更正 / the record it rested on was annulled or corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a handler proposes: under which rule, against whom, in a grave case or not, for whom."""

    rule: str
    subject: str
    person_id: UUID | None
    grave: bool
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The approver's decision: its paper, and the day the ban counts from where law leaves it open.

    Of an own ban also what became of reply and hearing, and whether it is a grave case (None: as told).
    """

    document: Document
    from_day: date | None
    reply_answer: str | None = None
    hearing_answer: str | None = None
    grave: bool | None = None


def get(session: Session, ban_id: UUID) -> Ban:
    """The present state of a ban; raises UnknownBan."""
    return filing.get(session, ban_id)


def of_enterprises(
    session: Session, keys: Iterable[UUID], *, known_at: int | None = None
) -> list[Ban]:
    """All bans in cases of those enterprises as we know them (as of act *known_at*: as we knew).

    Those of persons too; each enterprise's oldest first.
    """
    return store.of_enterprises(session, keys, known_at)


def latest(session: Session) -> list[Ban]:
    """The bans that were moved last, at most 200."""
    return store.latest(session, LATEST)


def watched(session: Session, since: int, limit: int) -> list[Ban]:
    """Bans that are proposed, and those moved after act *since*; the longest unmoved first."""
    return store.watched(session, [Stage.PROPOSED], since, limit)


def ending(session: Session, first: date, last: date, limit: int) -> list[Ban]:
    """Bans that run out between *first* and *last*, the earlier first."""
    return store.ending(session, first, last, limit)


def propose(act: Act, law: Law, enterprise_id: UUID, given: Proposed) -> Ban:
    """Propose a ban on a finding that the record bears today."""
    enterprises.by_id(act.session, enterprise_id)
    rule = orders.rule_in_use(law, given.rule)
    if rule.ban is None or given.subject not in rule.ban.who:
        who = rule.ban.who if rule.ban is not None else ()
        raise domain.NoBan(
            f"{rule.id} 不对这一主体规定禁入；可以：{'、'.join(who) or '无'}",
            f"{rule.id} bars no such subject; it bars: {', '.join(who) or 'nobody'}",
            field="subject",
        )
    person = None if given.person_id is None else persons.get(act.session, given.person_id)
    checks.must_fit(given.subject, enterprise_id, person)
    record = events.records_of(act.session, [enterprise_id])[enterprise_id]
    finding = grounds.found(law, rule, record, act.day)
    if person is not None and not known_of(act.session, person, finding.evidence):
        raise domain.NoBan(*NOT_THEIRS, field="person")
    ban = Ban(
        id=act.new_id(),
        version=1,
        enterprise_id=enterprise_id,
        stage=Stage.PROPOSED,
        subject=given.subject,
        person_id=given.person_id,
        authority=given.authority,
        basis=orders.basis(finding, rule.ban, grave=given.grave),
        opened_on=act.day,
        proposed_by=act.actor.id,
    )
    officers.must_cover(act, ban, officers.HANDLES)
    checks.must_be_first(ban, store.of_enterprises(act.session, [enterprise_id]))
    return file(act, ban, "propose")


def decide(
    act: Act, words: tuple[Law, Calendar], ban_id: UUID, version: int, given: Resolved
) -> Ban:
    """Decide a ban, as another person than proposed it; it runs from the day the law counts from.

    An own one is decided once the party was told and had its time, never heavier than it was told.
    """
    law, _ = words
    told = grounds.restated(at(act, ban_id, version, officers.DECIDES), law)
    officers.must_be_another(act, told, officers.DECIDES)
    ban = orders.as_stated(told, law, grave=given.grave)
    process.must_not_be_heavier(told.basis, ban.basis)
    from_day = domain.first_day(ban.basis, given.document, given.from_day)
    decision = Decision(
        document=given.document,
        decided_by=act.actor.id,
        from_day=from_day,
        last_day=domain.last_day(ban.basis, from_day),
    )
    moved = domain.decide(ban, decision, today=act.day)
    if ban.own:
        moved = replace(moved, case=_decided(act, words, told, given))
    record = events.records_of(act.session, [ban.enterprise_id])[ban.enterprise_id]
    grounds.must_hold(law, ban, record, given.document.day)
    file(act, moved, "decide")
    store.add_decision(act.session, _decision_row(act, moved, decision))
    act.touch(ban.enterprise_id, "ban_begun")
    return moved


def drop(act: Act, ban_id: UUID, version: int, why: str) -> Ban:
    """Give a proposed ban up, for a stated reason."""
    return file(act, domain.drop(at(act, ban_id, version, officers.HANDLES), why), "drop")


def lift(
    act: Act, ban_id: UUID, version: int, reason: str, *, detail: str, document_no: str
) -> Ban:
    """End a ban now, for one of LIFTS, on a document, by somebody who had no part in it.

    No text of ours ends one early otherwise.
    """
    if reason not in LIFTS:
        raise domain.BanNotInOrder(
            f"解除原因须为 {'、'.join(LIFTS)} 之一",
            f"the reason is one of {', '.join(LIFTS)}",
            field="reason",
        )
    ban = at(act, ban_id, version, officers.DECIDES)
    officers.must_be_another(act, ban, officers.DECIDES)
    end = End(at=act.at, reason=reason, detail=detail, document_no=document_no)
    _end(act, [domain.lift(ban, end)])
    act.touch(ban.enterprise_id, "ban_ended")
    return filing.get(act.session, ban_id)


def follow(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> None:
    """Drop or end the bans whose ground the record no longer supports (annulled or corrected).

    A proposed one is judged under the rulebook in use, a decided one under that of its decision and
    on its day. One in doubt stays. *found*: the records of the enterprises to follow.
    """
    dropped: list[Ban] = []
    ended: list[Ban] = []
    for ban in store.of_enterprises(act.session, found):
        record, decision = found[ban.enterprise_id].record, ban.decision
        if ban.stage is Stage.PROPOSED:
            if grounds.standing(laws.in_use(act.session), ban, record, act.day) is Standing.FALLEN:
                dropped.append(domain.drop(ban, FALLEN))
        elif decision is not None and ban.end_reason_at(act.at) is None:
            law = laws.of_decision(act.session, ban.basis.law_digest)
            made = grounds.standing(law, ban, record, decision.document.day)
            if made is Standing.FALLEN:
                end = End(at=act.at, reason=ANNULLED, detail=FALLEN, document_no=None)
                ended.append(domain.lift(ban, end))
    file_all(act, dropped, "lapse")
    _end(act, ended)


def _end(act: Act, bans: Sequence[Ban]) -> None:
    file_all(act, bans, "end")
    rows = [
        {
            "ban_id": ban.id,
            "act_no": act.no,
            "ended_at": ban.end.at,
            "reason": ban.end.reason,
            "detail": ban.end.detail,
            "document_no": ban.end.document_no,
        }
        for ban in bans
        if ban.end is not None
    ]
    if rows:
        store.add_ends(act.session, rows)


def _decided(act: Act, words: tuple[Law, Calendar], ban: Ban, given: Resolved) -> Proceeding:
    """The case of an own ban, as the party was told of it, as its decision leaves it."""
    case, (law, _), on = process.case_of(ban), words, given.document.day
    decision = CaseDecision(
        document=given.document,
        authority=ban.authority,
        decided_by=act.actor.id,
        decided_on=given.document.day,
        reply_answer=given.reply_answer,
        waiver=None,
        hearing_answer=given.hearing_answer,
    )
    return process.decided(
        case,
        decision,
        clocks.limits(*words, case, noticed(case)),
        store.moves(act.session, ban.id),
        today=act.day,
        owed=Owed(
            review=process.review_due(law, case, on, grave=ban.basis.grave),
            deliberation=ban.deliberation_due or process.deliberation_due(law, ban, on),
        ),
    )


def _decision_row(act: Act, ban: Ban, decision: Decision) -> dict[str, object]:
    return {
        "ban_id": ban.id,
        "act_no": act.no,
        "enterprise_id": ban.enterprise_id,
        "subject": ban.subject,
        "person_id": ban.person_id,
        "rule": ban.basis.rule,
        "article": ban.basis.article,
        "law_digest": ban.basis.law_digest,
        "authority": ban.authority,
        "handled_by": ban.proposed_by,
        "decided_by": decision.decided_by,
        "decided_on": decision.document.day,
        "document_no": decision.document.number,
        "document_digest": decision.document.digest,
        "from_day": decision.from_day,
        "last_day": decision.last_day,
        "for_life": decision.last_day is None,
        "arises": BY_DECISION if ban.own else BY_LAW,
        **_notice_of(ban),
    }


def _notice_of(ban: Ban) -> dict[str, object]:
    """The notice that an own ban rests on; nothing of one that follows by law."""
    case = ban.case
    if case is None or case.notice is None or case.decision is None:
        return {"notice_id": None, "reply_until": None, "waiver": None}
    return {
        "notice_id": case.notice.service_id,
        "reply_until": case.notice.reply_until,
        "waiver": case.decision.waiver,
    }
