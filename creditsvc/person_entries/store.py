"""Every SQL statement about entries of persons; rows ↔ values. None looks for a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.person_entries.form import entry_of, stored
from creditsvc.person_entries.tables import (
    PersonEntryDecisionRow,
    PersonEntryEndRow,
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


def hands(session: Session, entry_id: UUID) -> frozenset[str]:
    """Whoever moved the entry so far."""
    query = select(PersonEntryRow.by).where(PersonEntryRow.id == entry_id)
    return frozenset(session.scalars(query))


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
