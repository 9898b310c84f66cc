"""One enterprise assessed on one day: the findings of the law, and the records on display. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from creditsvc.law.case import Case, open_case
from creditsvc.law.display import display_of
from creditsvc.law.domain import Evaluation, Event, Record
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
