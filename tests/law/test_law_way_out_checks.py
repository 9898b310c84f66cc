"""Conditions of a way out on a day: what the register sees by itself, and what people judge."""

from dataclasses import replace

import pytest
from lawbooks import LAW, ORDER11, changed, day, event, found, missing

from creditsvc.law import way_out, way_out_checks
from creditsvc.law.display import records
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError

GROUND = event("G", "ws.unlicensed_operation", "2023-11-01", "2023-12-01", sector="chemical")
ORDER_11 = way_out.of_listing(LAW, "serious_dishonesty", "order11", day("2024-02-29"))


def concealed(ref, occurred, penalised, **more):
    told = {"mode": "concealed", "sector": "chemical"} | more
    return event(ref, "ws.report_violation", occurred, penalised, **told)


def states(examined):
    return {each.requirement.id: each.state for each in (*examined.conditions, *examined.bars)}


def new_conduct(*events, on="2025-06-01", way=ORDER_11, own=frozenset({"G"}), law=LAW):
    examined = way_out_checks.examine(law, events, way, day(on), own=own)
    return next(each for each in examined.conditions if each.requirement.id == "no_new_conduct")


def told(*events, **more):
    one = new_conduct(*events, **more)
    return one.state, one.against


@pytest.mark.parametrize(("on", "reached"), [("2025-02-27", False), ("2025-02-28", True)])
def test_a_year_from_a_leap_day_is_over_on_the_last_of_february(on, reached):
    examined = way_out_checks.examine(LAW, [GROUND], ORDER_11, day(on))
    assert examined.body()["time_reached"] is reached
    assert examined.body()["as_of"] == on


def test_what_only_papers_show_is_for_people():
    examined = way_out_checks.examine(LAW, [GROUND], ORDER_11, day("2025-06-01"))
    assert states(examined) == {
        "obligations": "for_people_to_judge",
        "effects": "for_people_to_judge",
        "no_new_conduct": "fulfilled",
        "ban_running": "for_people_to_judge",
    }


def test_without_new_conduct_the_condition_is_fulfilled():
    assert told(GROUND) == ("fulfilled", ())


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [("2024-02-28", ("fulfilled", ())), ("2024-02-29", ("open", ("N",)))],
)
def test_conduct_is_new_from_the_first_day_of_the_listing(occurred, expected):
    assert told(GROUND, concealed("N", occurred, "2025-01-01")) == expected


def test_the_events_of_the_ground_are_never_new():
    late = event("G", "ws.unlicensed_operation", "2024-03-01", "2024-03-02", sector="chemical")
    assert told(late) == ("fulfilled", ())
    assert told(late, own=frozenset()) == ("open", ("G",))


def test_new_conduct_outside_the_articles_stands_against_nothing():
    other = concealed("N", "2024-06-01", "2024-07-01", mode="late")
    assert told(other) == ("fulfilled", ())
    assert new_conduct(other).because["zh"] == "新的行为不属于所列情形"


@pytest.mark.parametrize(
    ("on", "expected"), [("2024-12-31", "for_people_to_judge"), ("2025-01-01", "open")]
)
def test_new_conduct_stands_against_it_from_the_day_of_its_penalty(on, expected):
    assert told(concealed("N", "2024-06-01", "2025-01-01"), on=on) == (expected, ("N",))


def test_conduct_after_the_day_asked_about_has_not_happened():
    assert told(concealed("N", "2025-06-02", "2025-07-01")) == ("fulfilled", ())


def test_unpenalised_suspended_unknown_and_discretionary_conduct_is_for_people():
    for doubtful in (
        concealed("N", "2024-06-01", None),
        concealed("N", "2024-06-01", "2024-07-01", status="suspended"),
        concealed("N", "2024-06-01", None, status="suspended"),
        concealed("N", "2024-06-01", "2024-07-01", sector=None),
        event("N", "ws.penalty", "2024-06-01", "2024-07-01", sector="chemical", egregious=True),
    ):
        assert told(doubtful) == ("for_people_to_judge", ("N",))
    assert told(concealed("N", "2024-06-01", None, status="revoked")) == ("fulfilled", ())


def test_a_doubt_about_older_conduct_is_no_doubt_about_new_conduct():
    old = concealed("O", "2023-12-01", "2024-01-01", status="suspended")
    assert told(old, concealed("N", "2024-06-01", "2024-07-01", mode="late")) == ("fulfilled", ())


