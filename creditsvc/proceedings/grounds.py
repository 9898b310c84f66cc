"""Whether the record still bears a case: all of it, and what the party was told of, taken alone."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.events import service as events
from creditsvc.findings import service as findings
from creditsvc.law.domain import Event, Finding
from creditsvc.law.evaluate import evaluate
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import BasisGone, Proceeding


class Standing(StrEnum):
    """What became of the ground of a case: it holds, is in doubt, or has fallen."""

    HOLDS = "holds"
    IN_DOUBT = "in_doubt"
    FALLEN = "fallen"


def eligible(session: Session, law: Law, enterprise_id: UUID, rule: str, on: date) -> Finding:
    """The finding under *rule* that a case may be opened on; raises BasisGone if there is none."""
    found = findings.assessment(session, law, enterprise_id, on).evaluation
    match = next((one for one in found.findings if one.rule == rule), None)
    if match is None:
        raise BasisGone(
            f"按今天的记录，{rule} 不成立",
            f"the record as it is today does not meet {rule}",
            rule=rule,
        )
    if match.list is None or match.legal_review:
        raise BasisGone(
            f"{rule} 不引出名单，或须先经法制审核",
            f"{rule} leads to no list, or waits for legal review",
            rule=rule,
        )
    return match


def standing(session: Session, law: Law, case: Proceeding, on: date) -> Standing:
    """What the record as it is now makes, on the day *on*, of the ground of *case*.

    The whole record must meet the rule, and so must those events alone that the party was told of:
    nobody is listed for facts on which he was not heard (行政处罚法第四十四条、第六十二条).
    """
    record = [
        events.as_law_sees(version) for version in events.record_of(session, case.enterprise_id)
    ]
    told = [event for event in record if event.ref in case.ground.evidence]
    found = {_standing(law, known, case, on) for known in (record, told)}
    return next(one for one in (Standing.FALLEN, Standing.IN_DOUBT, Standing.HOLDS) if one in found)


def must_hold(session: Session, law: Law, case: Proceeding, on: date) -> None:
    """Raises BasisGone unless the ground of *case* holds on the day *on*."""
    rule, found = case.ground.rule, standing(session, law, case, on)
    if found is Standing.IN_DOUBT:
        raise BasisGone(
            f"{rule} 依据的记录正在复议、诉讼或者有待查明，案件暂停办理",
            f"{rule} rests on events under review or not yet known; the case waits until that is settled",
            rule=rule,
            ground=found.value,
        )
    if found is Standing.FALLEN:
        raise BasisGone(
            f"按现在的记录，{rule} 在{on.isoformat()}不成立",
            f"the record as it is now does not meet {rule} on {on.isoformat()}",
            rule=rule,
            ground=found.value,
        )


def _standing(law: Law, known: Sequence[Event], case: Proceeding, on: date) -> Standing:
    found, rule = evaluate(law, known, on), case.ground.rule
    match = next((one for one in found.findings if one.rule == rule), None)
    if match is not None and match.list == case.ground.list and not match.legal_review:
        return Standing.HOLDS
    if match is not None and match.firm_if_known:
        return Standing.IN_DOUBT
    if any(one.rule == rule for one in found.undetermined):
        return Standing.IN_DOUBT
    return Standing.FALLEN
