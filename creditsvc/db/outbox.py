"""The outbox: what must leave the process is written by the act that caused it, and sent after.

A worker leases a job, does it, and says so under the same lease; one that dies lets the lease run
out, and the job is done again. So every job may be done twice and must come out the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.db.engine import reading, writing
from creditsvc.db.tables import OutboxRow
from creditsvc.db.work import Act

MOST_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One leased job. number: its place in the outbox. attempts: this one included."""

    number: int
    act_no: int
    topic: str
    payload: Any
    attempts: int
    lease: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A job given up after MOST_ATTEMPTS; last_error None: its worker died each time."""

    number: int
    topic: str
    attempts: int
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the outbox stands: jobs done, waiting (leased ones included), and given up."""

    done: int
    waiting: int
    dead: tuple[Dead, ...]


def enqueue(act: Act, topic: str, payload: Any, *, run_after: datetime | None = None) -> int:
    """Leave a job of *topic* for the worker, not before *run_after*; returns its number."""
    row = {
        "act_no": act.no,
        "topic": topic,
        "payload": payload,
        "run_after": run_after or act.at,
        "attempts": 0,
    }
    result = act.session.execute(insert(OutboxRow).returning(OutboxRow.id), row)
    return result.scalar_one()


def claim(
    engine: Engine, topics: Collection[str], *, now: datetime, until: datetime, lease: UUID
) -> Job | None:
    """Lease the oldest job of *topics* that is due at *now*; None: there is none.

    The lease, a token never used before, ends at *until*; then the job is due again.
    """
    due = (
        select(OutboxRow.id)
        .where(OutboxRow.topic.in_(topics), *_open(), OutboxRow.run_after <= now)
        .order_by(OutboxRow.id)
        .limit(1)
    )
    with Session(reading(engine)) as session:
        if session.scalar(due) is None:
            return None  # a look costs less than the write lock
    # PostgreSQL passes over rows that another worker holds; SQLite has BEGIN IMMEDIATE for that.
    chosen = due.with_for_update(skip_locked=True).scalar_subquery()
    take = (
        update(OutboxRow)
        .where(OutboxRow.id == chosen)
        .values(lease=lease, run_after=until, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False)
    )
    with Session(writing(engine)) as session, session.begin():
        row = session.scalars(take).one_or_none()
        return None if row is None else _job(row, lease)


def finish(engine: Engine, job: Job, *, now: datetime) -> bool:
    """Note that *job* is done; False: its lease had run out and it belongs to another worker."""
    return _let_go(engine, job, done_at=now, last_error=None, lease=None)


def fail(engine: Engine, job: Job, error: str, *, now: datetime) -> bool:
    """Note why *job* failed and when it is tried again: each pause is twice the one before.

    *error* is shown to operators and must not hold a secret. False: the lease had run out.
    """
    pause = min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
    return _let_go(engine, job, run_after=now + pause, last_error=error, lease=None)


def put_back(engine: Engine, job: Job, *, run_after: datetime) -> bool:
    """Leave *job* to be done again, as if for the first time, from *run_after* on.

    For what is done in several goes. False: the lease had run out.
    """
    return _let_go(engine, job, run_after=run_after, attempts=0, last_error=None, lease=None)


def standing(engine: Engine, *, now: datetime) -> Standing:
    """How the outbox stands at *now*."""
    given_up = _given_up(now)
    counted = select(
        func.count(OutboxRow.done_at),
        func.count(case((OutboxRow.done_at.is_(None) & ~given_up, 1))),
    )
    dead = select(OutboxRow).where(given_up).order_by(OutboxRow.id)
    with Session(reading(engine)) as session:
        done, waiting = session.execute(counted).one()
        return Standing(
            done=done,
            waiting=waiting,
            dead=tuple(
                Dead(
                    number=row.id,
                    topic=row.topic,
                    attempts=row.attempts,
                    last_error=row.last_error,
                )
                for row in session.scalars(dead)
            ),
        )


def revive(engine: Engine, *, now: datetime, among: Collection[int] | None = None) -> int:
    """Give the jobs *among* these (None: all) that were given up a fresh start; how many there were."""
    again = (
        update(OutboxRow)
        .where(_given_up(now))
        .values(attempts=0, run_after=now, lease=None)
        .returning(OutboxRow.id)
    )
    parts = [again]
    if among is not None:
        parts = [again.where(OutboxRow.id.in_(some)) for some in chunks(among)]
    with Session(writing(engine)) as session, session.begin():
        return sum([len(session.scalars(part).all()) for part in parts])


def _open() -> tuple[ColumnElement[bool], ...]:
    """Neither done nor tried as often as it may be."""
    return OutboxRow.done_at.is_(None), OutboxRow.attempts < MOST_ATTEMPTS


def _given_up(now: datetime) -> ColumnElement[bool]:
    """Tried as often as it may be, and not being tried at *now*."""
    idle = or_(OutboxRow.lease.is_(None), OutboxRow.run_after <= now)
    return OutboxRow.done_at.is_(None) & (OutboxRow.attempts >= MOST_ATTEMPTS) & idle


def _let_go(engine: Engine, job: Job, **values: object) -> bool:
    """Write *values* if the job is still under this lease."""
    mine = (
        update(OutboxRow)
        .where(OutboxRow.id == job.number, OutboxRow.lease == job.lease)
        .values(**values)
        .returning(OutboxRow.id)
    )
    with Session(writing(engine)) as session, session.begin():
        return session.scalars(mine).one_or_none() is not None


def _job(row: OutboxRow, lease: UUID) -> Job:
    return Job(
        number=row.id,
        act_no=row.act_no,
        topic=row.topic,
        payload=row.payload,
        attempts=row.attempts,
        lease=lease,
    )
