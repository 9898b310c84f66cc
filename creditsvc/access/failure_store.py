"""Every SQL statement about sign-ins that failed."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from creditsvc.access.store import KEPT_AFTER
from creditsvc.access.tables import FailureRow


def so_far(session: Session, subject: str) -> tuple[int, datetime] | None:
    """Failed sign-ins in a row and until when the next one is refused."""
    row = session.execute(
        select(FailureRow.failures, FailureRow.blocked_until).where(FailureRow.subject == subject)
    ).one_or_none()
    return None if row is None else (row.failures, row.blocked_until)


def keep(
    session: Session, subject: str, *, count: int, at: datetime, blocked_until: datetime
) -> None:
    """Write the number of failed sign-ins in a row; those of long ago are forgotten."""
    session.execute(
        delete(FailureRow).where(
            (FailureRow.subject == subject) | (FailureRow.last_at < at - KEPT_AFTER)
        )
    )
    row = {"subject": subject, "failures": count, "last_at": at, "blocked_until": blocked_until}
    session.execute(insert(FailureRow), [row])


def clear(session: Session, subject: str) -> None:
    """Forget failed sign-ins after a good one."""
    session.execute(delete(FailureRow).where(FailureRow.subject == subject))
