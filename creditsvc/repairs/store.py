"""Every SQL statement about applications, what they grant, and repair notices; rows ↔ values."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.proceedings.domain import Document, Service
from creditsvc.repairs.domain import Effect, Mending, Notice, Repair
from creditsvc.repairs.form import document_of, plain, repair_of
from creditsvc.repairs.tables import (
    PersonAcceptanceRow,
    PersonApplicationRow,
    PersonRemovalRow,
    RecordAcceptanceRow,
    RecordApplicationRow,
    RecordRepairEndRow,
    RecordRepairRow,
    RepairAcceptanceRow,
    RepairGrantRow,
    RepairNoticeRow,
    RepairRow,
)

Applications: TypeAlias = type[RepairRow] | type[RecordApplicationRow] | type[PersonApplicationRow]
OF_ENTERPRISES: tuple[Applications, ...] = (RepairRow, RecordApplicationRow)
TABLES: tuple[Applications, ...] = (*OF_ENTERPRISES, PersonApplicationRow)


def add(session: Session, repair: Repair, *, act_no: int, move: str, by: str) -> None:
    """The application as one more move left it."""
    row = {
        "id": repair.id,
        "version": repair.version,
        "act_no": act_no,
        "enterprise_id": repair.enterprise_id,
        "stage": repair.stage.value,
        "move": move,
        "by": by,
        "state": plain(repair),
    }
    if repair.person_entry_id is not None:
        of_person = {**row, "person_entry_id": repair.person_entry_id}
        session.execute(insert(PersonApplicationRow), [of_person])
    elif repair.event_id is None:
        session.execute(insert(RepairRow), [{**row, "listing_id": repair.listing_id}])
    else:
        about = {"event_id": repair.event_id, "effect": repair.effect.value}
        session.execute(insert(RecordApplicationRow), [row | about])


def add_acceptance(session: Session, row: Mapping[str, object]) -> None:
    """That an application was taken up."""
    of_record = PersonAcceptanceRow if "person_entry_id" in row else RecordAcceptanceRow
    table = RepairAcceptanceRow if "listing_id" in row else of_record
    session.execute(insert(table), [dict(row)])


def add_grant(session: Session, row: Mapping[str, object]) -> None:
    """A grant; the database checks that it was lawful."""
    of_record = PersonRemovalRow if "person_entry_id" in row else RecordRepairRow
    table = RepairGrantRow if "listing_id" in row else of_record
    session.execute(insert(table), [dict(row)])


def grant_row(repair: Repair, act_no: int) -> dict[str, object]:
    """The grant of *repair* with the acceptance that it points at, without what it is about."""
    accepted, outcome = repair.acceptance, repair.outcome
    if accepted is None or outcome is None:
        raise AssertionError("granted without acceptance")  # the domain forbids it
    return {
        "repair_id": repair.id,
        "act_no": act_no,
        "accepted_on": accepted.document.day,
        "handled_by": accepted.by,
        "decided_by": outcome.by,
        "decided_on": outcome.document.day,
        "document_no": outcome.document.number,
        "document_digest": outcome.document.digest,
    }


def add_end(session: Session, row: Mapping[str, object]) -> None:
    """The end of a record's repair or shield; the database checks that it was lawful."""
    session.execute(insert(RecordRepairEndRow), [dict(row)])


def add_notice(session: Session, row: Mapping[str, object]) -> None:
    """A repair notice that reached the enterprise."""
    session.execute(insert(RepairNoticeRow), [dict(row)])


def hands(session: Session, repair_id: UUID, moves: Iterable[str]) -> frozenset[str]:
    """Whoever made one of *moves* with an application."""
    return frozenset(
        by
        for table in TABLES
        for by in session.scalars(
            select(table.by).where(table.id == repair_id, table.move.in_(sorted(moves)))
        )
    )


def get(session: Session, repair_id: UUID) -> Repair | None:
    """The present state of an application."""
    for table in TABLES:
        state = session.scalar(_present(table).where(table.id == repair_id))
        if state is not None:
            return repair_of(state)
    return None


def of_listing(session: Session, listing_id: UUID) -> list[Repair]:
    """The present states of all applications about an entry, newest first."""
    return _newest(
        session, RepairRow, _present(RepairRow).where(RepairRow.listing_id == listing_id)
    )


def of_person(session: Session, entry_id: UUID) -> list[Repair]:
    """The present states of all applications about a person's entry, newest first."""
    table = PersonApplicationRow
    return _newest(session, table, _present(table).where(table.person_entry_id == entry_id))


def of_record(session: Session, event_id: UUID) -> list[Repair]:
    """The present states of all applications about a record, newest first."""
    table = RecordApplicationRow
    return _newest(session, table, _present(table).where(table.event_id == event_id))


