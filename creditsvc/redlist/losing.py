"""How an honour is lost: at once by what the record says, or by a decision after the party was told. Pure.

A breach on the record ends it where the law's data says so of the condition and the fact is new since
the grant. Everything else is decided by people: noticed → (replied) → lost or kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.proceedings.domain import Document, Service
from creditsvc.redlist.application import DECIDES, Outcome
from creditsvc.redlist.conditions import Checked
from creditsvc.redlist.refusals import (
    PartTaken,
    RedlistNotInOrder,
    StillAnnounced,
    WrongRedlistStage,
)


class LossStage(StrEnum):
    """Where the case about a loss stands."""

    NOTICED = "noticed"
    LOST = "lost"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Whether an honour is lost: on which ground of the law, told to the party, and what came of it."""

    id: UUID
    version: int
    enterprise_id: UUID
    listing_id: UUID
    stage: LossStage
    ground: str
    article: str
    facts: str
    document: Document
    service: Service
    reply_until: date
    provisional: bool
    handled_by: str
    reply: Document | None = None
    replied_by: str | None = None
    outcome: Outcome | None = None


def breaches(states: Sequence[Checked], fresh: frozenset[str]) -> tuple[Checked, ...]:
    """The conditions that the record now breaks by something *fresh*, and whose breach ends the honour."""
    return tuple(
        each
        for each in states
        if each.ends_by_record and each.state == "not_met" and fresh & set(each.against)
    )


def opened(loss: Loss, *, entered_on: date, today: date) -> Loss:
    """The case as opened: the party was told what is intended and why."""
    told = loss.service
    if not entered_on <= loss.document.day <= told.day <= today:
        raise RedlistNotInOrder(
            f"告知书日期、送达日期须依次在{entered_on}至{today}之间",
            f"the notice and its service lie between {entered_on} and {today}, in this order",
            field="service.day",
        )
    if not loss.facts.strip():
        raise RedlistNotInOrder("请写明事实", "state the facts", field="facts")
    return loss


def replied(loss: Loss, given: Document, by: str, *, today: date) -> Loss:
    """The party replied; the decision must answer it."""
    _need_noticed(loss)
    if not loss.service.day <= given.day <= today:
        raise RedlistNotInOrder(
            f"日期须在{loss.service.day}至{today}之间",
            f"the day lies between {loss.service.day} and {today}",
            field="document.day",
        )
    return _next(loss, reply=given, replied_by=by)


def decided(loss: Loss, given: Outcome, *, lost: bool, until: date, today: date) -> Loss:
    """Another person decides, after *until*, with reasons that also answer a reply."""
    _need_noticed(loss)
    if given.by in {loss.handled_by, loss.replied_by}:
        raise PartTaken(
            "承办人不得作出决定，须由另一名审批人员（approver）作出",
            "whoever handled the case may not decide it; another approver must",
            who=given.by,
            may=DECIDES,
        )
    if given.document.day <= until:
        raise StillAnnounced(
            f"当事人陈述申辩期限到{until}止，次日起方可决定",
            f"the party may reply until {until}; decide from the day after",
            field="document.day",
            until=until.isoformat(),
        )
    if given.document.day > today:
        raise RedlistNotInOrder(
            "决定书日期不得晚于今天", "the decision is not dated after today", field="document.day"
        )
    if not given.reasons.strip():
        raise RedlistNotInOrder("请写明理由", "say why", field="reasons")
    return _next(loss, stage=LossStage.LOST if lost else LossStage.KEPT, outcome=given)


def _need_noticed(loss: Loss) -> None:
    if loss.stage is not LossStage.NOTICED:
        raise WrongRedlistStage(
            f"案件处于 {loss.stage.value} 阶段", f"the case is {loss.stage.value}",
            stage=loss.stage.value, needed=LossStage.NOTICED.value,
        )  # fmt: skip


def _next(loss: Loss, **changes: Any) -> Loss:
    return replace(loss, version=loss.version + 1, **changes)
