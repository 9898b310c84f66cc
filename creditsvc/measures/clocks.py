"""The executor's time to answer an order and to lift a measure. Pure.

A list has its own time to lift (`LIST.lift`) or goes by the general one (`measures.lift`).
"""

from datetime import date

from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.measures.domain import LIFT
from creditsvc.proceedings.clocks import Clock, due


def clock(
    law: Law, calendar: Calendar, list_id: str, kind: str, since: date, today: date
) -> Clock | None:
    """The clock of an order that stands *since* that day and is open; None: no time is set for it."""
    names = (f"{list_id}.lift", "measures.lift") if kind == LIFT else ("measures.respond",)
    for name in names:
        period = law.procedures.get(name)
        if period is not None and period.in_force.covers(since):
            until = due(calendar, period, since)
            return Clock(period=period, due=until, done_on=None, today=today)
    return None
