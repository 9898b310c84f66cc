"""Taking jobs of many look-ups in, and showing the partner its own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access.domain import Claims
from creditsvc.audit import service as trail
from creditsvc.bulk import store
from creditsvc.bulk.domain import (
    MOST_OPEN,
    Asker,
    Format,
    JobUnknown,
    LookupJob,
    TooManyJobs,
    parts,
)
from creditsvc.db import outbox
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller

TOPIC = "credit.bulk"
SHOWN = 100  # of a partner's jobs, the newest


def take_in(
    act: Act, claims: Claims, purpose: str, codes: Sequence[str], form: Format
) -> LookupJob:
    """A new job that answers *codes* in their order; raises TooManyJobs."""
    if store.count_open(act.session, claims.client_id) >= MOST_OPEN:
        raise TooManyJobs(
            f"每个合作方最多 {MOST_OPEN} 个未完成的任务，请等其完成",
            f"a partner has at most {MOST_OPEN} open jobs; wait for one to be done",
        )
    job = LookupJob(
        id=act.new_id(),
        asker=Asker(
            client_id=claims.client_id,
            subject=claims.subject,
            scopes=claims.scopes,
            jti=claims.jti,
            confirmation=claims.confirmation,
            purpose=purpose,
        ),
        format=form,
        total=len(codes),
        done=0,
        state="waiting",
        made_at=act.at,
        finished_at=None,
        digest=None,
        size=None,
        until=None,
        reason=None,
    )
    store.add(act.session, job, parts(codes), act.no)
    outbox.enqueue(act, TOPIC, {"job": str(job.id)})
    trail.note(act, "lookups.uploaded", job.id, codes=len(codes), purpose=purpose)
    return job


def own(session: Session, caller: Caller, key: UUID) -> LookupJob:
    """The caller's job with that key; raises JobUnknown, also for another's."""
    job = store.get(session, key)
    if job is None or caller.id != job.asker.subject:
        raise JobUnknown("没有这个任务", "no job of yours has this key")
    return job


def mine(session: Session, claims: Claims) -> list[LookupJob]:
    """The partner's jobs, newest first, at most SHOWN."""
    return store.of_client(session, claims.client_id, SHOWN)
