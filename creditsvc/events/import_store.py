"""Every SQL statement about imports and their chunks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from creditsvc.db.tables import ActRow
from creditsvc.events.tables import ImportChunkRow, ImportRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """How far an import has come: up to which line, what became of the rows, whether it is done."""

    id: UUID
    act_no: int
    file_name: str
    file_digest: str
    last_line: int
    recorded: int
    unchanged: int
    parked: int
    rejected: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that was not taken: its line, the JSON pointer of the field at fault, why, and the row."""

    line: int
    field: str | None
    reason: str
    raw: str


def one(session: Session, import_id: UUID) -> Import | None:
    """The import with that key."""
    row = session.execute(
        select(ImportRow.id, ImportRow.act_no, ImportRow.file_name, ImportRow.file_digest).where(
            ImportRow.id == import_id
        )
    ).one_or_none()
    if row is None:
        return None
    chunk = ImportChunkRow
    sums = session.execute(
        select(
            func.coalesce(func.max(chunk.last_line), 0).label("last_line"),
            *(
                func.coalesce(func.sum(column), 0).label(column.key)
                for column in (chunk.recorded, chunk.unchanged, chunk.parked, chunk.rejected)
            ),
        ).where(chunk.import_id == import_id)
    ).one()
    done = session.scalar(
        select(func.count()).where(chunk.import_id == import_id, chunk.done.is_(True))
    )
    return Import(**row._mapping, **sums._mapping, done=bool(done))  # noqa: SLF001 - as documented


def begun(session: Session, file_digest: str, by: str | None) -> UUID | None:
    """The import of that very file that has not reached its end; the latest, should there be more.

    by: whoever began it; None: whoever it was.
    """
    finished = select(ImportChunkRow.import_id).where(ImportChunkRow.done.is_(True))
    query = (
        select(ImportRow.id)
        .where(ImportRow.file_digest == file_digest, ImportRow.id.not_in(finished))
        .order_by(ImportRow.act_no.desc(), ImportRow.id)
        .limit(1)
    )
    if by is not None:
        query = query.join(ActRow, ActRow.no == ImportRow.act_no).where(ActRow.actor == by)
    return session.scalars(query).one_or_none()


def last_line(session: Session, import_id: UUID) -> int:
    """The last line that an import has dealt with; 0 before its first chunk."""
    query = select(func.max(ImportChunkRow.last_line)).where(ImportChunkRow.import_id == import_id)
    return session.scalar(query) or 0


def add(session: Session, row: dict[str, Any]) -> None:
    """A new import."""
    session.execute(insert(ImportRow), [row])


def add_chunk(session: Session, row: dict[str, Any]) -> None:
    """A stretch of an import that is committed with this row."""
    session.execute(insert(ImportChunkRow), [row])


def rejects(session: Session, import_id: UUID) -> Iterator[Reject]:
    """The rows that an import did not take, in the order of the file."""
    query = (
        select(ImportChunkRow.rejects)
        .where(ImportChunkRow.import_id == import_id, ImportChunkRow.rejected > 0)
        .order_by(ImportChunkRow.last_line)
        .execution_options(yield_per=16)
    )
    for found in session.scalars(query):
        yield from (Reject(**row) for row in found)
