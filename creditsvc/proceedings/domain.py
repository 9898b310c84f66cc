"""Stages of a proceeding and the lawful moves between them. Pure: no clock, no database.

proposed → noticed (proof of service) → decided (another person, reply period over) → concluded
(decision served); dropped from any stage before the decision.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotPermitted, Unprocessable


class Stage(StrEnum):
    """Where a proceeding stands."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    DECIDED = "decided"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


OPEN = frozenset({Stage.PROPOSED, Stage.NOTICED, Stage.DECIDED})
UNDECIDED = frozenset({Stage.PROPOSED, Stage.NOTICED})
SERVICE_KINDS = frozenset(
    {"in_person", "mail", "electronic", "left_at_place", "by_proxy", "public_notice"}
)


class WrongStage(Conflict):
    """The move does not follow from where the proceeding stands."""

    kind = "wrong-stage"


class ReplyPeriodOpen(Conflict):
    """A decision before the party's time to reply is over (行政处罚法 arts. 44, 45, 64)."""

    kind = "reply-period-open"


class ReplyUnanswered(Unprocessable):
    """The party replied, and the decision does not say what became of it (行政处罚法 art. 45)."""

    kind = "reply-unanswered"


class SamePerson(NotPermitted):
    """Whoever handled a case may not decide it."""

    kind = "same-person"


class ForeignAuthority(NotPermitted):
    """Whoever acts for one authority signs no decision of another (行政处罚法 art. 17)."""

    kind = "foreign-authority"


class BasisGone(Conflict):
    """The record no longer meets the rule, or never did; nothing may be built on it."""

    kind = "basis-gone"


class NotInOrder(Unprocessable):
    """A day or a document of the move cannot be right."""

    kind = "not-in-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper of the case: its number, its day, the SHA-256 of the file."""

    number: str
    day: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How a paper reached the party: kind, day, and the reference that proves it."""

    kind: str
    day: date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The finding that the case rests on, as it stood when the case was opened.

    restores: of a case that restores an entry whose early removal was got by fraud; the entry, the
    day its ground is judged on, the article and the term that then runs (令第11号第二十一条).
    """

    rule: str
    list: str
    instrument: str
    article: str
    law_digest: str
    rule_digest: str
    evidence: tuple[str, ...]
    term: Mapping[str, Any] | None
    explanation: Mapping[str, str]
    discretionary: bool
    restores: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice before the decision: its paper, its service, and the party's last day to reply."""

    service_id: UUID
    document: Document
    service: Service
    reply_until: date
    provisional: bool
    article: str
    handled_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the party answered; it must be answered in the decision."""

    document: Document
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision to list: paper, authority, who signed, what became of a reply."""

    document: Document
    authority: str
    decided_by: str
    decided_on: date
    reply_answer: str | None
    waiver: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """One case against (or, for the redlist, for) one enterprise under one rule."""

    id: UUID
    version: int
    enterprise_id: UUID
    stage: Stage
    ground: Ground
    opened_on: date
    proposed_by: str
    notice: Notice | None = None
    reply: Reply | None = None
    decision: Decision | None = None
    decision_service: Service | None = None
    dropped: str | None = None


def notice(case: Proceeding, given: Notice, *, today: date) -> Proceeding:
    """The party was told what is intended and why, and when its time to reply ends."""
    _need(case, Stage.PROPOSED)
    _served_in_order(given.service, not_before=case.opened_on, today=today)
    if given.document.day > given.service.day:
        raise NotInOrder(
            "告知书的日期不得晚于送达日期",
            "the notice is dated after the day of its service",
            field="document.day",
        )
    return _next(case, stage=Stage.NOTICED, notice=given)


def reply(case: Proceeding, given: Reply, *, today: date) -> Proceeding:
    """The party replied. A late reply is recorded too and must be answered like any other."""
    _need(case, Stage.NOTICED)
    told = _noticed(case)
    if not told.service.day <= given.received_on <= today:
        raise NotInOrder(
            "收到陈述申辩的日期须在送达之后、今天之前（含）",
            "a reply is received on or after the day of service and not in the future",
            field="received_on",
        )
    return _next(case, reply=given)


