"""SQL of the index of names: a working copy, made from the names on record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import delete, exists, func, insert, select, text, true, tuple_
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.enterprises.blocking import Probe
from creditsvc.enterprises.tables import (
    EnterpriseNameRow,
    NameIndexKeyRow,
    NameIndexRow,
    NameIndexStateRow,
)

PER_PROBE = 50  # names taken from one key
_NAMES = NameIndexRow.metadata.tables[NameIndexRow.__tablename__]
_KEYS = NameIndexKeyRow.metadata.tables[NameIndexKeyRow.__tablename__]
_MET = {
    "sqlite": "SELECT (SELECT group_concat(name_no) FROM (SELECT name_no FROM name_index_keys"
    " WHERE key = json_extract(j.value, '$[0]') AND place >= json_extract(j.value, '$[1]')"
    " AND place <= json_extract(j.value, '$[2]') LIMIT :most)) FROM json_each(:probes) j ORDER BY j.key",
    "postgresql": "SELECT (SELECT string_agg(CAST(name_no AS text), ',') FROM (SELECT name_no"
    " FROM name_index_keys k WHERE k.key = p.key AND k.place BETWEEN p.first AND p.last"
    " LIMIT :most) met) FROM unnest(CAST(:keys AS bigint[]), CAST(:firsts AS integer[]),"
    " CAST(:lasts AS integer[])) WITH ORDINALITY AS p (key, first, last, no) ORDER BY p.no",
}


class Indexed(NamedTuple):
    """A name of the index. form: as it is compared."""

    no: int
    enterprise_id: UUID
    name_key: str
    form: str


class State(NamedTuple):
    """By which words the index is made (None: nobody noted it), and whether every name is in it."""

    words: str | None
    complete: bool


def state(session: Session) -> State:
    """How the index stands; complete without a note of it only where no name lacks."""
    query = select(NameIndexStateRow.words, NameIndexStateRow.complete)
    row = session.execute(query).one_or_none()
    return State(*row) if row else State(None, complete=not _missing(session, true(), 1))


def set_state(session: Session, words: str, *, complete: bool) -> None:
    """Note how the index stands."""
    session.execute(delete(NameIndexStateRow))
    row = {"one": 1, "words": words, "complete": complete}
    session.execute(insert(NameIndexStateRow), [row])


def met(session: Session, probes: Sequence[Probe]) -> list[list[int]]:
    """For each of *probes* the numbers of names that lie there, at most PER_PROBE."""
    engine = session.get_bind().dialect.name
    values: Mapping[str, Any]
    if engine == "sqlite":
        values = {"probes": orjson.dumps([tuple(one) for one in probes]).decode()}
    else:
        keys, firsts, lasts = (list(each) for each in zip(*probes, strict=True))
        values = {"keys": keys, "firsts": firsts, "lasts": lasts}
    found = session.execute(text(_MET[engine]), {**values, "most": PER_PROBE})
    return [[int(no) for no in nos.split(",")] if nos else [] for (nos,) in found]


def by_numbers(session: Session, numbers: Iterable[int]) -> dict[int, Indexed]:
    """The names with those numbers."""
    query = select(
        NameIndexRow.no, NameIndexRow.enterprise_id, NameIndexRow.name_key, NameIndexRow.form
    )
    return {
        row.no: Indexed(*row)
        for some in chunks(numbers)
        for row in session.execute(query.where(NameIndexRow.no.in_(some)))
    }


def missing_of(session: Session, enterprises: Iterable[UUID]) -> list[tuple[UUID, str, str]]:
    """The names of *enterprises* that are not in the index: enterprise, normal form, name."""
    found: list[tuple[UUID, str, str]] = []
    for some in chunks(enterprises):
        found += _missing(session, EnterpriseNameRow.enterprise_id.in_(some))
    return found


def missing_after(
    session: Session, after: tuple[UUID, str] | None, most: int
) -> list[tuple[UUID, str, str]]:
    """Names that are not in the index, in order of their keys from *after* on, at most *most*."""
    key = (EnterpriseNameRow.enterprise_id, EnterpriseNameRow.name_key)
    where = true() if after is None else tuple_(*key) > after
    return _missing(session, where, most)


def add(
    session: Session, rows: Sequence[Mapping[str, Any]], keys: Sequence[Mapping[str, Any]]
) -> None:
    """Names with their keys."""
    session.execute(insert(_NAMES), rows)
    session.execute(insert(_KEYS), keys)


def next_number(session: Session) -> int:
    """The number of the next name; the register's lock is held."""
    return (session.scalar(select(func.max(NameIndexRow.no))) or 0) + 1


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(delete(NameIndexKeyRow))
    session.execute(delete(NameIndexRow))


def _missing(session: Session, where: Any, most: int | None = None) -> list[tuple[UUID, str, str]]:
    there = exists().where(
        NameIndexRow.enterprise_id == EnterpriseNameRow.enterprise_id,
        NameIndexRow.name_key == EnterpriseNameRow.name_key,
    )
    query = (
        select(EnterpriseNameRow.enterprise_id, EnterpriseNameRow.name_key, EnterpriseNameRow.name)
        .where(where, ~there)
        .order_by(EnterpriseNameRow.enterprise_id, EnterpriseNameRow.name_key)
        .limit(most)
    )
    return [(enterprise, key, name) for enterprise, key, name in session.execute(query)]
