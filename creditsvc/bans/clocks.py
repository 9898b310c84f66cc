"""The authority's time to decide a ban: that of the penalty it belongs to (行政处罚法第九条、第六十条). Pure."""

from datetime import date

from creditsvc.bans.domain import Ban, Stage
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import Clock, due

PERIOD = "penalty.decision"


def clocks(law: Law, calendar: Calendar, ban: Ban, today: date) -> list[Clock]:
    """The time to decide, from the day of the proposal; none where the rulebook sets none.

    That a ban is a penalty restricting practice, and so has its time, is our reading.
    """
    period = law.procedures.get(PERIOD)
    if period is None or not period.in_force.covers(ban.opened_on) or ban.stage is Stage.DROPPED:
        return []
    decided = ban.decision.document.day if ban.decision is not None else None
    until = due(calendar, period, ban.opened_on)
    return [Clock(period=period, due=until, done_on=decided, today=today)]
