"""Whether the record still bears a ban: all of it, and the events it was proposed on, taken alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from creditsvc.bans.domain import Ban
from creditsvc.bans.orders import rule_in_use
from creditsvc.events import service as events
from creditsvc.events.store import Version
from creditsvc.law.domain import Evaluation, Finding
from creditsvc.law.evaluate import evaluate_rule
from creditsvc.law.rulebook import Law, Rule
from creditsvc.proceedings.domain import BasisGone
from creditsvc.proceedings.grounds import Standing


def found(law: Law, rule: Rule, record: Sequence[Version], on: date) -> Finding:
    """The finding under *rule* that the record bears on *on*; raises BasisGone."""
    said = evaluate_rule(law, rule, [events.as_law_sees(version) for version in record], on)
    match = next(iter(said.findings), None)
    if match is None or match.legal_review:
        raise _gone(rule.id, on, in_doubt=match is not None or bool(said.undetermined))
    return match


def restated(ban: Ban, law: Law) -> Ban:
    """The *ban*, which no rule changed since, as one under *law*; raises BasisGone if it did."""
    rule = rule_in_use(law, ban.basis.rule)
    if rule.digest != ban.basis.rule_digest:
        raise BasisGone(
            f"提出之后规则 {rule.id} 已修改，请重新提出",
            f"the rule {rule.id} has changed since the proposal; propose it anew",
            rule=rule.id,
        )
    return replace(ban, basis=replace(ban.basis, law_digest=law.digest))


def standing(law: Law, ban: Ban, record: Sequence[Version], on: date) -> Standing:
    """What *record* makes of the ground of *ban* on the day *on* under *law*."""
    rule = law.rule(ban.basis.rule)
    if rule is None or rule.off is not None:
        return Standing.FALLEN
    told = [one for one in record if str(one.event_id) in ban.basis.evidence]
    seen = [[events.as_law_sees(version) for version in each] for each in (record, told)]
    made = {_standing(evaluate_rule(law, rule, each, on)) for each in seen}
    return next(one for one in (Standing.FALLEN, Standing.IN_DOUBT, Standing.HOLDS) if one in made)


def must_hold(law: Law, ban: Ban, record: Sequence[Version], on: date) -> None:
    """Raises BasisGone unless the record bears *ban* on the day *on*."""
    made = standing(law, ban, record, on)
    if made is not Standing.HOLDS:
        raise _gone(ban.basis.rule, on, in_doubt=made is Standing.IN_DOUBT)


def _standing(said: Evaluation) -> Standing:
    match = next(iter(said.findings), None)
    if match is not None and not match.legal_review:
        return Standing.HOLDS
    if said.undetermined or (match is not None and match.firm_if_known):
        return Standing.IN_DOUBT
    return Standing.FALLEN


def _gone(rule: str, on: date, *, in_doubt: bool) -> BasisGone:
    if in_doubt:
        return BasisGone(
            f"{rule} 依据的记录正在复议、诉讼，有待查明，或须先经法制审核",
            f"{rule} rests on events under review or not yet known, or waits for legal review",
            rule=rule,
        )
    return BasisGone(
        f"按现在的记录，{rule} 在{on}不成立", f"the record does not meet {rule} on {on}", rule=rule
    )
