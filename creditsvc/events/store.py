"""Every SQL statement about events, parked rows and completeness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, insert, select, tuple_
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.events.content import Status
from creditsvc.events.tables import (
    CompletenessRow,
    EventKeyRow,
    EventVersionRow,
    ParkedResolutionRow,
    ParkedRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one act made us believe of an event. `content` is its canonical JSON form."""

    event_id: UUID
    seq: int
    act_no: int
    enterprise_id: UUID
    cause: str
    status: Status
    content: dict[str, Any]
    digest: str
    reason: str | None
    document_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A reported row that waits for a person to say whom it concerns."""

    id: UUID
    act_no: int
    name: str
    adverse: bool
    content: dict[str, Any]
    field: str
    reason: str


_VERSIONS = select(
    EventVersionRow.event_id,
    EventVersionRow.seq,
    EventVersionRow.act_no,
    EventVersionRow.enterprise_id,
    EventVersionRow.cause,
    EventVersionRow.status,
    EventVersionRow.content,
    EventVersionRow.digest,
    EventVersionRow.reason,
    EventVersionRow.document_no,
)


def _version(row: Row[Any]) -> Version:
    return Version(**row._mapping)  # noqa: SLF001 - the documented way to a row's mapping


def versions(session: Session, event_id: UUID) -> list[Version]:
    """All we ever believed of an event, oldest first."""
    query = _VERSIONS.where(EventVersionRow.event_id == event_id).order_by(EventVersionRow.seq)
    return [_version(row) for row in session.execute(query)]


def versions_of(session: Session, event_ids: Sequence[UUID]) -> dict[UUID, list[Version]]:
    """All we ever believed of many events, each oldest first."""
    query = _VERSIONS.where(EventVersionRow.event_id.in_(event_ids)).order_by(
        EventVersionRow.event_id, EventVersionRow.seq
    )
    found: dict[UUID, list[Version]] = {}
    for row in session.execute(query) if event_ids else ():
        found.setdefault(row.event_id, []).append(_version(row))
    return found


def records(
    session: Session, enterprises: Iterable[UUID], known_at: int | None
) -> dict[UUID, list[Version]]:
    """What we believe of each of *enterprises* (as of act *known_at*), by day, then key.

    An event that a later version moved to another enterprise is not among them.
    """
    later = aliased(EventVersionRow)
    superseded = exists().where(
        and_(later.event_id == EventVersionRow.event_id, later.seq > EventVersionRow.seq)
    )
    query = _VERSIONS
    if known_at is not None:
        superseded = superseded.where(later.act_no <= known_at)
        query = query.where(EventVersionRow.act_no <= known_at)
    query = query.where(~superseded).order_by(EventVersionRow.occurred_on, EventVersionRow.event_id)
    found: dict[UUID, list[Version]] = {}
    for some in chunks(enterprises):
        for row in session.execute(query.where(EventVersionRow.enterprise_id.in_(some))):
            found.setdefault(row.enterprise_id, []).append(_version(row))
    return found


def source_used(session: Session, source: str) -> bool:
    """Whether anything was ever reported or stated under *source*, rows that wait included."""
    found = (
        select(EventKeyRow.source).where(EventKeyRow.source == source).limit(1),
        select(ParkedRow.source).where(ParkedRow.source == source).limit(1),
        select(CompletenessRow.source).where(CompletenessRow.source == source).limit(1),
    )
    return any(session.execute(query).one_or_none() is not None for query in found)


def enterprises_after(session: Session, key: UUID | None, limit: int) -> list[UUID]:
    """The first *limit* enterprises with events whose key is greater than *key*, in order of key."""
    column = EventVersionRow.enterprise_id
    query = select(column).distinct().order_by(column).limit(limit)
    if key is not None:
        query = query.where(column > key)
    return list(session.scalars(query))


def count_enterprises(session: Session) -> int:
    """How many enterprises have, or ever had, events."""
    query = select(func.count(EventVersionRow.enterprise_id.distinct()))
    return session.scalar(query) or 0


def key_of(session: Session, source: str, source_ref: str) -> UUID | None:
    """Our key for what a source calls *source_ref*."""
    query = select(EventKeyRow.event_id).where(
        EventKeyRow.source == source, EventKeyRow.source_ref == source_ref
    )
    return session.scalars(query).one_or_none()


def keys_of(session: Session, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Our keys for many pairs at once."""
    query = select(EventKeyRow.source, EventKeyRow.source_ref, EventKeyRow.event_id).where(
        tuple_(EventKeyRow.source, EventKeyRow.source_ref).in_(pairs)
    )
    return {(source, ref): event_id for source, ref, event_id in session.execute(query)}


