"""Every SQL statement about jobs of many look-ups."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from creditsvc.access.contracts import confirmed_by
from creditsvc.bulk.domain import Asker, Format, LookupJob, State
from creditsvc.bulk.tables import LookupJobPartRow, LookupJobRow


def add(session: Session, job: LookupJob, parts: Iterable[Sequence[str]], act_no: int) -> None:
    """A new job with its codes in parts."""
    row = {
        "id": job.id,
        "act_no": act_no,
        "client_id": job.asker.client_id,
        "subject": job.asker.subject,
        "scopes": sorted(job.asker.scopes),
        "jti": job.asker.jti,
        "confirmation": job.asker.confirmation and job.asker.confirmation.claim,
        "purpose": job.asker.purpose,
        "format": job.format,
        "total": job.total,
        "done": job.done,
        "state": job.state,
        "made_at": job.made_at,
    }
    session.execute(insert(LookupJobRow), [row])
    for no, codes in enumerate(parts, 1):
        session.execute(
            insert(LookupJobPartRow), [{"job_id": job.id, "no": no, "codes": list(codes)}]
        )


def get(session: Session, key: UUID) -> LookupJob | None:
    """The job with that key."""
    row = session.get(LookupJobRow, key, populate_existing=True)
    return None if row is None else _job(row)


def of_client(session: Session, client_id: str, limit: int) -> list[LookupJob]:
    """The partner's jobs, newest first."""
    query = select(LookupJobRow).where(LookupJobRow.client_id == client_id)
    newest = query.order_by(LookupJobRow.act_no.desc()).limit(limit)
    return [_job(row) for row in session.scalars(newest)]


def count_open(session: Session, client_id: str) -> int:
    """How many jobs of the partner are not done."""
    query = select(func.count()).where(
        LookupJobRow.client_id == client_id, LookupJobRow.state.in_(["waiting", "running"])
    )
    return session.scalar(query) or 0


def change(session: Session, key: UUID, **values: Any) -> None:
    """Write *values* to a job."""
    session.execute(update(LookupJobRow).where(LookupJobRow.id == key).values(**values))


def part(session: Session, key: UUID, no: int) -> list[str] | None:
    """The codes of one part; None: there is no such part."""
    query = select(LookupJobPartRow.codes).where(
        LookupJobPartRow.job_id == key, LookupJobPartRow.no == no
    )
    return session.scalar(query)


def forget_codes(session: Session, key: UUID) -> None:
    """Remove the uploaded codes of a job that is over."""
    session.execute(delete(LookupJobPartRow).where(LookupJobPartRow.job_id == key))


def outlived(session: Session, now: datetime) -> list[UUID]:
    """The jobs whose result is to be gone at *now*."""
    query = select(LookupJobRow.id).where(LookupJobRow.until <= now)
    return list(session.scalars(query.order_by(LookupJobRow.until, LookupJobRow.id)))


def _job(row: LookupJobRow) -> LookupJob:
    return LookupJob(
        id=row.id,
        asker=Asker(
            client_id=row.client_id,
            subject=row.subject,
            scopes=frozenset(row.scopes),
            jti=row.jti,
            confirmation=confirmed_by(row.confirmation),
            purpose=row.purpose,
        ),
        format=cast("Format", row.format),
        total=row.total,
        done=row.done,
        state=cast("State", row.state),
        made_at=row.made_at,
        finished_at=row.finished_at,
        digest=row.digest,
        size=row.size,
        until=row.until,
        reason=row.reason,
    )
