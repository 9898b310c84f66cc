"""Findings follow the record: in the act that changed it, every rule's state is stored anew."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.findings import store
from creditsvc.findings.domain import Assessment, assess
from creditsvc.findings.store import Held
from creditsvc.kernel.canonical import digest
from creditsvc.law.domain import Finding, Undetermined
from creditsvc.law.explain import explanation
from creditsvc.law.rulebook import Law

MET, UNDETERMINED, GONE = "met", "undetermined", "gone"


def assessment(
    session: Session, law: Law, enterprise_id: UUID, on: date, *, known_at: int | None = None
) -> Assessment:
    """What the law says on day *on* of the record as we know it (as of act *known_at*)."""
    record = events.record_of(session, enterprise_id, known_at=known_at)
    return assess(law, [events.as_law_sees(version) for version in record], on)


def follow(act: Act, law: Law, enterprise_id: UUID, on: date) -> None:
    """Store every rule's state that changed since it was last stored for *enterprise_id*."""
    found = assessment(act.session, law, enterprise_id, on).evaluation
    now: dict[str, tuple[str, dict[str, Any]]] = {
        one.rule: (UNDETERMINED, undetermined_body(one)) for one in found.undetermined
    } | {one.rule: (MET, finding_body(one)) for one in found.findings}
    before = store.held(act.session, enterprise_id)
    for rule, held in before.items():
        if rule not in now and held.outcome != GONE:
            now[rule] = (GONE, {})
    changed = {rule: state for rule, state in now.items() if _differs(before.get(rule), *state)}
    if not changed:
        return
    shared = {
        "enterprise_id": enterprise_id,
        "act_no": act.no,
        "assessed_on": on,
        "law_digest": law.digest,
    }
    store.add(
        act.session,
        [
            {**shared, "rule": rule, "outcome": outcome, "body": body}
            for rule, (outcome, body) in sorted(changed.items())
        ],
    )
    outcomes = {rule: outcome for rule, (outcome, _) in sorted(changed.items())}
    trail.note(act, "findings.followed", enterprise_id, law=law.digest, outcomes=outcomes)


def held(session: Session, enterprise_id: UUID) -> dict[str, Held]:
    """The stored state of every rule that ever spoke of *enterprise_id*, by rule."""
    return store.held(session, enterprise_id)


def finding_body(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values, without the day-dependent arithmetic of its term."""
    term = finding.term
    return {
        "rule": finding.rule,
        "instrument": finding.instrument,
        "article": finding.article,
        "list": finding.list,
        "discretionary": finding.discretionary,
        "legal_review": finding.legal_review,
        "evidence": list(finding.evidence),
        "triggered_on": finding.triggered_on.isoformat(),
        "term": None if term is None else {"months": term.months, "counts_from": term.counts_from},
        "not_stated": list(finding.not_stated),
        "law_digest": finding.law_digest,
        "rule_digest": finding.rule_digest,
        "explanation": dict(explanation(finding)),
    }


def undetermined_body(one: Undetermined) -> dict[str, Any]:
    """A rule that is left open, as JSON values."""
    return {"rule": one.rule, "list": one.list, "missing": list(one.missing)}


def _differs(before: Held | None, outcome: str, body: dict[str, Any]) -> bool:
    if before is None:
        return outcome != GONE
    return (before.outcome, digest(before.body)) != (outcome, digest(body))
