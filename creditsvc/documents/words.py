"""Days, periods and events in the words of a paper. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from creditsvc.documents.domain import Facts
from creditsvc.kernel.periods import Calendar
from creditsvc.law.course import Period
from creditsvc.law.facts import Fact
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import due

UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}
PROVISIONAL = "，暂按现有放假安排计算"


def day_text(day: date) -> str:
    """A day as GB/T 9704 writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def period(law: Law, calendar: Calendar, key: str, start: date, name: str) -> Facts:
    """A period of the rulebook as `NAME_days`, `NAME_article` and `NAME_until`, counted from *start*.

    All None where the rulebook sets none on that day: nothing is ever made up.
    """
    found = law.procedures.get(key)
    if found is not None and not found.in_force.covers(start):
        found = None
    return counted(calendar, found, start, name)


def counted(calendar: Calendar, found: Period | None, start: date, name: str) -> Facts:
    """The same of a period at hand; None: the rulebook sets none."""
    if found is None:
        return {f"{name}_days": None, f"{name}_article": None, f"{name}_until": None}
    until = due(calendar, found, start)
    return {
        f"{name}_days": f"{found.amount}{UNITS[found.unit]}",
        f"{name}_article": found.article,
        f"{name}_until": day_text(until.day) + (PROVISIONAL if until.provisional else ""),
    }


def numbered(items: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The items, each with its number `n`."""
    return [{"n": str(number), **each} for number, each in enumerate(items, 1)]


def event_text(law: Law, content: Mapping[str, Any], on: date) -> str:
    """What happened and which penalty followed, from an event as its source states it; facts as of *on*."""
    kind = law.kinds.kinds[content["kind"]]
    facts = dict(content.get("facts", {}))
    for later in content.get("later_facts", ()):
        if date.fromisoformat(later["from"]) <= on:
            facts |= later["facts"]
    grades = kind.graded_by
    graded = grades.prevailing(facts) if grades is not None else None
    grade = kind.facts[grades.fact].values[graded.grade]["zh"] if grades and graded else ""
    stated = [
        text
        for name, value in facts.items()
        if (grades is None or name != grades.fact) and (text := _fact(kind.facts[name], value))
    ]
    happened = f"{day_text(date.fromisoformat(content['occurred_on']))}，{grade}{kind.title['zh']}"
    told = f"（{'；'.join(stated)}）" if stated else ""
    return happened + told + _penalty(content)


def _penalty(content: Mapping[str, Any]) -> str:
    if content.get("penalised_on") is None:
        return ""
    by, number = content.get("authority") or "", content.get("document_no")
    named = f"以{number}" if number else ""
    return f"；{day_text(date.fromisoformat(content['penalised_on']))}，{by}{named}作出行政处罚"


def _fact(fact: Fact, value: object) -> str:
    """One fact in words; what is denied is not said."""
    title = fact.title["zh"]
    if isinstance(value, bool):
        return title if value else ""
    named = value if isinstance(value, list) else [value]
    words = [
        fact.values[str(each)]["zh"] if str(each) in fact.values else str(each) for each in named
    ]
    return f"{title}：{'、'.join(words)}"
