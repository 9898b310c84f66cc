"""What a rule orders: who is barred from what, in a grave case or not. Pure."""

from dataclasses import replace

from creditsvc.bans.domain import Ban, Basis, NoBan
from creditsvc.law.bans import Ban as Order
from creditsvc.law.domain import Finding
from creditsvc.law.rulebook import Law, Rule


def rule_in_use(law: Law, rule_id: str) -> Rule:
    """The rule of that id, about enterprises or persons; raises NoBan if it is off or not there."""
    rule = law.rule(rule_id)
    if rule is None or rule.off is not None:
        raise NoBan(
            f"规则书中没有启用的规则 {rule_id}",
            f"the rulebook has no rule {rule_id} in use",
            field="rule",
        )
    return rule


def basis(finding: Finding, order: Order, *, grave: bool) -> Basis:
    """What a finding that orders a ban leads to, in a grave case or not; raises NoBan."""
    if grave and order.grave is None:
        raise no_grave(finding.rule)
    heavy = order.grave if grave else None
    return Basis(
        rule=finding.rule,
        instrument=finding.instrument,
        article=finding.article,
        law_digest=finding.law_digest,
        rule_digest=finding.rule_digest,
        evidence=finding.evidence,
        since=min(each.occurred_on for each in finding.counted),
        reach=order.from_ if heavy is None else heavy.from_,
        months=order.months if heavy is None else heavy.months,
        grave=grave,
        counts_from=order.counts_from,
        text=dict(order.text),
        arises=order.arises,
    )


def as_stated(ban: Ban, law: Law, *, grave: bool | None) -> Ban:
    """The *ban* in a grave case or not, as its rule in *law* orders it then; None: as it is.

    Raises NoBan where the rule knows no grave case.
    """
    if grave is None or grave == ban.basis.grave:
        return ban
    order = rule_in_use(law, ban.basis.rule).ban
    heavy = order.grave if order is not None and grave else None
    if order is None or (grave and heavy is None):
        raise no_grave(ban.basis.rule)
    reach, months = (order.from_, order.months) if heavy is None else (heavy.from_, heavy.months)
    return replace(ban, basis=replace(ban.basis, reach=reach, months=months, grave=grave))


def no_grave(rule: str) -> NoBan:
    """The refusal where a rule has no heavier ban."""
    return NoBan(
        f"{rule} 没有情节严重时的加重禁入",
        f"{rule} knows no heavier ban for a grave case",
        field="grave",
    )