def test_a_new_accident_that_makes_two_within_a_year_stands_against_it():
    old = event("A", "ws.accident", "2024-01-10", "2024-02-01", sector="chemical", grade="major")
    new = event("B", "ws.accident", "2025-01-10", "2025-02-01", sector="chemical", grade="major")
    later = event("B", "ws.accident", "2025-01-11", "2025-02-01", sector="chemical", grade="major")
    assert told(old, new) == ("open", ("B",))
    assert told(old, later) == ("fulfilled", ())


def test_older_conduct_without_a_penalty_is_not_taken_for_penalised():
    old = event("A", "ws.accident", "2024-01-10", sector="chemical", grade="major")
    new = event("B", "ws.accident", "2025-01-10", "2025-02-01", sector="chemical", grade="major")
    assert told(old, new) == ("fulfilled", ())


def test_what_other_texts_list_stands_against_nothing():
    elsewhere = replace(ORDER_11, instrument="gansu_fire")
    new = concealed("N", "2024-06-01", "2024-07-01")
    assert told(new) == ("open", ("N",))
    assert told(new, way=elsewhere) == ("fulfilled", ())
    assert told(replace(new, status="suspended"), way=elsewhere) == ("fulfilled", ())


def test_a_listing_under_49_looks_at_conduct_until_its_last_day():
    way = way_out.of_listing(LAW, "blacklist", "order49", day("2023-03-01"))
    at = {"way": way, "on": "2024-01-10", "own": frozenset()}
    last = event("N", "ws.supervision_evasion", "2023-09-30")
    assert told(last, **at) == ("open", ("N",))
    after = event("N", "ws.supervision_evasion", "2023-10-01")
    assert told(after, **at) == ("fulfilled", ())


def test_a_ban_that_follows_from_the_record_stands_in_the_way():
    way = way_out.of_listing(LAW, "serious_dishonesty", "order11", day("2024-03-01"))
    false = event("F", "ws.false_certification", "2023-11-01", "2024-01-01",
                  sector="service_body", mode="false_report")  # fmt: skip
    [bar] = way_out_checks.examine(LAW, [false], way, day("2025-06-01")).bars
    assert (bar.state, bar.against) == ("open", ("F",))
    assert "第九十二条" in bar.because["zh"]
    assert "BAN-92" in bar.because["en"]
    defied = event("G", "ws.suspension_defied", "2024-01-01", "2024-02-01", sector="chemical")
    [bar] = way_out_checks.examine(LAW, [false, defied], way, day("2025-06-01")).bars
    assert bar.against == ("F", "G")
    act = "安全生产法（2021年修正）"
    assert f"（BAN-113d）、{act}第九十二条（BAN-92）应当" in bar.because["zh"]
    assert f" (BAN-113d), {act} 第九十二条 (BAN-92)" in bar.because["en"]


@pytest.mark.parametrize(("on", "expected"), [("2026-06-30", "open"), ("2026-07-01", "fulfilled")])
def test_the_shortest_display_is_over_on_the_corresponding_day(on, expected):
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", penalty_types=["fine"])
    [record] = records(LAW, [made], day(on))
    body = way_out_checks.of_record(LAW, [made], record, day(on))
    minimum = next(each for each in body["conditions"] if each["id"] == "minimum")
    assert (minimum["state"], body["time_reached"]) == (expected, expected == "fulfilled")
    assert "2026-07-01" in minimum["because"]["zh"]


