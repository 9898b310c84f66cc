"""Time limits of a case: which period the law sets, and its last day. Pure."""

from datetime import date

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.rulebook import Law, Period


class NoProcedure(Unprocessable):
    """The rulebook names no reply period for this list, so no case can be run lawfully."""

    kind = "no-procedure"


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


def due(calendar: Calendar, period: Period, start: date) -> Due:
    """The last day of *period*, *start* not counted; provisional past the last announced year."""
    if period.unit == "working_days":
        return calendar.add_working_days(start, period.amount)
    if period.unit == "days":
        return calendar.party_limit(start, days=period.amount)
    return calendar.party_limit(start, months=period.amount * (12 if period.unit == "years" else 1))
