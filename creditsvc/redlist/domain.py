"""Stages of an application for an honour and the lawful moves between them. Pure.

received → checked (first level) → reviewed (each further level) → announced (public notice for
objections) → granted or refused by another person; refused or withdrawn at any stage before that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.redlist.application import (
    DECIDES,
    HANDLES,
    OPEN,
    Announcement,
    Application,
    Objection,
    Outcome,
    Passed,
    Stage,
    next_level,
)
from creditsvc.redlist.conditions import Checked, lacking_form
from creditsvc.redlist.refusals import (
    AnotherLevel,
    ConditionsNotMet,
    ObjectionOpen,
    ObjectionSettled,
    PartTaken,
    RedlistNotInOrder,
    RedlistNotJudged,
    StillAnnounced,
    WrongRedlistStage,
)


def received(one: Application, *, known: Sequence[str], today: date) -> Application:
    """The application as received, its days in order and each paper for a condition of the law."""
    _in_order(one.received_on, date.min, today, "received_on")
    if one.document.day > one.received_on:
        raise RedlistNotInOrder(
            "申请书的日期不得晚于收到日期",
            "the application is dated after the day of its receipt",
            field="document.day",
        )
    strange = sorted(set(one.proofs) - set(known))
    if strange:
        raise RedlistNotInOrder(
            f"没有这些条件：{'、'.join(strange)}；需要材料的：{'、'.join(known)}",
            f"no such conditions: {', '.join(strange)}; those on paper: {', '.join(known)}",
            field="proofs",
        )
    return one


def pass_on(
    one: Application,
    given: Passed,
    states: Sequence[Checked],
    *,
    levels: Sequence[str],
    today: date,
) -> Application:
    """The level whose turn it is finds every condition met, by a person and an authority of its own.

    Whoever received the application may make the first check; every further level is another person.
    """
    turn = next_level(one, levels)
    if turn is None:
        raise _wrong(one, "received / checked / reviewed")
    if given.level != turn:
        raise AnotherLevel(
            f"现在轮到 {turn} 级审核",
            f"it is the turn of the level {turn}",
            field="level",
            level=turn,
        )
    _must_be_new(one, given, first=not one.passed)
    earliest = one.passed[-1].document.day if one.passed else one.received_on
    _in_order(given.document.day, earliest, today, "document.day")
    must_hold(states, given.judged)
    stage = Stage.REVIEWED if one.passed else Stage.CHECKED
    return _next(one, stage=stage, passed=(*one.passed, given))


def announce(
    one: Application,
    given: Announcement,
    states: Sequence[Checked],
    *,
    levels: Sequence[str],
    today: date,
) -> Application:
    """All levels have passed it: it is made public for objections."""
    if one.stage not in {Stage.CHECKED, Stage.REVIEWED} or next_level(one, levels) is not None:
        raise _wrong(one, f"{levels[-1]} {Stage.REVIEWED.value}")
    _in_order(given.document.day, one.passed[-1].document.day, today, "document.day")
    must_hold(states, None)
    return _next(one, stage=Stage.ANNOUNCED, announcement=given)


def objected(one: Application, given: Objection, *, today: date) -> Application:
    """Somebody objects. A late objection is recorded too and must be answered like any other."""
    notice = _announced(one)
    _in_order(given.received_on, notice.document.day, today, "received_on")
    if given.document.day > given.received_on:
        raise RedlistNotInOrder(
            "异议材料的日期不得晚于收到日期",
            "the objection is dated after the day of its receipt",
            field="document.day",
        )
    return _next(one, objections=(*one.objections, given))


def answered(
    one: Application, objection_id: UUID, given: Outcome, *, upheld: bool, today: date
) -> Application:
    """An objection is answered, with reasons; upheld, it stands in the way of the grant for good."""
    _announced(one)
    pending = next((each for each in one.objections if each.id == objection_id), None)
    if pending is None or pending.answer is not None:
        raise ObjectionSettled(
            "没有这个待答复的异议", "no such objection waits for an answer", id=str(objection_id)
        )
    _must_say_why(given.reasons)
    _in_order(given.document.day, pending.received_on, today, "document.day")
    settled = replace(pending, upheld=upheld, answer=given)
    rest = [settled if each is pending else each for each in one.objections]
    return _next(one, objections=tuple(rest))


def grant(
    one: Application, given: Outcome, states: Sequence[Checked], *, until: date, today: date
) -> Application:
    """Another person of the last level's authority grants it, after *until*, with no objection left."""
    notice = _announced(one)
    _decided_by_another(one, given.by)
    whose = one.passed[-1].authority
    if given.authority != whose:
        raise AnotherLevel(
            f"由最后一级审核机关{whose}授予",
            f"the authority of the last level grants it: {whose}",
            field="authority",
            may_authority=whose,
        )
    if given.document.day <= until:
        raise StillAnnounced(
            f"公示到{until}止（{notice.article}），次日起方可授予",
            f"the notice runs until {until}; grant from the day after",
            field="document.day",
            until=until.isoformat(),
        )
    _in_order(given.document.day, notice.document.day, today, "document.day")
    open_ones = [str(each.id) for each in one.objections if each.upheld is not False]
    if open_ones:
        raise ObjectionOpen(
            "有异议尚未答复或者已经成立，不得授予",
            "an objection is not answered yet or was upheld; nothing may be granted",
            objections=open_ones,
        )
    must_hold(states, given.judged)
    return _next(one, stage=Stage.GRANTED, outcome=given)


