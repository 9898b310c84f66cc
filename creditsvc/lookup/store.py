"""SQL of ready answers, which the act that changes them writes, and of the log's seals.

The statements of the hot path stand in `statements`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, literal_column, select, text
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.lookup.tables import LogDropRow, LogSealRow, LookupLogRow, SnapshotRow

REFUSED = 400  # an HTTP status from which on nothing was told


def put(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Replace the ready answers for the codes of *rows*."""
    for some in chunks(rows):
        codes = [row["uscc"] for row in some]
        session.execute(
            delete(SnapshotRow).where(SnapshotRow.uscc.in_(codes)),
            execution_options={"synchronize_session": False},
        )
        session.execute(insert(SnapshotRow), some)


def settled_log_id(session: Session) -> int:
    """The key of the last log row; none with a smaller key is still being written."""
    if session.get_bind().dialect.name == "postgresql":
        # Granted once every insert that has drawn its key is over; gone with this transaction.
        session.execute(text("SET LOCAL lock_timeout = '2s'"))
        session.execute(text("LOCK TABLE lookup_log IN SHARE MODE"))
    return session.scalar(select(func.max(LookupLogRow.id))) or 0


def log_rows(session: Session, after: int, end: int, most: int | None) -> Sequence[RowMapping]:
    """Log rows with keys over *after* up to *end*, in order, at most *most*."""
    query = (
        select(LookupLogRow.__table__)
        .where(LookupLogRow.id > after, LookupLogRow.id <= end)
        .order_by(LookupLogRow.id)
        .limit(most)
    )
    return session.execute(query).mappings().all()


def looks(
    session: Session, subject: str, since: datetime
) -> list[tuple[str, str | None, str, int]]:
    """Asker, purpose and hour of UTC of the answered looks at *subject*, and how many there were."""
    hour: ColumnElement[str] = literal_column("substr(at, 1, 13)")  # 2026-11-20T16
    query = (
        select(LookupLogRow.partner, LookupLogRow.purpose, hour, func.count())
        .where(LookupLogRow.subject == subject, LookupLogRow.at >= since)
        .where(LookupLogRow.status < REFUSED)
        .group_by(LookupLogRow.partner, LookupLogRow.purpose, hour)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def last_seal(session: Session) -> LogSealRow | None:
    """The latest seal."""
    query = select(LogSealRow).order_by(LogSealRow.last_id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def seals(session: Session) -> Iterator[LogSealRow]:
    """All seals in order."""
    query = select(LogSealRow).order_by(LogSealRow.last_id).execution_options(yield_per=10)
    yield from session.scalars(query)


def seals_to_drop(session: Session, before: datetime) -> list[LogSealRow]:
    """The seals made before that instant whose rows were not dropped yet, in order."""
    dropped = select(LogDropRow.last_id)
    query = (
        select(LogSealRow)
        .where(LogSealRow.sealed_at < before, LogSealRow.last_id.not_in(dropped))
        .order_by(LogSealRow.last_id)
    )
    return list(session.scalars(query))


def drop_stretch(session: Session, row: Mapping[str, Any]) -> int:
    """Delete the rows under a seal and write that they were; how many there were."""
    session.execute(insert(LogDropRow), [dict(row)])
    seal = session.get_one(LogSealRow, row["last_id"])
    result = session.execute(
        delete(LookupLogRow)
        .where(LookupLogRow.id > seal.after_id, LookupLogRow.id <= seal.last_id)
        .returning(LookupLogRow.id),
        execution_options={"synchronize_session": False},
    )
    return len(result.all())


def drops(session: Session) -> dict[int, LogDropRow]:
    """The drops by the last row of their stretch."""
    return {row.last_id: row for row in session.scalars(select(LogDropRow))}


def add_seal(session: Session, row: Mapping[str, Any]) -> None:
    """Store a seal; a stretch can be sealed only once."""
    session.execute(insert(LogSealRow), [dict(row)])
