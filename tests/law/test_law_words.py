"""Every word of the vocabulary, three-valued, in a small rulebook of its own."""

import pytest
from lawbooks import ORDER11, SMALL, accident, asking, changed, event, found, verdict

from creditsvc.law.loader import load


@pytest.fixture
def law_with(tmp_path):
    """The shipped law whose WS11-6-5 asks for something else, of enterprises."""

    def with_condition(condition):
        return asking(tmp_path, condition)

    return with_condition


def test_at_most_includes_its_bound(law_with):
    law = law_with("{event: {kind: ws.accident, where: {deaths: {at_most: 2}}}}")
    assert verdict(law, [accident("A", "2025-01-01", deaths=2)])
    assert verdict(law, [accident("A", "2025-01-01", deaths=3)]) is False
    assert verdict(law, [accident("A", "2025-01-01")]) == {"facts.deaths of A"}


def test_both_bounds_together_make_a_band(law_with):
    law = law_with("{event: {kind: ws.accident, where: {deaths: {at_least: 2, at_most: 3}}}}")
    assert [verdict(law, [accident("A", "2025-01-01", deaths=n)]) for n in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_grade_has_bounds_in_the_order_of_the_kinds_file(law_with):
    law = law_with("{event: {kind: ws.accident, where: {grade: {at_most: major}}}}")
    grades = ("general", "major", "serious", "extraordinary")
    assert [verdict(law, [accident("A", "2025-01-01", grade=g)]) for g in grades] == [
        True,
        True,
        False,
        False,
    ]


def test_decimals_in_quotes_are_exact_bounds(law_with):
    law = law_with('{event: {kind: ws.accident, where: {fine_multiplier: {at_least: "2.5"}}}}')
    assert verdict(law, [accident("A", "2025-01-01", fine_multiplier="2.50")])
    assert verdict(law, [accident("A", "2025-01-01", fine_multiplier="2.49")]) is False
    assert verdict(law, [accident("A", "2025-01-01")]) is False


def test_one_of_several_figures(law_with):
    law = law_with("{event: {kind: ws.accident, where: {deaths: [1, 2]}}}")
    assert verdict(law, [accident("A", "2025-01-01", deaths=1)])
    assert verdict(law, [accident("A", "2025-01-01", deaths=3)]) is False


def test_false_as_a_wanted_value(law_with):
    law = law_with("{event: {kind: ws.accident, where: {liable: false}}}")
    assert verdict(law, [accident("A", "2025-01-01", liable=False)])
    assert verdict(law, [accident("A", "2025-01-01", liable=True)]) is False
    assert verdict(law, [accident("A", "2025-01-01")]) == {"facts.liable of A"}


def test_not_egregious_holds_where_nothing_is_stated(law_with):
    law = law_with("{event: {kind: ws.accident, where: {egregious: false}}}")
    assert verdict(law, [accident("A", "2025-01-01")])


def test_includes_and_only_for_lists_of_codes(law_with, tmp_path):
    def penalty(**facts):
        return event("A", "ws.penalty", "2025-01-01", "2025-02-01", sector="chemical", **facts)

    law = law_with(
        "{event: {kind: ws.penalty, where: {penalty_types: {includes: [fine, closure]}}}}"
    )
    assert verdict(law, [penalty(penalty_types=("fine", "warning"))])
    assert verdict(law, [penalty(penalty_types=["warning"])]) is False
    assert verdict(law, [penalty()]) == {"facts.penalty_types of A"}
    law = load(changed(tmp_path, ORDER11, "includes: [fine, closure]", "only: [fine, warning]"))
    assert verdict(law, [penalty(penalty_types=["fine"])])
    assert verdict(law, [penalty(penalty_types=["fine", "closure"])]) is False


def test_all_is_false_as_soon_as_one_part_is(law_with):
    law = law_with(
        "{all: [{event: {kind: ws.accident, where: {liable: true}}}, {event: {kind: ws.penalty}}]}"
    )
    penalty = event("P", "ws.penalty", "2025-03-01", "2025-04-01", sector="chemical")
    assert verdict(law, [accident("A", "2025-01-01")]) is False
    assert verdict(law, [accident("A", "2025-01-01"), penalty]) == {"facts.liable of A"}
    assert verdict(law, [accident("A", "2025-01-01", liable=True), penalty])


def test_all_is_first_met_by_the_last_part_and_cites_every_part(law_with):
    law = law_with("{all: [{event: {kind: ws.accident}}, {event: {kind: ws.penalty}}]}")
    penalty = event("P", "ws.penalty", "2025-03-01", "2025-04-01", sector="chemical")
    finding = found([penalty, accident("A", "2025-01-01")], "2025-12-31", law)["WS11-6-5"]
    assert finding.evidence == ("A", "P")
    assert finding.triggered_on.isoformat() == "2025-03-01"


def test_any_is_open_only_if_no_part_holds(law_with):
    law = law_with(
        "{any: [{event: {kind: ws.accident, where: {liable: true}}}, {event: {kind: ws.penalty}}]}"
    )
    penalty = event("P", "ws.penalty", "2025-03-01", "2025-04-01", sector="chemical")
    assert verdict(law, [accident("A", "2025-01-01")]) == {"facts.liable of A"}
    finding = found([accident("A", "2025-01-01"), penalty], "2025-12-31", law)["WS11-6-5"]
    assert finding.evidence == ("P",)


def test_not_turns_met_and_not_met_and_leaves_open_open(law_with):
    law = law_with("{not: {event: {kind: ws.accident, where: {liable: true}}}}")
    assert verdict(law, [accident("A", "2025-01-01", liable=True)]) is False
    assert verdict(law, [accident("A", "2025-01-01", liable=False)]) is True
    assert verdict(law, [accident("A", "2025-01-01")]) == {"facts.liable of A"}
    assert verdict(law, []) is True


def test_a_finding_without_events_is_dated_on_the_day_of_assessment(law_with):
    law = law_with("{absent: {event: {kind: ws.accident}, for: {months: 12}}}")
    finding = found([], "2025-12-31", law)["WS11-6-5"]
    assert finding.evidence == ()
    assert finding.triggered_on.isoformat() == "2025-12-31"
    assert finding.explanation["zh"]


def test_absence_reaches_back_to_the_corresponding_day(law_with):
    law = law_with("{absent: {event: {kind: ws.accident}, for: {months: 12}}}")
    assert verdict(law, [accident("A", "2024-12-31")], "2025-12-31") is False
    assert verdict(law, [accident("A", "2024-12-30")], "2025-12-31") is True
    held = event("A", "ws.accident", "2025-01-01", status="suspended")
    assert verdict(law, [held]) == {"A is suspended"}


def test_absence_by_penalty_day(law_with):
    law = law_with("{absent: {event: {kind: ws.accident}, for: {months: 12}, by: penalty}}")
    assert verdict(law, [event("A", "ws.accident", "2020-01-01", "2025-01-01")]) is False
    assert verdict(law, [event("A", "ws.accident", "2025-05-01")]) is True
    assert verdict(law, [event("A", "ws.accident", "2020-01-01", "2026-01-01")]) is True


def test_a_count_without_window_counts_for_ever(law_with):
    law = law_with("{count: {event: {kind: ws.accident}, at_least: 2}}")
    assert verdict(law, [accident("A", "2023-10-01"), accident("B", "2025-12-31")])


def test_a_count_is_open_only_if_the_doubtful_would_complete_it(law_with):
    law = law_with(
        "{count: {event: {kind: ws.accident, where: {liable: true}}, at_least: 3, within: {months: 12}}}"
    )
    sure = [accident("A", "2024-01-01", liable=True), accident("B", "2024-06-01", liable=True)]
    assert verdict(law, [*sure, accident("C", "2025-01-01")]) == {"facts.liable of C"}
    assert verdict(law, [*sure, accident("C", "2025-01-02")]) is False
    assert verdict(law, [sure[0], accident("C", "2024-07-01")]) is False
    held = event(
        "D",
        "ws.accident",
        "2024-08-01",
        "2024-09-01",
        sector="chemical",
        status="suspended",
        liable=True,
    )
    assert verdict(law, [*sure, held]) == {"D is suspended"}


def test_every_window_that_reaches_the_count_gives_evidence(law_with):
    law = law_with("{count: {event: {kind: ws.accident}, at_least: 2, within: {months: 1}}}")
    days = {"A": "2024-01-01", "B": "2024-02-01", "C": "2024-02-20", "D": "2024-06-01"}
    events = [accident(ref, on) for ref, on in days.items()]
    finding = found(events, "2025-12-31", law)["WS11-6-5"]
    assert finding.evidence == ("A", "B", "C")
    assert finding.triggered_on.isoformat() == "2024-02-01"


def test_a_sum_adds_within_the_window_and_leaves_zeros_out(law_with):
    law = law_with(
        "{sum: {event: {kind: ws.accident}, fact: deaths, at_least: 4, within: {months: 12}}}"
    )
    near = [accident("A", "2024-01-01", deaths=2), accident("Z", "2024-03-01", deaths=0)]
    finding = found([*near, accident("B", "2025-01-01", deaths=2)], "2025-12-31", law)["WS11-6-5"]
    assert finding.evidence == ("A", "B")
    assert finding.triggered_on.isoformat() == "2025-01-01"
    assert verdict(law, [*near, accident("B", "2025-01-02", deaths=2)]) is False
    assert verdict(law, [*near, accident("B", "2025-01-02")]) == {"facts.deaths of B"}
    held = event(
        "H",
        "ws.accident",
        "2024-06-01",
        "2024-07-01",
        sector="chemical",
        status="suspended",
        deaths=2,
    )
    assert verdict(law, [*near, held]) == {"H is suspended"}


def test_latest_looks_at_the_newest_event_alone(law_with):
    law = law_with("{event: {kind: ws.accident, latest: true, where: {liable: true}}}")
    old, new = accident("A", "2024-01-01", liable=True), accident("B", "2024-02-01", liable=False)
    assert verdict(law, [old, new]) is False
    assert verdict(law, [old]) is True
    assert verdict(law, [old, accident("B", "2024-02-01")]) == {"facts.liable of B"}


def held(ref, on, **facts):
    return event(
        ref, "ws.accident", on, "2025-06-01", sector="chemical", status="suspended", **facts
    )


def test_a_suspended_latest_event_settles_nothing_unless_both_worlds_agree(law_with):
    law = law_with("{event: {kind: ws.accident, latest: true, where: {liable: true}}}")
    yes, no = accident("A", "2024-01-01", liable=True), accident("A", "2024-01-01", liable=False)
    assert verdict(law, [yes, held("B", "2024-02-01", liable=True)]) is True
    assert verdict(law, [no, held("B", "2024-02-01", liable=False)]) is False
    assert verdict(law, [yes, held("B", "2024-02-01", liable=False)]) == {"B is suspended"}
    assert verdict(law, [held("B", "2024-02-01", liable=True)]) == {"B is suspended"}


def test_of_two_suspended_on_the_last_day_either_may_be_annulled(law_with):
    law = law_with("{event: {kind: ws.accident, latest: true, where: {liable: true}}}")
    yes, no = held("A", "2024-02-01", liable=True), held("B", "2024-02-01", liable=False)
    assert verdict(law, [yes, no]) == {"A is suspended", "B is suspended"}
    assert verdict(law, [no]) is False
    older = accident("O", "2024-01-01", liable=False)
    assert verdict(law, [older, yes, no]) == {"A is suspended", "B is suspended"}


def test_events_of_one_last_day_must_all_match(law_with):
    law = law_with("{event: {kind: ws.accident, latest: true, where: {liable: true}}}")
    both = [accident("A", "2024-01-01", liable=True), accident("B", "2024-01-01", liable=False)]
    assert verdict(law, both) is False


def test_a_rule_may_name_its_own_regions(law_with):
    law = law_with('{event: {kind: ws.accident}}\n    regions: ["3302", "11"]')
    near = event("A", "ws.accident", "2025-01-01", "2025-02-01", sector="chemical", region="330203")
    far = event("A", "ws.accident", "2025-01-01", "2025-02-01", sector="chemical", region="330102")
    assert verdict(law, [near]) is True
    assert verdict(law, [far]) is False
    assert verdict(law, [accident("A", "2025-01-01")]) == {"region of A"}


def test_a_rule_without_consequence_has_no_list_and_no_term(tmp_path):
    book = changed(tmp_path, ORDER11, SMALL, "{event: {kind: ws.rescue_failure}}")
    law = load(
        changed(
            tmp_path,
            ORDER11,
            "rescue_failure}}\n    then: {list: serious_dishonesty}",
            "rescue_failure}}",
        )
    )
    events = [event("A", "ws.rescue_failure", "2025-01-01", "2025-02-01", sector="chemical")]
    finding = found(events, "2025-12-31", law)["WS11-6-5"]
    assert book.exists()
    assert (finding.list, finding.term) == (None, None)
