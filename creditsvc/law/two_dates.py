"""Two dates: what the rules of the day of the conduct say, what those of the day of the decision, which is milder.

从旧兼从轻 (行政处罚法 37). Nothing here lists anybody: older conduct under a newer rule stays for legal
review, and what the older rule would have said is told beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal, TypeAlias

from creditsvc.kernel.periods import add_months
from creditsvc.kernel.spans import Span
from creditsvc.law.case import Case, View, in_time, only, open_case
from creditsvc.law.domain import Evaluation, Event, Finding, Texts, Undetermined
from creditsvc.law.doubts import Remark
from creditsvc.law.evaluate import evaluate_case
from creditsvc.law.rulebook import Law, Rule

Milder: TypeAlias = Literal["conduct", "decision", "same", "undetermined", "settled"]
# How heavy: the list's weight, then the months of its term, then those of a ban, then of a grave case's.
Weight: TypeAlias = tuple[int, int, int, int]
Told: TypeAlias = tuple[Milder, str | None]  # which is milder, and the measure that tells
MEASURES = ("list", "term", "ban", "grave")
LIFE = 10**6  # months: longer than any term of a ban


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What the rules of one day say of an event: *findings* it counts in, and rules it leaves *open*.

    *least* and *most*: how heavy that is if the open rules turn out not met, and if met.
    """

    on: date
    findings: tuple[Finding, ...]
    open: tuple[Undetermined, ...]
    least: Weight
    most: Weight

    @property
    def rules(self) -> frozenset[str]:
        """The rules met or open."""
        return frozenset(each.rule for each in self.findings) | {each.rule for each in self.open}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One event under the rules of two days. *by*: the measure that decides which is milder.

    *milder* ``settled``: penalised while the older rules were in force, so there is nothing to choose.
    *doubts*: why people must judge (legal review); *notes*: what they should look at besides.
    """

    ref: str
    title: Texts
    conduct: Side
    decision: Side
    milder: Milder
    by: str | None
    principle: Remark
    doubts: tuple[Remark, ...]
    notes: tuple[Remark, ...]

    @property
    def legal_review(self) -> bool:
        """Whether the texts leave open which rule applies."""
        return bool(self.doubts)


def two_dates(law: Law, events: Sequence[Event], on: date) -> tuple[Comparison, ...]:
    """Each adverse event whose conduct day stood under other rules than *on*, by conduct day and ref.

    Facts are those of *on*. Nothing where both days' rules say the same, or neither says anything.
    """
    case = open_case(events, on, law.kinds)
    burdens = {rule.id: rule for rule in law.in_use if _burdens(law, rule)}
    spans = {rule.instrument.id: rule.instrument.in_force for rule in burdens.values()}
    now = _in_force(spans, on)
    older = [
        view
        for views in case.by_kind.values()
        for view in views
        if view.day < on and _in_force(spans, view.day) != now
    ]
    book = _Book(law, case, burdens)
    found = (_compared(book, view) for view in sorted(older, key=in_time))
    return tuple(each for each in found if each is not None)


def _burdens(law: Law, rule: Rule) -> bool:
    """Whether the rule leads to something adverse."""
    if rule.list is not None:
        return law.lists[rule.list].polarity == "adverse"
    return rule.ban is not None or rule.referral is not None


def _in_force(spans: Mapping[str, Span], day: date) -> frozenset[str]:
    return frozenset(name for name, span in spans.items() if span.covers(day))


class _Book:
    """The rulebook asked about one case, each day's rules once."""

    def __init__(self, law: Law, case: Case, burdens: Mapping[str, Rule]) -> None:
        self.law = law
        self.case = case
        self.burdens = burdens
        self._said: dict[date, Evaluation] = {}

    def side(self, view: View, day: date) -> Side:
        """What the rules of *day* say of *view*."""
        if day not in self._said:
            self._said[day] = evaluate_case(self.law, self.case, under=day)
        said = self._said[day]
        findings = tuple(
            each
            for each in said.findings
            if view.ref in each.evidence and each.rule in self.burdens
        )
        left_open = self._open(view, day, said, {each.rule for each in findings})
        met = [self.burdens[each.rule] for each in findings]
        maybe = [self.burdens[each.rule] for each in left_open]
        return Side(
            on=day,
            findings=findings,
            open=left_open,
            least=_weight(self.law, met),
            most=_weight(self.law, [*met, *maybe]),
        )

    def _open(
        self, view: View, day: date, said: Evaluation, met: AbstractSet[str]
    ) -> tuple[Undetermined, ...]:
        """What the rules of *day* leave open about *view*: alone, or with the other events.

        Alone too, because a rule that another event meets is not open in the whole case.
        """
        found = {each.rule: each for each in self._asked(day, lambda one: one is view)}
        if said.undetermined:  # about this event, if without it the rule is not open, or for less
            without = self._asked(day, lambda one: one is not view)
            found |= {each.rule: each for each in said.undetermined if each not in without}
        return tuple(
            found[rule] for rule in sorted(found) if rule in self.burdens and rule not in met
        )

    def _asked(self, day: date, keep: Callable[[View], bool]) -> tuple[Undetermined, ...]:
        return evaluate_case(self.law, only(self.case, keep), under=day).undetermined


