"""The words of a condition read as plainly as possible, for records of which everything is known.

Slow and without three values, so that it can be checked by reading it; the program's own reading is
held against it.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from creditsvc.law.domain import Event

Plain = dict[str, Any]


def last_day(window: Plain | None, first: date) -> date:
    """The last day of a window that opens on *first*."""
    if window is None:
        return date.max
    if "days" in window:
        return first + timedelta(days=window["days"])
    month = first.year * 12 + first.month - 1 + window["months"]
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def holds(condition: Plain, events: Sequence[Event], on: date) -> bool:
    """Whether *condition* is met by *events* as they stood on *on*."""
    there = [each for each in events if each.status == "effective" and each.occurred_on <= on]
    ((word, said),) = condition.items()
    if word == "not":
        return not holds(said, events, on)
    if word in ("all", "any"):
        return {"all": all, "any": any}[word](holds(part, events, on) for part in said)
    return {"event": _event, "count": _count, "sum": _sum, "absent": _absent}[word](said, there, on)


def _event(said: Plain, there: list[Event], on: date) -> bool:
    if not said.get("latest"):
        return any(_matches(said, each, on) for each in there)
    of_kind = [each for each in there if each.kind in _kinds(said)]
    newest = max((each.occurred_on for each in of_kind), default=None)
    told = [_matches(said, each, on) for each in of_kind if each.occurred_on == newest]
    return bool(told) and all(told)


def _count(said: Plain, there: list[Event], on: date) -> bool:
    meant = [each for each in there if _matches(said["event"], each, on)]
    if said.get("by") == "penalty":
        days = [each.penalised_on for each in meant if _penalised(each, on)]
    else:
        days = [each.occurred_on for each in meant]
    return _reaches([(day, 1) for day in days], said)


def _sum(said: Plain, there: list[Event], on: date) -> bool:
    meant = [each for each in there if _matches(said["event"], each, on)]
    return _reaches([(each.occurred_on, each.facts[said["fact"]]) for each in meant], said)


def _reaches(weighed: list[tuple[date, int]], said: Plain) -> bool:
    for first, _ in weighed:
        last = last_day(said.get("within"), first)
        if sum(weight for day, weight in weighed if first <= day <= last) >= said["at_least"]:
            return True
    return False


def _absent(said: Plain, there: list[Event], on: date) -> bool:
    for each in there:
        if _matches(said["event"], each, on):
            conduct = [each.occurred_on] if "conduct" in said.get("by", ["conduct"]) else []
            penalty = [each.penalised_on] if "penalty" in said.get("by", ["conduct"]) else []
            days = conduct + [day for day in penalty if day is not None and day <= on]
            if any(day <= on <= last_day(said["for"], day) for day in days):
                return False
    return True


def _kinds(said: Plain) -> list[str]:
    return said["kind"] if isinstance(said["kind"], list) else [said["kind"]]


def _penalised(event: Event, on: date) -> bool:
    return event.penalised_on is not None and event.penalised_on <= on


def _matches(said: Plain, event: Event, on: date) -> bool:
    if event.kind not in _kinds(said):
        return False
    if said.get("requires") == "penalty" and not _penalised(event, on):
        return False
    if said.get("requires") == "no_later_penalty" and (event.penalised_on or on) > on:
        return False
    return all(
        _compares(asked, event.facts[name], on) for name, asked in said.get("where", {}).items()
    )


GRADES = ["general", "major", "serious", "extraordinary"]


def _compares(asked: object, stated: Any, on: date) -> bool:
    if not isinstance(asked, dict):
        return stated in asked if isinstance(asked, list) else stated == asked
    if stated in GRADES:
        stated, asked = GRADES.index(stated), {k: GRADES.index(v) for k, v in asked.items()}
    told = []
    for word, wanted in asked.items():
        if word == "at_least":
            told.append(stated >= wanted)
        elif word == "at_most":
            told.append(stated <= wanted)
        elif word == "includes":
            told.append(any(each in wanted for each in stated))
        elif word == "only":
            told.append(all(each in wanted for each in stated))
        else:
            told.append(date.fromisoformat(stated) >= on)
    return all(told)