def decide(
    case: Proceeding, given: Decision, *, today: date, handlers: Collection[str] = ()
) -> Proceeding:
    """Another person decides, after the reply period (or its written waiver), answering any reply.

    handlers: whoever else made a move in the case.
    """
    _need(case, Stage.NOTICED)
    told = _noticed(case)
    if given.decided_by in {case.proposed_by, told.handled_by, *handlers}:
        raise SamePerson(
            "承办人不得作出决定，须由另一名审批人员作出",
            "whoever handled the case may not decide it; another approver must",
            who=given.decided_by,
        )
    _decided_in_time(told, given, today)
    if case.reply is not None and not (given.reply_answer or "").strip():
        raise ReplyUnanswered(
            "当事人已陈述申辩，决定须写明是否采纳及理由",
            "the party replied: the decision must say whether that was accepted, and why",
            field="reply_answer",
        )
    return _next(case, stage=Stage.DECIDED, decision=given)


def conclude(case: Proceeding, given: Service, *, today: date) -> Proceeding:
    """The decision was served; only now may the entry be made."""
    _need(case, Stage.DECIDED)
    if case.decision is None:
        raise WrongStage("没有决定", "there is no decision")
    _served_in_order(given, not_before=case.decision.decided_on, today=today)
    return _next(case, stage=Stage.CONCLUDED, decision_service=given)


def drop(case: Proceeding, why: str) -> Proceeding:
    """The case ends without a listing, before anybody has decided it."""
    if case.stage not in UNDECIDED:
        raise WrongStage(
            f"案件已{case.stage.value}，不能撤案",
            f"the case is {case.stage.value}; it cannot be dropped",
            stage=case.stage.value,
        )
    return _next(case, stage=Stage.DROPPED, dropped=why)


def lapse(case: Proceeding, why: str) -> Proceeding:
    """The record it rests on has fallen, so nothing is left of the case, decided or not."""
    if case.stage not in OPEN:
        raise WrongStage(
            f"案件已{case.stage.value}", f"the case is {case.stage.value}", stage=case.stage.value
        )
    return _next(case, stage=Stage.DROPPED, dropped=why)


def _next(case: Proceeding, **changes: Any) -> Proceeding:
    return replace(case, version=case.version + 1, **changes)


def _need(case: Proceeding, stage: Stage) -> None:
    if case.stage is not stage:
        raise WrongStage(
            f"案件处于 {case.stage.value} 阶段，这一步须在 {stage.value} 阶段",
            f"the case is {case.stage.value}; this move follows {stage.value}",
            stage=case.stage.value,
            needed=stage.value,
        )


def _noticed(case: Proceeding) -> Notice:
    if case.notice is None:
        raise WrongStage("没有告知", "there is no notice")
    return case.notice


def _decided_in_time(told: Notice, given: Decision, today: date) -> None:
    """The day on the paper is the day that counts: for the party's time to reply and for the term."""
    if given.waiver is not None and not given.waiver.strip():
        raise NotInOrder(
            "放弃陈述申辩须有书面材料编号", "a waiver is a paper with a number", field="waiver"
        )
    if given.waiver is None and given.decided_on <= told.reply_until:
        raise ReplyPeriodOpen(
            f"当事人陈述申辩期限到{told.reply_until.isoformat()}止（{told.article}），次日起方可决定",
            f"the party may reply until {told.reply_until.isoformat()}; decide from the day after",
            reply_until=told.reply_until.isoformat(),
        )
    if not told.service.day <= given.decided_on <= today:
        raise NotInOrder(
            f"决定书日期须在{told.service.day.isoformat()}至今天之间",
            f"the day of the decision lies between {told.service.day.isoformat()} and today",
            field="document.day",
        )


def _served_in_order(given: Service, *, not_before: date, today: date) -> None:
    if given.kind not in SERVICE_KINDS:
        raise NotInOrder(
            f"送达方式须为 {', '.join(sorted(SERVICE_KINDS))} 之一",
            f"the kind of service is one of {', '.join(sorted(SERVICE_KINDS))}",
            field="service.kind",
        )
    if not given.reference.strip():
        raise NotInOrder(
            "缺少送达凭证编号", "proof of service is missing", field="service.reference"
        )
    if not not_before <= given.day <= today:
        raise NotInOrder(
            f"送达日期须在{not_before.isoformat()}至今天之间",
            f"the day of service lies between {not_before.isoformat()} and today",
            field="service.day",
        )
