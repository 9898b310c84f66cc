"""When time alone next changes where an enterprise stands. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from creditsvc.bans.domain import Ban
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.spans import Span
from creditsvc.law.grading import STANDING
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry

DAY = timedelta(days=1)


def next_change(
    entries: Iterable[Entry | Ban], turning: Iterable[date], moment: datetime
) -> datetime | None:
    """The first instant after *moment* at which time alone changes the position."""
    instants = [at for e in entries for at in (e.from_at, e.until_at) if at and at > moment]
    today = legal_day(moment)
    if (day := min((day for day in turning if day > today), default=None)) is not None:
        instants.append(day_begins(day))
    return min(instants, default=None)


def turning_days(law: Law, found: Assessed) -> set[date]:
    """Days on which facts change, a record appears or leaves display, or a display order turns."""
    days = {one.last_day + DAY for one in found.assessment.records if one.last_day is not None}
    for version in found.record:
        stated = {
            date.fromisoformat(version.content[name])
            for name in ("occurred_on", "penalised_on")
            if version.content.get(name)
        }
        days |= stated | _window_ends(law, stated)
        days |= {
            date.fromisoformat(later["from"]) for later in version.content.get("later_facts", ())
        }
    if found.record:
        days |= _bounds(order.instrument.in_force for order in law.displays)
    return days


def _window_ends(law: Law, stated: Iterable[date]) -> set[date]:
    """Days on which what the scheme counts leaves its window."""
    months = law.schemes[STANDING].windows
    return {last_day_of_term(day, each) + DAY for day in stated for each in months}


def publication_days(law: Law, entries: Iterable[Entry], moment: datetime) -> set[date]:
    """Days on which an entry that has not ended may be shown, or may no longer be, by law."""
    lists = {entry.list for entry in entries if entry.end_reason_at(moment) is None}
    return _bounds(one.in_force for one in law.publications if one.list in lists)


def measure_days(law: Law, entries: Iterable[Entry], moment: datetime) -> set[date]:
    """Days on which a measure may begin or cease to bind under an entry that has not ended."""
    return {
        day
        for entry in entries
        if entry.end_reason_at(moment) is None
        for measure in law.measures.measures.values()
        if measure.off is None and entry.list in measure.lists
        for day in measure.turns(entry.starts_on)
    }


def _bounds(spans: Iterable[Span]) -> set[date]:
    """The days on which one of *spans* begins, and on which it no longer holds."""
    return {day for span in spans for day in (span.from_, span.until) if day is not None}
