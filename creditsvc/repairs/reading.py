"""Reading applications: as they stand, what the law asks for, what stands in the way."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.events import service as events
from creditsvc.kernel.clock import legal_day
from creditsvc.law.rulebook import Law
from creditsvc.repairs import entries, of_persons, records, store
from creditsvc.repairs.domain import (
    OPEN,
    About,
    AboutPerson,
    AboutRecord,
    Effect,
    Obstacle,
    Repair,
)
from creditsvc.repairs.refusals import UnknownRepair
from creditsvc.repairs.subject import Subject
from creditsvc.repairs.ways import Given, Way


def get(session: Session, repair_id: UUID) -> Repair:
    """The present state of an application; raises UnknownRepair."""
    found = store.get(session, repair_id)
    if found is None:
        raise UnknownRepair("没有这个申请", "no such application", repair=str(repair_id))
    return found


def find(
    session: Session,
    *,
    enterprise_id: UUID | None = None,
    stage: str | None = None,
    persons: bool = False,
) -> list[Repair]:
    """Present states, newest first, at most 500; those about persons' entries for officers alone."""
    tables = store.TABLES if persons else store.OF_ENTERPRISES
    return store.find(session, tables, enterprise_id=enterprise_id, stage=stage, limit=500)


def watched(session: Session, since: int, limit: int) -> list[Repair]:
    """Open applications, and those moved after act *since*; of entries and of records *limit* each."""
    return store.watched(session, OPEN, since, limit)


def subject_of(session: Session, repair: Repair, moment: datetime) -> Subject:
    """What the application is about, as it is known now."""
    if repair.listing_id is not None:
        return entries.subject(session, repair.listing_id)
    if repair.person_entry_id is not None:
        return of_persons.subject(session, repair.person_entry_id)
    if repair.event_id is None:
        raise AssertionError("an application about nothing")  # the stores hold none
    return records.subject(session, repair.event_id, moment, repair.enterprise_id)


def checks(
    session: Session, law: Law, repair: Repair, moment: datetime
) -> tuple[Way, list[Obstacle]]:
    """What the law asks for, and what stands in the way as the record is now; raises NotRepairable."""
    return found_of(law, subject_of(session, repair, moment), repair, legal_day(moment))


def found_of(law: Law, about: Subject, repair: Repair, today: date) -> tuple[Way, list[Obstacle]]:
    """The same where what it is about is at hand."""
    way = about.way(law, repair.effect, repair.received_on)
    given = Given(
        effect=repair.effect,
        received_on=repair.received_on,
        proofs=repair.proofs,
        today=today,
    )
    return way, about.obstacles(law, way, given)


def asked(session: Session, about: About, moment: datetime) -> tuple[Subject, Effect]:
    """What would be applied for; raises UnknownListing, UnknownEvent, UnknownPersonEntry."""
    if isinstance(about, AboutRecord):
        return records.subject(session, about.event_id, moment), about.effect
    if isinstance(about, AboutPerson):
        return of_persons.subject(session, about.entry_id), Effect.REMOVAL
    return entries.subject(session, about), Effect.REMOVAL


def prospect(
    session: Session, law: Law, about: About, moment: datetime
) -> tuple[Subject, Way, list[Obstacle]]:
    """What leads out, and what is in the way of an application made today without any paper."""
    subject, effect = asked(session, about, moment)
    subject.must_stand(moment)
    today = legal_day(moment)
    way = subject.way(law, effect, today)
    given = Given(effect=effect, received_on=today, proofs={}, today=today)
    return subject, way, subject.obstacles(law, way, given)


def corrected_since(session: Session, repair: Repair) -> bool:
    """Whether the event was corrected, suspended or annulled after *repair* was decided."""
    if repair.event_id is None or repair.outcome is None:
        return False
    granted = store.granted_in(session, repair.id)
    newest = events.current(session, repair.event_id)
    return granted is not None and newest.act_no > granted
