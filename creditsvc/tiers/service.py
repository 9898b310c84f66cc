"""Where an enterprise stands at a moment: entries in force, records on display, status and tier."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import service as bans
from creditsvc.bans.domain import ENTERPRISE, Ban
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Doubles, Enterprise
from creditsvc.events import service as events
from creditsvc.findings import service as findings
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import legal_day
from creditsvc.law.case import only
from creditsvc.law.display import records_of
from creditsvc.law.domain import Record
from creditsvc.law.grading import STANDING
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import Contest
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Mending
from creditsvc.tiers.domain import Standing, past_of, standing
from creditsvc.tiers.position import Position as Position
from creditsvc.tiers.turning import measure_days, next_change, publication_days, turning_days

ADVERSE = "adverse"
SUSPENDED = "execution_suspended"


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
    contests = remedies.contests(session, found, known_at=known_at)
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
                contests=tuple(contests.get(key, ())),
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
        found = {reason for reason, entry in self.entries if entry.stands_at(moment)}
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
    contests: tuple[Contest, ...]


def _position(law: Law, moment: datetime, enterprise: Enterprise, known: _Known) -> Position:
    found, every, barred, doubts = known.found, known.every, known.barred, known.doubts
    entries = tuple(entry for entry in every if entry.in_force_at(moment))
    suspended = tuple(
        entry for entry in every if entry.suspended_at(moment) and entry.stands_at(moment)
    )
    reasons = _with_suspension(law, suspended, doubts.reasons_at(moment))
    shown = tuple(one for one in found.assessment.records if one.on_display(found.on))
    turning = turning_days(law, found) | publication_days(law, every, moment)
    turning |= measure_days(law, every, moment)
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
        standing=_certain_standing(law, entries, suspended, shown, found)
        if found.record or every
        else None,
        next_change_at=next_change(
            [*every, *barred, *(e for _, e in doubts.entries)], turning, moment
        ),
        mendings=known.mendings,
        suspended=suspended,
        contests=known.contests,
    )


def _with_suspension(
    law: Law, suspended: Iterable[Entry], reasons: tuple[str, ...]
) -> tuple[str, ...]:
    """An adverse entry that is suspended may bind again: without it nobody is clean (ADR 17)."""
    if any(law.lists[entry.list].polarity == ADVERSE for entry in suspended):
        return tuple(sorted({*reasons, SUSPENDED}))
    return reasons


def _certain_standing(
    law: Law,
    entries: Sequence[Entry],
    suspended: Sequence[Entry],
    shown: Sequence[Record],
    found: Assessed,
) -> Standing | None:
    """The tier, if it is the same with and without what is suspended; else None."""
    without = _standing(law, entries, shown, found)
    if not suspended:
        return without
    return (
        without
        if _standing(law, (*entries, *suspended), shown, found).tier == without.tier
        else None
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
    """What may or may not speak of each of *who*."""
    asked = {one.id: one for one in who}
    called = enterprises.name_keys(session, asked)
    waiting = events.waits_unresolved(
        session, frozenset().union(*called.values()), known_at=known_at
    )
    doubles = enterprises.doubles(session, asked.values())
    others = {key for one in doubles.values() for key in one.named | one.numbered}
    adverse = [
        entry
        for entry in listings.of_enterprises(session, sorted(others), known_at=known_at)
        if law.lists[entry.list].polarity == ADVERSE
    ]
    entries = _by_enterprise(adverse)
    return {
        key: _Doubts(
            entries=_uncertain(entries, doubles[key], coded=one.uscc is not None),
            row_waits=not waiting.isdisjoint(called.get(key, ())),
        )
        for key, one in asked.items()
    }


def _uncertain(
    entries: Mapping[UUID, Sequence[Entry]], doubles: Doubles, *, coded: bool
) -> tuple[tuple[str, Entry], ...]:
    """The *entries* of those whom an enterprise may turn out to be, with the reason code."""
    if not entries:
        return ()
    reasons = dict.fromkeys(
        sorted(doubles.named), "name_only_candidate" if coded else "namesake_listed"
    )
    reasons |= dict.fromkeys(sorted(doubles.numbered), "identifier_succession_open")
    return tuple((reason, one) for key, reason in reasons.items() for one in entries.get(key, ()))
