"""Every SQL statement about answers that came by letter; rows ↔ values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.measures.domain import Letter
from creditsvc.measures.tables import MeasureLetterRow
from creditsvc.proceedings.domain import Document


def add(session: Session, row: Mapping[str, Any]) -> None:
    """A letter; the database refuses one out of turn."""
    session.execute(insert(MeasureLetterRow), [dict(row)])


def letters(session: Session, actions: Iterable[UUID]) -> dict[UUID, list[Letter]]:
    """The letters about *actions*, oldest first."""
    found: defaultdict[UUID, list[Letter]] = defaultdict(list)
    query = select(MeasureLetterRow).order_by(MeasureLetterRow.act_no)
    for some in chunks(actions):
        for row in session.scalars(query.where(MeasureLetterRow.action_id.in_(some))):
            found[row.action_id].append(_letter(row))
    return found


def _letter(row: MeasureLetterRow) -> Letter:
    return Letter(
        id=row.id,
        order_no=row.order_no,
        no=row.no,
        act_no=row.act_no,
        word=row.word,
        document=Document(number=row.document_no, day=row.document_day, digest=row.document_digest),
        recorded_by=row.recorded_by,
        reason=row.reason,
        service_item=row.service_item,
        amount=row.amount,
        basis=row.basis,
        acted_on=row.acted_on,
    )
