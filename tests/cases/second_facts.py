"""What the second reading needs to know of an event: days, facts, grade, and three-valued logic."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any

Row = dict[str, Any]
Truth = bool | None  # None: unknown
Test = Callable[[Row], Truth]

GRADES = ["general", "major", "serious", "extraordinary"]
FLOORS = {
    "deaths": [0, 3, 10, 30],
    "serious_injuries": [0, 10, 50, 100],
    "direct_loss": [0, 10_000_000, 50_000_000, 100_000_000],
}

CASUALTIES = ("deaths", "serious_injuries")


def both(*truths: Truth) -> Truth:
    """And, of three values."""
    if any(one is False for one in truths):
        return False
    return None if any(one is None for one in truths) else True


def either(*truths: Truth) -> Truth:
    """Or, of three values."""
    if any(one is True for one in truths):
        return True
    return None if any(one is None for one in truths) else False


def not_(truth: Truth) -> Truth:
    """Not, of three values."""
    return None if truth is None else not truth


def months_after(day: date, months: int) -> date:
    """The corresponding day, or the last day of a month without one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_of(row: Row) -> date:
    return date.fromisoformat(row["occurred_on"])


def penalty_of(row: Row, on: date) -> date | None:
    told = row.get("penalised_on")
    made = date.fromisoformat(told) if told else None
    return made if made and made <= on else None


def stood(row: Row, on: date) -> Row:
    """The row with the facts it had on *on*: dead and hurt count for 30 days, 7 for fire and road."""
    facts = dict(row.get("facts", {}))
    entries = sorted((date.fromisoformat(one["from"]), one["facts"]) for one in row["later_facts"])
    happened = [(day, told) for day, told in entries if day <= on]
    for _, told in happened:
        facts.update({name: told[name] for name in told if name not in CASUALTIES})
    week = row["kind"] == "fs.accident" or facts.get("road_traffic") is True
    for day, told in happened:
        if (day - day_of(row)).days <= (7 if week else 30):
            facts.update({name: told[name] for name in told if name in CASUALTIES})
    return {**row, "facts": facts, "later_facts": []}


def fact(row: Row, name: str) -> Any:
    return row.get("facts", {}).get(name)


def is_(row: Row, name: str, *values: Any) -> Truth:
    told = fact(row, name)
    return None if told is None else told in values


def grade(row: Row) -> int | None:
    """0 to 3, or None: neither an approved grade nor any figure."""
    if fact(row, "grade"):
        return GRADES.index(fact(row, "grade"))
    reached = [
        sum(float(fact(row, name)) >= floor for floor in floors) - 1
        for name, floors in FLOORS.items()
        if fact(row, name) is not None
    ]
    return max(reached) if reached else None


def graded(row: Row, test: Callable[[int], bool]) -> Truth:
    known = grade(row)
    return None if known is None else test(known)
