"""Facts over time: what an event's facts were on a day, and since when its grade has stood.

What is stated from a later day on overlays what was stated before. Casualties of a day past those
that count (`CountingDays`) are left out; loss and the approved grade are not bound by those days.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from creditsvc.kernel.periods import add_days
from creditsvc.law.counting import CountingDays
from creditsvc.law.domain import Event, GradeSince, LaterFacts
from creditsvc.law.kinds import Grades, Kind

Facts = Mapping[str, object]


def facts_on(event: Event, on: date, counting: CountingDays | None) -> Facts:
    """The facts of *event* as they stood on *on*: what is from a later day has not happened."""
    due, facts = _due(event, on), dict(event.facts)
    casualties = counting.figures if counting is not None else ()
    for later in due:
        facts |= {name: value for name, value in later.facts.items() if name not in casualties}
    last = counting.last_day(event.occurred_on, facts) if counting is not None else on
    for later in due:
        if later.from_ <= last:
            facts |= {name: value for name, value in later.facts.items() if name in casualties}
    return facts


def grade_since(event: Event, on: date, kind: Kind, table: Grades) -> GradeSince | None:
    """Since when the grade of *on* has stood unbroken, and on what; None: since the accident."""
    after = {later.from_ for later in _due(event, on) if later.from_ > event.occurred_on}
    days = [event.occurred_on, *sorted(after)]
    grades = [table.prevailing(facts_on(event, day, kind.counted_by)) for day in days]
    now, first = grades[-1], len(days) - 1
    while first > 0 and grades[first - 1] == now:
        first -= 1
    return GradeSince(day=days[first], basis=now.basis) if now is not None and first else None


def remarks(event: Event, on: date, kind: Kind) -> Iterator[str]:
    """What to know of later casualties of *event* on *on*: left out, in doubt, or still to change."""
    counting, table = kind.counted_by, kind.graded_by
    told = [] if counting is None else _casualties(event, on, counting)
    if counting is None or table is None or not told:
        return
    facts = facts_on(event, on, counting)
    last = counting.last_day(event.occurred_on, facts)
    for day, name, value in told:
        title = kind.facts[name].title
        if day > last and value != facts.get(name):
            yield (
                f"{event.ref} 自{day}起的{title['zh']}{value}不计：计至{last}（{counting.source}）"
                f" / {title['en']} {value} of {event.ref} from {day} do not count, being after {last}"
            )
        for fact, short in _shorter(event, counting, facts) if day <= last else ():
            if day > short:
                asked = kind.facts[fact].title
                yield (
                    f"{event.ref} 未写明是否{asked['zh']}（{fact}）：自{day}起的{title['zh']}{value}计入，"
                    f"若是则只计至{short}（{counting.source}）"
                    f" / whether {event.ref} is a {asked['en']} ({fact}) is not stated: {title['en']}"
                    f" {value} from {day} count, which they would not after {short} if it is"
                )
    grade = table.prevailing(facts)
    if on <= last and (grade is None or grade.basis == "figures"):
        yield (
            f"{event.ref} 的伤亡人数至{last}仍可变化（{counting.source}）"
            f" / the casualties of {event.ref} may still change up to {last}"
        )


def _due(event: Event, on: date) -> list[LaterFacts]:
    """The later facts that stand on *on*, oldest first."""
    due = (later for later in event.later_facts if later.from_ <= on)
    return sorted(due, key=lambda later: later.from_)


def _casualties(event: Event, on: date, counting: CountingDays) -> list[tuple[date, str, object]]:
    """Day, name and value of every casualty figure stated later that stands on *on*."""
    return [
        (later.from_, name, value)
        for later in _due(event, on)
        for name, value in later.facts.items()
        if name in counting.figures
    ]


def _shorter(event: Event, counting: CountingDays, facts: Facts) -> list[tuple[str, date]]:
    """The facts not stated that, if true, would end the counting earlier, each with that last day."""
    return [
        (name, add_days(event.occurred_on, days))
        for name, days in counting.shorter.items()
        if facts.get(name) is None
    ]
