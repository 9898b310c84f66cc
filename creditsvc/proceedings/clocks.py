"""Time limits of a case: which period the law sets, and its last day. Pure.

Of national and local lines the strictest holds. Counted afresh each time it is asked, so a calendar
announced later moves what was provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.kernel.spans import Span
from creditsvc.law.course import Period, appointed
from creditsvc.law.domain import Texts
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Hearing, Notice, Proceeding
from creditsvc.proceedings.steps import Limits


class NoProcedure(Unprocessable):
    """The rulebook names no reply period for this list, so no case can be run lawfully."""

    kind = "no-procedure"


class CalendarMissing(Unprocessable):
    """A period runs into a year whose working days were not announced to this service."""

    kind = "calendar-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A period that runs or ran, for the authority or the party. *done_on* None: it still runs."""

    period: Period
    due: Due
    done_on: date | None
    today: date

    @property
    def overdue(self) -> bool:
        """Whether the authority misses or missed it; never said of a due date that may still move.

        A right of the party that it did not use, and a time that must pass, are not overdue.
        """
        if self.due.provisional or self.period.longer_is_stricter:
            return False
        return (self.done_on or self.today) > self.due.day

    def form(self) -> dict[str, Any]:
        """The clock as JSON values."""
        return {
            "key": self.period.key,
            "article": self.period.article,
            "binds": self.period.binds,
            "due": self.due.day.isoformat(),
            "provisional": self.due.provisional,
            "done_on": self.done_on and self.done_on.isoformat(),
            "overdue": self.overdue,
            **self.period.text,
        }


def clocks(law: Law, calendar: Calendar, case: Proceeding, today: date) -> tuple[Clock, ...]:
    """Every clock of *case* up to the service of its decision, in the order in which they began."""
    return tuple(_clocks(law, calendar, case, today))


def _clocks(law: Law, calendar: Calendar, case: Proceeding, today: date) -> Iterator[Clock]:
    decided, told, asked = case.decision, case.notice, case.hearing
    decided_on = decided.decided_on if decided is not None else None

    def clock(name: str, start: date, done_on: date | None) -> Iterator[Clock]:
        period = law.course.period(f"{case.ground.list}.{name}", case.region, start)
        if period is not None:
            last = due(calendar, period, start)
            yield Clock(period=period, due=last, done_on=done_on, today=today)

    if case.opening is not None:
        yield from clock("decision", case.opening.document.day, decided_on)
    if told is not None:
        waived = case.waiver
        given_up = None if waived is None else waived.document.day
        replied = case.replies[0].received_on if case.replies else given_up
        yield from clock("reply", told.service.served_on, replied)
        unasked = given_up if waived is not None and waived.hearing else None
        requested = asked.requested_on if asked is not None else unasked
        yield from clock("hearing_request", told.service.served_on, requested)
    if asked is not None and asked.call is not None:
        held = asked.minutes.held_on if asked.minutes is not None else None
        yield from clock("hearing_notice", asked.call.service.served_on, held)
        yield from _appointed(law, case, asked, today)
    if decided is not None:
        served = case.decision_service
        yield from clock("service", decided.decided_on, None if served is None else served.day)


def _appointed(law: Law, case: Proceeding, asked: Hearing, today: date) -> Iterator[Clock]:
    """The day the hearing was called for, unless the party took its request back."""
    if asked.call is None or asked.withdrawal is not None:
        return
    on, held = asked.call.held_on, asked.minutes
    step = law.course.step(case.ground.list, "hearing", case.region, asked.call.service.served_on)
    if step is not None:
        last = Due(day=on, provisional=False)
        done = None if held is None else held.held_on
        yield Clock(period=appointed(step), due=last, done_on=done, today=today)


def term(key: str, text: Texts, article: str, days: tuple[date, date], today: date) -> Clock:
    """The first and last of *days* as a clock: a term of a decision, which moves with no holiday.

    It is over by itself, so nobody is ever late with it.
    """
    first, last = days
    period = Period(
        key=key,
        amount=(last - first).days,
        unit="days",
        article=article,
        text=text,
        in_force=Span.closed(first, last),
        region=None,
        domain=None,
        provenance="decision",
        binds="party",
    )
    return Clock(period=period, due=Due(day=last, provisional=False), done_on=None, today=today)


def reply_period(law: Law, list_id: str, on: date, region: str | None = None) -> Period:
    """The party's time to reply to a notice served on *on*; raises NoProcedure."""
    period = law.course.period(f"{list_id}.reply", region, on)
    if period is None:
        raise NoProcedure(
            f"规则书没有规定 {list_id} 的陈述申辩期限",
            f"the rulebook sets no reply period for {list_id}",
            list=list_id,
        )
    return period


def hearing_until(
    law: Law, calendar: Calendar, list_id: str, region: str | None, served_on: date
) -> Due | None:
    """The last day to ask for a hearing after a notice served on *served_on*; None: none is offered."""
    period = law.course.period(f"{list_id}.hearing_request", region, served_on)
    if period is None or law.course.step(list_id, "hearing", region, served_on) is None:
        return None
    return due(calendar, period, served_on)


def call_until(law: Law, calendar: Calendar, case: Proceeding, served_on: date) -> date:
    """The last day of the time that must pass between a call served on *served_on* and its hearing.

    Without a period in the rulebook the day of service. “七个工作日前” is read so that seven working
    days lie between. Raises CalendarMissing.
    """
    period = law.course.period(f"{case.ground.list}.hearing_notice", case.region, served_on)
    return served_on if period is None else _settled(due(calendar, period, served_on))


def limits(law: Law, calendar: Calendar, case: Proceeding, told: Notice) -> Limits:
    """The party's last days: those it was told, and later ones where the calendar has moved them.

    Raises CalendarMissing while one that the case waits for still cannot be counted; for what the
    party gave up, or used, it does not wait.
    """
    reply, hearing, waived = told.reply_until, told.hearing_until, case.waiver
    if not told.provisional:
        return Limits(reply=reply, hearing=hearing)
    served, list_id = told.service.served_on, case.ground.list
    if waived is None:
        again = due(calendar, reply_period(law, list_id, served, case.region), served)
        reply = max(reply, _settled(again))
    asked = hearing_until(law, calendar, list_id, case.region, served)
    open_still = case.hearing is None and (waived is None or not waived.hearing)
    if hearing is not None and asked is not None and open_still:
        hearing = max(hearing, _settled(asked))
    return Limits(reply=reply, hearing=hearing)


def limits_so_far(law: Law, calendar: Calendar, case: Proceeding, told: Notice) -> Limits:
    """The same for what comes in from the party, which never waits for a calendar."""
    try:
        return limits(law, calendar, case, told)
    except CalendarMissing:
        return Limits(reply=told.reply_until, hearing=told.hearing_until)


def due(calendar: Calendar, period: Period, start: date) -> Due:
    """The last day of *period*, *start* not counted; provisional past the last announced year."""
    if period.unit == "working_days":
        return calendar.add_working_days(start, period.amount)
    if period.unit == "days":
        return calendar.party_limit(start, days=period.amount)
    return calendar.party_limit(start, months=period.amount * (12 if period.unit == "years" else 1))


def _settled(found: Due) -> date:
    if found.provisional:
        raise CalendarMissing(
            f"期限跨入{found.day.year}年，该年放假安排尚未载入，不能确定期限已满",
            f"the period runs into {found.day.year}, whose working days are not loaded yet",
            year=found.day.year,
        )
    return found.day
