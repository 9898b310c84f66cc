"""Every SQL statement of the trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from creditsvc.audit.tables import CheckpointRow, TrailRootRow, TrailRow
from creditsvc.db.tables import ActRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the trail as it stands in the database, with its act."""

    seq: int
    act_no: int
    at: datetime
    actor: str
    verb: str
    subject: str
    facts: Any
    leaf: str


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


def lines(session: Session) -> Iterator[Line]:
    """All lines in order, streamed."""
    query = (
        select(TrailRow, ActRow.at, ActRow.actor)
        .join(ActRow, ActRow.no == TrailRow.act_no)
        .order_by(TrailRow.seq)
        .execution_options(yield_per=1000)
    )
    for row, at, actor in session.execute(query):
        yield Line(
            seq=row.seq, act_no=row.act_no, at=at, actor=actor,
            verb=row.verb, subject=row.subject, facts=row.facts, leaf=row.leaf,
        )  # fmt: skip


def roots(session: Session) -> Iterator[TrailRootRow]:
    """The root after each act, in order."""
    yield from session.scalars(
        select(TrailRootRow).order_by(TrailRootRow.act_no).execution_options(yield_per=1000)
    )


def checkpoints(session: Session) -> list[CheckpointRow]:
    """All signed roots, oldest first."""
    return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.act_no)))


def act_numbers(session: Session) -> Iterator[int]:
    """The numbers of all acts, ascending."""
    yield from session.scalars(
        select(ActRow.no).order_by(ActRow.no).execution_options(yield_per=1000)
    )
