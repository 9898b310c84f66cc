"""Moves of a hearing: asked for, taken back, called, held (行政处罚法 arts. 63-65). Pure.

A request makes the case wait: it is neither reviewed nor decided until the hearing was held or the
request was taken back in writing.
"""

from dataclasses import replace
from datetime import date

from creditsvc.kernel.refusals import Conflict
from creditsvc.proceedings.domain import (
    TOLD,
    Call,
    Document,
    Hearing,
    Minutes,
    NotInOrder,
    Proceeding,
    Stage,
    WrongStage,
)
from creditsvc.proceedings.steps import (
    Hands,
    Limits,
    handlers,
    in_order,
    in_time,
    moved,
    need,
    not_among,
    noticed,
    unreviewed,
    written,
)


class NoHearing(Conflict):
    """The procedure of the list offers no hearing, or the time to ask for one is over."""

    kind = "no-hearing"


def request(
    case: Proceeding, paper: Document, received_on: date, limits: Limits, *, today: date
) -> Proceeding:
    """The party asks for a hearing; from now on the case waits."""
    need(case, *TOLD)
    if limits.hearing is None:
        raise NoHearing(
            "该名单的程序没有规定听证，可登记为陈述申辩",
            "the procedure of this list offers no hearing; record it as a reply",
        )
    in_time(
        received_on,
        first=noticed(case).service.day,
        last=today,
        field="received_on",
        what=("收到听证申请的日期", "the day the request was received"),
    )
    if received_on > limits.hearing:
        raise NoHearing(
            f"要求听证的期限到{limits.hearing.isoformat()}止，可登记为陈述申辩",
            f"a hearing could be asked for until {limits.hearing.isoformat()}; record it as a reply",
            hearing_until=limits.hearing.isoformat(),
            field="received_on",
        )
    before = case.hearing
    if before is not None and before.withdrawal is None:
        raise WrongStage("已要求听证", "a hearing was asked for already", stage=case.stage.value)
    asked = replace(
        case,
        hearing=Hearing(request=paper, requested_on=received_on),
        past_hearings=(*case.past_hearings, *((before,) if before else ())),
    )
    return moved(asked, **unreviewed(asked))


def withdraw(case: Proceeding, paper: Document, *, today: date) -> Proceeding:
    """The party takes its request back, in writing; the case goes on."""
    asked = _pending(case)
    in_time(
        paper.day,
        first=asked.requested_on,
        last=today,
        field="document.day",
        what=("撤回听证申请的日期", "the day of the withdrawal"),
    )
    return moved(case, hearing=replace(asked, withdrawal=paper))


def call(
    case: Proceeding, given: Call, hands: Hands, *, notice_until: date, today: date
) -> Proceeding:
    """The party is told when, where and under whom; calling anew replaces the call before.

    notice_until: the last day of the time that must pass between the service of the call and the
    hearing, which may be held from the day after.
    """
    asked = _pending(case)
    in_order(given.document, given.service, not_before=asked.requested_on, today=today)
    written(given.place, field="place", what=("听证地点", "the place"))
    _apart(given.presided_by, hands)
    if given.held_on <= notice_until:
        raise NotInOrder(
            f"听证须在通知送达后法定期间届满之后举行，最早为{notice_until.isoformat()}的次日",
            f"the time between call and hearing runs until {notice_until.isoformat()};"
            " hold it from the day after",
            field="held_on",
        )
    return moved(case, hearing=replace(asked, call=given))


def hear(case: Proceeding, given: Minutes, hands: Hands, *, today: date) -> Proceeding:
    """The hearing was held, on its day or later, under the one who was named; here are the minutes."""
    asked = _pending(case)
    if asked.call is None:
        raise WrongStage("尚未通知听证", "the hearing was not called", stage=case.stage.value)
    if given.presided_by != asked.call.presided_by:
        raise WrongStage(
            "听证笔录须由通知中写明的主持人提交；更换主持人的，重新通知",
            "the one named in the call files the minutes; to name another, call the hearing anew",
            presided_by=asked.call.presided_by,
        )
    _apart(given.presided_by, hands)
    in_time(
        given.held_on,
        first=asked.call.held_on,
        last=today,
        field="held_on",
        what=("举行听证的日期", "the day of the hearing"),
    )
    in_time(
        given.document.day,
        first=given.held_on,
        last=today,
        field="document.day",
        what=("听证笔录的日期", "the day of the minutes"),
    )
    held = replace(case, hearing=replace(asked, minutes=given))
    return moved(held, **unreviewed(held))


def _pending(case: Proceeding) -> Hearing:
    need(case, *(TOLD - {Stage.REVIEWED}))
    if case.hearing is None or not case.hearing.pending:
        raise WrongStage("没有待办的听证", "no hearing is pending", stage=case.stage.value)
    return case.hearing


def _apart(who: str, hands: Hands) -> None:
    not_among(
        who,
        handlers(hands),
        "听证由非本案调查人员主持",
        "whoever handled the case does not preside over its hearing",
    )
