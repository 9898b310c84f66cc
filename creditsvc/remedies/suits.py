"""Administrative reconsideration and litigation, and the lawful moves with them. Pure.

filed → accepted (or refused) → concluded; execution may be suspended and resumed meanwhile. A
judgment under appeal has no effect yet: an appeal opens the next instance, a concluded suit revives.
The body outside decides; what is recorded here is its paper.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotFound, Stale
from creditsvc.proceedings.domain import Document
from creditsvc.remedies.domain import DECIDES, HANDLES, RemedyNotInOrder, Subject

RECONSIDERATION, LITIGATION = "reconsideration", "litigation"
FIRST, SECOND, RETRIAL = "first", "second", "retrial"
LATER_INSTANCES = (SECOND, RETRIAL)
OUTCOMES = ("maintained", "changed", "revoked", "confirmed_unlawful", "void", "withdrawn")
ANNULLING = frozenset({"revoked", "confirmed_unlawful", "void"})


class SuitStage(StrEnum):
    """Where a suit stands."""

    FILED = "filed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CONCLUDED = "concluded"


class UnknownSuit(NotFound):
    """No reconsideration or litigation has that key."""

    kind = "unknown-suit"


class StaleSuit(Stale):
    """The suit moved on since the caller read it."""

    kind = "stale-suit"


class SuitOpen(Conflict):
    """The same body already has the same matter."""

    kind = "suit-open"


class WrongSuitStage(Conflict):
    """The move does not follow from where the suit stands."""

    kind = "wrong-suit-stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of the body, and who recorded it."""

    document: Document
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an instance ended. effective_on: the day the outcome took legal effect.

    entry_stands: of a decision that was changed, whether the enterprise stays on the list.
    """

    outcome: str
    effective_on: date
    document: Document
    by: str
    entry_stands: bool | None = None

    @property
    def annuls(self) -> bool:
        """Whether the decision below is no more."""
        return self.outcome in ANNULLING or self.entry_stands is False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One instance: the body, its number, the day of filing, and what came of it.

    suspension, resumption: the orders about execution (停止执行); the later one holds.
    """

    level: str
    body: str
    number: str
    filed_on: date
    document: Document
    filed_by: str
    acceptance: Paper | None = None
    suspension: Paper | None = None
    resumption: Paper | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suit:
    """A reconsideration or litigation against a listing decision or the penalty below it.

    limit: the party's last day to file, where service is known; late: whether it was missed (None:
    not known; the body decides on admissibility). instances: oldest first.
    """

    id: UUID
    version: int
    kind: str
    enterprise_id: UUID
    subject: Subject
    stage: SuitStage
    limit: date | None
    late: bool | None
    instances: tuple[Instance, ...]

    @property
    def now(self) -> Instance:
        """The instance that has it, or had it last."""
        return self.instances[-1]

    @property
    def suspended(self) -> bool:
        """Whether execution is suspended by it."""
        going_on = self.stage in {SuitStage.FILED, SuitStage.ACCEPTED}
        return going_on and self.now.suspension is not None and self.now.resumption is None

    @property
    def annulled_before(self) -> bool:
        """Whether an earlier instance had annulled what is contested."""
        return any(each.outcome is not None and each.outcome.annuls for each in self.instances[:-1])


def filed(suit: Suit, *, decided_on: date, today: date) -> Suit:
    """The suit as filed. *decided_on*: the day of what is contested."""
    _in_order(suit.now.filed_on, decided_on, today, "filed_on")
    _in_order(suit.now.document.day, decided_on, today, "document.day")
    return suit


def accept(suit: Suit, given: Paper, *, today: date) -> Suit:
    """The body takes it up."""
    _need(suit, SuitStage.FILED)
    _in_order(given.document.day, suit.now.filed_on, today, "document.day")
    return _next(suit, SuitStage.ACCEPTED, acceptance=given)


