"""An objection and the lawful moves with it. Pure.

received → accepted (or declined) → checked by others where need be → upheld, partly upheld or
rejected by somebody with no part in what is contested; withdrawn before that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.kernel.remit import Need
from creditsvc.proceedings.domain import Document

HANDLES, DECIDES = "handler", "approver"  # the roles that may
LISTING, EVENT, ENTERPRISE, PERSON = "listing", "event", "enterprise", "person_entry"
PARTY, EX_OFFICIO = "party", "ex_officio"
GROUNDS = ("facts", "law", "procedure", "wrong_subject", "clerical", "other")


class Stage(StrEnum):
    """Where an objection stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.RECEIVED, Stage.ACCEPTED})
DECIDED = frozenset({Stage.UPHELD, Stage.PARTLY_UPHELD, Stage.REJECTED})


class UnknownObjection(NotFound):
    """No objection has that key."""

    kind = "unknown-objection"


class StaleObjection(Stale):
    """The objection moved on since the caller read it."""

    kind = "stale-objection"


class ObjectionOpen(Conflict):
    """An objection to the same on the same ground is not decided yet."""

    kind = "objection-pending"


class WrongObjectionStage(Conflict):
    """The move does not follow from where the objection stands."""

    kind = "wrong-objection-stage"


class HadAPart(NotPermitted):
    """Whoever had a part in what is contested, or handled the objection, does not decide it."""

    kind = "had-a-part"


class RemedyNotInOrder(Unprocessable):
    """A day, a text or the subject of the move cannot be right."""

    kind = "remedy-not-in-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is contested: an entry, an event, that something concerns this enterprise, a person's entry."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """That something of an enterprise is or was under objection. until None: it still is."""

    enterprise_id: UUID
    subject: Subject
    since: datetime
    until: datetime | None

    def open_at(self, moment: datetime) -> bool:
        """Whether it was pending at *moment*."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A paper of the authority or the party: whose move, with which reasons.

    redress: what a decision set right, as JSON values.
    """

    document: Document
    by: str
    reasons: str = ""
    redress: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection, of the party or ex officio.

    repeats: the earlier one to the same on the same ground, which was decided.
    """

    id: UUID
    enterprise_id: UUID
    subject: Subject
    origin: str
    ground: str
    grounds: str
    raised_at: datetime
    received_on: date
    document: Document
    attachments: tuple[Mapping[str, str], ...]
    received_by: str
    repeats: UUID | None = None
    acceptance: Step | None = None
    checking: Step | None = None
    outcome: Step | None = None
    closed_as: Stage | None = None

    @property
    def version(self) -> int:
        """How many moves were made with it, its receipt included."""
        steps = (self.acceptance, self.checking, self.outcome)
        return 1 + sum(step is not None for step in steps)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.closed_as is not None:
            return self.closed_as
        return Stage.RECEIVED if self.acceptance is None else Stage.ACCEPTED

    @property
    def handlers(self) -> frozenset[str]:
        """Whoever handled it so far."""
        steps = (self.acceptance, self.checking)
        return frozenset({self.received_by, *(step.by for step in steps if step is not None)})


def received(one: Objection, before: Sequence[Objection], *, today: date) -> Objection:
    """The objection as received. *before*: those to the same, oldest first."""
    if one.document.day > one.received_on or one.received_on > today:
        raise RemedyNotInOrder(
            "异议书日期不得晚于收到日期，收到日期不得晚于今天",
            "the paper is not dated after its receipt, nor received in the future",
            field="received_on",
        )
    same = [each for each in before if each.ground == one.ground]
    for each in same:
        if each.stage in OPEN:
            raise ObjectionOpen(
                "对同一事项、以同一理由提出的异议尚未办结",
                "an objection to the same on the same ground is open",
                objection=str(each.id),
                may=[HANDLES, DECIDES],
            )
    decided = [each.id for each in same if each.stage in DECIDED]
    return replace(one, repeats=decided[-1] if decided else None)


def accept(one: Objection, given: Step, *, today: date) -> Objection:
    """It is taken up."""
    _need(one, Stage.RECEIVED)
    _in_order(given.document.day, one.received_on, today)
    return replace(one, acceptance=given)


def decline(one: Objection, given: Step, *, today: date) -> Objection:
    """It is not taken up, such as one repeated without new facts; the paper says why."""
    _need(one, Stage.RECEIVED)
    _in_order(given.document.day, one.received_on, today)
    _must_say_why(given.reasons)
    return replace(one, outcome=given, closed_as=Stage.DECLINED)


def check(one: Objection, given: Step, *, today: date) -> Objection:
    """Others are asked to check, which gives more time where the law says so; once."""
    _need(one, Stage.ACCEPTED)
    if one.checking is not None:
        raise WrongObjectionStage(
            "已转请核查", "others were asked already", stage=one.stage.value, needed="accepted"
        )
    _in_order(given.document.day, one.received_on, today)
    _must_say_why(given.reasons)
    return replace(one, checking=given)


def had_a_part(who: str, need: Need | None) -> HadAPart:
    """The refusal of whoever had a part, or counts as one with somebody who did."""
    return HadAPart(
        "参与列入、登记或者承办异议的人员（含代其行使职权者）不得作出决定，须由另一名审批人员（approver）作出",
        "whoever took part in the entry or the record, or handled the objection, or acts for who "
        "did, may not decide it; another approver must",
        who=who,
        need=need,
    )


def decide(
    one: Objection, outcome: Stage, given: Step, *, parts: Collection[str], today: date
) -> Objection:
    """Somebody who had no part decides, in writing and with reasons.

    parts: whoever had a part in the entry, the record or their correction.
    """
    _need(one, Stage.ACCEPTED)
    if outcome not in DECIDED:
        raise ValueError(f"{outcome} is no decision")
    if given.by in one.handlers or given.by in parts:
        raise had_a_part(given.by, None)
    _in_order(given.document.day, one.received_on, today)
    _must_say_why(given.reasons)
    return replace(one, outcome=given, closed_as=outcome)


def withdraw(one: Objection, given: Step, *, today: date) -> Objection:
    """The party takes it back before it is decided."""
    if one.stage not in OPEN:
        raise _wrong(one, "received / accepted")
    _in_order(given.document.day, one.received_on, today)
    return replace(one, outcome=given, closed_as=Stage.WITHDRAWN)


def _need(one: Objection, stage: Stage) -> None:
    if one.stage is not stage:
        raise _wrong(one, stage.value)


def _wrong(one: Objection, needed: str) -> WrongObjectionStage:
    return WrongObjectionStage(
        f"异议处于 {one.stage.value} 阶段，这一步须在 {needed} 阶段",
        f"the objection is {one.stage.value}; this move follows {needed}",
        stage=one.stage.value,
        needed=needed,
    )


def _must_say_why(reasons: str) -> None:
    if not reasons.strip():
        raise RemedyNotInOrder("请写明理由", "say why", field="reasons")


def _in_order(day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        raise RemedyNotInOrder(
            f"文书日期须在{first}至{last}之间",
            f"the day of the paper lies between {first} and {last}",
            field="document.day",
        )
