"""Where an enterprise stands at a moment: entries in force, records on display, status and tier."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import service as bans
from creditsvc.bans.domain import ENTERPRISE, Ban
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Enterprise
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.findings import service as findings
from creditsvc.findings.domain import Assessment
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.spans import Span
from creditsvc.law.case import only
from creditsvc.law.display import records_of
from creditsvc.law.domain import Record
from creditsvc.law.grading import STANDING
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Mending
from creditsvc.tiers.domain import Standing, past_of, standing

ADVERSE = "adverse"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """All that an answer about one enterprise at one moment rests on.

    status: `listed`, `not_listed` or `cannot_say` (then `reasons` say why). entries: those in force,
    favourable ones too. ended: those that no longer stand. bans: those of the enterprise itself that
    run, never one of a person; bans_over: those that no longer run. standing None: no source has
    reported on it. next_change_at: when time alone next changes any of this; None: never. mendings:
    the repairs and shields that keep records out of sight; `records` and `assessment` are without
    these records.
    """

    enterprise: Enterprise
    moment: datetime
    status: str
    reasons: tuple[str, ...]
    entries: tuple[Entry, ...]
    ended: tuple[Entry, ...]
    bans: tuple[Ban, ...]
    bans_over: tuple[Ban, ...]
    records: tuple[Record, ...]
    record: tuple[Version, ...]
    assessment: Assessment
    standing: Standing | None
    next_change_at: datetime | None
    mendings: tuple[Mending, ...] = ()


def position(
    session: Session,
    law: Law,
    enterprise_id: UUID,
    moment: datetime,
    *,
    known_at: int | None = None,
) -> Position:
    """Where *enterprise_id* stands at *moment* as we know it (as of act *known_at*: as we knew it)."""
    found = findings.assessed(session, law, [enterprise_id], legal_day(moment), known_at=known_at)
    return positions(session, law, found, moment, known_at=known_at)[0]


def positions(
    session: Session,
    law: Law,
    found: Mapping[UUID, Assessed],
    moment: datetime,
    *,
    known_at: int | None = None,
) -> list[Position]:
    """Where the enterprises of *found* stand at *moment*, in its order.

    *found*: their records, assessed on the legal day of *moment* and known as of act *known_at*.
    """
    who = enterprises.by_ids(session, found)
    entries = _by_enterprise(listings.of_enterprises(session, found, known_at=known_at))
    barred = _of_enterprises_themselves(session, found, known_at)
    doubts = _doubts(session, law, who.values(), known_at)
    mendings = repairs.mendings(session, found, known_at=known_at)
    return [
        _position(
            law,
            moment,
            who[key],
            _Known(
                found=_after_repairs(law, one, mendings.get(key, ()), moment),
                mendings=tuple(m for m in mendings.get(key, ()) if m.stands_at(moment)),
                every=entries.get(key, ()),
                barred=barred.get(key, ()),
                doubts=doubts.get(key, _NO_DOUBTS),
            ),
        )
        for key, one in found.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubts:
    """What may or may not speak of an enterprise: adverse entries of others with the reason code,
    and whether an adverse row under its name waits to be told.
    """

    entries: tuple[tuple[str, Entry], ...] = ()
    row_waits: bool = False

    def reasons_at(self, moment: datetime) -> tuple[str, ...]:
        """Why it cannot be said at *moment* that the enterprise is not listed."""
        found = {reason for reason, entry in self.entries if entry.in_force_at(moment)}
        return tuple(sorted(found | {"unresolved_row"} if self.row_waits else found))


_NO_DOUBTS = _Doubts()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one enterprise: its record assessed, after its repairs; every entry, every
    ban of itself.
    """

    found: Assessed
    mendings: tuple[Mending, ...]
    every: Sequence[Entry]
    barred: Sequence[Ban]
    doubts: _Doubts


def _position(law: Law, moment: datetime, enterprise: Enterprise, known: _Known) -> Position:
    found, every, barred, doubts = known.found, known.every, known.barred, known.doubts
    entries = tuple(entry for entry in every if entry.in_force_at(moment))
    reasons = doubts.reasons_at(moment)
    shown = tuple(one for one in found.assessment.records if one.on_display(found.on))
    turning = _turning_days(law, found) | _publication_days(law, every, moment)
    return Position(
        enterprise=enterprise,
        moment=moment,
        status=_status(law, entries, reasons),
        reasons=reasons,
        entries=entries,
        ended=tuple(entry for entry in every if entry.end_reason_at(moment)),
        bans=tuple(ban for ban in barred if ban.in_force_at(moment)),
        bans_over=tuple(ban for ban in barred if ban.end_reason_at(moment)),
        records=shown,
        record=found.record,
        assessment=found.assessment,
        standing=_standing(law, entries, shown, found) if found.record or every else None,
        next_change_at=_next_change(
            [*every, *barred, *(e for _, e in doubts.entries)], turning, moment
        ),
        mendings=known.mendings,
    )


