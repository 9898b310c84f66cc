"""A ban: on what it rests, how it is decided by another person, and when it runs. Pure.

proposed → decided (by another person) → ended (on a paper, or with its ground); or dropped before
the decision. That it expired is computed from its days, never stored. A ban that the authority itself
decides has a case besides, in which the party is told and heard (`process`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable
from creditsvc.law.bans import BY_LAW
from creditsvc.proceedings.domain import Document, Proceeding

DAY = timedelta(days=1)
ENTERPRISE = "enterprise"
HANDLES, DECIDES = "handler", "approver"  # the roles that may
LIFTS = ("decision_revoked", "wrong_subject", "clerical")
ANNULLED, EXPIRED = "annulled", "expired"


class Stage(StrEnum):
    """Where a ban stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    ENDED = "ended"
    DROPPED = "dropped"


class UnknownBan(NotFound):
    """No ban has that key."""

    kind = "unknown-ban"


class StaleBan(Stale):
    """The ban moved on since the caller read it."""

    kind = "stale-ban"


class WrongBanStage(Conflict):
    """The move does not follow from where the ban stands."""

    kind = "wrong-ban-stage"


class BannedBefore(Conflict):
    """The same facts under the same rule have led to a ban of the same subject, or are about to."""

    kind = "banned-before"


class NoBan(Unprocessable):
    """The rule bars nobody, or not this subject, or knows no grave case."""

    kind = "no-ban"


class BanNotInOrder(Unprocessable):
    """A day or a text of the move cannot be right."""

    kind = "ban-not-in-order"


