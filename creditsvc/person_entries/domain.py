"""A person's own entry: its due process, its term and its end. Pure.

proposed → noticed (served, with a time to reply) → decided by another person → served, from when it
stands → ended; or dropped before the decision. That it expired is computed from its days.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.bans.domain import EXPIRED
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.proceedings.domain import Document, Service

HANDLES, DECIDES = "handler", "approver"  # the roles that may


class Stage(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    DECIDED = "decided"
    SERVED = "served"
    ENDED = "ended"
    DROPPED = "dropped"


class UnknownPersonEntry(NotFound):
    """No entry of a person has that key."""

    kind = "unknown-person-entry"


class StalePersonEntry(Stale):
    """It moved on since the caller read it."""

    kind = "stale-person-entry"


class WrongPersonStage(Conflict):
    """The move does not follow from where it stands."""

    kind = "wrong-person-stage"


class NoPersonEntry(Unprocessable):
    """The rule lists no person by itself, or not this one."""

    kind = "no-person-entry"


class EnteredBefore(Conflict):
    """The same facts under the same rule have led to an entry of this person, or are about to."""

    kind = "entered-before"


class PersonEntryNotInOrder(Unprocessable):
    """A day or a text of the move cannot be right."""

    kind = "person-entry-not-in-order"


class ReplyOpen(Conflict):
    """The person may still reply."""

    kind = "reply-open"


class HandledThePerson(NotPermitted):
    """Whoever proposed it or served the notice does not decide it, nor lift it who decided it."""

    kind = "handled-the-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The finding behind it as it stood when it was proposed, and the term that the rule sets."""

    rule: str
    list: str
    instrument: str
    article: str
    law_digest: str
    rule_digest: str
    evidence: tuple[str, ...]
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the person was told is intended. *reply_until*: its last day to reply."""

    document: Document
    service: Service
    reply_until: date
    provisional: bool
    article: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person replied."""

    document: Document
    received_on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision. *reply_answer*: whether the reply was accepted, and why; *last_day*: of the term."""

    document: Document
    decided_by: str
    reply_answer: str | None
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """That the decision reached the person; the entry stands from *at*."""

    service: Service
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How it ended before its time."""

    at: datetime
    reason: str
    detail: str
    document_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """One entry of one person, who stands in a case of *enterprise_id* by key and role alone."""

    id: UUID
    version: int
    enterprise_id: UUID
    person_id: UUID
    role: str
    authority: str
    basis: Basis
    stage: Stage
    opened_on: date
    proposed_by: str
    notice: Notice | None = None
    reply: Reply | None = None
    decision: Decision | None = None
    served: Served | None = None
    end: End | None = None
    dropped: str | None = None

    @property
    def handlers(self) -> frozenset[str]:
        """Whoever handled it so far."""
        steps = (self.notice, self.reply)
        return frozenset({self.proposed_by, *(step.by for step in steps if step is not None)})

    @property
    def until_at(self) -> datetime | None:
        """The instant from which it no longer stands; None: it has not begun."""
        if self.served is None or self.decision is None:
            return None
        expiry = day_begins(self.decision.last_day + timedelta(days=1))
        return expiry if self.end is None else min(expiry, self.end.at)

    def stands_at(self, moment: datetime) -> bool:
        """Whether it stands at *moment*."""
        begun = self.served is not None and self.served.at <= moment
        return begun and self.until_at is not None and moment < self.until_at

    def end_reason_at(self, moment: datetime) -> str | None:
        """Why it no longer stands at *moment*: the reason code, `expired` for the end of its term."""
        if self.until_at is None or moment < self.until_at:
            return None
        return self.end.reason if self.end and self.end.at == self.until_at else EXPIRED


def notice(one: PersonEntry, given: Notice, *, today: date) -> PersonEntry:
    """The person is told what is intended, and may reply."""
    _need(one, Stage.PROPOSED)
    _in_order(given.document.day, one.opened_on, today, "document.day")
    _in_order(given.service.day, given.document.day, today, "service.day")
    return _next(one, stage=Stage.NOTICED, notice=given)