def _after_repairs(
    law: Law, found: Assessed, mendings: Sequence[Mending], moment: datetime
) -> Assessed:
    """*found* without the records that are repaired or shielded at *moment*: nothing counts them."""
    if not mendings:
        return found
    case, hidden = found.assessment.case, repairs.hidden_at(mendings, moment)
    records = repairs.seen(records_of(law, case), mendings, moment)
    left = only(case, lambda view: view.ref not in hidden)
    return replace(found, assessment=replace(found.assessment, records=tuple(records), case=left))


def _status(law: Law, entries: Iterable[Entry], reasons: tuple[str, ...]) -> str:
    """An adverse entry is certain whatever else is not; a doubt is never a clean answer."""
    if any(law.lists[entry.list].polarity == ADVERSE for entry in entries):
        return "listed"
    return "cannot_say" if reasons else "not_listed"


def _standing(
    law: Law, entries: Iterable[Entry], shown: Iterable[Record], found: Assessed
) -> Standing:
    scheme = law.schemes[STANDING]
    past = past_of(law, scheme, found.assessment)
    return standing(scheme, lists=[entry.list for entry in entries], records=shown, past=past)


def _by_enterprise(entries: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.enterprise_id, []).append(entry)
    return found


def _of_enterprises_themselves(
    session: Session, keys: Iterable[UUID], known_at: int | None
) -> dict[UUID, list[Ban]]:
    """The bans of those enterprises, decided ones alone; a person's concerns no answer about them."""
    found: dict[UUID, list[Ban]] = {}
    for ban in bans.of_enterprises(session, keys, known_at=known_at):
        if ban.subject == ENTERPRISE and ban.decision is not None:
            found.setdefault(ban.enterprise_id, []).append(ban)
    return found


def _doubts(
    session: Session, law: Law, who: Iterable[Enterprise], known_at: int | None
) -> dict[UUID, _Doubts]:
    """What may or may not speak of those of *who* that have a unified code."""
    coded = {one.id: one.uscc for one in who if one.uscc is not None}
    called = enterprises.name_keys(session, coded)
    waiting = events.waits_unresolved(
        session, frozenset().union(*called.values()), known_at=known_at
    )
    namesakes = enterprises.namesakes_without_code(session, called)
    before = enterprises.predecessors_of(session, coded.values())
    others = {key for keys in (*namesakes.values(), *before.values()) for key in keys}
    adverse = [
        entry
        for entry in listings.of_enterprises(session, sorted(others), known_at=known_at)
        if law.lists[entry.list].polarity == ADVERSE
    ]
    entries = _by_enterprise(adverse)
    return {
        key: _Doubts(
            entries=_uncertain(entries, namesakes.get(key, frozenset()), before[uscc]),
            row_waits=not waiting.isdisjoint(called.get(key, ())),
        )
        for key, uscc in coded.items()
    }


def _uncertain(
    entries: Mapping[UUID, Sequence[Entry]], namesakes: Iterable[UUID], before: Sequence[UUID]
) -> tuple[tuple[str, Entry], ...]:
    """The *entries* of namesakes and of those *before* an enterprise, with the reason code."""
    if not entries:
        return ()
    reasons = dict.fromkeys(namesakes, "name_only_candidate")
    reasons |= dict.fromkeys(before, "identifier_succession_open")
    return tuple((reason, one) for key, reason in reasons.items() for one in entries.get(key, ()))


def _next_change(
    entries: Iterable[Entry | Ban], turning: Iterable[date], moment: datetime
) -> datetime | None:
    """The first instant after *moment* at which time alone changes the position."""
    instants = [at for e in entries for at in (e.from_at, e.until_at) if at and at > moment]
    today = legal_day(moment)
    if (day := min((day for day in turning if day > today), default=None)) is not None:
        instants.append(day_begins(day))
    return min(instants, default=None)


def _turning_days(law: Law, found: Assessed) -> set[date]:
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


def _publication_days(law: Law, entries: Iterable[Entry], moment: datetime) -> set[date]:
    """Days on which an entry that has not ended may be shown, or may no longer be, by law."""
    lists = {entry.list for entry in entries if entry.end_reason_at(moment) is None}
    return _bounds(one.in_force for one in law.publications if one.list in lists)


def _bounds(spans: Iterable[Span]) -> set[date]:
    """The days on which one of *spans* begins, and on which it no longer holds."""
    return {day for span in spans for day in (span.from_, span.until) if day is not None}
