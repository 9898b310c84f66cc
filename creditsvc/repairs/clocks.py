"""The authority's time to accept and to decide an application. Pure.

A list has periods of its own (`LIST.early_acceptance`, …) or goes by the general ones (`repair.…`).
A record goes by the general ones and by those of its place and domain (`repair.decision.henan`); of
several for one step the one due first binds.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.law.course import Period
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import Clock, NoProcedure, due
from creditsvc.repairs.domain import Repair, Stage

Periods: TypeAlias = Callable[[str, date], tuple[Period, ...]]
"""The periods for a step (acceptance, decision, extension, feedback, gaps) that begins on a day."""


def entry_periods(law: Law, list_id: str) -> Periods:
    """The list's own periods if it has its own procedure, else the general ones in force on that day."""
    own = f"{list_id}.early_decision" in law.procedures

    def found(what: str, on: date) -> tuple[Period, ...]:
        one = law.procedures.get(f"{list_id}.early_{what}" if own else f"repair.{what}")
        return (one,) if one is not None and one.in_force.covers(on) else ()

    return found


def record_periods(law: Law, *, region: str | None, kind: str) -> Periods:
    """The periods for a record of that region (None: not known, so no local one) and kind."""

    def found(what: str, on: date) -> tuple[Period, ...]:
        return tuple(
            one
            for key, one in law.procedures.items()
            if (key == f"repair.{what}" or key.startswith(f"repair.{what}."))
            and one.in_force.covers(on)
            and (one.region is None or (region is not None and region.startswith(one.region)))
            and one.domain in (None, kind.partition(".")[0])
        )

    return found


def clocks(periods: Periods, calendar: Calendar, repair: Repair, today: date) -> tuple[Clock, ...]:
    """The time to accept, once accepted the time to decide, and the time for the whole where one runs."""
    accepted, ended = repair.acceptance, repair.outcome
    finished = ended.document.day if ended is not None else None
    first = first_due(periods, calendar, "acceptance", repair.received_on)
    if first is None:
        raise _no_procedure("acceptance")
    done = accepted.document.day if accepted is not None else finished
    running = [Clock(period=first[0], due=first[1], done_on=done, today=today)]
    if accepted is not None:
        decision = first_due(periods, calendar, "decision", accepted.document.day)
        if decision is not None:
            period, until = extended(periods, calendar, repair, decision)
            running.append(Clock(period=period, due=until, done_on=finished, today=today))
    whole = first_due(periods, calendar, "feedback", repair.received_on)
    if whole is not None and repair.event_id is not None:
        _, until = extended(periods, calendar, repair, whole)
        running.append(Clock(period=whole[0], due=until, done_on=finished, today=today))
    elif accepted is not None and len(running) == 1:
        raise _no_procedure("decision")
    return tuple(running)


def extendable_until(periods: Periods, calendar: Calendar, repair: Repair) -> date | None:
    """The last day on which the time to decide may be extended; None: the law gives no extension."""
    accepted = repair.acceptance
    if repair.stage is not Stage.ACCEPTED or accepted is None:
        return None
    decision = first_due(periods, calendar, "decision", accepted.document.day)
    if decision is None or not periods("extension", accepted.document.day):
        return None
    return decision[1].day


def gaps_until(periods: Periods, calendar: Calendar, repair: Repair) -> date | None:
    """The last day for the one notice of what is lacking; None: the law gives no such notice."""
    found = first_due(periods, calendar, "gaps", repair.received_on)
    return None if found is None else found[1].day


def extended(
    periods: Periods, calendar: Calendar, repair: Repair, running: tuple[Period, Due]
) -> tuple[Period, Due]:
    """*running*, or what the extension that was taken makes of it."""
    if repair.extension is None or repair.acceptance is None:
        return running
    longer = first_due(
        periods, calendar, "extension", running[1].day, on=repair.acceptance.document.day
    )
    return longer or running


def first_due(
    periods: Periods, calendar: Calendar, what: str, start: date, *, on: date | None = None
) -> tuple[Period, Due] | None:
    """Of the periods for a step, counted from *start*, the one due first; *on*: the day they hold on."""
    found = [(one, due(calendar, one, start)) for one in periods(what, on or start)]
    return min(found, key=lambda each: each[1].day, default=None)


def _no_procedure(what: str) -> NoProcedure:
    return NoProcedure(
        f"规则书没有规定修复申请的办理期限（{what}）",
        f"the rulebook sets no period for handling an application for repair ({what})",
        step=what,
    )
