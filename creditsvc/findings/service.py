"""Findings follow the record: in the act that changed it, every rule's state is stored anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.findings import store
from creditsvc.findings.domain import Assessment, assess
from creditsvc.findings.store import Held
from creditsvc.law.domain import Evaluation, Finding, Undetermined
from creditsvc.law.rulebook import Law

State = tuple[str, dict[str, Any]]

MET, UNDETERMINED, GONE = "met", "undetermined", "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The record of one enterprise as it was read, and what the law says of it on a day.

    Read and assessed once, then handed up the floors.
    """

    record: tuple[Version, ...]
    on: date
    assessment: Assessment


def assessed(
    session: Session,
    law: Law,
    enterprises: Iterable[UUID],
    on: date,
    *,
    known_at: int | None = None,
) -> dict[UUID, Assessed]:
    """What the law says on day *on* of the records as we know them (as of act *known_at*)."""
    records = events.records_of(session, enterprises, known_at=known_at)
    return {key: assessed_on(law, record, on) for key, record in records.items()}


def assessed_on(law: Law, record: Iterable[Version], on: date) -> Assessed:
    """What the law says on day *on* of *record*."""
    known = tuple(record)
    found = assess(law, [events.as_law_sees(version) for version in known], on)
    return Assessed(record=known, on=on, assessment=found)


def follow(act: Act, law: Law, found: Mapping[UUID, Assessed]) -> None:
    """Store every rule's state that changed since it was last stored, for each enterprise."""
    before = store.held(act.session, found)
    rows: list[dict[str, object]] = []
    for key, one in found.items():
        changed = changed_states(before.get(key, {}), one.assessment.evaluation)
        if not changed:
            continue
        shared = {
            "enterprise_id": key,
            "act_no": act.no,
            "assessed_on": one.on,
            "law_digest": law.digest,
        }
        rows += [
            {**shared, "rule": rule, "outcome": outcome, "body": body}
            for rule, (outcome, body) in changed.items()
        ]
        outcomes = {rule: outcome for rule, (outcome, _) in changed.items()}
        trail.note(act, "findings.followed", key, law=law.digest, outcomes=outcomes)
    if rows:
        store.add(act.session, rows)


def held(session: Session, enterprise_id: UUID) -> dict[str, Held]:
    """The stored state of every rule that ever spoke of *enterprise_id*, by rule."""
    return store.held(session, [enterprise_id]).get(enterprise_id, {})


def finding_body(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values, without the day-dependent arithmetic of its term."""
    term = finding.term
    besides = {"ban": finding.ban, "referral": finding.referral}
    return {name: each.body() for name, each in besides.items() if each is not None} | {
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
        "explanation": dict(finding.explanation),
    }


def undetermined_body(one: Undetermined) -> dict[str, Any]:
    """A rule that is left open, as JSON values."""
    return {"rule": one.rule, "list": one.list, "missing": list(one.missing)}


def changed_states(before: Mapping[str, Held], found: Evaluation) -> dict[str, State]:
    """The states that differ from those *before*, by rule, in order of rule."""
    now: dict[str, State] = {
        one.rule: (UNDETERMINED, undetermined_body(one)) for one in found.undetermined
    } | {one.rule: (MET, finding_body(one)) for one in found.findings}
    for rule, held_ in before.items():
        if rule not in now and held_.outcome != GONE:
            now[rule] = (GONE, {})
    return {
        rule: now[rule]
        for rule in sorted(now)
        if rule not in before or now[rule] != (before[rule].outcome, before[rule].body)
    }
