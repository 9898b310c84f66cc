"""Every SQL statement about entries of persons; rows ↔ values. None looks for a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.person_entries.domain import PersonEntry, Stage
from creditsvc.person_entries.form import entry_of, stored
from creditsvc.person_entries.tables import (
    PersonEntryDecisionRow,
    PersonEntryEndRow,
    PersonEntryNoticeRow,
    PersonEntryOpeningRow,
    PersonEntryPaperRow,
    PersonEntryRow,
    PersonEntryServiceRow,
)


def add(session: Session, one: PersonEntry, *, act_no: int, move: str, by: str) -> None:
    """The entry as one more move left it."""
    row = {
        "id": one.id,
        "version": one.version,
        "act_no": act_no,
        "enterprise_id": one.enterprise_id,
        "person_id": one.person_id,
        "stage": one.stage.value,
        "move": move,
        "by": by,
        "state": stored(one),
    }
    session.execute(insert(PersonEntryRow), [row])


def add_paper(session: Session, row: Mapping[str, object]) -> None:
    """The paper of one move."""
    session.execute(insert(PersonEntryPaperRow), [dict(row)])


def add_opening(session: Session, row: Mapping[str, object]) -> None:
    """The opening of its case, with what it makes due."""
    session.execute(insert(PersonEntryOpeningRow), [dict(row)])


def add_notice(session: Session, row: Mapping[str, object]) -> None:
    """The service of a notice."""
    session.execute(insert(PersonEntryNoticeRow), [dict(row)])


def add_decision(session: Session, row: Mapping[str, object]) -> None:
    """A decision; the database checks that it was lawful."""
    session.execute(insert(PersonEntryDecisionRow), [dict(row)])


def add_service(session: Session, row: Mapping[str, object]) -> None:
    """The service of a decision, from when the entry stands."""
    session.execute(insert(PersonEntryServiceRow), [dict(row)])


def add_end(session: Session, row: Mapping[str, object]) -> None:
    """The early end of an entry."""
    session.execute(insert(PersonEntryEndRow), [dict(row)])


def get(session: Session, entry_id: UUID) -> PersonEntry | None:
    """The present state of an entry."""
    state = session.scalar(_present().where(PersonEntryRow.id == entry_id))
    return None if state is None else entry_of(state)


def many(session: Session, keys: Iterable[UUID]) -> dict[UUID, PersonEntry]:
    """The present states of the entries with those keys."""
    found = (
        entry_of(state)
        for some in chunks(keys)
        for state in session.scalars(_present().where(PersonEntryRow.id.in_(some)))
    )
    return {one.id: one for one in found}


def moves(session: Session, entry_id: UUID) -> frozenset[tuple[str, str]]:
    """Who made which move so far."""
    query = select(PersonEntryRow.move, PersonEntryRow.by).where(PersonEntryRow.id == entry_id)
    return frozenset((move, by) for move, by in session.execute(query))


def watched(session: Session, stages: Iterable[str], since: int, limit: int) -> list[PersonEntry]:
    """Entries in one of *stages*, or moved after act *since*; the one longest unmoved first."""
    row = PersonEntryRow
    query = _present().where(or_(row.stage.in_(sorted(stages)), row.act_no > since))
    ordered = query.order_by(row.act_no, row.id).limit(limit)
    return [entry_of(state) for state in session.scalars(ordered)]


def ending(session: Session, first: date, last: date, limit: int) -> list[PersonEntry]:
    """Entries not ended early whose last day lies between *first* and *last*, the earlier first."""
    row = PersonEntryDecisionRow
    query = (
        _present()
        .join(row, row.entry_id == PersonEntryRow.id)
        .where(PersonEntryRow.stage == Stage.SERVED.value, row.last_day.between(first, last))
    )
    ordered = query.order_by(row.last_day, PersonEntryRow.id).limit(limit)
    return [entry_of(state) for state in session.scalars(ordered)]


def of_enterprises(session: Session, enterprises: Iterable[UUID]) -> list[PersonEntry]:
    """Those in cases of *enterprises*, each's oldest first."""
    query = _present().order_by(PersonEntryRow.act_no, PersonEntryRow.id)
    return [
        entry_of(state)
        for some in chunks(enterprises)
        for state in session.scalars(query.where(PersonEntryRow.enterprise_id.in_(some)))
    ]


def _present() -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(PersonEntryRow)
    newer = exists().where(later.id == PersonEntryRow.id, later.version > PersonEntryRow.version)
    return select(PersonEntryRow.state).where(~newer)
