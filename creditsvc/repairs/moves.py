"""The lawful moves of an application from receipt to the decision of another person. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from creditsvc.proceedings.domain import Document
from creditsvc.repairs.domain import (
    OPEN,
    Answer,
    Obstacle,
    Repair,
    Stage,
    obstacle_form,
)
from creditsvc.repairs.refusals import (
    HandledIt,
    NoExtension,
    NoGapsNotice,
    NotEligible,
    NotJudged,
    RepairNotInOrder,
    WrongRepairStage,
)


def received(repair: Repair, *, since: date, known: Sequence[str], today: date) -> Repair:
    """The application as received, its days in order and each proof for a condition of the law.

    *since*: the first day of the entry or record.
    """
    in_order(repair.received_on, since, today, "received_on")
    if repair.application.day > repair.received_on:
        raise RepairNotInOrder(
            "申请书的日期不得晚于收到日期",
            "the application is dated after the day of its receipt",
            field="document.day",
        )
    _must_be_known(repair.proofs, known)
    return repair


def tell_gaps(
    repair: Repair, given: Answer, *, lacking: Sequence[str], last_day: date | None, today: date
) -> Repair:
    """The party is told once, by *last_day*, which papers are *lacking*; None: no law gives that."""
    _need(repair, Stage.RECEIVED)
    in_order(given.document.day, repair.received_on, today, "document.day")
    late = last_day is None or given.document.day > last_day
    if late or repair.gaps is not None or not lacking:
        raise NoGapsNotice(
            "法律没有规定补正告知，或者已告知过、已逾期，或者材料齐全；材料不齐的，书面不予受理并说明理由",
            "the law gives no notice of gaps, or it was given or is late, or nothing is lacking; where papers "
            "are lacking, decline in writing and say why",
            lacking=list(lacking),
        )
    return moved(repair, gaps=given)


def supplement(
    repair: Repair, proofs: Mapping[str, Document], *, known: Sequence[str], today: date
) -> Repair:
    """More papers came in before the application was taken up; a later one replaces an earlier."""
    _need(repair, Stage.RECEIVED)
    _must_be_known(proofs, known)
    for name, paper in proofs.items():
        in_order(paper.day, date.min, today, f"proofs.{name}.day")
    return moved(repair, proofs={**repair.proofs, **proofs})


def accept(repair: Repair, given: Answer, obstacles: Sequence[Obstacle], *, today: date) -> Repair:
    """The application is taken up: nothing that the program can tell stands in its way."""
    _need(repair, Stage.RECEIVED)
    in_order(given.document.day, repair.received_on, today, "document.day")
    _must_be_free(obstacles)
    return moved(repair, stage=Stage.ACCEPTED, acceptance=given)


def decline(repair: Repair, given: Answer, *, today: date) -> Repair:
    """The application is not taken up; the paper says why."""
    _need(repair, Stage.RECEIVED)
    in_order(given.document.day, repair.received_on, today, "document.day")
    must_say_why(given.reasons)
    return moved(repair, stage=Stage.DECLINED, outcome=given)


def extend(repair: Repair, given: Answer, *, last_day: date | None, today: date) -> Repair:
    """More time for a complex case, once, until *last_day*; None: the law gives none."""
    accepted = _accepted(repair)
    must_say_why(given.reasons)
    in_order(given.document.day, accepted.document.day, today, "document.day")
    if last_day is None or repair.extension is not None or given.document.day > last_day:
        raise NoExtension(
            "法律没有规定可以延长，或者已延长过，或者期限已过",
            "the law gives no extension, or it was taken already, or the time is over",
            last_day=last_day and last_day.isoformat(),
        )
    return moved(repair, extension=given)


def grant(
    repair: Repair,
    given: Answer,
    obstacles: Sequence[Obstacle],
    *,
    to_judge: Sequence[str],
    today: date,
) -> Repair:
    """Another person grants it, saying how each of *to_judge* was verified."""
    _decided_by_another(repair, given, today)
    _must_be_free(obstacles)
    silent = [each for each in to_judge if not given.judged.get(each, "").strip()]
    if silent or set(given.judged) - set(to_judge):
        raise NotJudged(
            f"须逐项写明如何核实，恰为：{'、'.join(to_judge)}",
            f"say how each was verified, these and no others: {', '.join(to_judge)}",
            field="judged",
            lacking=silent,
        )
    return moved(repair, stage=Stage.GRANTED, outcome=given)


def refuse(repair: Repair, given: Answer, *, today: date) -> Repair:
    """Another person refuses it; the paper says why."""
    _decided_by_another(repair, given, today)
    must_say_why(given.reasons)
    return moved(repair, stage=Stage.REFUSED, outcome=given)


def withdraw(repair: Repair, given: Answer, *, today: date) -> Repair:
    """The party takes its application back before it is decided."""
    if repair.stage not in OPEN:
        raise wrong(repair, "received / accepted")
    in_order(given.document.day, repair.received_on, today, "document.day")
    return moved(repair, stage=Stage.WITHDRAWN, outcome=given)


def _must_be_known(proofs: Mapping[str, Document], known: Sequence[str]) -> None:
    strange = sorted(set(proofs) - set(known))
    if strange:
        raise RepairNotInOrder(
            f"没有这些条件：{'、'.join(strange)}；可用：{'、'.join(known)}",
            f"no such conditions: {', '.join(strange)}; use: {', '.join(known)}",
            field="proofs",
        )


def _decided_by_another(repair: Repair, given: Answer, today: date) -> None:
    accepted = _accepted(repair)
    if given.by in repair.handlers:
        raise HandledIt(
            "承办人不得作出决定，须由另一名审批人员（approver）作出",
            "whoever handled the application may not decide it; another approver must",
            who=given.by,
        )
    in_order(given.document.day, accepted.document.day, today, "document.day")


def _accepted(repair: Repair) -> Answer:
    if repair.stage is not Stage.ACCEPTED or repair.acceptance is None:
        raise wrong(repair, Stage.ACCEPTED.value)
    return repair.acceptance


def _need(repair: Repair, stage: Stage) -> None:
    if repair.stage is not stage:
        raise wrong(repair, stage.value)


def wrong(repair: Repair, needed: str) -> WrongRepairStage:
    """The refusal of a move that does not follow from where the application stands."""
    return WrongRepairStage(
        f"申请处于 {repair.stage.value} 阶段，这一步须在 {needed} 阶段",
        f"the application is {repair.stage.value}; this move follows {needed}",
        stage=repair.stage.value,
        needed=needed,
    )


def _must_be_free(obstacles: Sequence[Obstacle]) -> None:
    if not obstacles:
        return
    days = [each.from_day for each in obstacles]
    known = [day for day in days if day is not None]
    again = max(known) if len(known) == len(days) else None
    when = (f"；自{again}起可以再申请", f"; apply again from {again}") if again else ("", "")
    raise NotEligible(
        "、".join(f"{each.zh}（{each.article}）" for each in obstacles) + when[0],
        "; ".join(f"{each.en} ({each.article})" for each in obstacles) + when[1],
        obstacles=[obstacle_form(each) for each in obstacles],
        may_apply_from=again and again.isoformat(),
    )


def must_say_why(reasons: str) -> None:
    """Raises RepairNotInOrder where no reason is given."""
    if not reasons.strip():
        raise RepairNotInOrder("请写明理由", "say why", field="reasons")


def in_order(day: date, first: date, last: date, name: str) -> None:
    """Raises RepairNotInOrder, naming the field, unless *day* lies between the two."""
    if not first <= day <= last:
        raise RepairNotInOrder(
            f"日期须在{first}至{last}之间", f"the day lies between {first} and {last}", field=name
        )


def moved(repair: Repair, **changes: Any) -> Repair:
    """The application one version on."""
    return replace(repair, version=repair.version + 1, **changes)
