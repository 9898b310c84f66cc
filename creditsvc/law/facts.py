"""Facts an event may state: their types, what is wrong with a stated value, and exact figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from creditsvc.law.domain import Texts

TYPES = ("integer", "money", "decimal", "boolean", "code", "codes", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact a kind of event may state. *values* are its codes, lowest first where *ordered*."""

    name: str
    title: Texts
    type: str
    values: Mapping[str, Texts]
    ordered: bool
    absent_means: bool | None

    def fault(self, value: object) -> tuple[str, str] | None:
        """What is wrong with a stated *value*, in Chinese and English; None if nothing is."""
        return _FAULTS[self.type](self, value)


def number(value: object) -> int | Decimal | None:
    """A stated figure as an exact number; None if it is not stated or is not a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return value
    if not isinstance(value, str):
        return None
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


def day(value: object) -> date | None:
    """A stated day; None if it is not stated or is not a day."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _integer_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return None
    return (
        f"“{fact.title['zh']}”应为非负整数",
        f"{fact.name} must be a whole number, not below zero",
    )


def _money_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    exact = number(value)
    cents = Decimal(exact) * 100 if exact is not None else None
    if cents is not None and cents >= 0 and cents == cents.to_integral_value():
        return None
    return (
        f"“{fact.title['zh']}”应为以元计的金额（至多两位小数，不得为负）",
        f"{fact.name} must be an amount in yuan, at most two decimals, not below zero",
    )


def _decimal_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    exact = number(value)
    if exact is not None and exact >= 0:
        return None
    return f"“{fact.title['zh']}”应为非负数", f"{fact.name} must be a number, not below zero"


def _boolean_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return None
    return f"“{fact.title['zh']}”应为 true 或 false", f"{fact.name} must be true or false"


def _code_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value) in fact.values:
        return None
    words = "、".join(fact.values), ", ".join(fact.values)
    return f"“{fact.title['zh']}”应为：{words[0]}", f"{fact.name} must be one of: {words[1]}"


def _codes_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    if isinstance(value, list | tuple) and all(_code_fault(fact, each) is None for each in value):
        return None
    words = "、".join(fact.values), ", ".join(fact.values)
    return (
        f"“{fact.title['zh']}”应为列表，取自：{words[0]}",
        f"{fact.name} must be a list out of: {words[1]}",
    )


def _date_fault(fact: Fact, value: object) -> tuple[str, str] | None:
    if day(value) is not None:
        return None
    return f"“{fact.title['zh']}”应为真实存在的日期", f"{fact.name} must be a real day"


_FAULTS: Mapping[str, Callable[[Fact, object], tuple[str, str] | None]] = {
    "integer": _integer_fault,
    "money": _money_fault,
    "decimal": _decimal_fault,
    "boolean": _boolean_fault,
    "code": _code_fault,
    "codes": _codes_fault,
    "date": _date_fault,
}
