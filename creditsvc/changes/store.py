"""Every SQL statement about the feed and the published states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from creditsvc.changes.domain import Change
from creditsvc.changes.tables import ChangeRow, PublishedStateRow


@dataclass(frozen=True, slots=True)
class Due:
    """An enterprise whose published state time alone changes, and when."""

    enterprise_id: UUID
    at: datetime


def last_seq(session: Session) -> int:
    """The number of the newest line of the feed; 0 before the first."""
    return session.scalar(select(func.max(ChangeRow.seq))) or 0


def add(session: Session, rows: list[dict[str, object]]) -> None:
    """New lines of the feed."""
    session.execute(insert(ChangeRow), rows)


def after(session: Session, seq: int, limit: int) -> list[Change]:
    """The lines after number *seq*, in order."""
    query = select(ChangeRow).where(ChangeRow.seq > seq).order_by(ChangeRow.seq).limit(limit)
    return [
        Change(
            seq=row.seq,
            act_no=row.act_no,
            uscc=row.uscc,
            reason=row.reason,
            effective_at=row.effective_at,
            recorded_at=row.recorded_at,
            body=row.body,
        )
        for row in session.scalars(query)
    ]


def published(session: Session, enterprise_id: UUID) -> Any:
    """What partners were last told of the enterprise; None: nothing yet."""
    query = select(PublishedStateRow.state).where(PublishedStateRow.enterprise_id == enterprise_id)
    return session.scalars(query).one_or_none()


def publish(session: Session, row: Mapping[str, Any], *, first: bool) -> None:
    """Replace what partners were last told; the feed keeps the history."""
    if first:
        session.execute(insert(PublishedStateRow), [dict(row)])
        return
    values = {key: value for key, value in row.items() if key != "enterprise_id"}
    session.execute(
        update(PublishedStateRow)
        .where(PublishedStateRow.enterprise_id == row["enterprise_id"])
        .values(**values)
    )


def next_due(session: Session, now: datetime) -> Due | None:
    """The earliest change by time alone that is due at *now*."""
    query = (
        select(PublishedStateRow.enterprise_id, PublishedStateRow.next_change_at)
        .where(PublishedStateRow.next_change_at <= now)
        .order_by(PublishedStateRow.next_change_at, PublishedStateRow.enterprise_id)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None or row[1] is None else Due(row[0], row[1])
