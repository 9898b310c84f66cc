"""The authority's time to accept and to decide an application. Pure.

A list has periods of its own (`LIST.early_acceptance`, …) or goes by the general ones (`repair.…`).
"""

from datetime import date

from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law, Period
from creditsvc.proceedings.clocks import Clock, NoProcedure, due
from creditsvc.repairs.domain import Repair, Stage


def clocks(
    law: Law, calendar: Calendar, list_id: str, repair: Repair, today: date
) -> tuple[Clock, ...]:
    """The time to accept, and once accepted the time to decide, as the calendar now counts them."""
    accepted, ended = repair.acceptance, repair.outcome
    finished = ended.document.day if ended is not None else None
    period = _period(law, list_id, "acceptance", repair.received_on)
    first = Clock(
        period=period,
        due=due(calendar, period, repair.received_on),
        done_on=accepted.document.day if accepted is not None else finished,
        today=today,
    )
    if accepted is None:
        return (first,)
    period = _period(law, list_id, "decision", accepted.document.day)
    until = due(calendar, period, accepted.document.day)
    if repair.extension is not None:
        period = _period(law, list_id, "extension", accepted.document.day)
        until = due(calendar, period, until.day)
    return first, Clock(period=period, due=until, done_on=finished, today=today)


def extendable_until(law: Law, calendar: Calendar, list_id: str, repair: Repair) -> date | None:
    """The last day on which the time to decide may be extended; None: the law gives no extension."""
    accepted = repair.acceptance
    if repair.stage is not Stage.ACCEPTED or accepted is None:
        return None
    on = accepted.document.day
    if _found(law, list_id, "extension", on) is None:
        return None
    return due(calendar, _period(law, list_id, "decision", on), on).day


def _period(law: Law, list_id: str, what: str, on: date) -> Period:
    found = _found(law, list_id, what, on)
    if found is None:
        raise NoProcedure(
            f"规则书没有规定 {list_id} 提前移出申请的办理期限",
            f"the rulebook sets no period for handling early removal from {list_id}",
            list=list_id,
        )
    return found


def _found(law: Law, list_id: str, what: str, on: date) -> Period | None:
    """The list's own period if it has its own procedure, else the general one in force on that day."""
    own = f"{list_id}.early_decision" in law.procedures
    found = law.procedures.get(f"{list_id}.early_{what}" if own else f"repair.{what}")
    return found if found is not None and found.in_force.covers(on) else None
