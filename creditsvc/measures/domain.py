"""Joint actions, the orders to apply and to lift them, and what an executor may answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.proceedings.domain import Document

APPLY, LIFT = "apply", "lift"
LISTED, RESUMED = "listed", "resumed"
SUSPENDED, EXPIRED, BASIS_ENDED = "suspended", "expired", "basis_ended"
RECEIVED, APPLIED, REFUSED = "received", "applied", "refused"
NOT_APPLICABLE, LIFTED = "not_applicable", "lifted"
FINAL: Mapping[str, tuple[str, ...]] = {
    APPLY: (APPLIED, REFUSED, NOT_APPLICABLE),
    LIFT: (LIFTED,),
}
WORDS = (RECEIVED, *FINAL[APPLY], *FINAL[LIFT])
STATES = ("to_apply", APPLIED, REFUSED, NOT_APPLICABLE, "to_lift", LIFTED)
REASONED = (REFUSED, NOT_APPLICABLE)
DATED = (APPLIED, LIFTED)
# What an answer may follow, of the same executor to the same order; None: nothing was answered yet.
# A measure may be applied many times (each bid, each loan); whoever refused may think again.
AFTER: Mapping[str, tuple[str | None, ...]] = {
    RECEIVED: (None,),
    APPLIED: (None, RECEIVED, APPLIED, REFUSED, NOT_APPLICABLE),
    REFUSED: (None, RECEIVED),
    NOT_APPLICABLE: (None, RECEIVED),
    LIFTED: (None, RECEIVED),
}


class UnknownMeasure(NotFound):
    """No joint action has that key, or it is not one of this partner's field."""

    kind = "unknown-measure"


class NoField(NotPermitted):
    """The partner's contract names no field, so no measure is its own."""

    kind = "no-field"


class OrderSuperseded(Stale):
    """A later order stands: to lift, or to apply anew."""

    kind = "order-superseded"


class AnswerNotInOrder(Conflict):
    """The answer does not fit the order, or what was answered to it before."""

    kind = "answer-not-in-order"


class AnswerIncomplete(Unprocessable):
    """The answer lacks what it must say, or says what it must not."""

    kind = "answer-incomplete"


class ReferenceTaken(Conflict):
    """The same reference came before with another content."""

    kind = "reference-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to apply or to lift an action. seq: its number in the register. since: why it is so from."""

    seq: int
    no: int
    kind: str
    reason: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back to an order. amount: fen; acted_on: the day the executor applied or lifted."""

    id: UUID
    order_no: int
    no: int
    act_no: int
    word: str
    reason: str | None = None
    service_item: str | None = None
    amount: int | None = None
    basis: str | None = None
    acted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Answer):
    """What an executor answered by its program."""

    client_id: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Answer):
    """What an executor answered by *document*, recorded by a person of the entry's authority."""

    document: Document
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One measure under one entry for one executor. body: the measure as it was told."""

    id: UUID
    listing_id: UUID
    enterprise_id: UUID
    list: str
    measure: str
    executor: str
    valid_from: date
    valid_to: date | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as the executor gives it; *reference*: its own key, sent once or again.

    Of a letter it is the number of the paper.
    """

    order: int
    reference: str
    word: str
    reason: str | None = None
    service_item: str | None = None
    amount: int | None = None
    basis: str | None = None
    acted_on: date | None = None


def state_of(kind: str, last: str | None) -> str:
    """How an order of *kind* stands with an executor whose last answer to it is *last*."""
    if kind == LIFT:
        return LIFTED if last == LIFTED else "to_lift"
    return "to_apply" if last in (None, RECEIVED) else str(last)


def must_fit(action: Action, order: Order, last: str | None, given: Given, today: date) -> None:
    """Refuse an answer to an order that stands no longer, out of turn, or incomplete."""
    if given.order != order.no:
        raise OrderSuperseded(
            f"现行的是第{order.no}号指令（{order.kind}），请先读取再反馈",
            f"the order that stands is number {order.no} ({order.kind}); read it and answer that",
            field="order",
            order=order.no,
            order_kind=order.kind,
        )
    if given.word != RECEIVED and given.word not in FINAL[order.kind]:
        fit = (RECEIVED, *FINAL[order.kind])
        raise AnswerNotInOrder(
            f"对这一指令（{order.kind}）可以反馈：{'、'.join(fit)}",
            f"an order to {order.kind} is answered by one of: {', '.join(fit)}",
            field="word",
        )
    if last not in AFTER[given.word]:
        raise AnswerNotInOrder(
            f"已反馈 {last}，不能再反馈 {given.word}",
            f"{last} was answered to this order; {given.word} cannot follow it",
            field="word",
            answered=last,
        )
    _must_be_whole(action, given, today)


def _must_be_whole(action: Action, given: Given, today: date) -> None:
    if given.word in REASONED and not (given.reason or "").strip():
        raise AnswerIncomplete(
            "不予执行、不适用须写明理由", "say why it is refused or does not apply", field="reason"
        )
    if given.word == APPLIED and not (given.service_item or "").strip():
        raise AnswerIncomplete(
            "须写明在哪一办理事项中执行",
            "name the service item it was applied in",
            field="service_item",
        )
    if (given.word in DATED) != (given.acted_on is not None):
        raise AnswerIncomplete(
            "执行、解除须写明日期，其他反馈不写",
            "the day is stated for applied and lifted, and for nothing else",
            field="acted_on",
        )
    if given.acted_on is not None and not action.valid_from <= given.acted_on <= today:
        raise AnswerIncomplete(
            f"日期须在{action.valid_from.isoformat()}至今天之间",
            f"the day lies between {action.valid_from.isoformat()} and today",
            field="acted_on",
        )
