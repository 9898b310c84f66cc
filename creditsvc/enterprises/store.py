"""Every SQL statement about enterprises."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

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


def _one(session: Session, query: Select[Any]) -> Enterprise | None:
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return Enterprise(id=row[0], uscc=row[1], other_id=row[2], name=row[3], act_no=row[4])


def by_id(session: Session, enterprise: UUID) -> Enterprise | None:
    """The enterprise with that key."""
    return _one(session, _ENTERPRISES.where(EnterpriseRow.id == enterprise))


def many(session: Session, enterprises: Sequence[UUID]) -> list[Enterprise]:
    """The enterprises with those keys, in no order that means anything."""
    query = _ENTERPRISES.where(EnterpriseRow.id.in_(enterprises)).order_by(EnterpriseRow.id)
    return [
        Enterprise(id=row[0], uscc=row[1], other_id=row[2], name=row[3], act_no=row[4])
        for row in session.execute(query)
    ]


def by_uscc(session: Session, uscc: str) -> Enterprise | None:
    """The enterprise held by that unified code."""
    return _one(session, _ENTERPRISES.where(EnterpriseRow.uscc == uscc))


def held(session: Session, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Enterprises by what holds them: pairs of `uscc`, `other_id` or `name` and the value."""
    wanted: dict[str, list[str]] = {}
    for sort, value in sorted(set(keys)):
        wanted.setdefault(sort, []).append(value)
    found: dict[tuple[str, str], UUID] = {}
    for sort, values in wanted.items():
        column = _HELD_BY[sort]
        query = select(column, EnterpriseRow.id).where(column.in_(values))
        found |= {(sort, str(value)): key for value, key in session.execute(query)}
    return found


def by_organisation(session: Session, organisation: str) -> Sequence[Enterprise]:
    """Enterprises whose unified code contains, or whose older number is, that organisation code."""
    query = _ENTERPRISES.where(EnterpriseRow.organisation == organisation).order_by(
        EnterpriseRow.id
    )
    return [
        Enterprise(id=row[0], uscc=row[1], other_id=row[2], name=row[3], act_no=row[4])
        for row in session.execute(query)
    ]


def held_without_code(session: Session, name_keys: Sequence[str]) -> list[UUID]:
    """Enterprises without a unified code that were reported under one of *name_keys*."""
    query = (
        select(EnterpriseRow.id)
        .join(EnterpriseNameRow, EnterpriseNameRow.enterprise_id == EnterpriseRow.id)
        .where(EnterpriseRow.uscc.is_(None), EnterpriseNameRow.name_key.in_(name_keys))
        .distinct()
        .order_by(EnterpriseRow.id)
    )
    return list(session.scalars(query))


def with_code_named(session: Session, name_keys: Sequence[str]) -> list[UUID]:
    """Enterprises held by a unified code that were reported under one of *name_keys*."""
    query = (
        select(EnterpriseRow.id)
        .join(EnterpriseNameRow, EnterpriseNameRow.enterprise_id == EnterpriseRow.id)
        .where(EnterpriseRow.uscc.is_not(None), EnterpriseNameRow.name_key.in_(name_keys))
        .distinct()
        .order_by(EnterpriseRow.id)
    )
    return list(session.scalars(query))


def name_keys(session: Session, enterprise: UUID) -> list[str]:
    """The normal forms of all names of an enterprise."""
    query = select(EnterpriseNameRow.name_key).where(EnterpriseNameRow.enterprise_id == enterprise)
    return sorted(session.scalars(query))


def names_held(session: Session, enterprises: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """The pairs of enterprise and normal form of a name that are on record."""
    query = select(EnterpriseNameRow.enterprise_id, EnterpriseNameRow.name_key).where(
        EnterpriseNameRow.enterprise_id.in_(sorted(set(enterprises)))
    )
    return {(enterprise, key) for enterprise, key in session.execute(query)}


def names(session: Session, enterprise: UUID) -> list[NameOnRecord]:
    """All names of an enterprise, newest first."""
    query = (
        select(EnterpriseNameRow.name, EnterpriseNameRow.act_no)
        .where(EnterpriseNameRow.enterprise_id == enterprise)
        .order_by(EnterpriseNameRow.act_no.desc(), EnterpriseNameRow.name_key)
    )
    return [NameOnRecord(name=name, act_no=act_no) for name, act_no in session.execute(query)]


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
