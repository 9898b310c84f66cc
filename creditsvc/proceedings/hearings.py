"""A hearing, from its request to its minutes."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, grounds, hearing, serving
from creditsvc.proceedings.domain import Call, Document, Minutes, Proceeding
from creditsvc.proceedings.filing import admit, at, file, hands, telling_who_may
from creditsvc.proceedings.steps import noticed


@telling_who_may("request_hearing")
def request(
    act: Act, words: tuple[Law, Calendar], case_id: UUID, version: int, paper: Document, on: date
) -> Proceeding:
    """Record that the party asked for a hearing, received on the day *on*."""
    law, calendar = words
    case = at(act.session, case_id, version)
    limits = clocks.limits_so_far(law, calendar, case, noticed(case))
    moved = hearing.request(case, paper, on, limits, today=act.day)
    return file(act, moved, "request_hearing", paper)


@telling_who_may("withdraw_hearing")
def withdraw(act: Act, case_id: UUID, version: int, paper: Document) -> Proceeding:
    """Record that the party took its request back in writing."""
    case = at(act.session, case_id, version)
    return file(act, hearing.withdraw(case, paper, today=act.day), "withdraw_hearing", paper)


@telling_who_may("call_hearing")
def call(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, given: Call
) -> Proceeding:
    """Record the served notice of the hearing: day, place, and who will preside."""
    case = at(act.session, case_id, version)
    grounds.must_hold(act.session, law, case, act.day)
    served = serving.counted(law, given.service, today=act.day)
    moved = hearing.call(
        case,
        replace(given, service=served),
        hands(act.session, case_id) | {("call_hearing", act.actor.id)},
        notice_until=clocks.call_until(law, calendar, case, served.served_on),
        today=act.day,
    )
    return file(act, moved, "call_hearing", given.document)


@telling_who_may("hear")
def hear(act: Act, law: Law, case_id: UUID, version: int, given: Minutes) -> Proceeding:
    """File the minutes: whoever files them presided."""
    case = at(act.session, case_id, version)
    admit(act, case, "hear")
    grounds.must_hold(act.session, law, case, act.day)
    minutes = replace(given, presided_by=act.actor.id)
    moved = hearing.hear(case, minutes, hands(act.session, case_id), today=act.day)
    return file(act, moved, "hear", given.document)