def reply(one: PersonEntry, given: Reply, *, today: date) -> PersonEntry:
    """The person replied; a late reply is recorded too, until the decision, which answers it."""
    told = _told(one)
    _in_order(given.received_on, told.service.day, today, "received_on")
    _in_order(given.document.day, date.min, given.received_on, "document.day")
    return _next(one, reply=given)


def decide(
    one: PersonEntry, document: Document, by: str, answer: str | None, *, until: date, today: date
) -> PersonEntry:
    """Another person decides it after *until*, the last day to reply, and answers a reply."""
    told = _told(one)
    if by in one.handlers:
        raise HandledThePerson(
            "承办人不得作出决定，须由另一名审批人员（approver）作出",
            "whoever handled the case may not decide it; another approver must",
            who=by,
            may=DECIDES,
        )
    if document.day <= until:
        raise ReplyOpen(
            f"当事人陈述申辩期限到{until}止（{told.article}），次日起方可决定",
            f"the person may reply until {until}; decide from the day after",
            field="document.day",
            until=until.isoformat(),
        )
    _in_order(document.day, told.service.day, today, "document.day")
    if one.reply is not None and not (answer or "").strip():
        raise PersonEntryNotInOrder(
            "须写明对陈述申辩是否采纳及理由", "answer the reply, with reasons", field="reply_answer"
        )
    made = Decision(
        document=document, decided_by=by, reply_answer=answer, last_day=last_day_of_term(document.day, one.basis.months)
    )  # fmt: skip
    return _next(one, stage=Stage.DECIDED, decision=made)


def serve(one: PersonEntry, given: Served, *, today: date) -> PersonEntry:
    """The decision reached the person; from now on the entry stands."""
    _need(one, Stage.DECIDED)
    first = one.decision.document.day if one.decision is not None else today
    _in_order(given.service.day, first, today, "service.day")
    return _next(one, stage=Stage.SERVED, served=given)


def drop(one: PersonEntry, why: str) -> PersonEntry:
    """It comes to nothing before anybody has decided it."""
    _need(one, Stage.PROPOSED, Stage.NOTICED)
    return _next(one, stage=Stage.DROPPED, dropped=_said(why))


def lapse(one: PersonEntry, why: str) -> PersonEntry:
    """The record it rests on has fallen, so nothing is left of it, decided or not."""
    _need(one, Stage.PROPOSED, Stage.NOTICED, Stage.DECIDED)
    return _next(one, stage=Stage.DROPPED, dropped=why)


def lift(one: PersonEntry, end: End) -> PersonEntry:
    """It ends now, before its time."""
    _need(one, Stage.SERVED)
    _said(end.detail)
    if one.until_at is not None and one.until_at <= end.at:
        raise WrongPersonStage("已届满", "its term has run out", stage=EXPIRED)
    return _next(one, stage=Stage.ENDED, end=end)


def _told(one: PersonEntry) -> Notice:
    _need(one, Stage.NOTICED)
    if one.notice is None:
        raise AssertionError("noticed without a notice")  # `notice` sets both
    return one.notice


def _need(one: PersonEntry, *stages: Stage) -> None:
    if one.stage not in stages:
        needed = " / ".join(stages)
        raise WrongPersonStage(
            f"处于 {one.stage.value} 阶段，这一步须在 {needed} 阶段",
            f"it is {one.stage.value}; this move follows {needed}",
            stage=one.stage.value,
            needed=needed,
        )


def _said(text: str) -> str:
    if not text.strip():
        raise PersonEntryNotInOrder("请写明理由", "say why", field="reason")
    return text.strip()


def _in_order(day: date, first: date, last: date, name: str) -> None:
    if not first <= day <= last:
        raise PersonEntryNotInOrder(
            f"日期须在{first}至{last}之间", f"the day lies between {first} and {last}", field=name
        )


def _next(one: PersonEntry, **changes: Any) -> PersonEntry:
    return replace(one, version=one.version + 1, **changes)
