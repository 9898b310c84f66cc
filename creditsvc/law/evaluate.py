"""The law applied to one enterprise on one day: what is met, what is open, and what to be warned of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from creditsvc.law.case import Case, View, conduct_until, open_case
from creditsvc.law.domain import Counted, Evaluation, Event, Finding, Undetermined
from creditsvc.law.meaning import Outcome
from creditsvc.law.rulebook import Law, Rule
from creditsvc.law.selecting import EVER, Window


def evaluate(law: Law, events: Sequence[Event], on: date) -> Evaluation:
    """Every rule of *law* that is on and in force on *on*, applied to *events* as they stood that day.

    One finding a rule, sorted by rule id. A rule met only with conduct older than its instrument,
    penalised since, is found for legal review (法不溯及既往). No rule is both found and open.
    """
    return evaluate_case(law, open_case(events, on, law.kinds))


def evaluate_case(law: Law, case: Case, *, under: date | None = None) -> Evaluation:
    """The same for a case already open.

    *under*: apply the instruments in force on that day instead, repealed since or not, each to the
    conduct until its last day, with older conduct counted beside the newer. Facts and penalties stay
    those of the day of the case.
    """
    day = case.on if under is None else under
    findings: list[Finding] = []
    undetermined: list[Undetermined] = []
    for rule in law.in_use:
        if rule.kinds is not None and rule.kinds.isdisjoint(case.by_kind):
            continue  # an event it cannot do without is not there
        if not rule.instrument.in_force.covers(day):
            continue
        seen = case if under is None else conduct_until(case, rule.instrument.in_force.until)
        firm = rule.meets(seen, _window(rule, wide=False))
        if firm.truth and under is None:
            findings.append(_finding(law, case, rule, firm, None))
            continue
        wide = rule.meets(seen, _window(rule, wide=True)) if _has_older(rule, case) else firm
        if wide.truth:
            findings.append(_finding(law, case, rule, wide, None if firm.truth else firm))
        elif wide.truth is None:
            undetermined.append(_undetermined(rule, wide))
    return Evaluation(
        on=case.on,
        findings=tuple(findings),
        undetermined=tuple(undetermined),
        warnings=case.warnings,
    )


def evaluate_rule(law: Law, rule: Rule, events: Sequence[Event], on: date) -> Evaluation:
    """The same for one rule of *law* alone, whomever it is about: those about persons too."""
    return evaluate(replace(law, in_use=(rule,)), events, on)


def _window(rule: Rule, *, wide: bool) -> Window:
    return EVER if rule.counts_earlier else Window(rule.instrument.in_force.from_, wide)


def _has_older(rule: Rule, case: Case) -> bool:
    return not rule.counts_earlier and case.oldest < rule.instrument.in_force.from_


def _finding(law: Law, case: Case, rule: Rule, outcome: Outcome, firm: Outcome | None) -> Finding:
    """The finding of *outcome*; *firm* is what the rule says without older conduct, if not that."""
    lacking = [name for view in outcome.hits for name in view.not_stated] if rule.grades else []
    return Finding(
        rule=rule.id,
        instrument=rule.instrument.number,
        instrument_id=rule.instrument.id,
        article=rule.article,
        title=rule.title,
        list=rule.list,
        list_title=rule.list_title,
        discretionary=rule.discretionary,
        legal_review=firm is not None,
        counted=tuple(_counted(view, law) for view in outcome.hits),
        triggered_on=outcome.since[1] if outcome.since is not None else case.on,
        term=rule.term,
        ban=rule.ban,
        referral=rule.referral,
        not_stated=tuple(lacking),
        firm_if_known=_sorted(firm.missing) if firm is not None else (),
        sentence=rule.sentence,
        law_digest=law.digest,
        rule_digest=rule.digest,
    )


def _counted(view: View, law: Law) -> Counted:
    kind = law.kinds.kinds[view.kind]
    grade = kind.facts[kind.graded_by.fact].values.get(view.grade or "") if kind.graded_by else None
    return Counted(
        ref=view.ref,
        title=kind.title,
        occurred_on=view.day,
        penalised_on=view.penalised,
        grade=grade,
        grade_since=view.grade_since,
    )


def _undetermined(rule: Rule, outcome: Outcome) -> Undetermined:
    return Undetermined(
        rule=rule.id,
        instrument=rule.instrument.number,
        list=rule.list,
        missing=_sorted(outcome.missing),
    )


def _sorted(missing: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(missing)))
