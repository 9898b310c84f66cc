"""What the law asks of an application and what the record says of it, on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.findings import service as findings
from creditsvc.findings.service import Assessed
from creditsvc.law.domain import Finding
from creditsvc.law.grants import Grant
from creditsvc.law.rulebook import Law, Rule
from creditsvc.law.way_out import instrument_of
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import BasisGone
from creditsvc.redlist import conditions
from creditsvc.redlist.application import Application
from creditsvc.redlist.conditions import ADVERSE, Checked, Known
from creditsvc.redlist.refusals import NotGrantable


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """How the honour is granted, the state of each condition on the day, and the finding if it is met."""

    grant: Grant
    states: tuple[Checked, ...]
    finding: Finding | None


def rule_of(law: Law, rule_id: str, on: date) -> tuple[Rule, Grant]:
    """The rule of an honour that is applied for, and how it is granted; raises NotGrantable."""
    rule = next((each for each in law.in_use if each.id == rule_id), None)
    grant = None if rule is None or rule.list is None else rule.instrument.grants.get(rule.list)
    if rule is None or grant is None or not rule.instrument.in_force.covers(on):
        known = [each.id for each in law.in_use if each.list in each.instrument.grants]
        raise NotGrantable(
            f"规则 {rule_id} 不引出可以申请的守信名单；可用：{'、'.join(known) or '无'}",
            f"the rule {rule_id} leads to no honour that is applied for; use: {', '.join(known)}",
            field="rule",
        )
    return rule, grant


def grant_of(law: Law, entry: Entry) -> Grant | None:
    """How the honour *entry* is granted under *law*; None: nothing is said of it."""
    source = instrument_of(law, str(entry.ground.get("instrument")))
    return None if source is None else source.grants.get(entry.list)


def weigh(session: Session, law: Law, one: Application, day: date, moment: datetime) -> Weighed:
    """The application on *day*, with the adverse entries in force at *moment*."""
    rule, grant = rule_of(law, one.rule, day)
    found = findings.assessed(session, law, [one.enterprise_id], day)[one.enterprise_id]
    entries = listings.of_enterprises(session, [one.enterprise_id])
    states = states_of(law, grant, found, adverse(law, entries, moment), one.proofs)
    return Weighed(grant=grant, states=states, finding=_finding(found, rule.id))


def states_of(
    law: Law, grant: Grant, found: Assessed, against: list[Entry], proofs: Mapping[str, Any]
) -> tuple[Checked, ...]:
    """The state of each condition by a record as assessed."""
    known = Known(case=found.assessment.case, kinds=law.kinds, adverse=against)
    return conditions.examine(grant, known, proofs)


def adverse(law: Law, entries: list[Entry], moment: datetime) -> list[Entry]:
    """Those of *entries* on an adverse list that stand at *moment*."""
    return [
        entry
        for entry in entries
        if law.lists[entry.list].polarity == ADVERSE and entry.stands_at(moment)
    ]


def must_be_met(weighed: Weighed, one: Application, day: date) -> Finding:
    """The finding the grant rests on; raises BasisGone, also where it waits for legal review."""
    finding = weighed.finding
    if finding is None or not finding.firm:
        raise BasisGone(
            f"按现在的记录，{one.rule} 在{day.isoformat()}不成立",
            f"the record as it is now does not meet {one.rule} on {day.isoformat()}",
            rule=one.rule,
        )
    return finding


def holds(law: Law, entry: Entry, found: Assessed) -> bool | None:
    """Whether the rule of *entry* was met on the day of its grant by the record as now known.

    None: left open. *found*: the record, assessed on any day.
    """
    day = date.fromisoformat(str(entry.ground["decided_on"]))
    then = findings.assessed_on(law, found.record, day)
    rule = str(entry.ground["rule"])
    if _finding(then, rule) is not None:
        return True
    if any(each.rule == rule for each in then.assessment.evaluation.undetermined):
        return None
    return False


def fresh(entry: Entry, found: Assessed, against: list[Entry]) -> frozenset[str]:
    """Events and adverse entries that nobody could weigh at the grant.

    Recorded or changed since, or with a day after that of the grant.
    """
    known = {
        str(one.event_id)
        for one in found.record
        if one.act_no > entry.act_no or _latest_day(one) > entry.starts_on
    }
    return frozenset(known | {str(one.id) for one in against if one.act_no > entry.act_no})


def _latest_day(one: Version) -> date:
    """The last day on which an event says anything: conduct, penalty, facts that came later."""
    event = events.as_law_sees(one)
    days = [event.occurred_on, *(later.from_ for later in event.later_facts)]
    return max(days if event.penalised_on is None else [*days, event.penalised_on])


def _finding(found: Assessed, rule: str) -> Finding | None:
    return next((one for one in found.assessment.evaluation.findings if one.rule == rule), None)
