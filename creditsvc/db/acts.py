"""Acts by number and by instant: for asking what was known when, when it became known, and by whom."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditsvc.db.tables import ActRow


def last(session: Session) -> int:
    """The number of the last act; 0 before the first."""
    return session.scalar(select(func.max(ActRow.no))) or 0


def last_by(session: Session, at: datetime) -> int:
    """The number of the last act up to and including the instant *at*; 0: none was."""
    return session.scalar(select(func.max(ActRow.no)).where(ActRow.at <= at)) or 0


def moments(session: Session, numbers: Iterable[int]) -> dict[int, datetime]:
    """The instants of the acts with those *numbers*."""
    query = select(ActRow.no, ActRow.at).where(ActRow.no.in_(sorted(set(numbers))))
    return {row.no: row.at for row in session.execute(query)}


def actors(session: Session, numbers: Iterable[int]) -> frozenset[str]:
    """Whoever made the acts with those *numbers*."""
    query = select(ActRow.actor).where(ActRow.no.in_(sorted(set(numbers))))
    return frozenset(session.scalars(query))
