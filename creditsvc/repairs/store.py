"""Every SQL statement about applications for early removal; rows ↔ values."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, select
from sqlalchemy.orm import Session, aliased

from creditsvc.repairs.domain import Repair
from creditsvc.repairs.form import plain, repair_of
from creditsvc.repairs.tables import RepairAcceptanceRow, RepairGrantRow, RepairRow


def add(session: Session, repair: Repair, *, act_no: int, move: str, by: str) -> None:
    """The application as one more move left it."""
    row = {
        "id": repair.id,
        "version": repair.version,
        "act_no": act_no,
        "enterprise_id": repair.enterprise_id,
        "listing_id": repair.listing_id,
        "stage": repair.stage.value,
        "move": move,
        "by": by,
        "state": plain(repair),
    }
    session.execute(insert(RepairRow), [row])


def add_acceptance(session: Session, row: Mapping[str, object]) -> None:
    """That an application was taken up."""
    session.execute(insert(RepairAcceptanceRow), [dict(row)])


def add_grant(session: Session, row: Mapping[str, object]) -> None:
    """A grant; the database checks that it was lawful."""
    session.execute(insert(RepairGrantRow), [dict(row)])


def get(session: Session, repair_id: UUID) -> Repair | None:
    """The present state of an application."""
    state = session.scalar(_present().where(RepairRow.id == repair_id))
    return None if state is None else repair_of(state)


def of_listing(session: Session, listing_id: UUID) -> list[Repair]:
    """The present states of all applications about an entry, newest first."""
    return _newest(session, _present().where(RepairRow.listing_id == listing_id))


def find(
    session: Session, *, enterprise_id: UUID | None, stage: str | None, limit: int
) -> list[Repair]:
    """Present states, newest first, narrowed to an enterprise or a stage."""
    query = _present().limit(limit)
    if enterprise_id is not None:
        query = query.where(RepairRow.enterprise_id == enterprise_id)
    if stage is not None:
        query = query.where(RepairRow.stage == stage)
    return _newest(session, query)


def _newest(session: Session, query: Select[Any]) -> list[Repair]:
    ordered = query.order_by(RepairRow.act_no.desc(), RepairRow.id)
    return [repair_of(state) for state in session.scalars(ordered)]


def _present() -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(RepairRow)
    moved_on = exists().where(later.id == RepairRow.id, later.version > RepairRow.version)
    return select(RepairRow.state).where(~moved_on)
