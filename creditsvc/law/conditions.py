"""The vocabulary of a rule's `when`, as values, and how it is read from the rulebook.

A condition is a tree of event, count, sum, absent, all, any and not. What each word means is in
`meaning`; how it reads in Chinese and English is in `wording`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from creditsvc.kernel.periods import add_days, add_months
from creditsvc.law.kinds import Kind, Kinds
from creditsvc.law.matchers import Matcher, read_matcher
from creditsvc.law.reading import Text

PenaltyNeed: TypeAlias = Literal["none", "made", "not_later"]
PENALTY_NEEDS: dict[str, PenaltyNeed] = {"penalty": "made", "no_later_penalty": "not_later"}
DAYS = ("conduct", "penalty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a whole rule asks of every event that counts: sector, region, penalty.

    None: any. *regions* are prefixes of GB/T 2260 codes.
    """

    sectors: frozenset[str] | None = None
    regions: tuple[str, ...] | None = None
    penalty: PenaltyNeed = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSpec:
    """Which events are meant. *latest*: only the newest one of these kinds is looked at."""

    kinds: tuple[str, ...]
    where: tuple[Matcher, ...]
    penalty: PenaltyNeed
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """How far a window reaches: so many months, or so many calendar days. The other is None."""

    months: int | None = None
    days: int | None = None

    def last(self, day: date) -> date:
        """The last day of the window that opens on *day* (民法典 200-202)."""
        if self.months is not None:
            return add_months(day, self.months)
        return add_days(day, self.days or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """There is such an event."""

    event: EventSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """There are at least so many such events within a window (None: ever).

    *by*: the window runs on the days of the ``conduct`` or of the ``penalty``.
    """

    event: EventSpec
    at_least: int
    within: Within | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A figure of such events adds up to at least so much within a window (None: ever)."""

    event: EventSpec
    fact: str
    at_least: int
    within: Within | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """No such event on any of the named *days* in the months before the day of assessment."""

    event: EventSpec
    months: int
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Happened | Count | Sum | Absent | All | AnyOf | Not


def read_condition(entry: Text, kinds: Kinds) -> Condition:
    """The condition written at *entry*. Raises RulebookError."""
    words = list(entry.fields)
    if len(words) != 1 or words[0] not in _WORDS:
        known = "、".join(_WORDS), ", ".join(_WORDS)
        raise entry.error(
            f"条件须由一个词组成：{known[0]}；这里写的是：{'、'.join(words) or '无'}",
            f"a condition is one of {known[1]}; here stands: {', '.join(words) or 'nothing'}",
        )
    return _WORDS[words[0]](entry.need(words[0]), kinds)


def read_event(entry: Text, kinds: Kinds) -> EventSpec:
    """The description of events written at *entry*. Raises RulebookError."""
    entry.only("kind", "except", "where", "requires", "latest")
    meant = expand(entry.need("kind"), kinds)
    excepted = (
        frozenset(expand(entry.need("except"), kinds)) if entry.get("except") else frozenset()
    )
    for kind in sorted(excepted - set(meant)):
        raise entry.need("except").error(
            f"except 去掉的“{kind}”本来就不在 kind 之内，请删去",
            f"except takes away “{kind}”, which kind does not mean: remove it",
        )
    ids = tuple(kind for kind in meant if kind not in excepted)
    if not ids:
        raise entry.error("例外去掉了所有事件类型", "the exceptions leave no kind of event")
    latest = entry.get("latest")
    return EventSpec(
        kinds=ids,
        where=read_where(entry.get("where"), [kinds.kinds[each] for each in ids]),
        penalty=read_need(entry.get("requires")),
        latest=latest is not None and latest.flag,
    )


def read_where(entry: Text | None, kinds: Iterable[Kind]) -> tuple[Matcher, ...]:
    """The matchers of a `where`, each fact known to every one of *kinds*."""
    if entry is None:
        return ()
    return tuple(read_matcher(name, value, kinds) for name, value in entry.fields.items())


def read_need(entry: Text | None) -> PenaltyNeed:
    """What is asked of the penalty."""
    if entry is None:
        return "none"
    if entry.text not in PENALTY_NEEDS:
        words = "、".join(PENALTY_NEEDS), ", ".join(PENALTY_NEEDS)
        raise entry.error(f"requires 可用：{words[0]}", f"requires is one of: {words[1]}")
    return PENALTY_NEEDS[entry.text]


def expand(entry: Text, kinds: Kinds) -> tuple[str, ...]:
    """The kinds that *entry* names; “ws.*” names all that begin with “ws.”."""
    found: dict[str, None] = {}
    for name in entry.texts:
        stem = name.removesuffix("*")
        matching = [
            each for each in kinds.kinds if each == name or (stem != name and each.startswith(stem))
        ]
        if not matching:
            raise entry.error(f"不认识的事件类型“{name}”", f"unknown kind of event “{name}”")
        found.update(dict.fromkeys(matching))
    return tuple(found)


def _happened(entry: Text, kinds: Kinds) -> Condition:
    return Happened(event=read_event(entry, kinds))


def _within(entry: Text) -> Within | None:
    window = entry.get("within")
    if window is None:
        return None
    months, days = window.only("months", "days").get("months"), window.get("days")
    if (months is None) == (days is None):
        raise window.error(
            "within 须写 months 或 days 之一", "within is either months or days: give one"
        )
    return Within(
        months=months.positive if months is not None else None,
        days=days.positive if days is not None else None,
    )


def _plain_event(entry: Text, kinds: Kinds) -> EventSpec:
    event = read_event(entry, kinds)
    if event.latest:
        raise entry.error("latest 只能用于 event", "latest belongs to a single event only")
    return event


def _count(entry: Text, kinds: Kinds) -> Condition:
    entry.only("event", "at_least", "within", "by")
    by = entry.get("by")
    if by is not None and by.text not in DAYS:
        raise by.error("by 应为 conduct 或 penalty", "by is one of: conduct, penalty")
    return Count(
        event=_plain_event(entry.need("event"), kinds),
        at_least=entry.need("at_least").positive,
        within=_within(entry),
        by=by.text if by is not None else DAYS[0],
    )


def _sum(entry: Text, kinds: Kinds) -> Condition:
    entry.only("event", "fact", "at_least", "within")
    event, fact = _plain_event(entry.need("event"), kinds), entry.need("fact")
    for kind in event.kinds:
        known = kinds.kinds[kind].facts.get(fact.text)
        if known is None or known.type not in ("integer", "money", "decimal"):
            raise fact.error(
                f"{kind} 没有可以相加的事实“{fact.text}”",
                f"{kind} has no figure “{fact.text}” to add up",
            )
    return Sum(
        event=event, fact=fact.text, at_least=entry.need("at_least").positive, within=_within(entry)
    )


def _absent(entry: Text, kinds: Kinds) -> Condition:
    entry.only("event", "for", "by")
    by, span = entry.get("by"), entry.need("for").only("months")
    days = by.texts if by is not None else DAYS[:1]
    if by is not None and not set(days) <= set(DAYS):
        raise by.error("by 可用：conduct、penalty", "by is a list of: conduct, penalty")
    return Absent(
        event=_plain_event(entry.need("event"), kinds),
        months=span.need("months").positive,
        days=days,
    )


def _parts(entry: Text, kinds: Kinds) -> tuple[Condition, ...]:
    parts = tuple(read_condition(part, kinds) for part in entry.items)
    if not parts:
        raise entry.error("至少需要一个条件", "at least one condition is needed")
    return parts


def _all(entry: Text, kinds: Kinds) -> Condition:
    return All(parts=_parts(entry, kinds))


def _any(entry: Text, kinds: Kinds) -> Condition:
    return AnyOf(parts=_parts(entry, kinds))


def _not(entry: Text, kinds: Kinds) -> Condition:
    return Not(part=read_condition(entry, kinds))


_WORDS: dict[str, Callable[[Text, Kinds], Condition]] = {
    "event": _happened,
    "count": _count,
    "sum": _sum,
    "absent": _absent,
    "all": _all,
    "any": _any,
    "not": _not,
}
