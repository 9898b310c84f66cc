"""Moves to the end: review, deliberate, decide, serve, conclude. Pure.

Nothing is reviewed or decided while the party may still reply or ask to be heard.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from creditsvc.kernel.refusals import Conflict, Unprocessable
from creditsvc.proceedings.domain import (
    TOLD,
    Decision,
    Deliberation,
    Document,
    NotInOrder,
    Outcome,
    Proceeding,
    ReplyPeriodOpen,
    Review,
    Service,
    Stage,
    WrongStage,
)
from creditsvc.proceedings.steps import (
    Hands,
    Limits,
    Owed,
    handlers,
    in_order,
    in_time,
    moved,
    need,
    not_among,
    noticed,
    of_several,
    unreviewed,
    was_heard,
    written,
)

APPROVE, RETURN = "approve", "return"


class ReplyUnanswered(Unprocessable):
    """The party replied or was heard, and the decision does not say what became of it (art. 45)."""

    kind = "reply-unanswered"


class HearingPending(Conflict):
    """The party asked for a hearing, and it was neither held nor taken back (arts. 63-65)."""

    kind = "hearing-pending"


class NotReviewed(Conflict):
    """The legal review is missing, or returned the case (行政处罚法 art. 58)."""

    kind = "not-reviewed"


class NotDeliberated(Conflict):
    """The principals have not deliberated on a case that asks for it (行政处罚法 art. 57)."""

    kind = "not-deliberated"


class Heavier(Unprocessable):
    """More is decided than the party was told of; that takes a new notice (行政处罚法 art. 45)."""

    kind = "heavier-outcome"


class NotServedYet(Conflict):
    """The decision does not count as served yet."""

    kind = "not-served-yet"


def review(
    case: Proceeding, given: Review, limits: Limits, hands: Hands, *, today: date
) -> Proceeding:
    """Somebody who did not handle the case examines it in law; returned, it goes back to the handler."""
    need(case, *(TOLD - {Stage.REVIEWED}))
    not_among(
        given.by,
        handlers(hands),
        "承办人不得作法制审核",
        "whoever handled the case does not review it",
    )
    if given.opinion not in (APPROVE, RETURN):
        raise NotInOrder(
            f"审核意见为 {APPROVE} 或者 {RETURN}",
            f"the opinion is {APPROVE} or {RETURN}",
            field="opinion",
        )
    if given.opinion == RETURN:
        written(given.reasons, field="reasons", what=("退回理由", "why the case is returned"))
    after_the_party(case, limits, given.document, today)
    if given.opinion == APPROVE:
        return moved(case, stage=Stage.REVIEWED, review=given)
    return moved(case, **{**unreviewed(case), "review": given})


def deliberate(case: Proceeding, given: Deliberation, limits: Limits, *, today: date) -> Proceeding:
    """The principals deliberated; the case stays where it is."""
    need(case, *TOLD)
    of_several(given)
    after_the_party(case, limits, given.document, today)
    return moved(case, deliberation=given)


def decide(
    case: Proceeding, given: Decision, limits: Limits, owed: Owed, hands: Hands, *, today: date
) -> Proceeding:
    """Another person than all others decides, on what the party was told, answering what it said."""
    need(case, *TOLD)
    if case.opening is None:
        raise WrongStage("案件没有立案", "the case was never opened", stage=case.stage.value)
    not_among(
        given.decided_by,
        {case.proposed_by, noticed(case).handled_by, *(who for _, who in hands)},
        "承办人不得作出决定，审核、主持听证的人员也不得，须由另一名审批人员作出",
        "whoever handled, reviewed or presided may not decide; another approver must",
    )
    after_the_party(case, limits, given.document, today)
    _prepared(case, given, owed, hands)
    answered(case, given)
    if beyond := list(_heavier(noticed(case).outcome, given.outcome)):
        raise Heavier(
            f"决定不得重于告知：{'、'.join(beyond)}；须重新告知（renotice）",
            f"the decision goes beyond the notice: {', '.join(beyond)}; tell the party anew",
            field="measures" if all(each.startswith("measure ") for each in beyond) else "outcome",
            beyond=beyond,
        )
    waiver = None if case.waiver is None else case.waiver.document.number
    return moved(case, stage=Stage.DECIDED, decision=replace(given, waiver=waiver))


def serve(case: Proceeding, given: Service, *, today: date) -> Proceeding:
    """The decision reached the party; where it counts as served later only, the case waits for that."""
    need(case, Stage.DECIDED)
    if case.decision is None:
        raise WrongStage("没有决定", "there is no decision", stage=case.stage.value)
    paper = case.decision.document
    in_order(paper, given, not_before=case.decision.decided_on, today=today)
    return moved(case, stage=Stage.SERVED, decision_service=given)


def conclude(case: Proceeding, *, today: date) -> Proceeding:
    """The decision counts as served; only now may the entry be made."""
    need(case, Stage.SERVED)
    served = case.decision_service
    if served is None or served.served_on > today:
        day = "" if served is None else served.served_on.isoformat()
        raise NotServedYet(
            f"决定书自{day}起视为送达，届时方可列入",
            f"the decision counts as served on {day}; the entry may be made from then on",
            served_on=day,
        )
    return moved(case, stage=Stage.CONCLUDED)


def after_the_party(case: Proceeding, limits: Limits, paper: Document, today: date) -> None:
    """Refuse a paper dated before the party had its time; the day on the paper is the day that counts."""
    told, waived = noticed(case), case.waiver
    in_time(
        paper.day,
        first=told.service.day,
        last=today,
        field="document.day",
        what=("文书日期", "the day of the paper"),
    )
    if case.hearing is not None and case.hearing.pending:
        raise HearingPending(
            "当事人已要求听证，须举行听证或者由其书面撤回后办理",
            "the party asked for a hearing: hold it, or wait for a withdrawal in writing",
        )
    open_until = [] if waived is not None else [limits.reply]
    asked = case.hearing is not None or (waived is not None and waived.hearing)
    if limits.hearing is not None and not asked:
        open_until.append(limits.hearing)
    last = max(open_until, default=None)
    if last is not None and paper.day <= last:
        raise ReplyPeriodOpen(
            f"当事人陈述申辩、要求听证的期限到{last.isoformat()}止（{told.article}），次日起方可办理",
            f"the party may reply or ask for a hearing until {last.isoformat()}; go on from the day after",
            reply_until=last.isoformat(),
        )
    since = [waived.document.day] if waived is not None else []
    if case.hearing is not None and case.hearing.minutes is not None:
        since.append(case.hearing.minutes.document.day)
    if case.review is not None:
        since.append(case.review.document.day)
    if any(paper.day < day for day in since):
        raise NotInOrder(
            f"文书日期不得早于此前的材料（{max(since).isoformat()}）",
            f"the paper is dated before what it follows ({max(since).isoformat()})",
            field="document.day",
        )


def _prepared(case: Proceeding, given: Decision, owed: Owed, hands: Hands) -> None:
    """Review and deliberation, where they are owed, were made, and by the right people."""
    opening = case.opening
    due = owed.review or (opening is not None and (opening.review_due or bool(opening.expired)))
    examined(case, hands, due=due)
    owing = owed.deliberation or (opening is not None and opening.deliberation_due)
    deliberated(case, given.decided_on, due=owing)


def deliberated(case: Proceeding, on: date, *, due: bool) -> None:
    """Refuse a decision of the day *on* without the deliberation that is due, or before it was held."""
    meeting = case.deliberation
    if due and meeting is None:
        raise NotDeliberated(
            "情节复杂或者重大的案件须由负责人集体讨论，请先登记讨论记录",
            "a complex or grave case takes a deliberation of the principals: file its paper first",
        )
    if meeting is not None and meeting.document.day > on:
        raise NotInOrder(
            "决定不得早于集体讨论",
            "the decision is dated before the deliberation",
            field="document.day",
        )


def examined(case: Proceeding, hands: Hands, *, due: bool) -> None:
    """Refuse a case whose legal review is due, or was begun, and has not approved it as it is."""
    reviewed = case.review
    if (due or reviewed is not None) and case.stage is not Stage.REVIEWED:
        raise NotReviewed(
            "未经法制审核或者审核未通过，不得作出决定",
            "no decision before the legal review has approved it",
        )
    if reviewed is not None:
        not_among(
            reviewed.by,
            handlers(hands),
            "法制审核人员此后办理了本案，须由另一人重新审核",
            "whoever reviewed the case handled it since; another person must review it",
        )


def answered(case: Proceeding, given: Decision) -> None:
    """Refuse a decision that does not say what became of reply and hearing (art. 45)."""
    if case.replies and not (given.reply_answer or "").strip():
        raise ReplyUnanswered(
            "当事人已陈述申辩，决定须写明是否采纳及理由",
            "the party replied: the decision must say whether that was accepted, and why",
            field="reply_answer",
        )
    if was_heard(case) and not (given.hearing_answer or "").strip():
        raise ReplyUnanswered(
            "已举行听证，决定须根据听证笔录写明意见",
            "a hearing was held: the decision must say what it makes of the minutes",
            field="hearing_answer",
        )


def _heavier(told: Outcome | None, given: Outcome | None) -> Iterator[str]:
    """What is decided beyond what the party was told of; without a stated outcome no measure at all."""
    measures = given.measures if given is not None else ()
    known = told.measures if told is not None else ()
    for each in measures:
        if each not in known:
            yield f"measure {each}"
    if told is None or given is None:
        return
    if (told.list, told.rule) != (given.list, given.rule):
        yield f"{given.list} {given.rule}"
    longer = told.months is not None and (given.months is None or given.months > told.months)
    if told.counts_from != given.counts_from or longer:
        yield f"{given.months} months from {given.counts_from}"