def _weight(law: Law, rules: Iterable[Rule]) -> Weight:
    """How heavy the rules are together; one at discretion counts as applied."""
    listing = [(law.lists[r.list].weight, r.term.months) for r in rules if r.list and r.term]
    bans = [rule.ban for rule in rules if rule.ban is not None]
    graver = [ban.grave for ban in bans if ban.grave is not None]
    return (
        max((weight for weight, _ in listing), default=0),
        max((months for _, months in listing), default=0),
        max((LIFE if ban.months is None else ban.months for ban in bans), default=0),
        max((LIFE if each.months is None else each.months for each in graver), default=0),
    )


def _compared(book: _Book, view: View) -> Comparison | None:
    before, now = book.side(view, view.day), book.side(view, book.case.on)
    if before.rules == now.rules:
        return None
    settled = _settled(book, view, before, now)
    told: Told = ("settled", None) if settled else _milder(before, now)
    milder, by = told
    words = book.law.two_dates
    doubts = () if settled else _doubts(book, before, now, milder)
    notes = (words.settled,) if settled else _past_limits(book, view)
    return Comparison(
        ref=view.ref,
        title=book.law.kinds.kinds[view.kind].title,
        conduct=before,
        decision=now,
        milder=milder,
        by=by,
        principle=words.principle,
        doubts=tuple(words.doubts[name] for name in doubts),
        notes=tuple(notes),
    )


def _milder(before: Side, now: Side) -> Told:
    """The milder side and the measure that tells; undetermined where what is open could turn it."""
    worlds = {
        _lighter(one, other)
        for one, other in product({before.least, before.most}, {now.least, now.most})
    }
    told = {side for side, _ in worlds} - {"same"}
    if len(told) > 1:
        return "undetermined", None
    if not told:
        return "same", None
    (side,) = told  # in some worlds milder, in the others the same: never heavier
    return side, next(each for each in MEASURES if (side, each) in worlds)


def _lighter(before: Weight, now: Weight) -> Told:
    for one, other, measure in zip(before, now, MEASURES, strict=True):
        if one != other:
            return ("conduct" if one < other else "decision"), measure
    return "same", None


def _settled(book: _Book, view: View, before: Side, now: Side) -> bool:
    """Whether the penalty was made while all that speaks of the conduct was still in force."""
    made = view.penalised
    return (
        made is not None
        and not now.rules
        and all(book.burdens[rule].instrument.in_force.covers(made) for rule in before.rules)
    )


def _doubts(book: _Book, before: Side, now: Side, milder: Milder) -> Iterator[str]:
    """Which doubts arise, in the order of DOUBTS."""
    rules = [book.burdens[each] for each in (*before.rules, *now.rules)]
    old = [book.burdens[each] for each in before.rules]
    if any(rule.list is not None for rule in rules):
        yield "no_transition"
        yield "penalty_like"
        gone = [r for r in old if r.list and not r.instrument.in_force.covers(book.case.on)]
        if gone and milder in ("conduct", "same"):
            yield "repealed"
    if _disagree(before.most, now.most):
        yield "mixed"
    if any(rule.discretionary for rule in rules):
        yield "discretion"


def _disagree(before: Weight, now: Weight) -> bool:
    """Whether one measure is lighter on one side and another on the other."""
    pairs = list(zip(before, now, strict=True))
    return any(one < other for one, other in pairs) and any(one > other for one, other in pairs)


def _past_limits(book: _Book, view: View) -> Iterator[Remark]:
    """The limits that have passed between the conduct and the penalty, or the day of the case."""
    until = view.penalised or book.case.on
    for limit in book.law.two_dates.limits:
        if until > add_months(view.day, limit.months):
            yield limit.remark
