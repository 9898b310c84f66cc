"""The documented readings of the law, each on both sides of its boundary."""

import pytest
from lawbooks import LAW, day, event, found, missing

from creditsvc.law.evaluate import evaluate

CHEMICAL = {"sector": "chemical"}


def major(ref, on, penalised="2026-11-01", **facts):
    return event(ref, "ws.accident", on, penalised, grade="major", **CHEMICAL, **facts)


# 1: in force


@pytest.mark.parametrize(
    ("on", "rules"),
    [
        ("2015-07-28", set()),
        ("2015-07-29", {"AW14-3"}),
        ("2017-05-08", {"AW14-3"}),
        ("2017-05-09", set()),
    ],
)
def test_the_first_and_last_day_of_14(on, rules):
    ignored = event("A", "ws.hazard_ignored", "2015-07-29")
    assert found([ignored], on).keys() == rules


@pytest.mark.parametrize(
    ("conduct", "rules"), [("2017-05-08", set()), ("2017-05-09", {"WS49-2-03"})]
)
def test_conduct_before_the_first_day_of_49_is_not_caught_by_it(conduct, rules):
    assert found([event("A", "ws.hazard_ignored", conduct)], "2023-09-30").keys() == rules
    assert found([event("A", "ws.hazard_ignored", conduct)], "2023-10-01") == {}


@pytest.mark.parametrize(("penalised", "review"), [("2023-09-30", None), ("2023-10-01", True)])
def test_older_conduct_penalised_since_is_for_legal_review(penalised, review):
    old = event("A", "ws.unlicensed_operation", "2023-09-30", penalised, **CHEMICAL)
    finding = found([old], "2024-06-01").get("WS11-7-1")
    assert (finding.legal_review if finding else None) is review
    assert finding is None or not finding.firm


def test_conduct_on_the_first_day_is_firm():
    new = event("A", "ws.unlicensed_operation", "2023-10-01", "2023-10-01", **CHEMICAL)
    assert found([new], "2023-10-01")["WS11-7-1"].firm


def test_a_count_that_needs_an_older_event_is_for_review_as_a_whole():
    events = [major("A", "2023-09-30", "2023-12-01"), major("B", "2023-11-01", "2024-01-01")]
    finding = found(events, "2024-06-01")["WS11-6-2"]
    assert finding.legal_review
    assert finding.evidence == ("A", "B")


def test_a_count_reached_without_the_older_event_is_firm_and_does_not_cite_it():
    events = [
        major("A", "2023-09-30", "2023-12-01"),
        major("B", "2023-11-01", "2024-01-01"),
        major("C", "2024-02-01", "2024-03-01"),
    ]
    finding = found(events, "2024-06-01")["WS11-6-2"]
    assert finding.firm
    assert finding.evidence == ("B", "C")


def test_a_review_finding_says_what_would_make_it_firm():
    events = [
        event("A", "ws.unlicensed_operation", "2023-09-30", "2023-12-01", **CHEMICAL),
        event("B", "ws.unlicensed_operation", "2023-12-01", "2024-01-01"),
    ]
    finding = found(events, "2024-06-01")["WS11-7-1"]
    assert finding.legal_review
    assert finding.firm_if_known == ("sector of B",)
    assert "WS11-7-1" not in missing(events, "2024-06-01")


# 2: what has not happened


def test_conduct_after_the_day_is_ignored():
    events = [major("A", "2026-01-01", "2026-01-02"), major("B", "2026-06-01", "2026-06-02")]
    assert "WS11-6-2" not in found(events, "2026-05-31")
    assert "WS11-6-2" in found(events, "2026-06-02")


def test_a_penalty_of_tomorrow_is_not_yet_made():
    late = event("A", "ws.unlicensed_operation", "2026-01-01", "2026-03-01", **CHEMICAL)
    assert found([late], "2026-02-28") == {}
    assert found([late], "2026-03-01").keys() == {"WS11-7-1"}


# 3: windows


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ("2025-03-01", "2026-03-01", True),
        ("2025-03-01", "2026-03-02", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        ("2025-02-28", "2026-02-28", True),
        ("2025-02-28", "2026-03-01", False),
    ],
)
def test_twelve_months_reach_to_the_corresponding_day(first, second, met):
    assert ("WS11-6-2" in found([major("A", first), major("B", second)], "2026-11-21")) is met


# 6, 7: facts and grades


@pytest.mark.parametrize(
    ("fact", "below", "reached"),
    [("deaths", 9, 10), ("serious_injuries", 49, 50), ("direct_loss", "49999999.99", "50000000")],
)
def test_a_grade_starts_at_its_lower_bound(fact, below, reached):
    def accident(figure):
        return event("A", "ws.accident", "2026-01-01", "2026-02-01", **CHEMICAL, **{fact: figure})

    assert "WS11-6-1" not in found([accident(below)], "2026-11-21")
    finding = found([accident(reached)], "2026-11-21")["WS11-6-1"]
    others = {"deaths", "serious_injuries", "direct_loss"} - {fact}
    assert set(finding.not_stated) == {f"facts.{other} of A" for other in others}


def test_no_grade_and_no_figure_leaves_the_grade_open():
    bare = event("A", "ws.accident", "2026-01-01", "2026-02-01", **CHEMICAL)
    assert missing([bare], "2026-11-21") == {"WS11-6-1": {"facts.grade of A"}}


