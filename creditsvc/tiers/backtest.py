"""What would move if a draft rulebook held instead of the one in use. Pure: no clock, no database.

Both read the same record on the same day, as `creditsvc assess` reads it. Decided listings are not
asked about: a draft does not move them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias
from uuid import UUID

from creditsvc.findings.domain import Assessment, assess
from creditsvc.kernel.periods import add_months
from creditsvc.law.domain import Event, Finding
from creditsvc.law.grading import Scheme
from creditsvc.law.rulebook import Law
from creditsvc.tiers.domain import would_stand

# met: firm; proposed: at discretion; review: for legal review; undetermined: a fact is unknown.
State: TypeAlias = Literal["none", "undetermined", "review", "proposed", "met"]
# other: a tier that only one of the two schemes has. rules: the same tier, yet other findings.
Direction: TypeAlias = Literal["better", "worse", "other", "rules", "same"]
DIRECTIONS: tuple[Direction, ...] = ("worse", "better", "other", "rules", "same")
_Said: TypeAlias = tuple[State, object]
_HELD = frozenset({"met", "proposed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The rulebook in use and the draft, with the tier scheme of each."""

    in_use: Law
    draft: Law
    scheme: str

    @property
    def schemes(self) -> tuple[Scheme, Scheme]:
        """The scheme as the one in use has it, and as the draft has it."""
        return self.in_use.schemes[self.scheme], self.draft.schemes[self.scheme]

    @property
    def tiers(self) -> tuple[str, ...]:
        """Every tier of both, best first; those that only the draft has come last."""
        return tuple(dict.fromkeys(tier.id for scheme in self.schemes for tier in scheme.tiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleMove:
    """A rule that says something else under the draft.

    *before* and *after* may be the same: then what follows from the rule differs (list, term, ban).
    """

    rule: str
    before: State
    after: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One enterprise on one day under both rulebooks."""

    before: str
    after: str
    direction: Direction
    rules: tuple[RuleMove, ...]

    @property
    def gained(self) -> tuple[str, ...]:
        """Rules that are met, firmly or at discretion, under the draft alone."""
        return tuple(m.rule for m in self.rules if m.after in _HELD and m.before not in _HELD)

    @property
    def lost(self) -> tuple[str, ...]:
        """Rules that are met under the rulebook in use alone."""
        return tuple(m.rule for m in self.rules if m.before in _HELD and m.after not in _HELD)

    @property
    def newly_undetermined(self) -> tuple[str, ...]:
        """Rules that the draft leaves open and the rulebook in use does not."""
        return self._now("undetermined")

    @property
    def newly_for_review(self) -> tuple[str, ...]:
        """Rules that the draft finds for legal review and the rulebook in use does not."""
        return self._now("review")

    @property
    def changed(self) -> tuple[str, ...]:
        """All other rules that say something else: another consequence, firm or not, no longer open."""
        told = {*self.gained, *self.lost, *self.newly_undetermined, *self.newly_for_review}
        return tuple(move.rule for move in self.rules if move.rule not in told)

    def _now(self, state: State) -> tuple[str, ...]:
        return tuple(m.rule for m in self.rules if m.after == state != m.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One enterprise of the register; *area* is the region of its code, where it has one."""

    id: UUID
    area: str | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """An enterprise that moves on the day, and where it belongs."""

    id: UUID
    region: str | None
    sector: str | None
    move: Move


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many enterprises with events go where; adding up in any order gives the same.

    tiers: by day, tier in use and tier of the draft. directions: by day. regions, sectors and rules
    are of the day itself, not of the months before it.
    """

    tiers: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    directions: Counter[tuple[date, Direction]] = field(default_factory=Counter)
    regions: Counter[tuple[str | None, Direction]] = field(default_factory=Counter)
    sectors: Counter[tuple[str | None, Direction]] = field(default_factory=Counter)
    rules: Counter[tuple[str, State, State]] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count what *other* counted as well."""
        self.tiers.update(other.tiers)
        self.directions.update(other.directions)
        self.regions.update(other.regions)
        self.sectors.update(other.sectors)
        self.rules.update(other.rules)


def moved(books: Books, events: Sequence[Event], on: date) -> Move:
    """What *events* come to on the day *on* under both rulebooks. Raises NoTierError."""
    old, new = assess(books.in_use, events, on), assess(books.draft, events, on)
    schemes = books.schemes
    before = would_stand(books.in_use, schemes[0], old).tier
    after = would_stand(books.draft, schemes[1], new).tier
    rules = tuple(_rule_moves(_states(old), _states(new)))
    direction: Direction = "rules" if rules else "same"
    if before != after:
        direction = _direction(schemes, before, after)
    return Move(before=before, after=after, direction=direction, rules=rules)


def count(
    books: Books, subjects: Sequence[Subject], days: Sequence[date]
) -> tuple[list[Mover], Tally]:
    """Those of *subjects* that move on the last of *days*, in their order, and the tally of all days."""
    tally, movers, last = Tally(), [], days[-1]
    for subject in subjects:
        for day in days[:-1]:
            _note(tally, day, moved(books, subject.events, day))
        move = moved(books, subject.events, last)
        _note(tally, last, move)
        region = _latest(subject.events, last, "region") or subject.area
        sector = _latest(subject.events, last, "sector")
        tally.regions[region, move.direction] += 1
        tally.sectors[sector, move.direction] += 1
        tally.rules.update((each.rule, each.before, each.after) for each in move.rules)
        if move.direction != "same":
            movers.append(Mover(id=subject.id, region=region, sector=sector, move=move))
    return movers, tally


def days_of(on: date, since: date | None) -> tuple[date, ...]:
    """The first of each month from *since* up to *on*, then *on* itself; without *since* only *on*."""
    if since is None:
        return (on,)
    first = since if since.day == 1 else add_months(since.replace(day=1), 1)
    months = []
    while first < on:
        months.append(first)
        first = add_months(first, 1)
    return (*months, on)


def _note(tally: Tally, day: date, move: Move) -> None:
    tally.tiers[day, move.before, move.after] += 1
    tally.directions[day, move.direction] += 1


def _states(found: Assessment) -> dict[str, _Said]:
    """By rule what it says, and what follows from it."""
    states: dict[str, _Said] = {
        each.rule: (_state(each), _consequence(each)) for each in found.evaluation.findings
    }
    for each in found.evaluation.undetermined:
        states[each.rule] = "undetermined", each.list
    return states


def _consequence(finding: Finding) -> object:
    """What follows, to be compared: list, term, ban and referral, but not how they are worded."""
    ban = finding.ban
    return (
        finding.list,
        finding.term,
        ban and (ban.who, ban.from_, ban.months, ban.grave, ban.counts_from),
        finding.referral and finding.referral.to,
    )


def _state(finding: Finding) -> State:
    if finding.legal_review:
        return "review"
    return "proposed" if finding.discretionary else "met"


def _rule_moves(old: Mapping[str, _Said], new: Mapping[str, _Said]) -> Iterator[RuleMove]:
    nothing: _Said = ("none", None)
    for rule in sorted(old.keys() | new.keys()):
        before, after = old.get(rule, nothing), new.get(rule, nothing)
        if before != after:
            yield RuleMove(rule=rule, before=before[0], after=after[0])


def _direction(schemes: Sequence[Scheme], before: str, after: str) -> Direction:
    """Better or worse by the first scheme that knows both tiers; they stand best first."""
    for scheme in schemes:
        ranks = {tier.id: rank for rank, tier in enumerate(scheme.tiers)}
        if before in ranks and after in ranks:
            return "worse" if ranks[after] > ranks[before] else "better"
    return "other"


def _latest(events: Sequence[Event], on: date, name: Literal["region", "sector"]) -> str | None:
    """What the latest event up to *on* that states it says; of one day, the one of the greater ref."""
    told = [
        (event.occurred_on, event.ref, value)
        for event in events
        if event.occurred_on <= on and (value := getattr(event, name)) is not None
    ]
    return max(told)[2] if told else None
