"""The times of a ban: the authority's to decide it, of an own one those of its case, and its own last day. Pure."""

from datetime import date

from creditsvc.bans.domain import Ban, Stage
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks as cases
from creditsvc.proceedings.clocks import Clock, due

PERIOD = "penalty.decision"
TERM = "ban.term"
TEXT = {"zh": "禁入期限最后一日，次日起终止", "en": "last day of the ban"}


def clocks(law: Law, calendar: Calendar, ban: Ban, today: date) -> list[Clock]:
    """The time to decide, from the day of the proposal, then the times of the case (行政处罚法第六十条).

    None where the rulebook sets none. That a ban is a penalty restricting practice, and so has its
    times, is our reading.
    """
    if ban.stage is Stage.DROPPED:
        return []
    decided = ban.decision.document.day if ban.decision is not None else None
    found: list[Clock] = []
    period = law.procedures.get(PERIOD)
    if period is not None and period.in_force.covers(ban.opened_on):
        until = due(calendar, period, ban.opened_on)
        found.append(Clock(period=period, due=until, done_on=decided, today=today))
    if ban.case is not None:
        found += cases.clocks(law, calendar, ban.case, today)
    return found


def term(ban: Ban, today: date) -> list[Clock]:
    """The last day of a ban that runs or is to run; none where it is for life, or has ended early."""
    made = ban.decision
    if made is None or made.last_day is None or ban.end is not None:
        return []
    return [cases.term(TERM, TEXT, ban.basis.article, (made.from_day, made.last_day), today)]
