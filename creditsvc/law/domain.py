"""What goes into the law and what comes out: events, findings, terms, records. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from creditsvc.kernel.periods import last_day_of_term

type Status = Literal["effective", "suspended", "revoked"]
type RecordClass = Literal["minor", "general", "severe"]
type Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, as the law sees it. A fact that is absent is unknown, never zero.

    *penalised_on* None means not penalised; *region* and *sector* None mean unknown.
    """

    ref: str
    kind: str
    occurred_on: date
    penalised_on: date | None = None
    status: Status = "effective"
    region: str | None = None
    sector: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a listing lasts, in months, and the day it is counted from."""

    months: int
    counts_from: str
    repeat_months: int | None = None

    def last_day(self, started_on: date) -> date:
        """The last day of a first listing's term (民法典 art. 201-202); no holiday moves it."""
        return last_day_of_term(started_on, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An event that counted towards a finding, with what a reader needs to recognise it."""

    ref: str
    kind: str
    occurred_on: date
    penalised_on: date | None
    grade: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that is met, and why. *list* None: the rule leads to no list."""

    rule: str
    instrument: str
    instrument_id: str
    article: str
    title: Texts
    list: str | None
    discretionary: bool
    legal_review: bool
    counted: tuple[Counted, ...]
    triggered_on: date
    term: Term | None
    not_stated: tuple[str, ...]
    sentence: Texts
    law_digest: str
    rule_digest: str
    explanation_notes: tuple[Texts, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ref of every event that counted, by day, then ref."""
        return tuple(each.ref for each in self.counted)

    @property
    def firm(self) -> bool:
        """Whether it may carry a list or a tier: neither at discretion nor for legal review."""
        return not (self.discretionary or self.legal_review)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undetermined:
    """A rule that what we don't know leaves open; *missing* says what would have to be known."""

    rule: str
    instrument: str
    list: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What the rulebook says about one enterprise on one day."""

    on: date
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A penalty (or crime) as the display order in force classes it.

    *earliest_repair* and *last_day* are None where the class is not shown at all. The last day
    belongs to the display.
    """

    ref: str
    klass: RecordClass
    shown_from: date
    earliest_repair: date | None
    last_day: date | None
    instrument: str
    article: str

    def on_display(self, day: date) -> bool:
        """Whether the record is shown on *day*."""
        return self.last_day is not None and self.shown_from <= day <= self.last_day