def refuse(suit: Suit, given: Paper, *, today: date) -> Suit:
    """The body does not take it up. Of a later instance: what the one before decided then counts."""
    _need(suit, SuitStage.FILED)
    _in_order(given.document.day, suit.now.filed_on, today, "document.day")
    if len(suit.instances) == 1:
        return _next(suit, SuitStage.REFUSED, acceptance=given)
    before = suit.instances[-2].outcome
    stage = SuitStage.ACCEPTED if before is None else SuitStage.CONCLUDED
    return _next(suit, stage, acceptance=given)


def suspend(suit: Suit, given: Paper, *, today: date) -> Suit:
    """Execution is ordered to stop."""
    _need(suit, SuitStage.ACCEPTED)
    if suit.suspended:
        raise WrongSuitStage("已停止执行", "execution is suspended already", stage=suit.stage.value)
    _in_order(given.document.day, suit.now.filed_on, today, "document.day")
    return _next(suit, SuitStage.ACCEPTED, suspension=given, resumption=None)


def resume(suit: Suit, given: Paper, *, today: date) -> Suit:
    """Execution goes on."""
    _need(suit, SuitStage.ACCEPTED)
    if not suit.suspended or suit.now.suspension is None:
        raise WrongSuitStage("并未停止执行", "execution is not suspended", stage=suit.stage.value)
    _in_order(given.document.day, suit.now.suspension.document.day, today, "document.day")
    return _next(suit, SuitStage.ACCEPTED, resumption=given)


def conclude(suit: Suit, given: Outcome, *, about_entry: bool, today: date) -> Suit:
    """The body decided, with effect: a judgment still open to appeal is none yet."""
    withdrawn = given.outcome == "withdrawn" and suit.stage is SuitStage.FILED
    if not withdrawn:
        _need(suit, SuitStage.ACCEPTED)
    _in_order(given.document.day, suit.now.filed_on, today, "document.day")
    _in_order(given.effective_on, given.document.day, today, "effective_on")
    if (given.entry_stands is not None) is not (about_entry and given.outcome == "changed"):
        raise RemedyNotInOrder(
            "变更列入决定的，须写明是否仍在名单（entry_stands）；其他结果不写",
            "say whether the entry stands (entry_stands) where a listing decision was changed, and"
            " nowhere else",
            field="entry_stands",
        )
    return _next(suit, SuitStage.CONCLUDED, outcome=given)


def appeal(suit: Suit, given: Instance, *, today: date) -> Suit:
    """The next instance has it: an appeal, or the retrial of what was concluded."""
    if suit.kind != LITIGATION or suit.stage not in {SuitStage.ACCEPTED, SuitStage.CONCLUDED}:
        raise WrongSuitStage(
            "只有已受理的诉讼可以上诉或者再审；对复议决定不服的，另登记诉讼",
            "only litigation that was taken up goes to another instance; litigation against a"
            " reconsideration is a suit of its own",
            stage=suit.stage.value,
            may=HANDLES,
        )
    _in_order(given.filed_on, suit.now.filed_on, today, "filed_on")
    going_on = replace(given, suspension=suit.now.suspension if suit.suspended else None)
    return replace(
        suit,
        version=suit.version + 1,
        stage=SuitStage.FILED,
        instances=(*suit.instances, going_on if suit.now.outcome is None else given),
    )


def _next(suit: Suit, stage: SuitStage, **changes: Any) -> Suit:
    last = replace(suit.now, **changes)
    return replace(
        suit, version=suit.version + 1, stage=stage, instances=(*suit.instances[:-1], last)
    )


def _need(suit: Suit, stage: SuitStage) -> None:
    if suit.stage is not stage:
        raise WrongSuitStage(
            f"案件处于 {suit.stage.value} 阶段，这一步须在 {stage.value} 阶段",
            f"the suit is {suit.stage.value}; this move follows {stage.value}",
            stage=suit.stage.value,
            needed=stage.value,
            may=[HANDLES, DECIDES],
        )


def _in_order(day: date, first: date, last: date, name: str) -> None:
    if not first <= day <= last:
        raise RemedyNotInOrder(
            f"日期须在{first}至{last}之间", f"the day lies between {first} and {last}", field=name
        )
