"""A person's own entry: the case that leads to it, its term and its end. Pure.

The case is a value of `proceedings`, moved by the same moves as one of an enterprise: proposed → noticed
(served, with a time to reply) → decided by another person → served, from when the entry stands → ended;
or dropped before. That it expired is computed from its days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.bans.domain import ANNULLED, EXPIRED
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.proceedings import deciding
from creditsvc.proceedings.domain import Decision, Proceeding, Service
from creditsvc.proceedings.domain import Stage as Standing
from creditsvc.proceedings.steps import Hands, Limits, Owed


class Stage(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    DECIDED = "decided"
    SERVED = "served"
    ENDED = "ended"
    DROPPED = "dropped"


MARKS = frozenset({"mark", "unmark"})  # moves of an objection, which are no part in the case
OPEN = frozenset({Stage.PROPOSED, Stage.NOTICED, Stage.DECIDED})
REPAIRED = "repaired"
# After these the same facts may be put anew: a mistake, or an early removal that proves to be got by fraud.
AGAIN = frozenset({ANNULLED, "wrong_subject", "clerical", REPAIRED})
_STAGES: Mapping[Standing, Stage] = {
    Standing.PROPOSED: Stage.PROPOSED,
    Standing.OPENED: Stage.PROPOSED,
    Standing.NOTICED: Stage.NOTICED,
    Standing.REPLIED: Stage.NOTICED,
    Standing.HEARD: Stage.NOTICED,
    Standing.REVIEWED: Stage.NOTICED,
    Standing.DECIDED: Stage.DECIDED,
    Standing.SERVED: Stage.SERVED,
    Standing.DROPPED: Stage.DROPPED,
}


class UnknownPersonEntry(NotFound):
    """No entry of a person has that key."""

    kind = "unknown-person-entry"


class StalePersonEntry(Stale):
    """It moved on since the caller read it."""

    kind = "stale-person-entry"


class PersonEntryEnded(Conflict):
    """The entry does not stand: not yet, or no longer."""

    kind = "person-entry-ended"


class NoPersonEntry(Unprocessable):
    """The rule lists no person by itself, or not this one."""

    kind = "no-person-entry"


class EnteredBefore(Conflict):
    """The same facts under the same rule have led to an entry of this person, or are about to."""

    kind = "entered-before"


class PersonEntryNotInOrder(Unprocessable):
    """A reason or a text of the move cannot be right."""

    kind = "person-entry-not-in-order"


class HandledThePerson(NotPermitted):
    """Whoever had a part in it does not decide it, nor lift it who decided it."""

    kind = "handled-the-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How it ended before its time."""

    at: datetime
    reason: str
    detail: str
    document_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """One entry of one person, who stands in a case of *enterprise_id* by key and role alone.

    begun_at: the instant from which it stands, once the decision was served. contested: the objections
    to it that are open.
    """

    id: UUID
    version: int
    enterprise_id: UUID
    person_id: UUID
    role: str
    authority: str
    case: Proceeding
    begun_at: datetime | None = None
    end: End | None = None
    contested: tuple[UUID, ...] = ()

    @property
    def stage(self) -> Stage:
        """Where it stands, by its case and its end."""
        return Stage.ENDED if self.end is not None else _STAGES[self.case.stage]

    @property
    def months(self) -> int:
        """The length of its term, as its rule sets it."""
        term: Mapping[str, Any] = self.case.ground.term or {}
        return int(term["months"])

    @property
    def last_day(self) -> date | None:
        """The last day of its term, which counts from the decision; None before that."""
        made = self.case.decision
        return None if made is None else last_day_of_term(made.decided_on, self.months)

    @property
    def until_at(self) -> datetime | None:
        """The instant from which it no longer stands; None: it has not begun."""
        if self.begun_at is None or self.last_day is None:
            return None
        expiry = day_begins(self.last_day + timedelta(days=1))
        return expiry if self.end is None else min(expiry, self.end.at)

    def stands_at(self, moment: datetime) -> bool:
        """Whether it stands at *moment*."""
        begun = self.begun_at is not None and self.begun_at <= moment
        return begun and self.until_at is not None and moment < self.until_at

    def end_reason_at(self, moment: datetime) -> str | None:
        """Why it no longer stands at *moment*: the reason code, `expired` for the end of its term."""
        if self.until_at is None or moment < self.until_at:
            return None
        return self.end.reason if self.end and self.end.at == self.until_at else EXPIRED


def must_be_first(one: PersonEntry, before: Iterable[PersonEntry]) -> None:
    """Raises EnteredBefore if the same facts listed this person and that counts, or are about to."""
    mine = one.case.ground
    for other in before:
        theirs = other.case.ground
        same = (theirs.rule, other.person_id) == (mine.rule, one.person_id)
        counts = other.stage is Stage.SERVED or (other.end is not None and other.end.reason not in AGAIN)  # fmt: skip
        if same and (other.stage in OPEN or (counts and set(mine.evidence) <= set(theirs.evidence))):  # fmt: skip
            raise EnteredBefore(
                "同一事实、同一规则对该人员已列入或者已提出",
                "the same facts under the same rule carry an entry of this person, or one is proposed",
                entry=str(other.id),
            )


def moved(one: PersonEntry, case: Proceeding) -> PersonEntry:
    """The entry as a move of its case left it."""
    return replace(one, version=one.version + 1, case=case)


def decide(
    one: PersonEntry, given: Decision, limits: Limits, owed: Owed, hands: Hands, *, today: date
) -> PersonEntry:
    """Somebody apart decides it, once the party had its time, was heard and is answered."""
    return moved(one, deciding.decide(one.case, given, limits, owed, hands, today=today))


def serve(one: PersonEntry, given: Service, *, at: datetime, today: date) -> PersonEntry:
    """The decision reached the person: the entry stands, at the earliest from when it counts as served."""
    served = moved(one, deciding.serve(one.case, given, today=today))
    later = given.served_on > today
    return replace(served, begun_at=day_begins(given.served_on) if later else at)


def mark(one: PersonEntry, objection: UUID) -> PersonEntry:
    """An objection to it is open."""
    return replace(one, version=one.version + 1, contested=(*one.contested, objection))


def unmark(one: PersonEntry, objection: UUID) -> PersonEntry:
    """That objection was closed."""
    left = tuple(each for each in one.contested if each != objection)
    return replace(one, version=one.version + 1, contested=left)


def lift(one: PersonEntry, end: End) -> PersonEntry:
    """It ends now, before its time; or before it has begun, where its service counts later."""
    if not end.detail.strip():
        raise PersonEntryNotInOrder("请写明理由", "say why", field="reason")
    if one.stage is not Stage.SERVED or (one.until_at is not None and one.until_at <= end.at):
        raise not_standing(one)
    return replace(one, version=one.version + 1, end=end)


def not_standing(one: PersonEntry) -> PersonEntryEnded:
    """The refusal where there is nothing that could end."""
    return PersonEntryEnded(
        f"该条目没有生效或者已经结束（{one.stage.value}）",
        f"the entry does not stand ({one.stage.value})",
        stage=one.stage.value,
    )
