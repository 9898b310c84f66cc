"""The decision that grants an honour on an application: the third lawful door to a list.

What leads to it is kept above; the database takes the row only with the grant it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.findings import service as findings
from creditsvc.law.domain import Finding
from creditsvc.proceedings import store
from creditsvc.proceedings.domain import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An application granted: by which authority and paper, and everybody who had a part in it."""

    application_id: UUID
    enterprise_id: UUID
    document: Document
    authority: str
    people: frozenset[str]


def grant(act: Act, finding: Finding, given: Granted) -> UUID:
    """Decide to enter the applicant on the list of *finding*. Returns the key of the decision."""
    body = findings.finding_body(finding)
    basis: Mapping[str, Any] = {
        "instrument": finding.instrument,
        "article": finding.article,
        "law_digest": finding.law_digest,
        "rule_digest": finding.rule_digest,
        "evidence": list(finding.evidence),
        "explanation": body["explanation"],
        "term": body["term"],
        "application": str(given.application_id),
        "people": sorted(given.people),
    }
    key = act.new_id()
    store.add_decision(
        act.session,
        {
            "id": key,
            "act_no": act.no,
            "origin": "grant",
            "enterprise_id": given.enterprise_id,
            "list": finding.list,
            "rule": finding.rule,
            "decided_on": given.document.day,
            "document_no": given.document.number,
            "document_digest": given.document.digest,
            "authority": given.authority,
            "basis": basis,
            "application_id": given.application_id,
            "decided_by": act.actor.id,
        },
    )
    trail.note(act, "decision.granted", key, application=str(given.application_id))
    return key
