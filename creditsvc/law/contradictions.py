"""Conditions that nothing can ever fulfil, found from their words alone."""

from decimal import Decimal

from creditsvc.law.conditions import (
    Absent,
    All,
    AnyOf,
    Condition,
    Count,
    EventSpec,
    Happened,
    Not,
    Sum,
)
from creditsvc.law.kinds import Fact, number
from creditsvc.law.matchers import Matcher

Why = tuple[str, str]


def impossible(when: Condition) -> Why | None:
    """Why *when* can never hold, in Chinese and English; None if it may.

    Only contradictions within one description, and between a demand and a longer or equal absence
    of all it could be met by, are found.
    """
    match when:
        case Happened(event=spec) | Count(event=spec) | Sum(event=spec):
            return _no_such_event(spec)
        case All(parts=parts):
            found = (impossible(part) for part in parts)
            return next((why for why in found if why is not None), _at_odds(parts))
        case AnyOf(parts=parts):
            several = [impossible(part) for part in parts]
            return several[0] if all(why is not None for why in several) else None
        case Absent() | Not():
            return None


def _no_such_event(spec: EventSpec) -> Why | None:
    for matcher in spec.where:
        if not _possible(matcher):
            title = matcher.fact.title
            return (
                f"没有任何值能满足对“{title['zh']}”的要求",
                f"no value of {matcher.fact.name} can be what is asked",
            )
    return None


def _possible(matcher: Matcher) -> bool:
    if matcher.fact.type == "codes":
        wanted, allowed = (set(_codes(matcher, word)) for word in ("includes", "only"))
        return not (wanted and allowed) or not wanted.isdisjoint(allowed)
    low, high = _bound(matcher, "at_least"), _bound(matcher, "at_most")
    codes = next((each.values for each in matcher.bounds if each.word == "one_of"), None)
    if codes is not None:
        ranks = [_rank(matcher.fact, code) for code in codes]
        return any(
            (low is None or rank >= low) and (high is None or rank <= high) for rank in ranks
        )
    highest = len(matcher.fact.values) - 1 if matcher.fact.type == "code" else None
    floor = low if low is not None else 0
    ceiling = high if high is not None else highest
    return ceiling is None or (floor <= ceiling and ceiling >= 0)


def _codes(matcher: Matcher, word: str) -> tuple[object, ...]:
    return next((each.values for each in matcher.bounds if each.word == word), ())


def _bound(matcher: Matcher, word: str) -> int | Decimal | None:
    for bound in matcher.bounds:
        if bound.word == word:
            return _rank(matcher.fact, bound.values[0])
    return None


def _rank(fact: Fact, value: object) -> int | Decimal:
    if fact.type == "code":
        return list(fact.values).index(str(value))
    return number(value) or 0


def _at_odds(parts: tuple[Condition, ...]) -> Why | None:
    """A part and its own negation cannot both hold."""
    for part in parts:
        if isinstance(part, Not) and part.part in parts:
            return "同一条件既要求成立又要求不成立", "one part is demanded and denied at once"
    return None
