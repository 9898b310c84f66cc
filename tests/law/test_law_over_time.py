"""Facts over time: casualties count to the last of their days; a grade is a dated fact."""

from dataclasses import replace
from datetime import date

import pytest
from lawbooks import LAW, changed, day, event, found

from creditsvc.law.case import open_case
from creditsvc.law.domain import Event, GradeSince, LaterFacts
from creditsvc.law.evaluate import evaluate
from creditsvc.law.loader import load
from creditsvc.law.over_time import remarks
from creditsvc.law.reading import RulebookError

ACCIDENT = "2026-03-01"


def accident(*later, kind="ws.accident", occurred=ACCIDENT, **facts):
    """An accident with two dead, and *later* facts as pairs of a day and facts."""
    return Event(
        ref="A",
        kind=kind,
        occurred_on=day(occurred),
        penalised_on=day("2026-06-01"),
        sector="coal_mine",
        facts={"deaths": 2, **facts},
        later_facts=tuple(LaterFacts(from_=day(told), facts=what) for told, what in later),
    )


def view(one, on):
    ((seen,),) = open_case([one], day(on), LAW.kinds).by_kind.values()
    return seen


def warned(one, on):
    return open_case([one], day(on), LAW.kinds).warnings


@pytest.mark.parametrize(
    ("kind", "facts", "told", "grade"),
    [
        ("ws.accident", {}, "2026-03-31", "major"),
        ("ws.accident", {}, "2026-04-01", "general"),
        ("ws.accident", {"road_traffic": False}, "2026-03-31", "major"),
        ("ws.accident", {"road_traffic": True}, "2026-03-08", "major"),
        ("ws.accident", {"road_traffic": True}, "2026-03-09", "general"),
        ("fs.accident", {}, "2026-03-08", "major"),
        ("fs.accident", {}, "2026-03-09", "general"),
    ],
)
def test_a_death_counts_to_the_last_of_the_days_and_not_after(kind, facts, told, grade):
    assert view(accident((told, {"deaths": 3}), kind=kind, **facts), "2026-12-31").grade == grade


def test_a_death_has_not_happened_the_day_before():
    one = accident(("2026-03-20", {"deaths": 3}))
    assert [view(one, on).grade for on in ("2026-03-19", "2026-03-20")] == ["general", "major"]
    assert view(one, "2026-03-19").facts["deaths"] == 2


def test_what_later_days_say_in_any_order_is_the_same():
    told = [("2026-03-20", {"deaths": 3}), ("2026-03-10", {"deaths": 12, "liable": True})]
    for later in (told, told[::-1]):
        seen = view(accident(*later), "2026-12-31")
        assert (seen.grade, seen.facts["deaths"], seen.facts["liable"]) == ("major", 3, True)


def test_a_loss_and_an_approved_grade_are_bound_by_no_days():
    late = "2027-03-01"
    assert view(accident((late, {"direct_loss": "10000000"})), late).grade == "major"
    assert view(accident((late, {"grade": "serious"})), late).grade == "serious"


def test_that_it_was_road_traffic_may_turn_out_later():
    one = accident(("2026-03-20", {"deaths": 3}), ("2026-05-01", {"road_traffic": True}))
    assert [view(one, on).grade for on in ("2026-04-30", "2026-05-01")] == ["major", "general"]


@pytest.mark.parametrize(
    ("on", "since"),
    [
        ("2026-03-09", None),
        ("2026-03-10", GradeSince(day=date(2026, 3, 10), basis="figures")),
        ("2026-03-25", GradeSince(day=date(2026, 3, 10), basis="figures")),
        ("2026-05-01", GradeSince(day=date(2026, 5, 1), basis="approval")),
        ("2026-12-31", GradeSince(day=date(2026, 5, 1), basis="approval")),
    ],
)
def test_a_grade_says_since_when_it_has_stood_and_on_what(on, since):
    later = [("2026-03-10", {"deaths": 3}), ("2026-03-20", {"deaths": 4}), ("2026-05-01", {"grade": "major"})]  # fmt: skip
    assert view(accident(*later), on).grade_since == since


def test_a_grade_lost_and_regained_stands_since_it_was_regained():
    one = accident(("2026-03-05", {"deaths": 3}), ("2026-03-10", {"deaths": 2}))
    assert view(one, "2026-03-10").grade_since == GradeSince(day=date(2026, 3, 10), basis="figures")


def test_later_facts_that_leave_the_grade_alone_give_it_no_day():
    one = accident(("2026-03-05", {"liable": True}), ("2026-03-06", {"deaths": 1}))
    assert view(one, "2026-12-31").grade_since is None


def test_the_explanation_names_the_day_and_the_basis_of_the_grade():
    figures = found([accident(("2026-03-20", {"deaths": 10}))], "2026-07-01")["WS11-6-1"]
    assert "重大（自2026-03-20起，按数据）" in figures.explanation["zh"]
    assert "serious since 2026-03-20, by its figures" in figures.explanation["en"]
    approved = found([accident(("2026-05-01", {"grade": "serious"}))], "2026-07-01")["WS11-6-1"]
    assert "重大（自2026-05-01起，批准）" in approved.explanation["zh"]
    assert "serious since 2026-05-01, approved" in approved.explanation["en"]