def find(
    session: Session,
    tables: Iterable[Applications],
    *,
    enterprise_id: UUID | None,
    stage: str | None,
    limit: int,
) -> list[Repair]:
    """Present states in *tables*, newest first, narrowed to an enterprise or a stage."""
    found: list[tuple[int, Repair]] = []
    for table in tables:
        query = _present(table).add_columns(table.act_no).limit(limit)
        if enterprise_id is not None:
            query = query.where(table.enterprise_id == enterprise_id)
        if stage is not None:
            query = query.where(table.stage == stage)
        ordered = query.order_by(table.act_no.desc(), table.id)
        found += ((act_no, repair_of(state)) for state, act_no in session.execute(ordered))
    found.sort(key=lambda one: (-one[0], str(one[1].id)))
    return [repair for _, repair in found[:limit]]


def watched(session: Session, stages: Iterable[str], since: int, limit: int) -> list[Repair]:
    """Applications in one of *stages*, or moved after act *since*: of entries first, then of records and persons.

    Of each at most *limit*, the one longest unmoved first.
    """
    found: list[Repair] = []
    for table in TABLES:
        query = _present(table).where(or_(table.stage.in_(sorted(stages)), table.act_no > since))
        ordered = query.order_by(table.act_no, table.id).limit(limit)
        found += (repair_of(state) for state in session.scalars(ordered))
    return found


def mendings(
    session: Session, enterprises: Iterable[UUID], known_at: int | None
) -> dict[UUID, list[Mending]]:
    """What was granted about records of *enterprises* (as known at act *known_at*), oldest first."""
    repaired, end = RecordRepairRow, RecordRepairEndRow
    joined = end.repair_id == repaired.repair_id
    query = select(
        repaired.repair_id,
        repaired.enterprise_id,
        repaired.event_id,
        repaired.effect,
        repaired.from_at,
        repaired.document_no,
        end.ended_at,
        end.last_day,
        end.earliest,
    )
    if known_at is not None:
        query = query.where(repaired.act_no <= known_at)
        joined = joined & (end.act_no <= known_at)
    query = query.outerjoin(end, joined).order_by(repaired.act_no, repaired.repair_id)
    found: dict[UUID, list[Mending]] = {}
    for some in chunks(enterprises):
        for row in session.execute(query.where(repaired.enterprise_id.in_(some))):
            values = row._asdict()
            one = Mending(**{**values, "effect": Effect(values["effect"])})
            found.setdefault(one.enterprise_id, []).append(one)
    return found


def granted_in(session: Session, repair_id: UUID) -> int | None:
    """The act in which a record's repair or shield was granted; None: it was not."""
    row = RecordRepairRow
    return session.scalar(select(row.act_no).where(row.repair_id == repair_id))


def notices(
    session: Session, *, enterprise_id: UUID | None = None, of: UUID | None = None
) -> list[Notice]:
    """Repair notices of an enterprise, or the one about an entry or a record (*of*), oldest first."""
    row = RepairNoticeRow
    query = select(row)
    if enterprise_id is not None:
        query = query.where(row.enterprise_id == enterprise_id)
    if of is not None:
        query = query.where(or_(row.listing_id == of, row.event_id == of))
    ordered = query.order_by(row.act_no, row.id)
    return [_notice(found) for found in session.scalars(ordered)]


def noticed(session: Session, listings: Iterable[UUID]) -> dict[UUID, Notice]:
    """The repair notices about *listings*, by entry."""
    row = RepairNoticeRow
    return {
        found.listing_id: _notice(found)
        for some in chunks(listings)
        for found in session.scalars(select(row).where(row.listing_id.in_(some)))
        if found.listing_id is not None
    }


def _notice(row: RepairNoticeRow) -> Notice:
    return Notice(
        id=row.id,
        enterprise_id=row.enterprise_id,
        listing_id=row.listing_id,
        event_id=row.event_id,
        document=Document(number=row.document_no, day=row.document_day, digest=row.document_digest),
        service=_service(row),
        by=row.by,
    )


def _service(row: RepairNoticeRow) -> Service:
    known = Service(kind=row.service_kind, day=row.served_on, reference=row.service_reference)
    proofs = {name: document_of(each) for name, each in (row.proofs or {}).items()}
    return replace(known, proofs=proofs, counts_from=row.counts_from)


def _newest(session: Session, table: Applications, query: Select[Any]) -> list[Repair]:
    ordered = query.order_by(table.act_no.desc(), table.id)
    return [repair_of(state) for state in session.scalars(ordered)]


def _present(table: Applications) -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(table)
    moved_on = exists().where(later.id == table.id, later.version > table.version)
    return select(table.state).where(~moved_on)