@pytest.mark.parametrize(("grade", "deaths"), [("serious", 3), ("serious", 30)])
def test_an_approved_grade_prevails_up_and_down_with_a_warning(grade, deaths):
    odd = event(
        "A", "ws.accident", "2026-01-01", "2026-02-01", **CHEMICAL, grade=grade, deaths=deaths
    )
    finding = found([odd], "2026-11-21")["WS11-6-1"]
    assert finding.not_stated == ()
    warnings = evaluate(LAW, [odd], day("2026-11-21")).warnings
    assert warnings == ("approved grade of A differs from its figures",)


def test_an_approved_grade_that_agrees_is_no_warning():
    accident = event("A", "ws.accident", "2026-01-01", grade="major", deaths=3)
    assert evaluate(LAW, [accident], day("2026-11-21")).warnings == ()


# 8: status


def test_revoked_events_never_count_and_suspended_ones_complete_nothing():
    one, other = major("A", "2026-01-01"), major("B", "2026-02-01")
    gone = event(
        "B", "ws.accident", "2026-02-01", "2026-11-01", status="revoked", grade="major", **CHEMICAL
    )
    held = event(
        "B",
        "ws.accident",
        "2026-02-01",
        "2026-11-01",
        status="suspended",
        grade="major",
        **CHEMICAL,
    )
    assert "WS11-6-2" in found([one, other], "2026-11-21")
    assert found([one, gone], "2026-11-21") == {}
    assert missing([one, gone], "2026-11-21") == {}
    assert missing([one, held], "2026-11-21") == {"WS11-6-2": {"B is suspended"}}
    assert "WS11-6-2" in found([one, other, held], "2026-11-21")


# 10, 11: liable, penalty, sector


def test_49_asks_for_liability_and_not_for_a_penalty():
    accident = event("A", "ws.accident", "2020-01-01", deaths=3)
    assert missing([accident], "2020-06-01") == {
        "WS49-2-01a": {"facts.liable of A"},
    }
    liable = event("A", "ws.accident", "2020-01-01", deaths=3, liable=True)
    assert found([liable], "2020-06-01").keys() == {"WS49-2-01a"}
    assert (
        missing([event("A", "ws.accident", "2020-01-01", deaths=3, liable=False)], "2020-06-01")
        == {}
    )


def test_order_11_asks_for_a_penalty_and_its_sectors():
    def accident(**more):
        return event("A", "ws.accident", "2026-01-01", grade="serious", **more)

    penalised = {"penalised": "2026-02-01"}
    assert found([accident(**CHEMICAL)], "2026-11-21") == {}
    assert missing([accident(**penalised)], "2026-11-21") == {
        "WS11-6-1": {"sector of A"},
    }
    assert found([accident(**penalised, sector="construction")], "2026-11-21") == {}
    assert found([accident(**penalised, **CHEMICAL)], "2026-11-21").keys() == {"WS11-6-1"}


def test_persons_only_rules_find_nothing_against_the_enterprise():
    failure = event("A", "ws.rescue_failure", "2026-01-01", "2026-02-01", **CHEMICAL, mode="fled")
    assert found([failure], "2026-11-21") == {}


def test_a_penalty_may_precede_its_defiance():
    defied = event("A", "ws.penalty_defied", "2026-03-01", "2026-01-01", **CHEMICAL)
    assert found([defied], "2026-11-21").keys() == {"WS11-7-3"}


# the whole


def test_the_order_of_events_does_not_matter():
    events = [major("A", "2025-12-01"), major("B", "2026-03-01"), major("C", "2026-02-01")]
    several = [evaluate(LAW, order, day("2026-11-21")) for order in (events, events[::-1])]
    assert several[0] == several[1]


def test_an_unrelated_event_changes_nothing():
    events = [major("A", "2025-12-01"), major("B", "2026-03-01")]
    plain = evaluate(LAW, events, day("2026-11-21"))
    noise = event("N", "honour.commendation", "2026-01-01", level="city")
    assert evaluate(LAW, [*events, noise], day("2026-11-21")) == plain


def test_findings_are_sorted_by_rule_and_carry_their_article_and_digests():
    events = [
        event("A", "ws.report_violation", "2026-01-01", "2026-02-01", **CHEMICAL, mode="false"),
        event("B", "ws.unlicensed_operation", "2026-01-01", "2026-02-01", **CHEMICAL),
    ]
    findings = evaluate(LAW, events, day("2026-11-21")).findings
    assert [each.rule for each in findings] == ["WS11-6-4", "WS11-7-1"]
    for each in findings:
        assert each.article in each.explanation["zh"]
        assert each.law_digest == LAW.digest
        assert each.rule_digest == LAW.rule(each.rule).digest
        assert each.evidence[0] in each.explanation["en"]


def test_an_explanation_names_events_days_thresholds_and_caveats():
    events = [major("A", "2023-09-30", "2023-12-01"), major("B", "2023-11-01", "2024-01-01")]
    text = found(events, "2024-06-01")["WS11-6-2"].explanation
    for word in ("12个月", "2起以上", "A（2023-09-30", "2024-01-01处罚", "法不溯及既往"):
        assert word in text["zh"]
    for word in ("at least 2", "within 12 months", "A (2023-09-30", "legal review"):
        assert word in text["en"]
    vile = event("A", "ws.penalty", "2026-01-01", "2026-02-01", **CHEMICAL, egregious=True)
    assert "裁量" in found([vile], "2026-11-21")["WS11-7-4"].explanation["zh"]
