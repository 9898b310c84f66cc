"""Cases as they begin, end without a decision, and are read; the moves between stand beside this.

`opening`, `notices`, `hearings`, `decisions`. Before each move of the authority the finding is checked
again against the record as it is now.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import Conflict, NotPermitted
from creditsvc.kernel.remit import Matter, Need
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import filing, grounds, officers, store, telling
from creditsvc.proceedings.domain import OPEN, Ground, Proceeding, Stage
from creditsvc.proceedings.filing import UnknownProceeding, telling_who_may
from creditsvc.proceedings.grounds import Standing


class ForeignAuthority(NotPermitted):
    """Whoever acts for one authority signs no decision of another (行政处罚法 art. 17)."""

    kind = "foreign-authority"


class AlreadyOpen(Conflict):
    """A case against the enterprise under this rule is open."""

    kind = "already-open"


def get(session: Session, case_id: UUID) -> Proceeding:
    """The present state of a case; raises UnknownProceeding."""
    return filing.get(session, case_id)


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
    return store.watched(session, OPEN, since, limit)


@telling_who_may("propose")
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
        ground=grounds.of_finding(finding),
        opened_on=act.day,
        proposed_by=act.actor.id,
        region=grounds.region(act, enterprise_id, finding.evidence),
    )
    return filing.file(act, case, "propose")


@telling_who_may("propose")
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
        region=grounds.region(act, enterprise_id, ground.evidence),
    )
    grounds.must_hold(act.session, law, case, act.day)
    return filing.file(act, case, "propose")


@telling_who_may("drop")
def drop(act: Act, case_id: UUID, version: int, why: str) -> Proceeding:
    """End a case without a listing, for a stated reason."""
    case = filing.at(act.session, case_id, version)
    return filing.file(act, telling.drop(case, why), "drop")


def reopen(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> None:
    """End the open cases of each enterprise whose ground has fallen (令第11号第十五条).

    One whose ground is only in doubt is held: no move passes until the doubt is settled. One that
    is decided is judged under the rulebook of its decision. *found*: under the one in use.
    """
    open_ones = store.in_stage(act.session, found, OPEN)
    why = "依据的记录或者规则已变化 / the record or the rule it rested on changed"
    lapsed = [
        telling.lapse(case, why)
        for key, one in found.items()
        for case in open_ones.get(key, ())
        if _standing(act.session, laws, case, one) is Standing.FALLEN
    ]
    filing.file_all(act, lapsed, "lapse")


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
        for key, case in filing.many(session, cases).items()
        if not _holds(session, laws, case, found[case.enterprise_id])
    )


def decision(session: Session, decision_id: UUID) -> Mapping[str, Any]:
    """The stored decision as plain values; KeyError-free: raises UnknownProceeding."""
    row = store.decision(session, decision_id)
    if row is None:
        raise UnknownProceeding("没有这个决定", "no such decision", decision=str(decision_id))
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def must_sign_for(actor: Caller, authority: str) -> None:
    """Raises ForeignAuthority where *actor* belongs to another authority than the one named."""
    if actor.authority is not None and actor.authority != authority.strip():
        raise ForeignAuthority(
            f"您属于{actor.authority}，不能以{authority}的名义作出决定",
            f"you act for {actor.authority} and cannot sign for {authority}",
            field="authority",
            need=Need(scope=officers.DECIDES, matter=Matter(authority=authority.strip())),
        )


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


def _restored(ground: Ground) -> str | None:
    return None if ground.restores is None else str(ground.restores["listing"])
