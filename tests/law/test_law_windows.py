"""Windows in months and in calendar days, on the days of conduct or of penalties, at both edges."""

import pytest
from lawbooks import accident, asking, event, found, verdict


@pytest.fixture
def law_with(tmp_path):
    """The shipped law whose WS11-6-5 asks for something else, of enterprises."""

    def with_condition(condition):
        return asking(tmp_path, condition)

    return with_condition


def test_days_reach_to_the_last_of_so_many_calendar_days(law_with):
    law = law_with("{count: {event: {kind: ws.accident}, at_least: 2, within: {days: 180}}}")
    first = accident("A", "2024-01-01")  # a leap year: the 180th day after is 2024-06-29
    assert verdict(law, [first, accident("B", "2024-06-29")])
    assert verdict(law, [first, accident("B", "2024-06-30")]) is False


def test_a_sum_may_run_on_days(law_with):
    law = law_with(
        "{sum: {event: {kind: ws.accident}, fact: deaths, at_least: 3, within: {days: 30}}}"
    )
    first = accident("A", "2025-01-01", deaths=2)
    assert verdict(law, [first, accident("B", "2025-01-31", deaths=1)])
    assert verdict(law, [first, accident("B", "2025-02-01", deaths=1)]) is False


def penalised(ref, occurred, on, **facts):
    return event(ref, "ws.penalty", occurred, on, sector="chemical", **facts)


BY_PENALTY = "{count: {event: {kind: ws.penalty}, at_least: 3, within: {days: 180}, by: penalty}}"


def test_a_count_by_penalty_runs_on_the_days_of_the_penalties(law_with):
    law = law_with(BY_PENALTY)
    near = [
        penalised("A", "2024-01-01", "2025-01-01"),
        penalised("B", "2024-11-01", "2025-03-01"),
        penalised("C", "2024-06-01", "2025-06-30"),
    ]
    assert verdict(law, near)
    assert verdict(law, [*near[:2], penalised("C", "2024-06-01", "2025-07-01")]) is False


def test_a_count_by_penalty_is_dated_by_the_conduct_whose_penalty_completed_it(law_with):
    law = law_with(BY_PENALTY)
    events = [
        penalised("A", "2024-09-01", "2025-01-01"),
        penalised("B", "2024-08-01", "2025-02-01"),
        penalised("C", "2024-07-01", "2025-03-01"),
    ]
    finding = found(events, "2025-12-31", law)["WS11-6-5"]
    assert finding.triggered_on.isoformat() == "2024-07-01"
    assert finding.evidence == ("C", "B", "A")
    assert "180日内累计3起以上" in finding.sentence["zh"]
    assert "（按处罚日）" in finding.sentence["zh"]
    assert "within 180 days, by day of the penalty" in finding.sentence["en"]


def test_a_part_made_of_several_stands_in_brackets(law_with):
    one, two = "{event: {kind: ws.penalty}}", "{event: {kind: ws.hazard_overdue}}"
    rule = law_with(f"{{all: [{one}, {{any: [{one}, {two}]}}]}}").rule("WS11-6-5")
    assert "；并且（其他安全生产行政处罚；或者" in rule.sentence["zh"]
    assert "; and (other work-safety penalty; or" in rule.sentence["en"]


def test_a_count_by_penalty_needs_penalties_made(law_with):
    law = law_with(BY_PENALTY.replace("ws.penalty", "ws.*"))
    two = [penalised("A", "2024-09-01", "2025-01-01"), penalised("B", "2024-08-01", "2025-02-01")]
    bare = event("C", "ws.hazard_ignored", "2025-03-01", sector="chemical")
    assert verdict(law, [*two, bare]) is False
    to_come = penalised("C", "2025-03-01", "2026-01-01")
    assert verdict(law, [*two, to_come]) is False
    third = penalised("C", "2025-03-01", "2025-04-01", status="suspended")
    assert verdict(law, [*two, third]) == {"C is suspended"}