class ProposedIt(NotPermitted):
    """Whoever proposed or handled a ban does not decide it, nor lift it who decided it."""

    kind = "proposed-it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The finding behind a ban, as it stood when it was proposed, and what the rule then orders.

    reach: from what the subject is barred. months None: for life. counts_from None: the text does
    not say from which day, so the decision does. since: the first conduct that counted. arises: by law
    or by the authority's decision; None in bans older than that mark.
    """

    rule: str
    instrument: str
    article: str
    law_digest: str
    rule_digest: str
    evidence: tuple[str, ...]
    since: date
    reach: str
    months: int | None
    grave: bool
    counts_from: str | None
    text: Mapping[str, str]
    arises: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision: its paper, who signed it, and the days it sets; last_day None: for life."""

    document: Document
    decided_by: str
    from_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a ban ended before its time."""

    at: datetime
    reason: str
    detail: str
    document_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """One ban of one subject: the enterprise, or a person in a case by *person_id* and role.

    case: how the party was told and heard, of a ban that the authority decides; None before its notice.
    deliberation_due: whether the notice, of a complex or grave case, made a deliberation due.
    """

    id: UUID
    version: int
    enterprise_id: UUID
    stage: Stage
    subject: str
    person_id: UUID | None
    authority: str
    basis: Basis
    opened_on: date
    proposed_by: str
    decision: Decision | None = None
    end: End | None = None
    dropped: str | None = None
    case: Proceeding | None = None
    complex_case: bool = False
    deliberation_due: bool = False

    @property
    def own(self) -> bool:
        """Whether the authority itself decides it; so is taken what no rulebook has marked."""
        return self.basis.arises != BY_LAW

    @property
    def from_at(self) -> datetime | None:
        """The instant from which it runs; None before the decision."""
        return None if self.decision is None else day_begins(self.decision.from_day)

    @property
    def until_at(self) -> datetime | None:
        """The instant from which it no longer runs; None: none is in sight."""
        last = None if self.decision is None else self.decision.last_day
        expiry = None if last is None else day_begins(last + DAY)
        early = None if self.end is None else self.end.at
        return min((at for at in (expiry, early) if at is not None), default=None)

    def in_force_at(self, moment: datetime) -> bool:
        """Whether it runs at *moment*."""
        begun = self.from_at is not None and self.from_at <= moment
        return begun and (self.until_at is None or moment < self.until_at)

    def over_on(self, day: date) -> bool:
        """Whether it no longer runs when *day* ends."""
        return self.until_at is not None and self.until_at < day_begins(day + DAY)

    def end_reason_at(self, moment: datetime) -> str | None:
        """Why it no longer runs at *moment*: the reason code, `expired` for the end of its time."""
        if self.until_at is None or moment < self.until_at:
            return None
        return self.end.reason if self.end and self.end.at == self.until_at else EXPIRED


def first_day(basis: Basis, paper: Document, stated: date | None) -> date:
    """The day a ban counts from, by the law or, where the law is silent, as the decision states.

    Raises BanNotInOrder if the day is lacking, or another than the law's, or before the conduct.
    """
    if basis.counts_from == "decision":
        if stated not in {None, paper.day}:
            raise _bad_start(
                f"自决定之日（{paper.day}）起算", f"counts from the decision, {paper.day}"
            )
        return paper.day
    if stated is None:
        zh, en = _STARTS[basis.counts_from]
        raise _bad_start(zh, en)
    if stated < basis.since:
        raise _bad_start(
            f"不得早于行为发生之日（{basis.since}）", f"not before the conduct, {basis.since}"
        )
    return stated


def last_day(basis: Basis, from_day: date) -> date | None:
    """The last day of a ban that counts from *from_day* (民法典 201-202); None: for life."""
    return None if basis.months is None else last_day_of_term(from_day, basis.months)


def decide(ban: Ban, given: Decision, *, today: date) -> Ban:
    """Another person decides it, on a paper of a day between the proposal and today.

    That an own one was told and heard before is asked by `process`.
    """
    _need(ban, Stage.PROPOSED)
    if given.decided_by == ban.proposed_by:
        raise ProposedIt(
            "提出人不得作出决定，须由另一名审批人员（approver）作出",
            "whoever proposed the ban may not decide it; another approver must",
            who=given.decided_by,
            may=DECIDES,
        )
    if not ban.opened_on <= given.document.day <= today:
        raise BanNotInOrder(
            f"决定书日期须在{ban.opened_on}至{today}之间",
            f"the day of the decision lies between {ban.opened_on} and {today}",
            field="document.day",
        )
    return replace(ban, version=ban.version + 1, stage=Stage.DECIDED, decision=given)


def drop(ban: Ban, why: str) -> Ban:
    """It comes to nothing before the decision."""
    _need(ban, Stage.PROPOSED)
    return replace(ban, version=ban.version + 1, stage=Stage.DROPPED, dropped=_said(why))


def lift(ban: Ban, end: End) -> Ban:
    """It ends now, before its time, or before it has begun."""
    _need(ban, Stage.DECIDED)
    _said(end.detail)
    if ban.until_at is not None and ban.until_at <= end.at:
        raise WrongBanStage("禁入已届满", "the ban has run out", stage=EXPIRED)
    return replace(ban, version=ban.version + 1, stage=Stage.ENDED, end=end)


_STARTS: Mapping[str | None, tuple[str, str]] = {
    "sentence_or_sanction": (
        "自刑罚执行完毕或者受处分之日起算，请填写该日",
        "counts from the end of the sentence or the day of the sanction: state that day",
    ),
    None: (
        "条文没有写明起算日，请按决定书填写",
        "the text does not say from which day: state it as the decision does",
    ),
}


def _bad_start(zh: str, en: str) -> BanNotInOrder:
    return BanNotInOrder(
        f"禁入的起算日：{zh}", f"the day the ban counts from: {en}", field="from_day"
    )


def _said(text: str) -> str:
    if not text.strip():
        raise BanNotInOrder("请写明理由", "say why", field="reason")
    return text.strip()


def _need(ban: Ban, stage: Stage) -> None:
    if ban.stage is not stage:
        raise WrongBanStage(
            f"禁入处于 {ban.stage.value} 阶段，这一步须在 {stage.value} 阶段",
            f"the ban is {ban.stage.value}; this move follows {stage.value}",
            stage=ban.stage.value,
            needed=stage.value,
        )
