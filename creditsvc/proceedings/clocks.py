"""Time limits of a case: which period the law sets, and its last day. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.rulebook import Law, Period
from creditsvc.proceedings.domain import Notice, ReplyPeriodOpen


class NoProcedure(Unprocessable):
    """The rulebook names no reply period for this list, so no case can be run lawfully."""

    kind = "no-procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that runs or ran, for the authority or the party. *done_on* None: it still runs."""

    period: Period
    due: Due
    done_on: date | None
    today: date

    @property
    def overdue(self) -> bool:
        """Whether it is or was missed; never said of a due date that may still move."""
        return not self.due.provisional and (self.done_on or self.today) > self.due.day

    def form(self) -> dict[str, Any]:
        """The clock as JSON values."""
        return {
            "key": self.period.key,
            "article": self.period.article,
            "due": self.due.day.isoformat(),
            "provisional": self.due.provisional,
            "done_on": self.done_on and self.done_on.isoformat(),
            "overdue": self.overdue,
            **self.period.text,
        }


def reply_period(law: Law, list_id: str, on: date) -> Period:
    """The party's time to reply to a notice served on *on*; raises NoProcedure."""
    period = law.procedures.get(f"{list_id}.reply")
    if period is None or not period.in_force.covers(on):
        raise NoProcedure(
            f"规则书没有规定 {list_id} 的陈述申辩期限",
            f"the rulebook sets no reply period for {list_id}",
            list=list_id,
        )
    return period


class CalendarMissing(Unprocessable):
    """The reply period runs into a year whose working days were not announced to this service."""

    kind = "calendar-missing"


def must_be_over(law: Law, calendar: Calendar, list_id: str, told: Notice, on: date) -> None:
    """Count a provisional reply period again by the calendar as it is now; it must be over before *on*.

    Raises CalendarMissing while it still cannot be counted, ReplyPeriodOpen if it has grown past *on*.
    """
    if not told.provisional:
        return
    served = told.service.day
    again = due(calendar, reply_period(law, list_id, served), served)
    if again.provisional:
        raise CalendarMissing(
            f"陈述申辩期限跨入{again.day.year}年，该年放假安排尚未载入，不能确定期限已满",
            f"the reply period runs into {again.day.year}, whose working days are not loaded yet",
            year=again.day.year,
        )
    if on <= again.day:
        raise ReplyPeriodOpen(
            f"按公布的放假安排，陈述申辩期限到{again.day.isoformat()}止",
            f"by the calendar as announced, the party may reply until {again.day.isoformat()}",
            reply_until=again.day.isoformat(),
        )


def due(calendar: Calendar, period: Period, start: date) -> Due:
    """The last day of *period*, *start* not counted; provisional past the last announced year."""
    if period.unit == "working_days":
        return calendar.add_working_days(start, period.amount)
    if period.unit == "days":
        return calendar.party_limit(start, days=period.amount)
    return calendar.party_limit(start, months=period.amount * (12 if period.unit == "years" else 1))
