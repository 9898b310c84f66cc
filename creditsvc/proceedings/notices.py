"""Telling the party, and what comes back from it: notice, notice anew, reply, waiver.

What the party does is recorded as it did it, whatever the record now says of the ground; what the
authority does needs a ground that holds.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, contents, grounds, serving, store, telling
from creditsvc.proceedings.domain import Document, Notice, Proceeding, Reply, Service, Waiver
from creditsvc.proceedings.filing import at, file, telling_who_may
from creditsvc.proceedings.steps import noticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The notice as the handler reports it: paper, proof of service, intended measures."""

    document: Document
    service: Service
    measures: tuple[str, ...] = ()


@telling_who_may("notice")
def notice(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, told: Told
) -> Proceeding:
    """Record the served notice; the party's time runs from the day it counts as served."""
    case = at(act.session, case_id, version)
    grounds.must_hold(act.session, law, case, act.day)
    given = stated(act, law, calendar, case, told)
    return _filed(act, telling.notice(case, given, today=act.day), "notice")


@telling_who_may("renotice")
def renotice(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, told: Told
) -> Proceeding:
    """Tell the party anew, of what the record bears out today; its time begins again."""
    case = at(act.session, case_id, version)
    if case.ground.restores is None:
        finding = grounds.eligible(act.session, law, case.enterprise_id, case.ground.rule, act.day)
        case = replace(case, ground=grounds.of_finding(finding))
    else:
        grounds.must_hold(act.session, law, case, act.day)
    given = stated(act, law, calendar, case, told)
    return _filed(act, telling.renotice(case, given, today=act.day), "renotice")


@telling_who_may("reply")
def reply(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, given: Reply
) -> Proceeding:
    """Record what the party replied."""
    case = at(act.session, case_id, version)
    limits = clocks.limits_so_far(law, calendar, case, noticed(case))
    moved = telling.reply(case, given, limits, today=act.day)
    return file(act, moved, "reply", given.document)


@telling_who_may("waive")
def waive(act: Act, case_id: UUID, version: int, given: Waiver) -> Proceeding:
    """Record that the party gave up its time in writing."""
    case = at(act.session, case_id, version)
    return file(act, telling.waive(case, given, today=act.day), "waive", given.document)


def stated(act: Act, law: Law, calendar: Calendar, case: Proceeding, told: Told) -> Notice:
    """The notice with the party's days and what it must say, as the rulebook has them."""
    served = serving.counted(law, told.service, today=act.day)
    on, list_id = served.served_on, case.ground.list
    contents.must_be_issuable(law, case, told.measures, act.day)
    intended = contents.outcome(case, told.measures)
    period = clocks.reply_period(law, list_id, on, case.region)
    reply_by = clocks.due(calendar, period, on)
    asked_by = clocks.hearing_until(law, calendar, list_id, case.region, on)
    return Notice(
        service_id=act.new_id(),
        document=told.document,
        service=served,
        reply_until=reply_by.day,
        provisional=reply_by.provisional or (asked_by is not None and asked_by.provisional),
        article=period.article,
        handled_by=act.actor.id,
        hearing_until=None if asked_by is None else asked_by.day,
        outcome=intended,
        contents=contents.contents(law, case, intended, on),
    )


def _filed(act: Act, moved: Proceeding, move: str) -> Proceeding:
    given = noticed(moved)
    file(act, moved, move, given.document)
    store.add_notice(act.session, {"proceeding_id": moved.id, **row(act, given)})
    return moved


def row(act: Act, given: Notice) -> dict[str, object]:
    """The service of a notice as the row that proves it."""
    return {
        "id": given.service_id,
        "act_no": act.no,
        "kind": given.service.kind,
        "served_on": given.service.served_on,
        "reference": given.service.reference,
        "document_no": given.document.number,
        "document_digest": given.document.digest,
        "reply_until": given.reply_until,
        "handled_by": given.handled_by,
    }
