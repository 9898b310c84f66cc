"""Moves up to the party's answer: open, tell, tell anew, take its reply or its waiver; drop. Pure."""

from dataclasses import replace
from datetime import date

from creditsvc.proceedings.domain import (
    OPEN,
    TOLD,
    UNDECIDED,
    Notice,
    NotInOrder,
    Opening,
    Proceeding,
    Reply,
    Stage,
    Waiver,
)
from creditsvc.proceedings.steps import (
    Limits,
    in_order,
    in_time,
    moved,
    need,
    noticed,
    unreviewed,
    written,
)


def open_case(case: Proceeding, given: Opening, *, today: date) -> Proceeding:
    """A principal approved the opening, in a paper; the time to decide runs from its day.

    A case that was told, or decided, before openings were asked for may file its opening late.
    """
    late = case.opening is None and case.stage in OPEN
    need(case, *([case.stage] if late else [Stage.PROPOSED]))
    first = case.opened_on if case.stage is Stage.PROPOSED else date.min
    in_time(
        given.document.day,
        first=first,
        last=today,
        field="document.day",
        what=("立案日期", "the day of the opening"),
    )
    written(given.approved_by, field="approved_by", what=("立案批准人", "who approved the opening"))
    stage = Stage.OPENED if case.stage is Stage.PROPOSED else case.stage
    return moved(case, stage=stage, opening=given)


def notice(case: Proceeding, given: Notice, *, today: date) -> Proceeding:
    """The party was told what is intended and why, and when its time to reply ends."""
    need(case, Stage.OPENED)
    return _told(case, given, today)


def renotice(case: Proceeding, given: Notice, *, today: date) -> Proceeding:
    """The party is told anew, as something heavier needs; what it answered before stays to be answered."""
    need(case, *TOLD)
    before = noticed(case)
    if given.document.day < before.document.day or given.document == before.document:
        raise NotInOrder(
            "再次告知须用新的文书，日期不早于前一份",
            "telling anew takes a new paper, dated no earlier than the one before",
            field="document",
        )
    settled = case.hearing if case.hearing is not None and not case.hearing.pending else None
    afresh = replace(
        case,
        hearing=None if settled else case.hearing,
        past_hearings=(*case.past_hearings, *((settled,) if settled else ())),
        waiver=None,
        review=None,
        deliberation=None,
    )
    return _told(afresh, given, today)


def reply(case: Proceeding, given: Reply, limits: Limits, *, today: date) -> Proceeding:
    """The party replied. A late reply is recorded too and must be answered like any other."""
    need(case, *TOLD)
    in_time(
        given.received_on,
        first=noticed(case).service.day,
        last=today,
        field="received_on",
        what=("收到陈述申辩的日期", "the day a reply was received"),
    )
    late = replace(given, late=given.received_on > limits.reply)
    answered = replace(case, replies=(*case.replies, late))
    return moved(answered, **unreviewed(answered))


def waive(case: Proceeding, given: Waiver, *, today: date) -> Proceeding:
    """The party gives up its time, in a paper dated once it had been told."""
    need(case, *TOLD)
    in_time(
        given.document.day,
        first=noticed(case).service.served_on,
        last=today,
        field="document.day",
        what=("放弃陈述申辩书面材料的日期", "the day of the waiver"),
    )
    return moved(case, waiver=given)


def drop(case: Proceeding, why: str) -> Proceeding:
    """The case ends without a listing, before anybody has decided it."""
    need(case, *UNDECIDED)
    written(why, field="reason", what=("理由", "the reason"))
    return moved(case, stage=Stage.DROPPED, dropped=why.strip())


def lapse(case: Proceeding, why: str) -> Proceeding:
    """The record it rests on has fallen, so nothing is left of the case, decided or not."""
    need(case, *OPEN)
    return moved(case, stage=Stage.DROPPED, dropped=why)


def _told(case: Proceeding, given: Notice, today: date) -> Proceeding:
    opened = case.opened_on if case.opening is None else case.opening.document.day
    in_order(given.document, given.service, not_before=opened, today=today)
    return moved(case, stage=Stage.NOTICED, notice=given)
