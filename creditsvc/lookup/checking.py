"""Whether each ready answer is what the record says now, and all evidence is what was signed.

A working copy is only trusted to be fast.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.audit.service import Fault
from creditsvc.db import acts
from creditsvc.db.engine import reading
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.clock import instant_text
from creditsvc.law.rulebook import Law
from creditsvc.lookup.domain import answer
from creditsvc.lookup.evidence import opened
from creditsvc.lookup.service import LogEngine
from creditsvc.lookup.tables import EvidenceRow, SnapshotRow
from creditsvc.signing.service import Keys
from creditsvc.tiers import service as tiers
from creditsvc.web.runtime import Runtime

BATCH = 200


def altered_answers(runtime: Runtime) -> list[Fault]:
    """The ready answers that are not what the record gives, and those that are gone.

    One that time or another rulebook has overtaken is worked out anew when asked for; it is passed by.
    """
    with runtime.work.read() as session:
        law = runtime.part(Laws).in_use(session)
        moment = max([runtime.clock.now(), *acts.moments(session, [acts.last(session)]).values()])
        registered = trail.noted(session, "enterprise.registered")
        codes = [facts["uscc"] for _, facts in registered if facts["uscc"]]
        return [
            fault
            for start in range(0, len(codes), BATCH)
            for fault in _altered(session, law, codes[start : start + BATCH], moment)
        ]


def altered_evidence(runtime: Runtime) -> list[Fault]:
    """What is kept under an evidence number and not, or no longer, signed by the service under it."""
    jwks = runtime.part(Keys).public_jwks()
    query = select(EvidenceRow).order_by(EvidenceRow.number).execution_options(yield_per=BATCH)
    with Session(reading(runtime.part(LogEngine).engine)) as session, session.begin():
        return [
            Fault(f"evidence:{row.number}", "所存证据被改动", "the evidence kept was altered")
            for row in session.scalars(query)
            if not _genuine(row, jwks)
        ]


def _genuine(row: EvidenceRow, jwks: dict[str, Any]) -> bool:
    try:
        _, claims = opened(row.jws, jwks)
    except ValueError:
        return False
    return bool(claims["jti"] == row.number)


def _altered(session: Session, law: Law, codes: list[str], moment: datetime) -> list[Fault]:
    query = select(SnapshotRow).where(SnapshotRow.uscc.in_(codes))
    held = {row.uscc: row for row in session.scalars(query)}
    return [
        fault for code in codes if (fault := _judged(session, law, code, held.get(code), moment))
    ]


def _judged(
    session: Session, law: Law, code: str, row: SnapshotRow | None, moment: datetime
) -> Fault | None:
    place = f"credit_snapshots:{code}"
    if row is None:
        return Fault(place, "现成答复不在", "the ready answer is gone")
    if row.law_digest != law.digest or (row.valid_until is not None and row.valid_until <= moment):
        return None
    position = tiers.position(session, law, row.enterprise_id, moment)
    body = answer(law, position)
    right = (
        code, position.status, law.digest, digest(body), canonical_bytes(body).decode(),
        position.next_change_at and instant_text(position.next_change_at),
    )  # fmt: skip
    stored = (
        position.enterprise.uscc, row.status, row.law_digest, row.digest, row.body,
        row.valid_until and instant_text(row.valid_until),
    )  # fmt: skip
    if stored == right:
        return None
    return Fault(place, "现成答复与登记不符", "the ready answer is not what the record gives")