def digests_of(session: Session, event_id: UUID) -> list[str]:
    """The digests of all versions of an event, oldest first."""
    query = (
        select(EventVersionRow.digest)
        .where(EventVersionRow.event_id == event_id)
        .order_by(EventVersionRow.seq)
    )
    return list(session.scalars(query))


def add_keys(session: Session, rows: list[dict[str, object]]) -> None:
    """New pairs of source and reference."""
    session.execute(insert(EventKeyRow), rows)


def add_versions(session: Session, rows: list[dict[str, object]]) -> None:
    """New beliefs."""
    session.execute(insert(EventVersionRow), rows)


def park(session: Session, row: dict[str, object]) -> None:
    """A row that nobody can be told to own."""
    session.execute(insert(ParkedRow), [row])


def parked_before(session: Session, source: str, source_ref: str, digest: str) -> bool:
    """Whether this very row was parked already."""
    query = select(ParkedRow.id).where(
        ParkedRow.source == source, ParkedRow.source_ref == source_ref, ParkedRow.digest == digest
    )
    return session.scalars(query).one_or_none() is not None


def _open_parked() -> Select[Any]:
    return select(
        ParkedRow.id,
        ParkedRow.act_no,
        ParkedRow.name,
        ParkedRow.adverse,
        ParkedRow.content,
        ParkedRow.field,
        ParkedRow.reason,
    ).where(~exists().where(ParkedResolutionRow.parked_id == ParkedRow.id))


def parked(session: Session, limit: int) -> list[Parked]:
    """Rows that wait, oldest first."""
    query = _open_parked().order_by(ParkedRow.act_no, ParkedRow.id).limit(limit)
    return [Parked(**row._mapping) for row in session.execute(query)]  # noqa: SLF001


def parked_one(session: Session, parked_id: UUID) -> Parked | None:
    """One row that still waits."""
    row = session.execute(_open_parked().where(ParkedRow.id == parked_id)).one_or_none()
    return None if row is None else Parked(**row._mapping)  # noqa: SLF001


def parked_of(session: Session, pairs: Sequence[tuple[str, str]]) -> list[Parked]:
    """Rows that wait under one of *pairs* of source and reference, oldest first."""
    query = (
        _open_parked()
        .where(tuple_(ParkedRow.source, ParkedRow.source_ref).in_(pairs))
        .order_by(ParkedRow.act_no, ParkedRow.id)
    )
    return [Parked(**row._mapping) for row in session.execute(query)]  # noqa: SLF001


def adverse_parked_named(
    session: Session, name_keys: Iterable[str], known_at: int | None
) -> frozenset[str]:
    """Those of *name_keys* under which an adverse row waited (as of act *known_at*)."""
    resolved = exists().where(ParkedResolutionRow.parked_id == ParkedRow.id)
    query = select(ParkedRow.name_key).where(ParkedRow.adverse)
    if known_at is not None:
        resolved = resolved.where(ParkedResolutionRow.act_no <= known_at)
        query = query.where(ParkedRow.act_no <= known_at)
    query = query.where(~resolved).distinct()
    return frozenset(
        name
        for some in chunks(sorted(set(name_keys)))
        for name in session.scalars(query.where(ParkedRow.name_key.in_(some)))
    )


def resolve(session: Session, row: dict[str, object]) -> None:
    """Who resolved a parked row, and how."""
    session.execute(insert(ParkedResolutionRow), [row])


def state_complete(session: Session, row: dict[str, object]) -> None:
    """A source's statement of completeness."""
    session.execute(insert(CompletenessRow), [row])


def completeness(session: Session, known_at: int | None) -> dict[str, date]:
    """Per source the latest day up to which it said its data is complete (as of act *known_at*)."""
    query = select(CompletenessRow.source, CompletenessRow.complete_to).order_by(
        CompletenessRow.act_no
    )
    if known_at is not None:
        query = query.where(CompletenessRow.act_no <= known_at)
    return {row.source: row.complete_to for row in session.execute(query)}
