"""One function a move. Before each, the finding is checked again against the record as it is now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Conflict, NotFound, Stale, Unprocessable
from creditsvc.law.domain import Finding
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, domain, grounds, store
from creditsvc.proceedings.domain import (
    OPEN,
    Decision,
    Document,
    Ground,
    Notice,
    Proceeding,
    Reply,
    Service,
    Stage,
)
from creditsvc.proceedings.form import decision_row
from creditsvc.proceedings.grounds import Standing


class UnknownProceeding(NotFound):
    """No proceeding has that key."""

    kind = "unknown-proceeding"


class StaleProceeding(Stale):
    """The case moved on since the caller read it."""

    kind = "stale-proceeding"


class AlreadyOpen(Conflict):
    """A case against the enterprise under this rule is open."""

    kind = "already-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The notice as the handler reports it: paper and proof of service."""

    document: Document
    service: Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the approver decides: paper, authority, answer to a reply, written waiver if any."""

    document: Document
    authority: str
    reply_answer: str | None
    waiver: str | None


def get(session: Session, case_id: UUID) -> Proceeding:
    """The present state of a case; raises UnknownProceeding."""
    return _many(session, [case_id])[case_id]


def moves(session: Session, case_id: UUID) -> list[tuple[int, str, str, int]]:
    """Every move of a case as (version, move, by, act number), oldest first."""
    return store.moves(session, case_id)


def find(
    session: Session, *, enterprise_id: UUID | None = None, stage: str | None = None
) -> list[Proceeding]:
    """Present states, newest first, at most 500."""
    return store.find(session, enterprise_id=enterprise_id, stage=stage, limit=500)


def watched(session: Session, since: int, limit: int) -> list[Proceeding]:
    """Open cases, and those moved after act *since*; the longest unmoved first, at most *limit*."""
    return store.watched(session, domain.OPEN, since, limit)


def propose(act: Act, law: Law, enterprise_id: UUID, rule: str) -> Proceeding:
    """Open a case on a finding that the record supports today."""
    enterprises.by_id(act.session, enterprise_id)
    finding = grounds.eligible(act.session, law, enterprise_id, rule, act.day)
    grounds.must_be_adverse(law, finding.list)
    open_ones = store.in_stage(act.session, [enterprise_id], OPEN).get(enterprise_id, ())
    if any(case.ground.rule == rule and case.ground.restores is None for case in open_ones):
        raise AlreadyOpen("该规则已有未结案件", "a case under this rule is open", rule=rule)
    case = Proceeding(
        id=act.new_id(),
        version=1,
        enterprise_id=enterprise_id,
        stage=Stage.PROPOSED,
        ground=_ground(finding),
        opened_on=act.day,
        proposed_by=act.actor.id,
    )
    return _moved(act, case, "propose")


def propose_restoration(act: Act, law: Law, enterprise_id: UUID, ground: Ground) -> Proceeding:
    """Open a case to restore an entry; notice, reply and decision follow as for any other."""
    open_ones = store.in_stage(act.session, [enterprise_id], OPEN).get(enterprise_id, ())
    if any(_restored(case.ground) == _restored(ground) for case in open_ones):
        raise AlreadyOpen("恢复列入已立案，尚未办结", "a case to restore this entry is open")
    case = Proceeding(
        id=act.new_id(),
        version=1,
        enterprise_id=enterprise_id,
        stage=Stage.PROPOSED,
        ground=ground,
        opened_on=act.day,
        proposed_by=act.actor.id,
    )
    grounds.must_hold(act.session, law, case, act.day)
    return _moved(act, case, "propose")


def notice(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, told: Told
) -> Proceeding:
    """Record the served notice; the reply period runs from its service."""
    case = _at(act.session, case_id, version)
    grounds.must_hold(act.session, law, case, act.day)
    period = clocks.reply_period(law, case.ground.list, told.service.day)
    due = clocks.due(calendar, period, told.service.day)
    given = Notice(
        service_id=act.new_id(),
        document=told.document,
        service=told.service,
        reply_until=due.day,
        provisional=due.provisional,
        article=period.article,
        handled_by=act.actor.id,
    )
    moved = domain.notice(case, given, today=act.day)
    store.add_notice(
        act.session,
        {
            "id": given.service_id,
            "proceeding_id": case.id,
            "act_no": act.no,
            "kind": told.service.kind,
            "served_on": told.service.day,
            "reference": told.service.reference,
            "document_no": told.document.number,
            "document_digest": told.document.digest,
            "reply_until": given.reply_until,
            "handled_by": given.handled_by,
        },
    )
    return _moved(act, moved, "notice")


def reply(act: Act, case_id: UUID, version: int, given: Reply) -> Proceeding:
    """Record what the party replied."""
    case = _at(act.session, case_id, version)
    return _moved(act, domain.reply(case, given, today=act.day), "reply")


def decide(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, resolved: Resolved
) -> Proceeding:
    """Decide to list. Only another person than the handler may, and only after the reply period."""
    case = _at(act.session, case_id, version)
    if case.notice is not None and resolved.waiver is None:
        clocks.must_be_over(law, calendar, case.ground.list, case.notice, resolved.document.day)
    grounds.must_hold(act.session, law, case, act.day)
    given = Decision(
        document=resolved.document,
        authority=resolved.authority,
        decided_by=act.actor.id,
        decided_on=resolved.document.day,
        reply_answer=resolved.reply_answer,
        waiver=resolved.waiver,
    )
    handlers = {by for _, _, by, _ in store.moves(act.session, case_id)}
    moved = domain.decide(case, given, today=act.day, handlers=handlers)
    must_sign_for(act.actor, resolved.authority)
    grounds.must_hold(act.session, law, case, given.decided_on)
    moved = replace(moved, ground=grounds.restated(case.ground, law))
    return _moved(act, moved, "decide")


def conclude(act: Act, laws: Laws, case_id: UUID, version: int, served: Service) -> UUID:
    """Record that the decision was served. Returns the key of the decision that now may list."""
    case = _at(act.session, case_id, version)
    grounds.must_hold(act.session, grounds.law_for(act.session, laws, case), case, act.day)
    moved = _moved(act, domain.conclude(case, served, today=act.day), "conclude")
    decision_id = act.new_id()
    store.add_decision(act.session, decision_row(moved, decision_id, act.no))
    return decision_id


def drop(act: Act, case_id: UUID, version: int, why: str) -> Proceeding:
    """End a case without a listing, for a stated reason."""
    if not why.strip():
        raise Unprocessable("请写明理由", "say why", field="reason")
    return _moved(act, domain.drop(_at(act.session, case_id, version), why.strip()), "drop")


def reopen(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> None:
    """End the open cases of each enterprise whose ground has fallen (令第11号第十五条).

    One whose ground is only in doubt is held: no move passes until the doubt is settled. One that
    is decided is judged under the rulebook of its decision. *found*: under the one in use.
    """
    open_ones = store.in_stage(act.session, found, OPEN)
    why = "依据的记录或者规则已变化 / the record or the rule it rested on changed"
    lapsed = [
        domain.lapse(case, why)
        for key, one in found.items()
        for case in open_ones.get(key, ())
        if _standing(act.session, laws, case, one) is Standing.FALLEN
    ]
    _all_moved(act, lapsed, "lapse")


def fallen(
    session: Session, laws: Laws, cases: Iterable[UUID], found: Mapping[UUID, Assessed]
) -> frozenset[UUID]:
    """Those of *cases* whose decision, on its day, the record as it is now no longer supports.

    Under the rulebook of the decision: another one changes nothing about what is decided.

    A ground that is in doubt (an event is under review) has not fallen. *found*: the records of
    the enterprises that the cases concern. Raises UnknownProceeding.
    """
    return frozenset(
        key
        for key, case in _many(session, cases).items()
        if not _holds(session, laws, case, found[case.enterprise_id])
    )


def decision(session: Session, decision_id: UUID) -> Mapping[str, Any]:
    """The stored decision as plain values; KeyError-free: raises UnknownProceeding."""
    row = store.decision(session, decision_id)
    if row is None:
        raise UnknownProceeding("没有这个决定", "no such decision", decision=str(decision_id))
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _standing(session: Session, laws: Laws, case: Proceeding, found: Assessed) -> Standing:
    law, day = grounds.law_for(session, laws, case), grounds.day_of(case.ground, found.on)
    if day is None:
        return Standing.HOLDS
    if law is not laws.in_use(session) or day != found.on:
        found = findings.assessed_on(law, found.record, day)
    return grounds.standing(law, case, found)


def _holds(session: Session, laws: Laws, case: Proceeding, found: Assessed) -> bool:
    if case.decision is None:
        return False
    law = grounds.law_for(session, laws, case)
    day = grounds.day_of(case.ground, case.decision.decided_on)
    if day is None:
        return True
    then = findings.assessed_on(law, found.record, day)
    return grounds.standing(law, case, then) is not Standing.FALLEN


def _many(session: Session, cases: Iterable[UUID]) -> dict[UUID, Proceeding]:
    wanted = list(dict.fromkeys(cases))
    found = store.many(session, wanted)
    for key in wanted:
        if key not in found:
            raise UnknownProceeding("没有这个案件", "no such proceeding", proceeding=str(key))
    return found


def must_sign_for(actor: Caller, authority: str) -> None:
    """Raises ForeignAuthority where *actor* belongs to another authority than the one named."""
    if actor.authority is not None and actor.authority != authority.strip():
        raise domain.ForeignAuthority(
            f"您属于{actor.authority}，不能以{authority}的名义作出决定",
            f"you act for {actor.authority} and cannot sign for {authority}",
            field="authority",
        )


def _moved(act: Act, case: Proceeding, move: str) -> Proceeding:
    _all_moved(act, [case], move)
    return case


def _all_moved(act: Act, cases: Sequence[Proceeding], move: str) -> None:
    if not cases:
        return
    store.add(act.session, cases, act_no=act.no, move=move, by=act.actor.id)
    for case in cases:
        trail.note(act, f"proceeding.{case.stage.value}", case.id, move=move, version=case.version)


def _at(session: Session, case_id: UUID, version: int) -> Proceeding:
    case = get(session, case_id)
    if case.version != version:
        raise StaleProceeding(
            f"案件已是第{case.version}版，请重新读取后再办",
            f"the case is at version {case.version}; read it again before you move it",
            version=case.version,
        )
    return case


def _restored(ground: Ground) -> str | None:
    return None if ground.restores is None else str(ground.restores["listing"])


def _ground(finding: Finding) -> Ground:
    body = findings.finding_body(finding)
    return Ground(
        rule=finding.rule,
        list=body["list"],
        instrument=finding.instrument,
        article=finding.article,
        law_digest=finding.law_digest,
        rule_digest=finding.rule_digest,
        evidence=finding.evidence,
        term=body["term"],
        explanation=body["explanation"],
        discretionary=finding.discretionary,
    )
