"""Repair and shielding of records on display: what an application must know, what hides one, fraud.

A grant stops display, sharing and use and lifts what hangs on the record, all in its own act.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events import theirs
from creditsvc.events.store import Version
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.remit import Matter
from creditsvc.law import display
from creditsvc.law.domain import Event, Record
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.repairs import record_ways, store
from creditsvc.repairs.clocks import Periods, record_periods
from creditsvc.repairs.domain import OPEN, Effect, Mending, Obstacle, Repair
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.repairs.ways import Given, Way, lacking, too_early

ADVERSE = "adverse"
WORDS = {Effect.REPAIR: ("信用修复", "repair"), Effect.SHIELD: ("重整屏蔽", "a shield")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSubject:
    """An event of one enterprise, with all that is recorded of it. *moment*: as of when it is asked.

    *entries*: those that stand. *record*: without the event where it was corrected to another
    enterprise.
    """

    enterprise_id: UUID
    version: Version
    record: tuple[Event, ...]
    entries: tuple[Entry, ...]
    mendings: tuple[Mending, ...]
    open: tuple[Repair, ...]
    moment: datetime

    @property
    def ref(self) -> str:
        """The event's key as the law's word for it."""
        return str(self.version.event_id)

    @property
    def authority(self) -> str | None:
        """Who imposed the penalty."""
        imposed_by: str | None = self.version.content.get("authority")
        return imposed_by

    def matter(self, session: Session, *cases: UUID) -> Matter:
        """The event as a matter."""
        del session
        about = theirs.matter(self.version.content, self.enterprise_id)
        return replace(about, cases=frozenset(cases))

    @property
    def since(self) -> date:
        """The day of the penalty; of the conduct where that is what the record begins with."""
        stated = self.version.content.get("penalised_on") or self.version.content["occurred_on"]
        return date.fromisoformat(stated)

    def as_of(self, law: Law, on: date) -> Record | None:
        """The record as classed on that day, with the term it was given anew, if it was."""
        for one in display.records(law, self.record, on):
            if one.ref == self.ref:
                return record_ways.mended(one, self.mendings, self.moment)
        return None

    def way(self, law: Law, effect: Effect, on: date) -> Way:
        """The way to repair, or to a shield; raises NotRepairable."""
        adverse = [one for one in self.entries if law.lists[one.list].polarity == ADVERSE]
        return record_ways.way_of(law, self.as_of(law, on), adverse, effect=effect, on=on)

    def obstacles(self, law: Law, way: Way, given: Given) -> list[Obstacle]:
        """What stands in the way; raises NotRepairable where there is nothing to repair any more."""
        self.way(law, given.effect, given.today)
        found = list(too_early(way, given.received_on, *WORDS[given.effect]))
        return [*found, *lacking(way, given.proofs)]

    def periods(self, law: Law) -> Periods:
        """Those of its place and domain."""
        content = self.version.content
        return record_periods(law, region=content.get("region"), kind=content["kind"])

    def must_stand(self, moment: datetime) -> None:
        """Refuses where it is repaired already; a shield does not hinder a repair."""
        hidden = [one for one in self.mendings if one.stands_at(moment)]
        if any(one.effect is Effect.REPAIR for one in hidden):
            raise NotRepairable("该记录已修复", "the record is repaired already", field="record")

    def must_not_be_shielded(self, moment: datetime) -> None:
        """Refuses a second shield."""
        if any(one.stands_at(moment) for one in self.mendings):
            raise NotRepairable("该记录已屏蔽", "the record is shielded already", field="record")


def subject(
    session: Session, event_id: UUID, moment: datetime, enterprise_id: UUID | None = None
) -> RecordSubject:
    """The event of that key, of *enterprise_id* (None: whose it is now); raises UnknownEvent."""
    version = events.current(session, event_id)
    whose = enterprise_id or version.enterprise_id
    every = listings.of_enterprises(session, [whose])
    record = events.record_of(session, whose)
    mine = store.mendings(session, [whose], None).get(whose, [])
    return RecordSubject(
        enterprise_id=whose,
        version=version,
        record=tuple(events.as_law_sees(one) for one in record),
        entries=tuple(entry for entry in every if entry.stands_at(moment)),
        mendings=tuple(one for one in mine if one.event_id == event_id),
        open=tuple(one for one in store.of_record(session, event_id) if one.stage in OPEN),
        moment=moment,
    )


def hide(act: Act, repair: Repair) -> None:
    """Put the record out of sight from now on, by the grant of *repair*."""
    accepted, outcome = repair.acceptance, repair.outcome
    if accepted is None or outcome is None:
        raise AssertionError("granted without acceptance")  # the domain forbids it
    store.add_grant(
        act.session,
        {
            "repair_id": repair.id,
            "act_no": act.no,
            "enterprise_id": repair.enterprise_id,
            "event_id": repair.event_id,
            "effect": repair.effect.value,
            "from_at": act.at,
            "accepted_on": accepted.document.day,
            "handled_by": accepted.by,
            "decided_by": outcome.by,
            "decided_on": outcome.document.day,
            "document_no": outcome.document.number,
            "document_digest": outcome.document.digest,
        },
    )
    act.touch(repair.enterprise_id, "repaired" if repair.effect is Effect.REPAIR else "shielded")


def show_again(act: Act, law: Law, about: RecordSubject, repair: Repair) -> None:
    """End the repair or shield now; the record is shown again, after fraud with a term of its own."""
    told, decided = repair.questioned, repair.revocation
    (mending,) = (one for one in about.mendings if one.repair_id == repair.id)
    if told is None or decided is None:
        raise AssertionError("revoked without a notice")  # the domain forbids it
    record = about.as_of(law, legal_day(act.at))
    last_day, earliest = record_ways.term_again(law, record, mending, act.at)
    store.add_end(
        act.session,
        {
            "repair_id": repair.id,
            "act_no": act.no,
            "ended_at": act.at,
            "last_day": last_day,
            "earliest": earliest,
            "questioned_by": told.notice.by,
            "decided_by": decided.by,
            "decided_on": decided.document.day,
            "document_no": decided.document.number,
            "document_digest": decided.document.digest,
        },
    )
    act.touch(repair.enterprise_id, "repair_revoked")


def mendings(
    session: Session, enterprises: Iterable[UUID], *, known_at: int | None = None
) -> dict[UUID, list[Mending]]:
    """What was granted about records of *enterprises* (as known at act *known_at*), oldest first."""
    return store.mendings(session, enterprises, known_at)