def refuse(one: Application, given: Outcome, *, today: date) -> Application:
    """Another person refuses it, in writing and with reasons."""
    _need_open(one)
    _decided_by_another(one, given.by)
    _must_say_why(given.reasons)
    _in_order(given.document.day, one.received_on, today, "document.day")
    return _next(one, stage=Stage.REFUSED, outcome=given)


def withdraw(one: Application, given: Outcome, *, today: date) -> Application:
    """The enterprise takes its application back before it is decided."""
    _need_open(one)
    _in_order(given.document.day, one.received_on, today, "document.day")
    return _next(one, stage=Stage.WITHDRAWN, outcome=given)


def must_hold(states: Sequence[Checked], judged: Mapping[str, str] | None) -> None:
    """Every condition is met, and each on paper was *judged* (None: nothing is judged in this move)."""
    lacking = [each for each in states if each.lacking]
    if lacking:
        raise ConditionsNotMet(
            "条件不具备：" + "；".join(f"{e.article}{e.because['zh']}" for e in lacking),
            "conditions are not met: " + "; ".join(f"{e.id}: {e.because['en']}" for e in lacking),
            conditions=[lacking_form(each) for each in lacking],
        )
    if judged is None:
        return
    wanted = [each.id for each in states if each.on_paper]
    silent = [each for each in wanted if not judged.get(each, "").strip()]
    if silent or set(judged) - set(wanted):
        raise RedlistNotJudged(
            f"须逐项写明如何核实，恰为：{'、'.join(wanted)}",
            f"say how each was verified, these and no others: {', '.join(wanted)}",
            field="judged",
            lacking=silent,
        )


def _must_be_new(one: Application, given: Passed, *, first: bool) -> None:
    before = {each.by for each in one.passed} | (set() if first else {one.received_by})
    if given.by in before:
        raise PartTaken(
            "每一级由另一人审核",
            "each level is passed by another person",
            who=given.by,
            may=HANDLES,
        )
    if given.authority in {each.authority for each in one.passed}:
        raise AnotherLevel(
            f"{given.authority}已审核过，每一级由该级的机关审核",
            f"{given.authority} has passed it already; each level has an authority of its own",
            field="authority",
        )


def _decided_by_another(one: Application, who: str) -> None:
    if who in one.handlers:
        raise PartTaken(
            "承办、审核人员不得作出决定，须由另一名审批人员（approver）作出",
            "whoever handled or reviewed the application may not decide it; another approver must",
            who=who,
            may=DECIDES,
        )


def _announced(one: Application) -> Announcement:
    if one.stage is not Stage.ANNOUNCED or one.announcement is None:
        raise _wrong(one, Stage.ANNOUNCED.value)
    return one.announcement


def _need_open(one: Application) -> None:
    if one.stage not in OPEN:
        raise _wrong(one, "received / checked / reviewed / announced")


def _wrong(one: Application, needed: str) -> WrongRedlistStage:
    return WrongRedlistStage(
        f"申请处于 {one.stage.value} 阶段，这一步须在 {needed} 阶段",
        f"the application is {one.stage.value}; this move follows {needed}",
        stage=one.stage.value,
        needed=needed,
    )


def _must_say_why(reasons: str) -> None:
    if not reasons.strip():
        raise RedlistNotInOrder("请写明理由", "say why", field="reasons")


def _in_order(day: date, first: date, last: date, name: str) -> None:
    if not first <= day <= last:
        raise RedlistNotInOrder(
            f"日期须在{first}至{last}之间", f"the day lies between {first} and {last}", field=name
        )


def _next(one: Application, **changes: Any) -> Application:
    return replace(one, version=one.version + 1, **changes)
