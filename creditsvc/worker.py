"""The worker: does the outbox's jobs, writes what time alone has changed, signs and seals.

Nothing an answer rests on waits for it: what is in force is computed by whoever is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from creditsvc import jobs
from creditsvc.audit import service as trail
from creditsvc.board import service as board
from creditsvc.bulk import service as bulk
from creditsvc.bulk.running import Clerk
from creditsvc.changes import service as changes
from creditsvc.db import outbox
from creditsvc.db.outbox import Job
from creditsvc.findings import adoption
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup import service as lookup
from creditsvc.publishing import service as publishing
from creditsvc.signing.service import Keys
from creditsvc.subscriptions import service as subscriptions
from creditsvc.subscriptions.delivering import Teller
from creditsvc.web.runtime import Runtime

Handler = Callable[[Job], object]
POLL = 0.5  # seconds between two looks at an empty outbox
LEASE = timedelta(seconds=30)
CHECKPOINT_EVERY = timedelta(hours=1)
SEAL_EVERY = timedelta(minutes=1)
EXPECTED = (OSError, SQLAlchemyError, Refusal)
log = structlog.get_logger("creditsvc.worker")


class Stop(Protocol):
    """A wish to stop that can be waited for, such as threading.Event."""

    def is_set(self) -> bool:
        """Whether to stop now."""
        ...

    def wait(self, timeout: float) -> bool:
        """Wait for the wish, at most *timeout* seconds; whether it came."""
        ...


def topics(runtime: Runtime) -> dict[str, Handler]:
    """What this service has jobs for, and who does them."""
    drop_dir, teller = runtime.settings.drop_dir, Teller(runtime=runtime)
    return {
        publishing.PORTAL: lambda job: publishing.write_portal_file(drop_dir, job),
        adoption.WALK: lambda job: walk(runtime, job),
        board.REMIND: lambda job: lay_reminder(runtime, job),
        bulk.TOPIC: Clerk(runtime=runtime).answer,
        subscriptions.TELL: teller.tell,
        subscriptions.REPLAY: teller.replay,
    }


def lay_reminder(runtime: Runtime, job: Job) -> None:
    """Lay an authority's reminder of a day in the drop folder."""
    with runtime.work.read() as session:
        board.lay_reminder(session, runtime.settings.drop_dir, job)


def walk(runtime: Runtime, job: Job) -> None:
    """Take the next enterprises through the house under an adopted rulebook, and leave the rest to
    another job, so that none outlasts its lease.
    """
    since, after = job.payload["act"], job.payload.get("after")
    with runtime.work.act(SYSTEM) as act:
        last = changes.tell_again(act, since, after and UUID(after))
        if last is not None:
            outbox.enqueue(act, adoption.WALK, {"act": since, "after": str(last)})


@dataclass(slots=True, kw_only=True)
class Worker:
    """Rounds over one service. Several workers may run at once, on one machine or many.

    lease: how long a job may take before another worker takes it for lost.
    """

    runtime: Runtime
    topics: Mapping[str, Handler]
    lease: timedelta = LEASE
    _sealed_at: datetime | None = field(default=None, init=False)
    _day: date | None = field(default=None, init=False)

    def run(self, stop: Stop) -> None:
        """Round after round until *stop*; a job in hand is finished first."""
        while not stop.is_set():
            if not self.round(stop):
                stop.wait(POLL)

    def round(self, stop: Stop) -> bool:
        """What time has brought, then jobs until none is due; whether there was any job."""
        self.keep_time()
        worked = False
        while not stop.is_set() and self.one_job():
            worked = True
        return worked

    def keep_time(self) -> None:
        """Write changes that are due, sign the trail each hour, seal the look-up log each minute; once
        a day remind, and look that the portal was told of every end.
        """
        work, now = self.runtime.work, self.runtime.clock.now()
        jobs.expire(self.runtime)
        with work.read() as session:
            checkpoint = trail.checkpoint_due(session, now - CHECKPOINT_EVERY)
        if checkpoint:
            with work.act(SYSTEM) as act:
                lookup.anchor_log(act, self.runtime)
                trail.checkpoint(act, self._sign)
        if self._sealed_at is None or now >= self._sealed_at + SEAL_EVERY:
            lookup.seal_log(self.runtime)
            self._sealed_at = now
        if self._day != legal_day(now):
            jobs.remind(self.runtime)
            jobs.withdraw(self.runtime)
            jobs.tell(self.runtime)
            jobs.sweep(self.runtime)
            self._day = legal_day(now)

    def one_job(self) -> bool:
        """Do the oldest job that is due; whether there was one."""
        work, now = self.runtime.work, self.runtime.clock.now()
        job = outbox.claim(
            work.engine,
            tuple(self.topics),
            now=now,
            until=now + self.lease,
            lease=work.new_id(),
        )
        if job is None:
            return False
        with _Attempt(self.runtime, job):
            self.topics[job.topic](job)
        return True

    def _sign(self, claim: dict[str, object]) -> str:
        return self.runtime.part(Keys).sign_jws(claim, trail.CHECKPOINT_TYPE)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Notes how an attempt at a job ended. A fault of the world is tried again later; a fault of the
    program is noted too, and ends the worker, so that somebody looks.
    """

    runtime: Runtime
    job: Job

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        del kind, trace
        engine, now, job = self.runtime.work.engine, self.runtime.clock.now(), self.job
        if error is None:
            kept = outbox.finish(engine, job, now=now)
            log.info("job.done", job=job.number, topic=job.topic, kept=kept)
            return True
        outbox.fail(engine, job, told(error), now=now)
        log.warning("job.failed", job=job.number, topic=job.topic, attempts=job.attempts)
        return isinstance(error, EXPECTED)


def told(error: BaseException) -> str:
    """What an operator is shown of a failure. Texts of foreign errors may hold secrets: not they."""
    if isinstance(error, Refusal):
        return f"{error.kind}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{type(error).__name__}: {error.strerror}"
    return type(error).__name__
