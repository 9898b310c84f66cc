"""The facts of each document, one function a template, from the values of the rooms below. Pure.

A fact that is not there is None; whether the document can be written without it, the template says.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from creditsvc.documents import (
    ban_facts,
    case_facts,
    exit_facts,
    honour_facts,
    person_exits,
    person_facts,
    record_facts,
)
from creditsvc.documents.domain import Facts, OtherDocument
from creditsvc.documents.matters import Matter, day_of, recorded
from creditsvc.documents.words import day_text

FACTS: Mapping[str, Callable[[Matter, date], Facts]] = {
    "case_opening": case_facts.case_opening,
    "listing_notice": case_facts.notice,
    "restoration_notice": case_facts.notice,
    "hearing_notice": case_facts.hearing,
    "hearing_record": case_facts.hearing,
    "legal_review": case_facts.review,
    "listing_decision": case_facts.decision,
    "restoration_decision": case_facts.decision,
    "repair_notice": case_facts.repair_notice,
    "service_receipt": case_facts.service_receipt,
    "removal_decision": exit_facts.removal,
    "repair_acceptance": exit_facts.acceptance,
    "repair_non_acceptance": exit_facts.acceptance,
    "early_removal_decision": exit_facts.repair_decision,
    "removal_refusal": exit_facts.repair_decision,
    "objection_answer": exit_facts.objection_answer,
    "record_objection_answer": exit_facts.contested,
    "penalty_repair_notice": record_facts.repair_notice,
    "record_repair_acceptance": record_facts.acceptance,
    "record_repair_non_acceptance": record_facts.acceptance,
    "record_repair_gaps": record_facts.acceptance,
    "record_repair_extension": record_facts.extension,
    "record_repair_decision": record_facts.decision,
    "record_repair_refusal": record_facts.decision,
    "repair_revocation_notice": record_facts.revocation,
    "repair_revocation_decision": record_facts.revocation,
    "repair_upheld_decision": record_facts.revocation,
    "redlist_acceptance": honour_facts.acceptance,
    "redlist_announcement": honour_facts.announcement,
    "redlist_grant": honour_facts.outcome,
    "redlist_refusal": honour_facts.outcome,
    "redlist_loss_notice": honour_facts.loss_notice,
    "redlist_loss_decision": honour_facts.loss,
    "redlist_kept_decision": honour_facts.loss,
    "ban_notice": ban_facts.notice,
    "ban_decision": ban_facts.decision,
    "ban_by_law_decision": ban_facts.decision,
    "ban_end": ban_facts.end,
    "person_notice": person_facts.notice,
    "person_decision": person_facts.decision,
    "person_removal": person_facts.removal,
    "person_objection_answer": person_exits.objection_answer,
    "person_repair_acceptance": person_exits.acceptance,
    "person_repair_non_acceptance": person_exits.acceptance,
    "person_early_removal_decision": person_exits.decision,
    "person_removal_refusal": person_exits.decision,
}


def facts_of(matter: Matter, template: str) -> Facts:
    """Everything that can be said in *template* of *matter*."""
    on, known = day_of(matter, template), recorded(matter, template)
    code = matter.given.access_code
    common = {
        "authority": matter.authority,
        "number": known and known.number,
        "enterprise": matter.enterprise.name,
        "code": matter.enterprise.uscc or matter.enterprise.other_id,
        "day": day_text(on),
        "access_code": code,
        "door_url": f"{matter.base_url}/case/{matter.given.case_number or ''}" if code else None,
        **matter.told.facts(),
    }
    return _joined({**common, **FACTS[template](matter, on)}, matter.given.said)


def _joined(found: Mapping[str, Any], said: Mapping[str, str]) -> Facts:
    """What is on record and what a person says beside it; nobody says otherwise than the record."""
    for name, text in said.items():
        if found.get(name) not in {None, text}:
            raise OtherDocument(
                f"{name} 已登记为“{found[name]}”，不得另写",
                f"{name} is on record as {found[name]!r} and cannot be said otherwise",
                field=name,
            )
    return {**found, **said}
