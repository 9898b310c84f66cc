"""The hearing of an own ban, from its request to its minutes; legal review and deliberation after it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from creditsvc.bans import officers, process, store
from creditsvc.bans.domain import Ban
from creditsvc.bans.filing import file
from creditsvc.bans.notices import Words, must_hold, open_case
from creditsvc.db.work import Act
from creditsvc.proceedings import clocks, deciding, hearing, serving
from creditsvc.proceedings.domain import Call, Deliberation, Document, Minutes, Review
from creditsvc.proceedings.steps import handlers, noticed


def request(act: Act, words: Words, ban_id: UUID, version: int, paper: Document, on: date) -> Ban:
    """Record that the party asked for a hearing, received on the day *on*; the ban waits for it."""
    ban, case = open_case(act, ban_id, version)
    limits = clocks.limits_so_far(*words, case, noticed(case))
    moved = process.moved(ban, hearing.request(case, paper, on, limits, today=act.day))
    return file(act, moved, "request_hearing", paper)


def withdraw(act: Act, ban_id: UUID, version: int, paper: Document) -> Ban:
    """Record that the party took its request back in writing."""
    ban, case = open_case(act, ban_id, version)
    moved = process.moved(ban, hearing.withdraw(case, paper, today=act.day))
    return file(act, moved, "withdraw_hearing", paper)


def call(act: Act, words: Words, ban_id: UUID, version: int, given: Call) -> Ban:
    """Record the served notice of the hearing: day, place, and who will preside."""
    ban, case = open_case(act, ban_id, version)
    law, calendar = words
    must_hold(act, law, ban)
    served = serving.counted(law, given.service, today=act.day)
    called = hearing.call(
        case,
        replace(given, service=served),
        store.moves(act.session, ban_id) | {("call_hearing", act.actor.id)},
        notice_until=clocks.call_until(law, calendar, case, served.served_on),
        today=act.day,
    )
    return file(act, process.moved(ban, called), "call_hearing", given.document)


def hear(act: Act, words: Words, ban_id: UUID, version: int, given: Minutes) -> Ban:
    """File the minutes: whoever files them presided, and did not handle the case."""
    ban, case = open_case(act, ban_id, version, officers.REVIEWS)
    hands = store.moves(act.session, ban_id)
    officers.must_be_apart(act, ban, handlers(hands))
    must_hold(act, words[0], ban)
    minutes = replace(given, presided_by=act.actor.id)
    heard = hearing.hear(case, minutes, hands, today=act.day)
    return file(act, process.moved(ban, heard), "hear", given.document)


def review(act: Act, words: Words, ban_id: UUID, version: int, given: Review) -> Ban:
    """Record the opinion of somebody who did not handle the case; `return` is a move of its own name."""
    ban, case = open_case(act, ban_id, version, officers.REVIEWS)
    hands = store.moves(act.session, ban_id)
    officers.must_be_apart(act, ban, handlers(hands))
    must_hold(act, words[0], ban)
    opinion = replace(given, by=act.actor.id, reasons=given.reasons.strip())
    limits = clocks.limits(*words, case, noticed(case))
    seen = deciding.review(case, opinion, limits, hands, today=act.day)
    move = "review" if given.opinion == deciding.APPROVE else "return"
    return file(act, process.moved(ban, seen), move, given.document)


def deliberate(act: Act, words: Words, ban_id: UUID, version: int, given: Deliberation) -> Ban:
    """Record the joint deliberation of the principals (行政处罚法 art. 57)."""
    ban, case = open_case(act, ban_id, version)
    must_hold(act, words[0], ban)
    limits = clocks.limits(*words, case, noticed(case))
    met = deciding.deliberate(case, given, limits, today=act.day)
    return file(act, process.moved(ban, met), "deliberate", given.document)
