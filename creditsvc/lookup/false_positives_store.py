"""SQL of partners' decisions on names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.lookup.tables import FalsePositiveEndRow, FalsePositiveRow


def standing(session: Session, partner: str, forms: Iterable[str] | None) -> list[dict[str, Any]]:
    """The rows of *partner* that have not ended, on *forms* (None: all), oldest first."""
    ended = exists().where(FalsePositiveEndRow.false_positive_id == FalsePositiveRow.id)
    query = (
        select(
            FalsePositiveRow.id,
            FalsePositiveRow.act_no,
            FalsePositiveRow.form,
            FalsePositiveRow.name,
            FalsePositiveRow.enterprise_id,
            FalsePositiveRow.reason,
        )
        .where(FalsePositiveRow.partner == partner, ~ended)
        .order_by(FalsePositiveRow.act_no, FalsePositiveRow.id)
    )
    if forms is None:
        return [dict(row) for row in session.execute(query).mappings()]
    return [
        dict(row)
        for some in chunks(sorted(set(forms)))
        for row in session.execute(query.where(FalsePositiveRow.form.in_(some))).mappings()
    ]


def add(session: Session, partner: str, made: Any) -> None:
    """A decision of *partner*."""
    row = {
        "id": made.id,
        "act_no": made.act_no,
        "partner": partner,
        "form": made.form,
        "name": made.name,
        "enterprise_id": made.enterprise_id,
        "reason": made.reason,
    }
    session.execute(insert(FalsePositiveRow), [row])


def end(session: Session, decision: UUID, act_no: int, reason: str) -> None:
    """That a decision was withdrawn."""
    row = {"false_positive_id": decision, "act_no": act_no, "reason": reason}
    session.execute(insert(FalsePositiveEndRow), [row])
