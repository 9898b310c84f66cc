"""Every SQL statement of the trail. What is verified is read as it stands, byte for byte."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, insert, select, type_coerce
from sqlalchemy.orm import Session

from creditsvc.audit.tables import CheckpointRow, TrailRootRow, TrailRow
from creditsvc.db.tables import ActRow

STREAMED = {"yield_per": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the trail as it stands in the database; facts is the stored text."""

    seq: int
    act_no: int
    verb: str
    subject: str
    facts: str
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAct:
    """An act as it stands in the database; at is the stored text."""

    no: int
    at: str
    actor: str
    actor_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The tree after an act as it stands in the database; frontier is the stored text."""

    act_no: int
    size: int
    root: str
    frontier: str


def last_root(session: Session) -> TrailRootRow | None:
    """The tree as the latest sealed act left it."""
    return session.scalars(
        select(TrailRootRow).order_by(TrailRootRow.act_no.desc()).limit(1)
    ).one_or_none()


def add(session: Session, lines: list[dict[str, Any]], root: dict[str, Any]) -> None:
    """Store an act's lines and the root after them."""
    if lines:
        session.execute(insert(TrailRow), lines)
    session.execute(insert(TrailRootRow), [root])


def add_checkpoint(session: Session, row: dict[str, Any]) -> None:
    """Store a signed root."""
    session.execute(insert(CheckpointRow), [row])


def last_checkpoint_at(session: Session) -> datetime | None:
    """The instant of the latest checkpoint; None: there is none."""
    query = (
        select(ActRow.at)
        .join(CheckpointRow, CheckpointRow.act_no == ActRow.no)
        .order_by(CheckpointRow.act_no.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def lines(session: Session) -> Generator[Line]:
    """All lines in order, streamed."""
    query = (
        select(
            TrailRow.seq,
            TrailRow.act_no,
            TrailRow.verb,
            TrailRow.subject,
            type_coerce(TrailRow.facts, Text).label("facts"),
            TrailRow.leaf,
        )
        .order_by(TrailRow.seq)
        .execution_options(**STREAMED)
    )
    with session.execute(query) as rows:
        for row in rows:
            yield Line(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping


def noted(session: Session, verb: str) -> list[tuple[str, Any]]:
    """Subject and facts of the lines with that verb, in order."""
    query = select(TrailRow.subject, TrailRow.facts).where(TrailRow.verb == verb)
    return [(row.subject, row.facts) for row in session.execute(query.order_by(TrailRow.seq))]


def roots(session: Session) -> Generator[Root]:
    """The root after each act, in order."""
    query = (
        select(
            TrailRootRow.act_no,
            TrailRootRow.size,
            TrailRootRow.root,
            type_coerce(TrailRootRow.frontier, Text).label("frontier"),
        )
        .order_by(TrailRootRow.act_no)
        .execution_options(**STREAMED)
    )
    with session.execute(query) as rows:
        for row in rows:
            yield Root(**row._mapping)  # noqa: SLF001 - see above


def checkpoints(session: Session) -> list[CheckpointRow]:
    """All signed roots, oldest first."""
    return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.act_no)))


def acts(session: Session) -> Generator[StoredAct]:
    """All acts in order, streamed."""
    at = type_coerce(ActRow.at, Text).label("at")
    query = select(ActRow.no, at, ActRow.actor, ActRow.actor_kind).order_by(ActRow.no)
    with session.execute(query.execution_options(**STREAMED)) as rows:
        for row in rows:
            yield StoredAct(**row._mapping)  # noqa: SLF001 - see above
