"""Every SQL statement about enterprises."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.enterprises.domain import Enterprise, NameOnRecord
from creditsvc.enterprises.tables import EnterpriseNameRow, EnterpriseRow

_HELD_BY = {
    "uscc": EnterpriseRow.uscc,
    "other_id": EnterpriseRow.other_id,
    "name": EnterpriseRow.name_only,
}
_NEWEST = (
    select(EnterpriseNameRow.name)
    .where(EnterpriseNameRow.enterprise_id == EnterpriseRow.id)
    .order_by(EnterpriseNameRow.act_no.desc(), EnterpriseNameRow.name_key)
    .limit(1)
    .scalar_subquery()
)
_ENTERPRISES = select(
    EnterpriseRow.id, EnterpriseRow.uscc, EnterpriseRow.other_id, _NEWEST, EnterpriseRow.act_no
)


def _enterprise(row: Sequence[Any]) -> Enterprise:
    key, uscc, other_id, name, act_no = row
    return Enterprise(id=key, uscc=uscc, other_id=other_id, name=name, act_no=act_no)


def by_ids(session: Session, enterprises: Iterable[UUID]) -> dict[UUID, Enterprise]:
    """The enterprises with those keys."""
    return {
        row[0]: _enterprise(row)
        for some in chunks(enterprises)
        for row in session.execute(_ENTERPRISES.where(EnterpriseRow.id.in_(some)))
    }


def count(session: Session) -> int:
    """How many enterprises there are."""
    return session.scalar(select(func.count()).select_from(EnterpriseRow)) or 0


def by_uscc(session: Session, uscc: str) -> Enterprise | None:
    """The enterprise held by that unified code."""
    row = session.execute(_ENTERPRISES.where(EnterpriseRow.uscc == uscc)).one_or_none()
    return None if row is None else _enterprise(row)


def held(session: Session, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Enterprises by what holds them: pairs of `uscc`, `other_id` or `name` and the value."""
    wanted: dict[str, list[str]] = {}
    for sort, value in sorted(set(keys)):
        wanted.setdefault(sort, []).append(value)
    found: dict[tuple[str, str], UUID] = {}
    for sort, values in wanted.items():
        column = _HELD_BY[sort]
        for some in chunks(values):
            query = select(column, EnterpriseRow.id).where(column.in_(some))
            found |= {(sort, str(value)): key for value, key in session.execute(query)}
    return found


def with_organisation(
    session: Session, organisations: Iterable[str], *, coded: bool
) -> dict[str, list[UUID]]:
    """By organisation code the enterprises whose unified code contains it (*coded*), or whose older
    number it is (not coded), in order of key.
    """
    found: dict[str, list[UUID]] = {}
    for some in chunks(sorted(set(organisations))):
        query = (
            select(EnterpriseRow.organisation, EnterpriseRow.id)
            .where(EnterpriseRow.organisation.in_(some), _coded(coded=coded))
            .order_by(EnterpriseRow.id)
        )
        for organisation, key in session.execute(query):
            found.setdefault(str(organisation), []).append(key)
    return found


def named(session: Session, name_keys: Iterable[str], *, coded: bool) -> dict[str, list[UUID]]:
    """By normal form of a name the enterprises reported under it, with a unified code (*coded*) or
    without one, in order of key.
    """
    found: dict[str, list[UUID]] = {}
    for some in chunks(sorted(set(name_keys))):
        query = (
            select(EnterpriseNameRow.name_key, EnterpriseRow.id)
            .join(EnterpriseRow, EnterpriseNameRow.enterprise_id == EnterpriseRow.id)
            .where(EnterpriseNameRow.name_key.in_(some), _coded(coded=coded))
            .order_by(EnterpriseRow.id)
        )
        for name, key in session.execute(query):
            found.setdefault(name, []).append(key)
    return found


def _coded(*, coded: bool) -> ColumnElement[bool]:
    return EnterpriseRow.uscc.is_not(None) if coded else EnterpriseRow.uscc.is_(None)


def names_held(session: Session, enterprises: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """The pairs of enterprise and normal form of a name that are on record."""
    query = select(EnterpriseNameRow.enterprise_id, EnterpriseNameRow.name_key)
    return {
        (enterprise, key)
        for some in chunks(sorted(set(enterprises)))
        for enterprise, key in session.execute(
            query.where(EnterpriseNameRow.enterprise_id.in_(some))
        )
    }


def names(session: Session, enterprise: UUID) -> list[NameOnRecord]:
    """All names of an enterprise, newest first."""
    query = (
        select(EnterpriseNameRow.name, EnterpriseNameRow.act_no)
        .where(EnterpriseNameRow.enterprise_id == enterprise)
        .order_by(EnterpriseNameRow.act_no.desc(), EnterpriseNameRow.name_key)
    )
    return [NameOnRecord(name=name, act_no=act_no) for name, act_no in session.execute(query)]


def histories(
    session: Session, enterprises: Iterable[UUID]
) -> dict[UUID, list[tuple[str, NameOnRecord]]]:
    """All names of each of *enterprises* with their normal forms, newest first."""
    query = select(
        EnterpriseNameRow.enterprise_id,
        EnterpriseNameRow.name_key,
        EnterpriseNameRow.name,
        EnterpriseNameRow.act_no,
    ).order_by(EnterpriseNameRow.act_no.desc(), EnterpriseNameRow.name_key)
    found: dict[UUID, list[tuple[str, NameOnRecord]]] = {}
    for some in chunks(enterprises):
        rows = session.execute(query.where(EnterpriseNameRow.enterprise_id.in_(some)))
        for enterprise, key, name, act_no in rows:
            found.setdefault(enterprise, []).append((key, NameOnRecord(name=name, act_no=act_no)))
    return found


def search(session: Session, key_part: str, limit: int) -> list[UUID]:
    """Enterprises one of whose names contains *key_part*, in order of that name."""
    pattern = "%" + key_part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    query = (
        select(EnterpriseNameRow.enterprise_id, func.min(EnterpriseNameRow.name_key))
        .where(EnterpriseNameRow.name_key.like(pattern, escape="\\"))
        .group_by(EnterpriseNameRow.enterprise_id)
        .order_by(func.min(EnterpriseNameRow.name_key), EnterpriseNameRow.enterprise_id)
        .limit(limit)
    )
    return [row[0] for row in session.execute(query)]


def add(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """New enterprises."""
    session.execute(insert(EnterpriseRow), rows)


def add_names(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """New names of enterprises."""
    session.execute(insert(EnterpriseNameRow), rows)
