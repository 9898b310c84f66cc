"""The authority's time after its decision: entry in the system, publication, update after a removal. Pure."""

from collections.abc import Iterator
from datetime import date

from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.clocks import Clock, due

OWN = "own"


def clocks(law: Law, calendar: Calendar, entry: Entry, today: date) -> tuple[Clock, ...]:
    """The clocks of an entry of our own, in the order in which they began; none of one made elsewhere.

    An entry is in the system from the moment it is made here, and so is its end.
    """
    if entry.ground.get("origin") != OWN:
        return ()
    return tuple(_clocks(law, calendar, entry, today))


def _clocks(law: Law, calendar: Calendar, entry: Entry, today: date) -> Iterator[Clock]:
    decided_on = date.fromisoformat(entry.ground["decided_on"])
    begun = [
        ("system_entry", decided_on, legal_day(entry.from_at)),
        ("publication", decided_on, entry.published_on),
    ]
    if entry.end is not None:
        ended_on = legal_day(entry.end.at)
        begun.append(("removal_update", ended_on, ended_on))
    for name, start, done_on in begun:
        period = law.course.period(f"{entry.list}.{name}", entry.ground.get("region"), start)
        if period is not None:
            yield Clock(
                period=period, due=due(calendar, period, start), done_on=done_on, today=today
            )
