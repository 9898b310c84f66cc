"""Every SQL statement about findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select
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


def held(session: Session, enterprises: Iterable[UUID]) -> dict[UUID, dict[str, Held]]:
    """The latest state of every rule that was ever stored for one of *enterprises*, by both."""
    later = aliased(FindingRow)
    superseded = exists().where(
        later.enterprise_id == FindingRow.enterprise_id,
        later.rule == FindingRow.rule,
        later.act_no > FindingRow.act_no,
    )
    query = (
        select(
            FindingRow.enterprise_id,
            FindingRow.rule,
            FindingRow.act_no,
            FindingRow.assessed_on,
            FindingRow.outcome,
            FindingRow.law_digest,
            FindingRow.body,
        )
        .where(~superseded)
        .order_by(FindingRow.rule)
    )
    found: dict[UUID, dict[str, Held]] = {}
    for some in chunks(enterprises):
        for key, *state in session.execute(query.where(FindingRow.enterprise_id.in_(some))):
            found.setdefault(key, {})[state[0]] = Held(*state)
    return found


def add(session: Session, rows: list[dict[str, object]]) -> None:
    """New states."""
    session.execute(insert(FindingRow), rows)
