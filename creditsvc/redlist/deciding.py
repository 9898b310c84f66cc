"""How an application ends: granted by another person, refused with reasons, or taken back."""

from uuid import UUID

from creditsvc.db.work import Act
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import granting
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.granting import Granted
from creditsvc.redlist import clocks, domain, moving, officers, store, weighing
from creditsvc.redlist.application import Application, Outcome
from creditsvc.redlist.conditions import lacking_form
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.weighing import Weighed


def grant(
    act: Act,
    laws: Laws,
    calendar: Calendar,
    application_id: UUID,
    version: int,
    signed: Signed,
) -> tuple[Application, Entry]:
    """Grant it, as another person than handled it; the entry is made in the same act.

    Every condition holds today and on the day of the paper, from which the term runs.
    """
    one, law = moving.at(act.session, application_id, version), laws.in_use(act.session)
    proceedings.must_sign_for(act.actor, signed.authority)
    weighed = weighing.weigh(act.session, law, one, act.day, act.at)
    _may_decide(act, one, weighed)
    told = one.announcement
    began = (told.document.day, told.until, told.provisional) if told else (act.day, act.day, False)
    until = clocks.surely_over(law, calendar, one.list, clocks.OBJECTIONS, began)
    given = moving.outcome(act, signed)
    granted = domain.grant(one, given, weighed.states, until=until, today=act.day)
    then = weighing.weigh(act.session, law, one, signed.document.day, act.at)
    domain.must_hold(then.states, None)
    weighing.must_be_met(weighed, one, act.day)
    finding = weighing.must_be_met(then, one, signed.document.day)
    moved = moving.moved(act, granted, "grant")
    store.add_grant(act.session, _grant_row(act, moved, given))
    people = frozenset({*one.handlers, act.actor.id})
    decision = granting.grant(
        act,
        finding,
        Granted(
            application_id=one.id,
            enterprise_id=one.enterprise_id,
            document=signed.document,
            authority=signed.authority,
            people=people,
        ),
    )
    return moved, listings.enter(act, laws, decision)


def refuse(act: Act, law: Law, application_id: UUID, version: int, signed: Signed) -> Application:
    """Refuse it, as another person than handled it; what the program found stands with the reasons."""
    one = moving.at(act.session, application_id, version)
    proceedings.must_sign_for(act.actor, signed.authority)
    weighed = weighing.weigh(act.session, law, one, act.day, act.at)
    _may_decide(act, one, weighed)
    lacking = tuple(lacking_form(each) for each in weighed.states if each.lacking)
    given = Outcome(
        document=signed.document,
        authority=signed.authority,
        by=act.actor.id,
        reasons=signed.reasons,
        lacking=lacking,
    )
    return moving.moved(act, domain.refuse(one, given, today=act.day), "refuse")


def withdraw(act: Act, application_id: UUID, version: int, signed: Signed) -> Application:
    """The enterprise takes it back."""
    one = moving.at(act.session, application_id, version)
    officers.must_cover(act, officers.of_papers(act.session, one), officers.HANDLES)
    return moving.moved(
        act, domain.withdraw(one, moving.outcome(act, signed), today=act.day), "withdraw"
    )


def _may_decide(act: Act, one: Application, weighed: Weighed) -> None:
    """Refuse whoever may not decide it, or had a part in it."""
    about = officers.matter(act.session, one, weighed.finding)
    officers.must_cover(act, about, officers.DECIDES)
    officers.must_be_another(act, one.handlers, one.received_on, about, officers.DECIDES)


def _grant_row(act: Act, one: Application, given: Outcome) -> dict[str, object]:
    notice = one.announcement
    if notice is None:
        raise AssertionError("granted without notice")  # the domain forbids it
    return {
        "application_id": one.id,
        "act_no": act.no,
        "enterprise_id": one.enterprise_id,
        "list": one.list,
        "rule": one.rule,
        "levels": len(one.passed),
        "announced_until": notice.until,
        "announced_by": notice.by,
        "decided_by": given.by,
        "decided_on": given.document.day,
        "document_no": given.document.number,
        "document_digest": given.document.digest,
    }
