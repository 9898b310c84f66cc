"""What a rule asks of one fact: a value, one of several, bounds, codes in a list, a day not past.

Every matcher is three-valued: True, False, or None where the fact is not stated.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from creditsvc.law.kinds import Fact, Kind, day, number
from creditsvc.law.reading import Text

Truth: TypeAlias = bool | None
Word: TypeAlias = Literal["one_of", "at_least", "at_most", "includes", "only", "not_before"]
Test: TypeAlias = Callable[[object, date], Truth]
TODAY = "assessment"  # the one day a date can be compared with


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One comparison with a fact; *values* are what it is compared with."""

    word: Word
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """All comparisons a rule makes with one fact."""

    fact: Fact
    bounds: tuple[Bound, ...]

    def test(self) -> Test:
        """The compiled comparison of a stated or absent value."""
        absent, tests = self.fact.absent_means, [_TESTS[b.word](self.fact, b) for b in self.bounds]

        only = tests[0] if len(tests) == 1 else None

        def holds(value: object, on: date) -> Truth:
            if value is None:
                if absent is None:
                    return None
                value = absent
            if only is not None:
                return only(value, on)
            truth: Truth = True
            for each in tests:
                found = each(value, on)
                if found is False:
                    return False
                if found is None:
                    truth = None
            return truth

        return holds


def read_matcher(name: str, entry: Text, kinds: Iterable[Kind]) -> Matcher:
    """What *entry* asks of the fact *name*. Raises RulebookError."""
    fact: Fact | None = None
    for kind in kinds:
        fact = kind.facts.get(name)
        if fact is None:
            words = "、".join(kind.facts) or "无", ", ".join(kind.facts) or "none"
            raise entry.error(
                f"{kind.id} 没有事实“{name}”；可用：{words[0]}",
                f"{kind.id} has no fact “{name}”; it has: {words[1]}",
            )
    if fact is None:
        raise entry.error("没有事件类型", "there is no kind of event")
    if isinstance(entry.value, dict):
        if not entry.fields:
            raise entry.error("比较不能为空", "a comparison must not be empty")
        bounds = tuple(_bound(fact, word, value) for word, value in entry.fields.items())
        return Matcher(fact=fact, bounds=bounds)
    return Matcher(fact=fact, bounds=(_one_of(fact, entry),))


def _one_of(fact: Fact, entry: Text) -> Bound:
    values = entry.items if isinstance(entry.value, list) else [entry]
    if not values:
        raise entry.error("取值不能为空", "name at least one value")
    if fact.type in ("codes", "date"):
        raise entry.error(
            f"{fact.name} 请用 includes、only 或 not_before", f"{fact.name} takes a comparison"
        )
    return Bound(word="one_of", values=tuple(_value(fact, value) for value in values))


def _value(fact: Fact, entry: Text) -> object:
    if fact.type in ("code", "codes"):
        if entry.text not in fact.values:
            words = "、".join(fact.values), ", ".join(fact.values)
            raise entry.error(
                f"{fact.name} 的取值：{words[0]}", f"{fact.name} is one of: {words[1]}"
            )
        return entry.text
    if fact.type == "boolean":
        return entry.flag
    return _figure(entry)


def _figure(entry: Text) -> int | Decimal:
    exact = number(entry.value)
    if exact is None or exact < 0:
        raise entry.error(
            "应为不小于零的数字（小数加引号）",
            "must be a number not below zero (decimals in quotes)",
        )
    return exact


def _bound(fact: Fact, word: str, entry: Text) -> Bound:
    types = _FITS.get(word)
    if types is None:
        known = "、".join(_FITS), ", ".join(_FITS)
        raise entry.error(
            f"不认识的比较“{word}”；可用：{known[0]}", f"unknown comparison; use: {known[1]}"
        )
    if fact.type not in types or (fact.type == "code" and word != "one_of" and not fact.ordered):
        raise entry.error(
            f"{fact.name} 不能用“{word}”比较", f"{fact.name} cannot be compared by “{word}”"
        )
    if word == "not_before":
        if entry.text != TODAY:
            raise entry.error(
                f"not_before 只能与 {TODAY} 比较", f"not_before compares with {TODAY} only"
            )
        return Bound(word="not_before", values=(TODAY,))
    values = entry.items if isinstance(entry.value, list) else [entry]
    if word in ("at_least", "at_most") and len(values) != 1:
        raise entry.error("上下限只能是一个值", "a bound is one value")
    return Bound(word=_WORDS[word], values=tuple(_value(fact, value) for value in values))


def _test_one_of(fact: Fact, bound: Bound) -> Test:
    if fact.type == "code":
        codes = frozenset(bound.values)
        return lambda value, _: str(value) in codes
    if fact.type == "boolean":
        (wanted,) = bound.values if len(bound.values) == 1 else (None,)
        return lambda value, _: value is wanted if wanted is not None else True
    return lambda value, _: number(value) in bound.values


def _test_at_least(fact: Fact, bound: Bound) -> Test:
    return _compare(fact, bound, lambda value, limit: value >= limit)


def _test_at_most(fact: Fact, bound: Bound) -> Test:
    return _compare(fact, bound, lambda value, limit: value <= limit)


def _compare(
    fact: Fact, bound: Bound, holds: Callable[[int | Decimal, int | Decimal], bool]
) -> Test:
    (limit,) = bound.values
    if fact.type == "code":
        ranks = {code: rank for rank, code in enumerate(fact.values)}
        floor = ranks[str(limit)]
        return lambda value, _: holds(ranks[str(value)], floor) if str(value) in ranks else None
    figure = number(limit) or 0

    def within(value: object, _: date) -> Truth:
        if value is False:  # absent, and absence means no
            return False
        exact = number(value)
        return None if exact is None else holds(exact, figure)

    return within


def _test_includes(_: Fact, bound: Bound) -> Test:
    wanted = frozenset(bound.values)
    return lambda value, _: (
        None if not isinstance(value, list | tuple) else not wanted.isdisjoint(value)
    )


def _test_only(_: Fact, bound: Bound) -> Test:
    wanted = frozenset(bound.values)
    return lambda value, _: (
        None if not isinstance(value, list | tuple) or not value else wanted >= set(value)
    )


def _test_not_before(_: Fact, __: Bound) -> Test:
    def valid(value: object, on: date) -> Truth:
        last = day(value)
        return None if last is None else last >= on

    return valid


_TESTS: dict[Word, Callable[[Fact, Bound], Test]] = {
    "one_of": _test_one_of,
    "at_least": _test_at_least,
    "at_most": _test_at_most,
    "includes": _test_includes,
    "only": _test_only,
    "not_before": _test_not_before,
}
_WORDS: dict[str, Word] = {word: word for word in _TESTS}
_FIGURES = ("integer", "money", "decimal", "code")
_FITS: dict[str, tuple[str, ...]] = {
    "one_of": ("integer", "money", "decimal", "code", "boolean"),
    "at_least": _FIGURES,
    "at_most": _FIGURES,
    "includes": ("codes",),
    "only": ("codes",),
    "not_before": ("date",),
}
