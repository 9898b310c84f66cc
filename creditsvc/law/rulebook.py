"""A rulebook as values, made by the loader and never by hand; nothing here reads a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from creditsvc.kernel.spans import Span
from creditsvc.law.bans import PERSONS, Ban, Referral
from creditsvc.law.conditions import Condition, Scope
from creditsvc.law.course import CourseBook, Period
from creditsvc.law.domain import RecordClass, Term, Texts
from creditsvc.law.doubts import Remark, TwoDayRules
from creditsvc.law.duties import Duties
from creditsvc.law.grading import Scheme
from creditsvc.law.grants import Grant
from creditsvc.law.kinds import Kinds
from creditsvc.law.matchers import Matcher, Test
from creditsvc.law.meaning import Meets
from creditsvc.law.measures import MeasureBook
from creditsvc.law.reading import Place

Tests: TypeAlias = tuple[tuple[str, Test], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The higher law a list rests on, its rank and the region it binds (None: the whole country)."""

    title: str
    rank: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One condition or bar of a way out, with the article that sets it."""

    id: str
    article: str
    text: Texts
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What follows when an early removal was got by fraud: listed anew for so many *months*."""

    months: int
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How a listing under an instrument ends.

    *ends* is ``ex_officio`` or ``on_application``. *early_after* months may pass before early
    removal; None: there is none. *apply_days_before* the last day an application may be made.
    *returns*: what would bring the subject back; *lost_by*: what would end an honour before its day.
    """

    ends: str
    article: str
    early_after: int | None
    early_article: str | None
    apply_days_before: int | None
    conditions: tuple[Requirement, ...]
    bars: tuple[Requirement, ...]
    restoration: Restoration | None
    returns: tuple[Remark, ...]
    lost_by: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The instrument a local or lower text is laid over, and what it does to it (its *effect*)."""

    instrument: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """Something a text says that no event can meet: who determines, where to publish."""

    article: str
    text: Texts
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A legal text: how it is cited, its rank, the days it is in force, what it lists and how.

    *grants*: how its honours are granted. *off*: why it is switched off, because it is not verified
    or not carried; None: it is on.
    """

    id: str
    number: str
    title: Texts
    issuer: str
    rank: str
    in_force: Span
    region: str | None
    basis: Basis | None
    terms: Mapping[str, Term]
    exits: Mapping[str, Exit]
    grants: Mapping[str, Grant]
    overlay: Overlay | None
    determines: tuple[Provision, ...]
    channels: tuple[Provision, ...]
    off: Texts | None
    provenance: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. *counts_earlier*: events older than the instrument count like others (honours).

    *persons*: the roles of those whom the instrument lists beside the enterprise, or instead of it.
    *off*: why it, or its whole instrument, is switched off; None: it is on.
    """

    id: str
    instrument: Instrument
    article: str
    title: Texts
    when: Condition
    scope: Scope
    list: str | None
    list_title: Texts | None
    discretionary: bool
    about: str
    counts_earlier: bool
    term: Term | None
    ban: Ban | None
    referral: Referral | None
    persons: tuple[str, ...]
    off: Texts | None
    provenance: str
    place: Place
    digest: str
    sentence: Texts
    kinds: frozenset[str] | None
    grades: bool
    meets: Meets = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Events a record class is told by: of these kinds, with these facts."""

    kinds: frozenset[str]
    where: tuple[Matcher, ...]
    tests: Tests = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """A record is of class *klass* if it is like one of *examples*; None: all that are left."""

    klass: RecordClass
    source: str
    examples: tuple[Example, ...] | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The order in which records are classed, and the kinds that are records from their conduct day.

    *by_kind*: the examples that concern a kind, in order, each with its class. *rest*: all others'.
    """

    rules: tuple[ClassRule, ...]
    by_kind: Mapping[str, tuple[tuple[RecordClass, Tests], ...]] = field(repr=False, compare=False)
    rest: RecordClass
    from_conduct: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How long a class is displayed: months to the earliest repair and to the end."""

    earliest: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shield:
    """Records out of sight while a reorganisation plan that a court approved is carried out."""

    article: str
    conditions: tuple[Requirement, ...]
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How a record is shown again whose repair was got by fraud.

    *months* from that day; None: for as long as it was out of sight. *early*: whether it may be
    repaired once more, its shortest display counted anew.
    """

    article: str
    months: int | None
    early: bool
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayOrder:
    """An order on the display of records; a class without an entry in *shown* is not displayed.

    *documents*: papers that a repair takes besides those for its conditions.
    """

    instrument: Instrument
    article: str
    shown: Mapping[str, Shown]
    conditions: tuple[Requirement, ...]
    documents: tuple[Requirement, ...]
    shield: Shield | None
    again: Again | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """A list an enterprise can stand on. *weight*: how heavy it is beside other adverse lists."""

    id: str
    title: Texts
    polarity: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Whether and how a list may be public: basis, fields, and how soon after the decision or removal."""

    list: str
    public: bool
    basis: str
    fields: tuple[str, ...]
    note: Texts
    in_force: Span
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A whole rulebook, compiled. *digest* is SHA-256 of its content, however it was formatted.

    *rules* are all of them, *in_use* those about enterprises that are on; *displays* are the display
    orders that are on, *displays_off* the others.
    """

    digest: str
    kinds: Kinds = field(repr=False)
    lists: Mapping[str, ListKind] = field(repr=False)
    instruments: Mapping[str, Instrument] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    in_use: tuple[Rule, ...] = field(repr=False)
    classes: Classes = field(repr=False)
    displays: tuple[DisplayOrder, ...] = field(repr=False)
    displays_off: tuple[DisplayOrder, ...] = field(repr=False)
    schemes: Mapping[str, Scheme] = field(repr=False)
    duties: Duties = field(repr=False)
    procedures: Mapping[str, Period] = field(repr=False)
    publications: tuple[Publication, ...] = field(repr=False)
    two_dates: TwoDayRules = field(repr=False)
    measures: MeasureBook = field(repr=False)
    course: CourseBook = field(repr=False, default_factory=CourseBook)

    def roles_of(self, rule_id: str) -> tuple[str, ...]:
        """The roles of persons that the rule of that id lists or bars; none where it names nobody."""
        rule = self.rule(rule_id)
        if rule is None:
            return ()
        barred = rule.ban.who if rule.ban is not None else ()
        return tuple(role for role in PERSONS if role in {*rule.persons, *barred})

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def display_on(self, day: date) -> DisplayOrder | None:
        """The display order in force on *day*, or None."""
        return next((o for o in self.displays if o.instrument.in_force.covers(day)), None)

    def publication_on(self, list_id: str, day: date) -> Publication | None:
        """What may be published of a list on *day*; None: nothing is said, so nothing may be."""
        found = (p for p in self.publications if p.list == list_id and p.in_force.covers(day))
        return next(found, None)
