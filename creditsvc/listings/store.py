"""Every SQL statement about entries, their ends, publications and marks; rows ↔ values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.listings.domain import End, Entry, Mark
from creditsvc.listings.tables import (
    ListingEndRow,
    ListingMarkEndRow,
    ListingMarkRow,
    ListingPublicationRow,
    ListingRow,
)


def add(session: Session, row: Mapping[str, object]) -> None:
    """A new entry; the database refuses one without its decision."""
    session.execute(insert(ListingRow), [dict(row)])


def add_ends(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """The ends of entries, at least one."""
    session.execute(insert(ListingEndRow), rows)


def add_publications(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """The days entries were first made public, at least one."""
    session.execute(insert(ListingPublicationRow), rows)


def add_mark(session: Session, row: Mapping[str, object]) -> None:
    """A mark beside an entry; the database asks for the matter it is of."""
    session.execute(insert(ListingMarkRow), [dict(row)])


def add_mark_ends(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """The ends of marks, at least one."""
    session.execute(insert(ListingMarkEndRow), rows)


def open_marks(session: Session, listing_id: UUID, kind: str, matter: UUID) -> list[UUID]:
    """The marks of that kind and matter that nobody took away."""
    query = select(ListingMarkRow.id).where(
        ListingMarkRow.listing_id == listing_id,
        ListingMarkRow.kind == kind,
        ListingMarkRow.matter == matter,
        ~exists().where(ListingMarkEndRow.mark_id == ListingMarkRow.id),
    )
    return list(session.scalars(query.order_by(ListingMarkRow.id)))


def get(session: Session, listing_id: UUID) -> Entry | None:
    """The entry with that key."""
    found = _entries(session, select(ListingRow).where(ListingRow.id == listing_id), None)
    return found[0] if found else None


def of_enterprises(
    session: Session, enterprises: Iterable[UUID], known_at: int | None
) -> list[Entry]:
    """All entries ever made for *enterprises* (as of act *known_at*), those of each oldest first."""
    return [
        entry
        for some in chunks(enterprises)
        for entry in _entries(
            session, select(ListingRow).where(ListingRow.enterprise_id.in_(some)), known_at
        )
    ]


def many(session: Session, keys: Iterable[UUID]) -> list[Entry]:
    """The entries with those keys."""
    return [
        entry
        for some in chunks(keys)
        for entry in _entries(session, select(ListingRow).where(ListingRow.id.in_(some)), None)
    ]


def standing_on(session: Session, day: date) -> list[Entry]:
    """Entries without an early end whose term reaches *day*, oldest first."""
    query = (
        select(ListingRow)
        .where(or_(ListingRow.last_day.is_(None), ListingRow.last_day >= day))
        .where(~exists().where(ListingEndRow.listing_id == ListingRow.id))
    )
    return _entries(session, query, None)


def latest(session: Session, limit: int) -> list[Entry]:
    """The newest entries."""
    query = select(ListingRow).order_by(ListingRow.act_no.desc(), ListingRow.id).limit(limit)
    return _entries(session, query, None)


def every(session: Session) -> list[Entry]:
    """All entries ever made, oldest first."""
    return _entries(session, select(ListingRow), None)


def _entries(session: Session, query: Select[ListingRow], known_at: int | None) -> list[Entry]:
    if known_at is not None:
        query = query.where(ListingRow.act_no <= known_at)
    rows = session.scalars(query.order_by(ListingRow.act_no, ListingRow.id)).all()
    keys = [row.id for row in rows]
    ends = _ends(session, keys, known_at)
    published = _publications(session, keys, known_at)
    marks = _marks(session, keys, known_at)
    return [
        Entry(
            id=row.id,
            decision_id=row.decision_id,
            enterprise_id=row.enterprise_id,
            list=row.list,
            act_no=row.act_no,
            from_at=row.from_at,
            starts_on=row.starts_on,
            last_day=row.last_day,
            ground=row.ground,
            published_on=published.get(row.id),
            end=ends.get(row.id),
            marks=tuple(marks[row.id]),
        )
        for row in rows
    ]


def _ends(session: Session, keys: Sequence[UUID], known_at: int | None) -> dict[UUID, End]:
    query = select(ListingEndRow)
    if known_at is not None:
        query = query.where(ListingEndRow.act_no <= known_at)
    return {
        row.listing_id: End(
            at=row.ended_at, reason=row.reason, detail=row.detail, document_no=row.document_no
        )
        for some in chunks(keys)
        for row in session.scalars(query.where(ListingEndRow.listing_id.in_(some)))
    }


def _publications(session: Session, keys: Sequence[UUID], known_at: int | None) -> dict[UUID, date]:
    query = select(ListingPublicationRow)
    if known_at is not None:
        query = query.where(ListingPublicationRow.act_no <= known_at)
    return {
        row.listing_id: row.published_on
        for some in chunks(keys)
        for row in session.scalars(query.where(ListingPublicationRow.listing_id.in_(some)))
    }


def _marks(
    session: Session, keys: Iterable[UUID], known_at: int | None
) -> defaultdict[UUID, list[Mark]]:
    ended = ListingMarkEndRow.mark_id == ListingMarkRow.id
    query = select(ListingMarkRow)
    if known_at is not None:
        ended = ended & (ListingMarkEndRow.act_no <= known_at)
        query = query.where(ListingMarkRow.act_no <= known_at)
    joined = (
        query.add_columns(ListingMarkEndRow.until)
        .outerjoin(ListingMarkEndRow, ended)
        .order_by(ListingMarkRow.act_no, ListingMarkRow.id)
    )
    found: defaultdict[UUID, list[Mark]] = defaultdict(list)
    rows: Iterable[Any] = chain.from_iterable(
        session.execute(joined.where(ListingMarkRow.listing_id.in_(some))) for some in chunks(keys)
    )
    for row, until in rows:
        mark = Mark(kind=row.kind, matter=row.matter, since=row.since, until=until)
        found[row.listing_id].append(mark)
    return found
