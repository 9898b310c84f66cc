"""Whether the record bears an entry of a person, under a rule that is about a person alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from creditsvc.bans import grounds, orders
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.law.evaluate import evaluate_rule
from creditsvc.law.rulebook import Law, Rule
from creditsvc.person_entries.domain import NoPersonEntry, PersonEntry
from creditsvc.proceedings.domain import BasisGone, Ground
from creditsvc.proceedings.grounds import Standing, of_finding

PERSON = "person"


def rule_of(law: Law, rule_id: str, role: str) -> Rule:
    """The rule of that id, which lists persons of that role and nobody else; raises NoPersonEntry, NoBan."""
    rule = orders.rule_in_use(law, rule_id)
    if rule.about != PERSON or rule.list is None or rule.term is None or role not in rule.persons:
        able = [each.id for each in law.rules if each.about == PERSON and each.list and each.term]
        raise NoPersonEntry(
            f"{rule_id} 不单独列入这一身份的人员；可用：{'、'.join(able) or '无'}",
            f"{rule_id} lists no person of that role by itself; use: {', '.join(able) or 'none'}",
            field="rule",
        )
    return rule


def ground(law: Law, rule: Rule, record: Sequence[Version], on: date) -> Ground:
    """The finding that the record bears on *on*, with the term it leads to; raises BasisGone."""
    return of_finding(grounds.found(law, rule, record, on))


def restated(one: PersonEntry, law: Law) -> PersonEntry:
    """The entry, which no rule changed since, as one under *law*."""
    known = replace(one.case.ground, law_digest=law.digest)
    return replace(one, case=replace(one.case, ground=known))


def standing(law: Law, one: PersonEntry, record: Sequence[Version], on: date) -> Standing:
    """What *record* makes of the ground of *one* on the day *on* under *law*."""
    known = one.case.ground
    rule = law.rule(known.rule)
    if rule is None or rule.off is not None:
        return Standing.FALLEN
    told = [version for version in record if str(version.event_id) in known.evidence]
    said = evaluate_rule(law, rule, [events.as_law_sees(version) for version in told], on)
    match = next(iter(said.findings), None)
    if match is not None and not match.legal_review:
        return Standing.HOLDS
    if match is not None or said.undetermined:
        return Standing.IN_DOUBT
    return Standing.FALLEN


def must_hold(law: Law, one: PersonEntry, record: Sequence[Version], on: date) -> None:
    """Raises BasisGone unless the record bears it on the day *on*, under the rule as it was proposed."""
    known = one.case.ground
    rule = law.rule(known.rule)
    same = rule is not None and rule.digest == known.rule_digest
    if not same or standing(law, one, record, on) is not Standing.HOLDS:
        raise BasisGone(
            f"按现在的记录和规则，{known.rule} 在{on}不成立，或者有待查明",
            f"the record and the rule as they are do not meet {known.rule} on {on}, or leave it open",
            rule=known.rule,
        )
