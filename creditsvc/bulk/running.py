"""The worker's side: answers a job part by part, each as a batch is answered and logged, and keeps the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from creditsvc.access.domain import Claims, Client
from creditsvc.bulk import store
from creditsvc.bulk.domain import PART, Asker, LookupJob, csv_head, csv_line
from creditsvc.bulk.files import Results
from creditsvc.db import outbox
from creditsvc.db.engine import writing
from creditsvc.db.outbox import Job
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup import service as lookup
from creditsvc.lookup.quotas import QuotaExhausted
from creditsvc.lookup.service import House
from creditsvc.web.runtime import Runtime

ROUTE = "/v1/credit/jobs"
SHARE = (
    10  # of a quota, one part is asked for at once, so that look-ups beside a job can be answered
)
BUDGET = timedelta(seconds=10)  # of one go; well under a worker's lease


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Answers jobs of many look-ups."""

    runtime: Runtime

    def answer(self, job: Job) -> None:
        """Go on with the job until it is done, refused as a whole, or this go is over."""
        until = self.runtime.clock.now() + BUDGET
        one = self._job(UUID(job.payload["job"]))
        while one is not None and one.state in {"waiting", "running"}:
            if one.done >= one.total:
                self._finish(one)
                return
            if one.state == "running" and self.runtime.clock.now() >= until:
                self._later(job, timedelta(0))
                return
            wait = self._part(one)
            if wait is not None:
                self._later(job, wait)
                return
            one = self._job(one.id)

    def sweep(self) -> int:
        """Forget results that were kept long enough; how many."""
        with self.runtime.work.read() as session:
            old = store.outlived(session, self.runtime.clock.now())
        for key in old:
            self._results.forget(key)
            self._change(key, until=None)
        return len(old)

    def _later(self, job: Job, wait: timedelta) -> None:
        outbox.put_back(self.runtime.work.engine, job, run_after=self.runtime.clock.now() + wait)

    def _part(self, one: LookupJob) -> timedelta | None:
        """Answer what comes next; how long to wait where the partner's quota does not suffice now."""
        before, at = divmod(one.done, PART)
        with self.runtime.work.read() as session:
            codes = store.part(session, one.id, before + 1) or []
        house, claims = House.of(self.runtime), _claims(one.asker)
        codes = codes[at : at + _most(house.desk.state(claims, "").client)]
        try:
            given = lookup.batch(
                house,
                claims,
                orjson.dumps({"identifiers": codes}),
                one.asker.purpose,
                route=ROUTE,
            )
        except QuotaExhausted as why:
            return timedelta(seconds=why.left.seconds)
        except Refusal as why:
            self._fail(one, why.kind)
            return None
        self._results.put_part(one.id, before + 1, _lines(one, given.body), at)
        self._change(one.id, state="running", done=one.done + len(codes))
        return None

    def _finish(self, one: LookupJob) -> None:
        head = csv_head() if one.format == "csv" else b""
        digest, size = self._results.join(one.id, -(-one.total // PART), head)
        now = self.runtime.clock.now()
        kept = timedelta(days=self.runtime.settings.result_days)
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            store.change(
                session, one.id, state="done", digest=digest, size=size, finished_at=now,
                until=now + kept,
            )  # fmt: skip
            store.forget_codes(session, one.id)

    def _fail(self, one: LookupJob, reason: str) -> None:
        """The contract as it is now refuses what is left: no part of a file is handed out."""
        self._results.forget(one.id)
        now = self.runtime.clock.now()
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            store.change(session, one.id, state="failed", reason=reason, finished_at=now)
            store.forget_codes(session, one.id)

    def _job(self, key: UUID) -> LookupJob | None:
        with self.runtime.work.read() as session:
            return store.get(session, key)

    def _change(self, key: UUID, **values: object) -> None:
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            store.change(session, key, **values)

    @property
    def _results(self) -> Results:
        return self.runtime.part(Results)


def _most(client: Client | None) -> int:
    """How many codes a partner's job asks for at once."""
    quota = None if client is None else client.terms.quota
    return PART if quota is None else max(1, quota // SHARE)


def _claims(asker: Asker) -> Claims:
    """What the token said that the job came with; that it has run out since does not matter."""
    return Claims(
        subject=asker.subject,
        client_id=asker.client_id,
        scopes=asker.scopes,
        jti=asker.jti,
        issued_at=0,
        expires_at=0,
        confirmation=asker.confirmation,
    )


def _lines(one: LookupJob, body: bytes) -> Iterator[bytes]:
    for told in orjson.loads(body)["results"]:
        yield csv_line(told) if one.format == "csv" else orjson.dumps(told) + b"\n"