def test_what_is_left_out_is_named_with_figure_day_and_article():
    one = accident(("2026-04-01", {"deaths": 3}), road_traffic=False)
    assert warned(one, "2026-03-31") == ()
    (told,) = warned(one, "2026-04-01")
    for word in ("A 自2026-04-01起的死亡人数3不计", "2026-03-31", "第十三条", "deaths 3 of A from"):
        assert word in told


def test_a_figure_past_the_days_that_says_nothing_new_is_not_warned_of():
    one = accident(("2026-04-01", {"deaths": 2, "serious_injuries": 1}), road_traffic=False)
    (told,) = warned(one, "2026-04-01")
    assert "重伤" in told


def test_while_the_days_run_the_answer_says_that_casualties_may_still_change():
    one = accident(("2026-03-20", {"deaths": 3}), road_traffic=False)
    assert warned(one, "2026-03-19") == ()
    (told,) = warned(one, "2026-03-31")
    assert "至2026-03-31仍可变化" in told
    assert warned(one, "2026-04-01") == ()


def test_an_approved_grade_and_an_accident_without_later_casualties_do_not_warn_of_the_days():
    approved = accident(("2026-03-20", {"deaths": 3, "grade": "major"}), road_traffic=False)
    assert warned(approved, "2026-03-20") == ()
    assert warned(accident(), "2026-03-02") == ()
    assert warned(accident(("2026-03-02", {"liable": True})), "2026-03-02") == ()


def test_a_figure_between_the_two_windows_asks_whether_it_was_road_traffic():
    def doubts(told, **facts):
        return [w for w in warned(accident((told, {"deaths": 3}), **facts), "2026-12-31") if "road_traffic" in w]  # fmt: skip

    assert doubts("2026-03-08") == []
    (told,) = doubts("2026-03-09")
    assert "若是则只计至2026-03-08" in told
    assert doubts("2026-03-09", road_traffic=False) == []


def test_an_event_without_later_facts_is_seen_as_before():
    plain = event("A", "ws.accident", ACCIDENT, "2026-06-01", deaths=10, sector="coal_mine")
    verdict = evaluate(LAW, [plain], day("2026-07-01"))
    assert verdict.warnings == ()
    assert all(each.grade_since is None for one in verdict.findings for each in one.counted)


def test_the_days_are_the_rulebooks(tmp_path):
    law = load(changed(tmp_path, "kinds.yaml", "days: 30", "days: 31"))
    one = accident(("2026-04-01", {"deaths": 10}))
    assert "WS11-6-1" in found([one], "2026-07-01", law)
    assert "WS11-6-1" not in found([one], "2026-07-01")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("counted_by: order493_fire", "counted_by: order999", "no counting days"),
        ("shorter: {road_traffic: 7}", "shorter: {road_traffic: 30}", "fewer than the 30"),
        ("shorter: {road_traffic: 7}", "shorter: {deaths: 7}", "yes or no"),
        ("figures: [deaths, serious_injuries]", "figures: [deaths, grade]", "number of people"),
        ("    days: 30", "    days: 0", "above zero"),
        ("    provenance: seen", "    provenance: heard", "one of"),
        ("fine_multiplier, road_traffic]", "fine_multiplier]", "no fact of this kind"),
    ],
)
def test_broken_counting_days_are_refused_where_they_stand(tmp_path, old, new, says):
    book = changed(tmp_path, "kinds.yaml", old, new)
    with pytest.raises(RulebookError) as caught:
        load(book)
    assert caught.value.file == "kinds.yaml"
    assert says in caught.value.en


def test_every_graded_kind_says_how_long_casualties_count():
    graded = {kind.id for kind in LAW.kinds.kinds.values() if kind.graded_by}
    counted = {kind.id: kind.counted_by for kind in LAW.kinds.kinds.values() if kind.counted_by}
    assert graded == counted.keys()
    assert {one.days for one in counted.values()} == {30, 7}


def test_a_death_after_the_days_gives_no_later_grade():
    one = accident(("2026-04-01", {"deaths": 3}))
    assert view(one, "2026-12-31").grade_since is None
    assert view(accident(("2026-03-31", {"deaths": 3})), "2026-12-31").grade_since == GradeSince(
        day=day("2026-03-31"), basis="figures"
    )


@pytest.mark.parametrize("lacking", ["counted_by", "graded_by"])
def test_a_kind_whose_casualties_are_not_counted_or_not_graded_is_not_remarked_on(lacking):
    kind = LAW.kinds.kinds["ws.accident"]
    one = accident(("2026-04-01", {"deaths": 3}))
    assert [*remarks(one, day("2026-12-31"), kind)]
    assert [*remarks(one, day("2026-12-31"), replace(kind, **{lacking: None}))] == []
