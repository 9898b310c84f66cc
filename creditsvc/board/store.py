"""Every SQL statement about reminders."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from creditsvc.board.tables import ReminderRow


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Reminders, at least one; the database refuses a second one of an authority on a day."""
    session.execute(insert(ReminderRow), rows)


def reminded(session: Session, day: date) -> frozenset[str]:
    """The authorities that were reminded on *day*."""
    return frozenset(session.scalars(select(ReminderRow.authority).where(ReminderRow.day == day)))


def body(session: Session, day: date, authority: str) -> Any | None:
    """What *authority* was reminded of on *day*; None: it was not."""
    row = session.get(ReminderRow, (day, authority))
    return None if row is None else row.body


def last_day(session: Session, authority: str | None) -> date | None:
    """The last day on which *authority* (None: anybody) was reminded; None: never yet."""
    query = select(func.max(ReminderRow.day))
    if authority is not None:
        query = query.where(ReminderRow.authority == authority)
    return session.scalar(query)
