"""Stages of an application for early removal and the lawful moves between them. Pure.

received → accepted (or declined) → granted or refused by another person; withdrawn before that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.proceedings.domain import Document


class Stage(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.RECEIVED, Stage.ACCEPTED})
HANDLES, DECIDES = "handler", "approver"  # the roles that may


class UnknownRepair(NotFound):
    """No application has that key."""

    kind = "unknown-repair"


class StaleRepair(Stale):
    """The application moved on since the caller read it."""

    kind = "stale-repair"


class RepairOpen(Conflict):
    """An application for the same entry is not decided yet."""

    kind = "repair-open"


class WrongRepairStage(Conflict):
    """The move does not follow from where the application stands."""

    kind = "wrong-repair-stage"


class NotRepairable(Unprocessable):
    """The law gives this entry no early removal."""

    kind = "not-repairable"


class NotEligible(Conflict):
    """A condition of early removal is not met, or a bar stands in its way."""

    kind = "not-eligible"


class NotJudged(Unprocessable):
    """A grant says of each condition and bar that people judge how it was verified."""

    kind = "not-judged"


class RepairNotInOrder(Unprocessable):
    """A day or a text of the move cannot be right."""

    kind = "repair-not-in-order"


class NoExtension(Conflict):
    """The law gives no longer time, or it was taken already, or the time is over."""

    kind = "no-extension"


class HandledIt(NotPermitted):
    """Whoever handled an application does not decide it."""

    kind = "handled-it"


class AnotherAuthority(NotPermitted):
    """An entry is repaired by the authority that made it (谁认定、谁修复)."""

    kind = "another-authority"


class NoRestoration(Conflict):
    """There is no grant to revoke, or the law does not say what then follows."""

    kind = "no-restoration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way. *from_day*: from when it no longer does; None: no day can be told."""

    id: str
    article: str
    zh: str
    en: str
    from_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A paper of the authority: whose, with which reasons; *judged*: how each condition was verified."""

    document: Document
    by: str
    reasons: str = ""
    judged: Mapping[str, str] = field(default_factory=dict)
    obstacles: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """An application to remove one entry early. *proofs*: the paper for each condition, by its id."""

    id: UUID
    version: int
    enterprise_id: UUID
    listing_id: UUID
    stage: Stage
    received_on: date
    application: Document
    proofs: Mapping[str, Document]
    received_by: str
    acceptance: Answer | None = None
    extension: Answer | None = None
    outcome: Answer | None = None

    @property
    def handlers(self) -> frozenset[str]:
        """Whoever handled it so far."""
        steps = (self.acceptance, self.extension)
        return frozenset({self.received_by, *(step.by for step in steps if step is not None)})


def received(repair: Repair, *, listed_on: date, known: Sequence[str], today: date) -> Repair:
    """The application as received, its days in order and each proof for a condition of the law."""
    _in_order(repair.received_on, listed_on, today, "received_on")
    if repair.application.day > repair.received_on:
        raise RepairNotInOrder(
            "申请书的日期不得晚于收到日期",
            "the application is dated after the day of its receipt",
            field="document.day",
        )
    strange = sorted(set(repair.proofs) - set(known))
    if strange:
        raise RepairNotInOrder(
            f"没有这些条件：{'、'.join(strange)}；可用：{'、'.join(known)}",
            f"no such conditions: {', '.join(strange)}; use: {', '.join(known)}",
            field="proofs",
        )
    return repair


def accept(repair: Repair, given: Answer, obstacles: Sequence[Obstacle], *, today: date) -> Repair:
    """The application is taken up: nothing that the program can tell stands in its way."""
    _need(repair, Stage.RECEIVED)
    _in_order(given.document.day, repair.received_on, today, "document.day")
    _must_be_free(obstacles)
    return _next(repair, stage=Stage.ACCEPTED, acceptance=given)


def decline(repair: Repair, given: Answer, *, today: date) -> Repair:
    """The application is not taken up; the paper says why."""
    _need(repair, Stage.RECEIVED)
    _in_order(given.document.day, repair.received_on, today, "document.day")
    _must_say_why(given.reasons)
    return _next(repair, stage=Stage.DECLINED, outcome=given)


def extend(repair: Repair, given: Answer, *, last_day: date | None, today: date) -> Repair:
    """More time for a complex case, once, until *last_day*; None: the law gives none."""
    accepted = _accepted(repair)
    _must_say_why(given.reasons)
    _in_order(given.document.day, accepted.document.day, today, "document.day")
    if last_day is None or repair.extension is not None or given.document.day > last_day:
        raise NoExtension(
            "法律没有规定可以延长，或者已延长过，或者期限已过",
            "the law gives no extension, or it was taken already, or the time is over",
            last_day=last_day and last_day.isoformat(),
        )
    return _next(repair, extension=given)


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
    return _next(repair, stage=Stage.GRANTED, outcome=given)


def refuse(repair: Repair, given: Answer, *, today: date) -> Repair:
    """Another person refuses it; the paper says why."""
    _decided_by_another(repair, given, today)
    _must_say_why(given.reasons)
    return _next(repair, stage=Stage.REFUSED, outcome=given)


def withdraw(repair: Repair, given: Answer, *, today: date) -> Repair:
    """The party takes its application back before it is decided."""
    if repair.stage not in OPEN:
        raise _wrong(repair, "received / accepted")
    _in_order(given.document.day, repair.received_on, today, "document.day")
    return _next(repair, stage=Stage.WITHDRAWN, outcome=given)


def _decided_by_another(repair: Repair, given: Answer, today: date) -> None:
    accepted = _accepted(repair)
    if given.by in repair.handlers:
        raise HandledIt(
            "承办人不得作出决定，须由另一名审批人员（approver）作出",
            "whoever handled the application may not decide it; another approver must",
            who=given.by,
            may=DECIDES,
        )
    _in_order(given.document.day, accepted.document.day, today, "document.day")


def _accepted(repair: Repair) -> Answer:
    if repair.stage is not Stage.ACCEPTED or repair.acceptance is None:
        raise _wrong(repair, Stage.ACCEPTED.value)
    return repair.acceptance


def _need(repair: Repair, stage: Stage) -> None:
    if repair.stage is not stage:
        raise _wrong(repair, stage.value)


def _wrong(repair: Repair, needed: str) -> WrongRepairStage:
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


def obstacle_form(each: Obstacle) -> dict[str, Any]:
    """An obstacle as JSON values."""
    day = each.from_day and each.from_day.isoformat()
    return {"id": each.id, "article": each.article, "zh": each.zh, "en": each.en, "from": day}


def _must_say_why(reasons: str) -> None:
    if not reasons.strip():
        raise RepairNotInOrder("请写明理由", "say why", field="reasons")


def _in_order(day: date, first: date, last: date, name: str) -> None:
    if not first <= day <= last:
        raise RepairNotInOrder(
            f"日期须在{first}至{last}之间", f"the day lies between {first} and {last}", field=name
        )


def _next(repair: Repair, **changes: Any) -> Repair:
    return replace(repair, version=repair.version + 1, **changes)
