"""Every SQL statement about persons in cases. None of them looks for a name or a number."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.persons.domain import Person, Reading
from creditsvc.persons.sealing import FIELDS, Place, Sealed
from creditsvc.persons.tables import PersonReadRow, PersonRow, PersonSealRow

_SEEN = ("id", "act_no", "matter_kind", "matter_id", "enterprise_id", "rule", "role", "authority",
    "masked_name", "document", "recorded_by")  # fmt: skip


def add(session: Session, row: Mapping[str, object], seals: Mapping[str, Sealed]) -> None:
    """A person with the seals of each field."""
    session.execute(insert(PersonRow), [dict(row)])
    rows = [{"person_id": row["id"], "field": name, **_columns(one)} for name, one in seals.items()]
    session.execute(insert(PersonSealRow), rows)


def add_reading(session: Session, row: Mapping[str, object]) -> None:
    """That somebody reads who a person is."""
    session.execute(insert(PersonReadRow), [dict(row)])


def get(session: Session, person_id: UUID) -> Person | None:
    """The person in a case with that key."""
    row = session.get(PersonRow, person_id)
    return None if row is None else _person(row)


def many(session: Session, keys: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of *keys* that are persons, by key."""
    return {
        row.id: _person(row)
        for some in chunks(keys)
        for row in session.scalars(select(PersonRow).where(PersonRow.id.in_(some)))
    }


def of_matter(session: Session, kind: str, matter_id: UUID) -> list[Person]:
    """The persons in one matter, in the order they were recorded."""
    query = select(PersonRow).where(PersonRow.matter_kind == kind, PersonRow.matter_id == matter_id)
    return [_person(row) for row in session.scalars(query.order_by(PersonRow.act_no, PersonRow.id))]


def seals(session: Session, person_id: UUID) -> dict[str, tuple[Sealed, str]]:
    """The seal of each field of a person with the commitment that it must open to."""
    query = select(PersonSealRow, PersonRow).join(PersonRow).where(PersonRow.id == person_id)
    return {
        seal.field: (_sealed(seal), _committed(row, seal.field))
        for seal, row in session.execute(query)
    }


def sealed_otherwise(session: Session, kid: str, limit: int) -> list[tuple[Place, Sealed, str]]:
    """The first *limit* seals, in order of place, of another key than *kid*, with the commitments."""
    query = (
        select(PersonSealRow, PersonRow)
        .join(PersonRow)
        .where(PersonSealRow.key_id != kid)
        .order_by(PersonSealRow.person_id, PersonSealRow.field)
        .limit(limit)
    )
    return [
        (Place(person_id=row.id, field=seal.field), _sealed(seal), _committed(row, seal.field))
        for seal, row in session.execute(query)
    ]


def replace(session: Session, rows: Sequence[tuple[Place, Sealed]]) -> None:
    """Put new seals in the place of old ones."""
    session.execute(
        update(PersonSealRow),
        [{"person_id": at.person_id, "field": at.field, **_columns(one)} for at, one in rows],
    )


def by_key(session: Session) -> dict[str, int]:
    """How many seals each key holds, by its name."""
    query = select(PersonSealRow.key_id, func.count().label("number")).group_by(
        PersonSealRow.key_id
    )
    rows = session.execute(query.order_by(PersonSealRow.key_id))
    return {row.key_id: row.number for row in rows}


def readings(session: Session, person_id: UUID | None, limit: int) -> list[Reading]:
    """The newest *limit* readings, of one person or of all."""
    query = select(PersonReadRow, PersonRow).join(PersonRow)
    if person_id is not None:
        query = query.where(PersonReadRow.person_id == person_id)
    ordered = query.order_by(PersonReadRow.act_no.desc(), PersonReadRow.id).limit(limit)
    return [
        Reading(
            id=read.id,
            act_no=read.act_no,
            at=read.read_at,
            person_id=row.id,
            matter_kind=row.matter_kind,
            matter_id=row.matter_id,
            enterprise_id=row.enterprise_id,
            read_by=read.read_by,
            reason=read.reason,
        )
        for read, row in session.execute(ordered)
    ]


def _person(row: PersonRow) -> Person:
    return Person(**{name: getattr(row, name) for name in _SEEN})


def _committed(row: PersonRow, name: str) -> str:
    return dict(zip(FIELDS, (row.name_digest, row.number_digest), strict=True))[name]


def _sealed(row: PersonSealRow) -> Sealed:
    return Sealed(key_id=row.key_id, nonce=row.nonce, ciphertext=row.ciphertext)


def _columns(one: Sealed) -> dict[str, str]:
    return {"key_id": one.key_id, "nonce": one.nonce, "ciphertext": one.ciphertext}