@pytest.mark.parametrize(
    ("penalised", "reached"), [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29")]
)
def test_the_shortest_display_is_over_with_a_month_that_has_no_such_day(penalised, reached):
    made = event("P", "ws.penalty", "2026-05-01", penalised, penalty_types=["fine"])
    [record] = records(LAW, [made], day(penalised))
    assert record.earliest_repair == day(reached)
    body = way_out_checks.of_record(LAW, [made], record, day(reached))
    assert body["time_reached"]


def test_a_finding_is_examined_as_if_its_listing_began_that_day():
    events = [GROUND, concealed("N", "2025-06-01", "2025-06-01")]
    finding = found(events, "2025-06-01")["WS11-7-1"]
    body = way_out_checks.of_finding(LAW, events, finding, day("2025-06-01"))
    assert (body["last_day"], body["earliest"]) == ("2028-06-01", "2026-06-01")
    assert body["time_reached"] is False
    new = next(each for each in body["conditions"] if each["id"] == "no_new_conduct")
    assert (new["state"], new["against"]) == ("open", ["N"])


def test_a_ban_lapses_or_never_ends_and_a_referral_alone_has_no_way_out():
    false = event("F", "ws.false_certification", "2023-11-01", "2024-01-01",
                  sector="service_body", mode="false_report")  # fmt: skip
    finding = found([false], "2024-02-29")["BAN-92"]
    way = way_out.of_finding(LAW, finding, day("2024-02-29"))
    assert (way.ends, way.last_day, way.earliest) == ("lapses", day("2029-02-28"), None)
    assert "自行终止" in way.sentence["zh"]


def test_what_brings_a_listing_back_is_cited_with_the_term_it_then_has():
    order11 = ORDER_11.body()
    assert [(each["id"], each["provenance"]) for each in order11["returns"]] == [
        ("new_conduct", "seen"), ("fraud", "known high"),
    ]  # fmt: skip
    assert order11["returns"][1]["article"] == "第二十一条"
    assert order11["again_months"] == 36
    assert "第二十一条" in order11["zh"]
    notice = way_out.of_listing(LAW, "blacklist", "notice14", day("2016-01-01"))
    assert (notice.again_months, notice.last_day) == (36, day("2017-01-01"))
    forty_nine = way_out.of_listing(LAW, "joint_punishment", "order49", day("2018-01-01"))
    assert forty_nine.again_months == 12


def test_an_honour_is_lost_and_does_not_come_back():
    way = way_out.of_listing(LAW, "redlist", "redlist133", day("2024-01-01"))
    assert (way.returns, way.again_months) == ((), None)
    assert [each.id for each in way.lost_by] == ["conditions_lost", "false_information"]
    assert {each.provenance for each in way.lost_by} == {"known med"}
    assert "提前移出" in way.sentence["zh"]
    assert "end it early" in way.sentence["en"]


def test_the_body_without_a_day_tells_no_state():
    assert all("state" not in each for each in ORDER_11.body()["conditions"])


def test_the_register_is_never_said_to_check_what_it_cannot(tmp_path):
    old = "en: the obligations of the penalty decision are performed}"
    book = changed(tmp_path, ORDER11, old, old[:-1] + ", automatic: true}")
    with pytest.raises(RulebookError, match="obligations"):
        load(book)


def test_a_record_that_is_not_shown_has_no_way_out():
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", penalty_types=["warning"])
    [record] = records(LAW, [made], day("2026-05-01"))
    assert record.last_day is None
    assert way_out_checks.of_record(LAW, [made], record, day("2026-05-01")) is None


def test_what_the_rulebook_leaves_to_people_is_not_checked_by_the_register():
    papers = tuple(replace(each, automatic=False) for each in ORDER_11.conditions)
    way = replace(ORDER_11, conditions=papers)
    assert told(GROUND, way=way) == ("for_people_to_judge", ())


def test_what_leaves_an_honour_open_stands_against_no_listing():
    honours = [
        event("S", "honour.standardization", "2024-01-01", level=1, valid_until="2026-12-31"),
        event("C", "honour.commitment", "2024-01-01", no_new_occupational_disease=True,
              no_joint_punishment_elsewhere=True),
    ]  # fmt: skip
    suspended = concealed("N", "2024-06-01", "2024-07-01", mode="late", status="suspended")
    assert "RL133-2" in missing([*honours, suspended], "2025-06-01")
    way = replace(ORDER_11, instrument="redlist133")
    assert told(*honours, suspended, way=way) == ("fulfilled", ())


def test_conduct_in_doubt_is_held_against_the_text_of_the_listing_also_once_that_is_over():
    way = way_out.of_listing(LAW, "blacklist", "order49", day("2023-03-01"))
    at = {"way": way, "on": "2024-01-10", "own": frozenset()}
    doubtful = event("N", "ws.accident", "2023-09-30", grade="serious")
    other = event("M", "ws.penalty", "2023-09-29", "2023-09-30", penalty_types=["fine"])
    assert told(doubtful, **at) == ("for_people_to_judge", ("N",))
    assert told(other, doubtful, **at) == ("for_people_to_judge", ("N",))


def test_unpenalised_conduct_that_would_be_at_discretion_is_for_people():
    one = event("N", "ws.penalty", "2024-06-01", sector="chemical", egregious=True)
    assert told(one) == ("for_people_to_judge", ("N",))
