"""Every SQL statement about findings."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from creditsvc.findings.tables import FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The state of one rule for one enterprise as last stored."""

    rule: str
    act_no: int
    assessed_on: date
    outcome: str
    law_digest: str
    body: dict[str, Any]


def held(session: Session, enterprise_id: UUID, known_at: int | None = None) -> dict[str, Held]:
    """The latest state of every rule that was ever stored for *enterprise_id*."""
    newest = select(FindingRow.rule, func.max(FindingRow.act_no).label("act_no")).where(
        FindingRow.enterprise_id == enterprise_id
    )
    if known_at is not None:
        newest = newest.where(FindingRow.act_no <= known_at)
    latest = newest.group_by(FindingRow.rule).subquery()
    query = (
        select(
            FindingRow.rule,
            FindingRow.act_no,
            FindingRow.assessed_on,
            FindingRow.outcome,
            FindingRow.law_digest,
            FindingRow.body,
        )
        .join(latest, (latest.c.rule == FindingRow.rule) & (latest.c.act_no == FindingRow.act_no))
        .where(FindingRow.enterprise_id == enterprise_id)
        .order_by(FindingRow.rule)
    )
    return {row.rule: Held(**row._mapping) for row in session.execute(query)}  # noqa: SLF001


def add(session: Session, rows: list[dict[str, object]]) -> None:
    """New states."""
    session.execute(insert(FindingRow), rows)
