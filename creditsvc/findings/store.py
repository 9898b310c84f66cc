"""Every SQL statement about findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, exists, func, insert, select, type_coerce
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.findings.tables import FindingRow


@dataclass(frozen=True, slots=True)
class Held:
    """The state of one rule for one enterprise as last stored."""

    rule: str
    act_no: int
    assessed_on: date
    outcome: str
    law_digest: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state as one act stored it; *body* is the very text that is stored."""

    act_no: int
    enterprise_id: UUID
    rule: str
    assessed_on: date
    law_digest: str
    outcome: str
    body: str


def verdicts(session: Session, first: int, last: int) -> Iterator[Verdict]:
    """The states that the acts from *first* to *last* stored, act by act."""
    query = (
        select(
            FindingRow.act_no,
            FindingRow.enterprise_id,
            FindingRow.rule,
            FindingRow.assessed_on,
            FindingRow.law_digest,
            FindingRow.outcome,
            type_coerce(FindingRow.body, Text),
        )
        .where(FindingRow.act_no.between(first, last))
        .order_by(FindingRow.act_no, FindingRow.enterprise_id, FindingRow.rule)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(query):
        yield Verdict(*row)


def counts(session: Session, first: int, last: int) -> Iterator[tuple[int, int]]:
    """How many states each act from *first* to *last* stored, by act; acts that stored none left out."""
    query = (
        select(FindingRow.act_no, func.count())
        .where(FindingRow.act_no.between(first, last))
        .group_by(FindingRow.act_no)
        .order_by(FindingRow.act_no)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(query):
        yield row[0], row[1]


def held(
    session: Session, enterprises: Iterable[UUID], *, before: int | None = None
) -> dict[UUID, dict[str, Held]]:
    """The latest state (before act *before*) of every rule that was ever stored for one of
    *enterprises*, by both.
    """
    later = aliased(FindingRow)
    superseded = exists().where(
        later.enterprise_id == FindingRow.enterprise_id,
        later.rule == FindingRow.rule,
        later.act_no > FindingRow.act_no,
    )
    query = select(
        FindingRow.enterprise_id,
        FindingRow.rule,
        FindingRow.act_no,
        FindingRow.assessed_on,
        FindingRow.outcome,
        FindingRow.law_digest,
        FindingRow.body,
    ).order_by(FindingRow.rule)
    if before is not None:
        superseded = superseded.where(later.act_no < before)
        query = query.where(FindingRow.act_no < before)
    query = query.where(~superseded)
    found: dict[UUID, dict[str, Held]] = {}
    for some in chunks(enterprises):
        for key, *state in session.execute(query.where(FindingRow.enterprise_id.in_(some))):
            found.setdefault(key, {})[state[0]] = Held(*state)
    return found


def add(session: Session, rows: list[dict[str, object]]) -> None:
    """New states."""
    session.execute(insert(FindingRow), rows)
