"""Every SQL statement about the feed and the published states."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from creditsvc.changes.domain import Change
from creditsvc.changes.tables import ChangeRow, PublishedStateRow
from creditsvc.db.chunks import MOST_KEYS, chunks


@dataclass(frozen=True, slots=True)
class Due:
    """An instant at which time alone changes published states, and whose: some of them."""

    at: datetime
    enterprises: tuple[UUID, ...]


def last_seq(session: Session) -> int:
    """The number of the newest line of the feed; 0 before the first."""
    return session.scalar(select(func.max(ChangeRow.seq))) or 0


def add(session: Session, rows: list[dict[str, object]]) -> None:
    """New lines of the feed."""
    session.execute(insert(ChangeRow), rows)


def after(session: Session, seq: int, limit: int) -> list[Change]:
    """The lines after number *seq*, in order."""
    query = select(ChangeRow).where(ChangeRow.seq > seq).order_by(ChangeRow.seq).limit(limit)
    return [_change(row) for row in session.scalars(query)]


def of_act(session: Session, act_no: int) -> list[Change]:
    """The lines of one act, in order."""
    query = select(ChangeRow).where(ChangeRow.act_no == act_no).order_by(ChangeRow.seq)
    return [_change(row) for row in session.scalars(query)]


def published(session: Session, enterprises: Iterable[UUID]) -> dict[UUID, Any]:
    """What partners were last told of each of *enterprises* that they were told of."""
    query = select(PublishedStateRow.enterprise_id, PublishedStateRow.state)
    return {
        row.enterprise_id: row.state
        for some in chunks(enterprises)
        for row in session.execute(query.where(PublishedStateRow.enterprise_id.in_(some)))
    }


def publish(session: Session, rows: Sequence[Mapping[str, Any]], known: Container[UUID]) -> None:
    """Replace what partners were last told; the feed keeps the history.

    *known*: the enterprises that partners were told of before.
    """
    first = [row for row in rows if row["enterprise_id"] not in known]
    again = [row for row in rows if row["enterprise_id"] in known]
    if first:
        session.execute(insert(PublishedStateRow), first)
    if again:
        session.execute(update(PublishedStateRow), again)


def told_before(session: Session, act: int, after: UUID | None, limit: int) -> list[UUID]:
    """The first *limit* enterprises, in order of key beyond *after*, last told of before act *act*."""
    query = select(PublishedStateRow.enterprise_id).where(PublishedStateRow.act_no < act)
    if after is not None:
        query = query.where(PublishedStateRow.enterprise_id > after)
    return list(session.scalars(query.order_by(PublishedStateRow.enterprise_id).limit(limit)))


def next_due(session: Session, now: datetime) -> Due | None:
    """The earliest changes by time alone that are due at *now*, at most MOST_KEYS of one instant."""
    earliest = select(func.min(PublishedStateRow.next_change_at)).where(
        PublishedStateRow.next_change_at <= now
    )
    query = (
        select(PublishedStateRow.next_change_at, PublishedStateRow.enterprise_id)
        .where(PublishedStateRow.next_change_at == earliest.scalar_subquery())
        .order_by(PublishedStateRow.enterprise_id)
        .limit(MOST_KEYS)
    )
    rows = session.execute(query).all()
    at = rows[0].next_change_at if rows else None
    return None if at is None else Due(at, tuple(row.enterprise_id for row in rows))


def _change(row: ChangeRow) -> Change:
    return Change(
        seq=row.seq,
        act_no=row.act_no,
        uscc=row.uscc,
        reason=row.reason,
        effective_at=row.effective_at,
        recorded_at=row.recorded_at,
        body=row.body,
    )
