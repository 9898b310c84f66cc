"""SQL of ready answers, which the act that changes them writes, and of the log's seals.

The statements of the hot path stand in `statements`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, text
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.lookup.tables import LogSealRow, LookupLogRow, SnapshotRow


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


def last_seal(session: Session) -> LogSealRow | None:
    """The latest seal."""
    query = select(LogSealRow).order_by(LogSealRow.last_id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def seals(session: Session) -> Iterator[LogSealRow]:
    """All seals in order."""
    query = select(LogSealRow).order_by(LogSealRow.last_id).execution_options(yield_per=10)
    yield from session.scalars(query)


def add_seal(session: Session, row: Mapping[str, Any]) -> None:
    """Store a seal; a stretch can be sealed only once."""
    session.execute(insert(LogSealRow), [dict(row)])
