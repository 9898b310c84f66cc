"""One enterprise assessed on one day: the findings of the law, and the records on display. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from creditsvc.law.case import Case, open_case
from creditsvc.law.display import display_of
from creditsvc.law.domain import Evaluation, Event, Finding, Record, Term
from creditsvc.law.evaluate import evaluate_case
from creditsvc.law.rulebook import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the law says, which records are on display that day, and the case it was said of."""

    evaluation: Evaluation
    records: tuple[Record, ...]
    case: Case = field(repr=False, compare=False)

    @property
    def lists(self) -> frozenset[str]:
        """The lists that firm findings lead to; discretionary and review findings move nothing."""
        return frozenset(
            finding.list
            for finding in self.evaluation.findings
            if finding.firm and finding.list is not None
        )


def assess(law: Law, events: Sequence[Event], on: date) -> Assessment:
    """What *law* says about an enterprise with *events* on the day *on*."""
    case = open_case(events, on, law.kinds)
    return Assessment(evaluation=evaluate_case(law, case), records=display_of(law, case), case=case)


def finding_on(finding: Finding, on: date) -> dict[str, Any]:
    """A finding as JSON values, with the days of its term if that began on *on*."""
    return {
        "rule": finding.rule,
        "instrument": finding.instrument,
        "article": finding.article,
        "title": dict(finding.title),
        "list": finding.list,
        "outcome": "met",
        "discretionary": finding.discretionary,
        "legal_review": finding.legal_review,
        "evidence": list(finding.evidence),
        "triggered_on": finding.triggered_on.isoformat(),
        "term": _term(finding.term, on),
        "ban": finding.ban and finding.ban.body(),
        "referral": finding.referral and finding.referral.body(),
        "not_stated": list(finding.not_stated),
        "law_digest": finding.law_digest,
        "rule_digest": finding.rule_digest,
        "explanation": dict(finding.explanation),
    }


def _term(term: Term | None, on: date) -> dict[str, Any] | None:
    if term is None:
        return None
    return {
        "months": term.months,
        "counts_from": term.counts_from,
        "if_started_on": on.isoformat(),
        "last_day": term.last_day(on).isoformat(),
    }
