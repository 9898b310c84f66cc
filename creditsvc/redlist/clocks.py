"""The public notice before a grant and the party's time to reply before a loss, as the law counts them. Pure."""

from datetime import date

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.law.course import Period
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import CalendarMissing, Clock, NoProcedure, due
from creditsvc.redlist.application import Application
from creditsvc.redlist.losing import Loss

OBJECTIONS, REPLY = "reply", "loss_reply"


def period(law: Law, list_id: str, what: str, on: date) -> Period:
    """The period *what* (OBJECTIONS, REPLY) of the honour that begins on *on*; raises NoProcedure."""
    found = law.procedures.get(f"{list_id}.{what}")
    if found is None or not found.in_force.covers(on):
        raise NoProcedure(
            f"规则书没有规定 {list_id} 的期限 {what}",
            f"the rulebook sets no period {what} for {list_id}",
            list=list_id,
        )
    return found


def counted(law: Law, calendar: Calendar, list_id: str, what: str, on: date) -> Due:
    """The last day of that period."""
    return due(calendar, period(law, list_id, what, on), on)


def surely_over(
    law: Law, calendar: Calendar, list_id: str, what: str, began: tuple[date, date, bool]
) -> date:
    """The last day of a period that *began* so: its first day, its last as then told, provisional.

    A provisional one is counted again by the calendar as it is now, and never ends earlier than was
    told. Raises CalendarMissing while it still cannot be counted.
    """
    first, told, provisional = began
    if not provisional:
        return told
    again = counted(law, calendar, list_id, what, first)
    if again.provisional:
        raise CalendarMissing(
            f"期限跨入{again.day.year}年，该年放假安排尚未载入，不能确定期限已满",
            f"the period runs into {again.day.year}, whose working days are not loaded yet",
            year=again.day.year,
        )
    return max(told, again.day)


def of_application(
    law: Law, calendar: Calendar, one: Application, today: date
) -> tuple[Clock, ...]:
    """The notice's clock, once it was announced: it is done when it is over, and never overdue."""
    notice = one.announcement
    if notice is None:
        return ()
    first = notice.document.day
    running = period(law, one.list, OBJECTIONS, first)
    ends = _as_now(calendar, running, first, Due(day=notice.until, provisional=notice.provisional))
    ended = one.outcome.document.day if one.outcome is not None else None
    return (Clock(period=running, due=ends, done_on=_over(ends, today) or ended, today=today),)


def of_loss(
    law: Law, calendar: Calendar, list_id: str, loss: Loss, today: date
) -> tuple[Clock, ...]:
    """The party's time to reply, which ends by itself."""
    first = loss.service.served_on
    running = period(law, list_id, REPLY, first)
    ends = _as_now(
        calendar, running, first, Due(day=loss.reply_until, provisional=loss.provisional)
    )
    return (Clock(period=running, due=ends, done_on=_over(ends, today), today=today),)


def _as_now(calendar: Calendar, running: Period, first: date, told: Due) -> Due:
    """What the party was *told*, or, where that was provisional, the same counted by the calendar now."""
    if not told.provisional:
        return told
    again = due(calendar, running, first)
    return Due(day=max(told.day, again.day), provisional=again.provisional)


def _over(ends: Due, today: date) -> date | None:
    """The day it ended, once it is surely over."""
    return ends.day if today > ends.day and not ends.provisional else None
