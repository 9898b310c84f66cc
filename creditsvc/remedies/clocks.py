"""Periods of remedies: the authority's to answer and to withdraw, the party's to go on. Pure.

A period stands in the rulebook under its key, with lines of places under `KEY.REGION`. Lines of law
go before one that is only our reading; of several the strictest counts.
"""

from collections.abc import Collection, Iterator
from datetime import date

from creditsvc.kernel.periods import Calendar, Due
from creditsvc.law.course import Period
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import Clock, due
from creditsvc.remedies.domain import Objection, Stage
from creditsvc.remedies.suits import Suit

DESIGN = "design"
Running = tuple[Period, Due]


def of_objection(
    law: Law, calendar: Calendar, places: Collection[str], one: Objection, today: date
) -> tuple[Clock, ...]:
    """The time to take it up, where a text sets one, and the time to answer, from its receipt.

    places: the region codes of what is contested. A period that no text sets has no clock.
    """
    answered = one.outcome.document.day if one.outcome is not None else None
    taken_up = one.acceptance.document.day if one.acceptance is not None else answered
    what = "decision" if one.checking is None else "checked"
    ends = {"objection.acceptance": taken_up}
    if one.stage is not Stage.DECLINED:
        ends[f"objection.{what}"] = answered
    return tuple(
        Clock(period=found[0], due=found[1], done_on=done_on, today=today)
        for key, done_on in ends.items()
        if (found := strictest(law, calendar, key, places, one.received_on)) is not None
    )


def of_suit(
    law: Law, calendar: Calendar, suit: Suit, today: date, *, withdrawn_on: date | None
) -> tuple[Clock, ...]:
    """Where it annulled: the time to withdraw what was published (行政处罚法第四十八条).

    withdrawn_on: the day on which that was done.
    """
    outcome = suit.now.outcome
    if outcome is None or not (outcome.annuls or outcome.outcome == "changed"):
        return ()
    found = strictest(law, calendar, "penalty.withdrawal", (), outcome.effective_on)
    if found is None:
        return ()
    return (Clock(period=found[0], due=found[1], done_on=withdrawn_on, today=today),)


def of_party(
    law: Law, calendar: Calendar, list_id: str | None, served_on: date | None, today: date
) -> tuple[Clock, ...]:
    """The party's time for reconsideration and for litigation, from service of the decision.

    list_id None: of a penalty. served_on None: service is not known, so nothing can be counted.
    """
    if served_on is None:
        return ()
    owner = list_id or "penalty"
    return tuple(
        Clock(period=found[0], due=found[1], done_on=None, today=today)
        for what in ("reconsideration", "litigation")
        if (found := strictest(law, calendar, f"{owner}.{what}", (), served_on)) is not None
    )


def strictest(
    law: Law, calendar: Calendar, key: str, places: Collection[str], start: date
) -> Running | None:
    """The period under *key* that ends first at *places*, counted from *start*; None: none is set."""
    lines = list(_lines(law, key, places, start))
    lines = [line for line in lines if line.provenance != DESIGN] or lines
    running = [(line, due(calendar, line, start)) for line in lines]
    return min(running, key=lambda each: (each[1].day, each[0].key), default=None)


def _lines(law: Law, key: str, places: Collection[str], on: date) -> Iterator[Period]:
    for name, line in law.procedures.items():
        named = name == (key if line.region is None else f"{key}.{line.region}")
        here = line.region is None or any(place.startswith(line.region) for place in places)
        if named and here and line.in_force.covers(on):
            yield line
