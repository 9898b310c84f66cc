"""Whether the record still bears a case: all of it, and what the party was told of, taken alone."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.refusals import Conflict
from creditsvc.law.domain import Evaluation, Finding
from creditsvc.law.evaluate import evaluate
from creditsvc.law.measures import shared_region
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import BasisGone, Ground, Proceeding

FAVOURABLE = "favourable"


class GrantedOnApplication(Conflict):
    """An honour is granted on the enterprise's application, and not by a case against it."""

    kind = "granted-on-application"


class Standing(StrEnum):
    """What became of the ground of a case: it holds, is in doubt, or has fallen."""

    HOLDS = "holds"
    IN_DOUBT = "in_doubt"
    FALLEN = "fallen"


def eligible(session: Session, law: Law, enterprise_id: UUID, rule: str, on: date) -> Finding:
    """The finding under *rule* that a case may be opened on; raises BasisGone if there is none."""
    found = findings.assessed(session, law, [enterprise_id], on)[enterprise_id].assessment
    match = next((one for one in found.evaluation.findings if one.rule == rule), None)
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


def must_be_adverse(law: Law, list_id: str | None) -> None:
    """Raises GrantedOnApplication for an honour: nobody is heard against it, it is applied for."""
    if list_id is not None and law.lists[list_id].polarity == FAVOURABLE:
        title = law.lists[list_id].title
        raise GrantedOnApplication(
            f"{title['zh']}须由企业申请、逐级审核、公示后授予，不得立案：请由承办人员（handler）"
            "通过 POST /v1/redlist/applications 登记申请",
            f"the {title['en']} is granted on application, level by level, and not by a case:"
            " a handler records the application at POST /v1/redlist/applications",
            list=list_id,
            may="handler",
        )


def of_finding(finding: Finding) -> Ground:
    """The finding as the ground of a case."""
    body = findings.finding_body(finding)
    return Ground(
        rule=finding.rule,
        list=body["list"],
        instrument=finding.instrument,
        article=finding.article,
        law_digest=finding.law_digest,
        rule_digest=finding.rule_digest,
        evidence=finding.evidence,
        term=body["term"],
        explanation=body["explanation"],
        discretionary=finding.discretionary,
    )


def region(act: Act, enterprise_id: UUID, evidence: Collection[str]) -> str | None:
    """Where all events of *evidence* happened, as far as their codes agree; else where the actor acts."""
    record = events.records_of(act.session, [enterprise_id])[enterprise_id]
    told = [one for one in record if str(one.event_id) in evidence]
    places = [events.as_law_sees(one).region or "" for one in told]
    return shared_region(places) or act.actor.region


def standing(law: Law, case: Proceeding, found: Assessed) -> Standing:
    """What the record, assessed on some day, makes on that day of the ground of *case*.

    The whole record must meet the rule, and so must those events alone that the party was told of:
    nobody is listed for facts on which he was not heard (行政处罚法第四十四条、第六十二条).
    """
    told = [one for one in found.record if str(one.event_id) in case.ground.evidence]
    alone = evaluate(law, [events.as_law_sees(version) for version in told], found.on)
    made = {_standing(each, case) for each in (found.assessment.evaluation, alone)}
    return next(one for one in (Standing.FALLEN, Standing.IN_DOUBT, Standing.HOLDS) if one in made)


def law_for(session: Session, laws: Laws, case: Proceeding) -> Law:
    """The rulebook that judges *case*: that of its decision, and before one the rulebook in use."""
    if case.decision is None:
        return laws.in_use(session)
    return laws.of_decision(session, case.ground.law_digest)


def restated(ground: Ground, law: Law) -> Ground:
    """The *ground*, which holds under *law*, as one under *law*: the rulebook of the decision."""
    rule = next(one for one in law.rules if one.id == ground.rule)
    return replace(ground, law_digest=law.digest, rule_digest=rule.digest)


def day_of(ground: Ground, on: date) -> date | None:
    """The day on which a *ground* is judged, asked *on*: that of the old decision if it restores.

    None: there is nothing to judge it by, because that decision was made elsewhere.
    """
    if ground.restores is None:
        return on
    return date.fromisoformat(ground.restores["held_on"]) if ground.evidence else None


def must_hold(session: Session, law: Law, case: Proceeding, on: date) -> None:
    """Raises BasisGone unless the ground of *case* holds on the day *on* (see `day_of`).

    A case for an honour, as could once be opened, goes no further: GrantedOnApplication.
    """
    must_be_adverse(law, case.ground.list)
    judged_on = day_of(case.ground, on)
    if judged_on is None:
        return
    on = judged_on
    key, rule = case.enterprise_id, case.ground.rule
    found = standing(law, case, findings.assessed(session, law, [key], on)[key])
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


def _standing(found: Evaluation, case: Proceeding) -> Standing:
    rule = case.ground.rule
    match = next((one for one in found.findings if one.rule == rule), None)
    if match is not None and not _is_as_told(match, case.ground):
        return Standing.FALLEN
    if match is not None and not match.legal_review:
        return Standing.HOLDS
    if match is not None and match.firm_if_known:
        return Standing.IN_DOUBT
    if any(one.rule == rule for one in found.undetermined):
        return Standing.IN_DOUBT
    return Standing.FALLEN


def _is_as_told(found: Finding, ground: Ground) -> bool:
    """Whether the rule leads where the party was told it does: to that list, for that long."""
    term = found.term and (found.term.months, found.term.counts_from)
    told = ground.term and (ground.term["months"], ground.term["counts_from"])
    return (found.list, term) == (ground.list, told)
