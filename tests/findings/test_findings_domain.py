"""An assessment: findings, the lists that firm ones lead to, and the records on display."""

from datetime import date
from pathlib import Path

import pytest

from creditsvc.findings.domain import assess
from creditsvc.law.domain import Event
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law

ON = date(2026, 11, 21)


@pytest.fixture(scope="module")
def law() -> Law:
    return load(Path(__file__).parents[2] / "config" / "law")


def an_event(kind, **more):
    given = {
        "occurred_on": date(2026, 5, 1),
        "penalised_on": date(2026, 6, 1),
        "sector": "chemical",
    }
    return Event(ref="A", kind=kind, **{**given, **more})


def test_a_firm_finding_leads_to_its_list(law):
    found = assess(law, [an_event("ws.unlicensed_operation")], ON)
    assert found.lists == {"serious_dishonesty"}
    assert [record.klass for record in found.records] == ["general"]


def test_a_discretionary_finding_leads_to_none(law):
    found = assess(law, [an_event("ws.penalty", facts={"egregious": True})], ON)
    assert [finding.rule for finding in found.evaluation.findings] == ["WS11-7-4"]
    assert found.lists == frozenset()


def test_a_finding_for_review_leads_to_none(law):
    old = an_event("ws.unlicensed_operation", occurred_on=date(2023, 9, 30))
    found = assess(law, [old], ON)
    assert [finding.legal_review for finding in found.evaluation.findings] == [True]
    assert found.lists == frozenset()


def test_a_record_past_its_display_is_left_out(law):
    old = an_event("ws.penalty", occurred_on=date(2024, 1, 1), penalised_on=date(2024, 1, 2))
    assert assess(law, [old], ON).records == ()


def test_no_events_no_findings(law):
    found = assess(law, [], ON)
    assert (found.evaluation.findings, found.evaluation.undetermined, found.records) == ((), (), ())
