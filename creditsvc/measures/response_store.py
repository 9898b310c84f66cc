"""Every SQL statement about the answers of executors; rows ↔ values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.measures.domain import Response
from creditsvc.measures.tables import MeasureResponseRow


def add(session: Session, row: Mapping[str, Any]) -> None:
    """An answer; the database refuses one out of turn."""
    session.execute(insert(MeasureResponseRow), [dict(row)])


def responses(session: Session, actions: Iterable[UUID]) -> dict[UUID, list[Response]]:
    """The answers about *actions*, oldest first."""
    found: defaultdict[UUID, list[Response]] = defaultdict(list)
    query = select(MeasureResponseRow).order_by(MeasureResponseRow.act_no)
    for some in chunks(actions):
        for row in session.scalars(query.where(MeasureResponseRow.action_id.in_(some))):
            found[row.action_id].append(_response(row))
    return found


def by_reference(session: Session, client_id: str, reference: str) -> tuple[UUID, Response] | None:
    """What that partner answered under *reference*, and about which action."""
    query = select(MeasureResponseRow).where(
        MeasureResponseRow.client_id == client_id, MeasureResponseRow.reference == reference
    )
    row = session.scalars(query).one_or_none()
    return None if row is None else (row.action_id, _response(row))


def count(session: Session, action_id: UUID, order_no: int, client_id: str) -> int:
    """How many answers that partner gave to the order."""
    query = select(func.count()).where(
        MeasureResponseRow.action_id == action_id,
        MeasureResponseRow.order_no == order_no,
        MeasureResponseRow.client_id == client_id,
    )
    return session.scalar(query) or 0


def _response(row: MeasureResponseRow) -> Response:
    return Response(
        id=row.id,
        order_no=row.order_no,
        client_id=row.client_id,
        no=row.no,
        reference=row.reference,
        act_no=row.act_no,
        word=row.word,
        reason=row.reason,
        service_item=row.service_item,
        amount=row.amount,
        basis=row.basis,
        acted_on=row.acted_on,
    )
