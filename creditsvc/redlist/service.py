"""One function a move. Before each, the conditions are checked again on the record as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.periods import Calendar, add_months
from creditsvc.law.grants import Grant
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Document
from creditsvc.redlist import clocks, domain, moving, officers, store, weighing
from creditsvc.redlist.application import (
    OPEN,
    Announcement,
    Application,
    Objection,
    Passed,
    Stage,
)
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.refusals import (
    ApplicationOpen,
    TooEarlyToRenew,
)
from creditsvc.redlist.weighing import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The application as received: for which rule, its day and paper, and the paper for each condition."""

    rule: str
    received_on: date
    document: Document
    proofs: Mapping[str, Document]


def find(
    session: Session, *, enterprise_id: UUID | None = None, stage: str | None = None
) -> list[Application]:
    """Present states, newest first, at most 500."""
    return store.find(session, enterprise_id=enterprise_id, stage=stage, limit=500)


def watched(session: Session, since: int, limit: int) -> list[Application]:
    """Open applications, and those moved after act *since*; the longest unmoved first."""
    return store.watched(session, OPEN, since, limit)


def receive(act: Act, law: Law, enterprise_id: UUID, applied: Applied) -> Application:
    """Record an application, incomplete too: what is lacking is told, and answered in writing.

    Refused while another one is open, and while the honour stands that it would renew too early.
    """
    enterprises.by_id(act.session, enterprise_id)
    rule, grant = weighing.rule_of(law, applied.rule, act.day)
    list_id = str(rule.list)
    for each in find(act.session, enterprise_id=enterprise_id):
        if each.stage in OPEN and each.list == list_id:
            raise ApplicationOpen(
                "该企业已有未办结的申请", "an application is open", application=str(each.id)
            )
    _must_be_renewable(act, grant, enterprise_id, list_id, applied.received_on)
    one = Application(
        id=act.new_id(),
        version=1,
        enterprise_id=enterprise_id,
        rule=rule.id,
        list=list_id,
        stage=Stage.RECEIVED,
        received_on=applied.received_on,
        document=applied.document,
        proofs=dict(applied.proofs),
        received_by=act.actor.id,
    )
    officers.must_cover(act, officers.matter(act.session, one, None), officers.HANDLES)
    known = [each.id for each in grant.conditions if each.paper is not None]
    return moving.moved(act, domain.received(one, known=known, today=act.day), "apply")


def pass_on(
    act: Act, law: Law, application_id: UUID, version: int, level: str, signed: Signed
) -> Application:
    """One level finds every condition met and hands the application on."""
    one = moving.at(act.session, application_id, version)
    proceedings.must_sign_for(act.actor, signed.authority)
    weighed = weighing.weigh(act.session, law, one, act.day, act.at)
    authority = signed.authority.strip()
    about = officers.matter(act.session, one, weighed.finding, authority)
    officers.must_cover(act, about, officers.HANDLES)
    before = {each.by for each in one.passed} | ({one.received_by} if one.passed else set())
    officers.must_be_another(act, before, one.received_on, about, officers.HANDLES)
    given = Passed(
        level=level,
        authority=authority,
        document=signed.document,
        by=act.actor.id,
        judged=dict(signed.judged),
    )
    levels = _levels(weighed)
    passed = domain.pass_on(one, given, weighed.states, levels=levels, today=act.day)
    moved = moving.moved(act, passed, "review" if one.passed else "check")
    store.add_review(
        act.session,
        {
            "application_id": one.id,
            "level": level,
            "act_no": act.no,
            "authority": given.authority,
            "by": given.by,
            "document_no": given.document.number,
        },
    )
    return moved


def announce(
    act: Act,
    clock: tuple[Law, Calendar],
    application_id: UUID,
    version: int,
    *,
    document: Document,
    channel: str,
) -> Application:
    """Make it public for objections, for the time the law (*clock*: with the calendar) sets."""
    one = moving.at(act.session, application_id, version)
    law, calendar = clock
    weighed = weighing.weigh(act.session, law, one, act.day, act.at)
    about = officers.matter(act.session, one, weighed.finding)
    officers.must_cover(act, about, officers.HANDLES)
    period = clocks.period(law, one.list, clocks.OBJECTIONS, document.day)
    until = clocks.counted(law, calendar, one.list, clocks.OBJECTIONS, document.day)
    given = Announcement(
        document=document,
        channel=channel,
        until=until.day,
        provisional=until.provisional,
        article=period.article,
        by=act.actor.id,
    )
    levels = _levels(weighed)
    announced = domain.announce(one, given, weighed.states, levels=levels, today=act.day)
    moved = moving.moved(act, announced, "announce")
    store.add_announcement(
        act.session,
        {
            "application_id": one.id,
            "act_no": act.no,
            "announced_on": document.day,
            "until": given.until,
            "announced_by": given.by,
            "document_no": document.number,
            "channel": channel,
        },
    )
    return moved


def object_to(
    act: Act, application_id: UUID, version: int, *, document: Document, received_on: date
) -> Application:
    """Record an objection made during the notice."""
    one = moving.at(act.session, application_id, version)
    officers.must_cover(act, officers.of_papers(act.session, one), officers.HANDLES)
    given = Objection(id=act.new_id(), document=document, received_on=received_on, by=act.actor.id)
    moved = moving.moved(act, domain.objected(one, given, today=act.day), "object")
    store.add_objection(
        act.session,
        {
            "id": given.id,
            "application_id": one.id,
            "act_no": act.no,
            "received_on": received_on,
            "document_no": document.number,
        },
    )
    return moved


def answer(
    act: Act,
    application_id: UUID,
    version: int,
    objection_id: UUID,
    *,
    upheld: bool,
    signed: Signed,
) -> Application:
    """Answer an objection; upheld, the application can only be refused."""
    one = moving.at(act.session, application_id, version)
    proceedings.must_sign_for(act.actor, signed.authority)
    officers.must_cover(act, officers.matter(act.session, one, None), officers.HANDLES)
    given = moving.outcome(act, signed)
    answered = domain.answered(one, objection_id, given, upheld=upheld, today=act.day)
    moved = moving.moved(act, answered, "answer")
    store.add_answer(
        act.session,
        {
            "objection_id": objection_id,
            "act_no": act.no,
            "upheld": upheld,
            "by": act.actor.id,
            "document_no": signed.document.number,
        },
    )
    return moved


def _must_be_renewable(
    act: Act, grant: Grant, enterprise_id: UUID, list_id: str, received_on: date
) -> None:
    for entry in listings.of_enterprises(act.session, [enterprise_id]):
        if entry.list != list_id or entry.last_day is None or not entry.stands_at(act.at):
            continue
        first = add_months(entry.last_day, -grant.renew_months)
        if received_on < first:
            raise TooEarlyToRenew(
                f"仍在名单上（至{entry.last_day}），自{first}起可以再申请",
                f"it stands until {entry.last_day}; apply again from {first}",
                field="received_on",
                may_apply_from=first.isoformat(),
            )


def _levels(weighed: Weighed) -> list[str]:
    return [each.id for each in weighed.grant.levels]
