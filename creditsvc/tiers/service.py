"""Where an enterprise stands at a moment: entries in force, records on display, status and tier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Enterprise
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.findings.domain import Assessment, assess
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.law.domain import Record
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.tiers.domain import Standing, standing

SCHEME = "default"
ADVERSE = "adverse"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """All that an answer about one enterprise at one moment rests on.

    status: `listed`, `not_listed` or `cannot_say` (then `reasons` say why). entries: those in force,
    favourable ones too. ended: those that no longer stand. standing None: no source has reported on
    it. next_change_at: when time alone next changes any of this; None: never.
    """

    enterprise: Enterprise
    moment: datetime
    status: str
    reasons: tuple[str, ...]
    entries: tuple[Entry, ...]
    ended: tuple[Entry, ...]
    records: tuple[Record, ...]
    record: tuple[Version, ...]
    assessment: Assessment
    standing: Standing | None
    next_change_at: datetime | None


def position(
    session: Session,
    law: Law,
    enterprise_id: UUID,
    moment: datetime,
    *,
    known_at: int | None = None,
) -> Position:
    """Where *enterprise_id* stands at *moment* as we know it (as of act *known_at*: as we knew it)."""
    enterprise = enterprises.by_id(session, enterprise_id)
    day = legal_day(moment)
    record = events.record_of(session, enterprise_id, known_at=known_at)
    assessment = assess(law, [events.as_law_sees(version) for version in record], day)
    every = listings.of_enterprises(session, [enterprise_id], known_at=known_at)
    others = _uncertain_entries(session, law, enterprise, known_at)
    entries = tuple(entry for entry in every if entry.in_force_at(moment))
    reasons = _reasons(session, enterprise, others, moment, known_at)
    shown = tuple(one for one in assessment.records if one.on_display(day))
    reported = bool(record or every)
    return Position(
        enterprise=enterprise,
        moment=moment,
        status=_status(law, entries, reasons),
        reasons=reasons,
        entries=entries,
        ended=tuple(entry for entry in every if entry.end_reason_at(moment)),
        records=shown,
        record=tuple(record),
        assessment=assessment,
        standing=_standing(law, entries, shown) if reported else None,
        next_change_at=_next_change(
            law, [*every, *(e for _, e in others)], record, assessment, moment
        ),
    )


def _status(law: Law, entries: Iterable[Entry], reasons: tuple[str, ...]) -> str:
    """An adverse entry is certain whatever else is not; a doubt is never a clean answer."""
    if any(law.lists[entry.list].polarity == ADVERSE for entry in entries):
        return "listed"
    return "cannot_say" if reasons else "not_listed"


def _standing(law: Law, entries: Iterable[Entry], shown: Iterable[Record]) -> Standing:
    scheme = law.schemes[SCHEME]
    return standing(scheme, lists=[entry.list for entry in entries], records=shown)


def _uncertain_entries(
    session: Session, law: Law, enterprise: Enterprise, known_at: int | None
) -> list[tuple[str, Entry]]:
    """Adverse entries of subjects that may or may not be this enterprise, with the reason code."""
    if enterprise.uscc is None:
        return []
    namesakes = enterprises.namesakes_without_code(session, enterprise.id)
    before = enterprises.predecessors(session, enterprise.uscc)
    found = []
    for reason, keys in (
        ("name_only_candidate", [key for key in namesakes if key not in before]),
        ("identifier_succession_open", before),
    ):
        entries = listings.of_enterprises(session, keys, known_at=known_at)
        found += [(reason, e) for e in entries if law.lists[e.list].polarity == ADVERSE]
    return found


def _reasons(
    session: Session,
    enterprise: Enterprise,
    others: list[tuple[str, Entry]],
    moment: datetime,
    known_at: int | None,
) -> tuple[str, ...]:
    """Why it cannot be said that the enterprise is not listed."""
    if enterprise.uscc is None:
        return ()
    found = {reason for reason, entry in others if entry.in_force_at(moment)}
    names = [one.name for one in enterprises.names(session, enterprise.id)]
    if events.waits_unresolved(session, names, known_at=known_at):
        found.add("unresolved_row")
    return tuple(sorted(found))


def _next_change(
    law: Law,
    entries: Iterable[Entry],
    record: Iterable[Version],
    assessment: Assessment,
    moment: datetime,
) -> datetime | None:
    """The first instant after *moment* at which time alone changes the position."""
    instants = [e.from_at for e in entries] + [e.until_at for e in entries if e.until_at]
    instants += [day_begins(day) for day in _turning_days(law, record, assessment)]
    return min((at for at in instants if at > moment), default=None)


def _turning_days(law: Law, record: Iterable[Version], assessment: Assessment) -> set[date]:
    """Days on which a record appears or leaves display, or another display order begins or ends."""
    days = {one.last_day + DAY for one in assessment.records if one.last_day is not None}
    for version in record:
        days |= {
            date.fromisoformat(version.content[name])
            for name in ("occurred_on", "penalised_on")
            if version.content.get(name)
        }
        for order in law.displays:
            span = order.instrument.in_force
            days |= {span.from_} | ({span.until} if span.until else set())
    return days
