"""Two dates: what the rules of the conduct's day say, what those of the decision's, which is milder."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawbooks import LAW, accident, changed, day, event, found

from creditsvc.law.bans import Grave
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError
from creditsvc.law.two_dates import LIFE, _burdens, _weight, two_dates
from creditsvc.law.two_dates_text import body, sentence

NOW = "2024-05-01"
SILENT = ["no_transition", "penalty_like"]


def compared(*events, on=NOW, law=LAW):
    """The comparisons by ref."""
    return {each.ref: each for each in two_dates(law, events, day(on))}


def report(ref, mode, occurred, penalised="2024-01-10", **more):
    return event(
        ref, "ws.report_violation", occurred, penalised, sector="chemical", mode=mode, **more
    )


def major(ref, occurred, penalised="2024-01-10", **facts):
    told = {"grade": "major", "liable": True, "sector": "chemical"} | facts
    return event(ref, "ws.accident", occurred, penalised, **told)


def rules(side):
    return sorted(side.rules)


def ids(remarks):
    return [each.id for each in remarks]


def test_a_late_report_lists_under_49_and_not_under_order_11():
    one = compared(report("L", "late", "2023-09-30"))["L"]
    assert (rules(one.conduct), rules(one.decision)) == (["WS49-2-06"], [])
    assert (one.milder, one.by, one.legal_review) == ("decision", "list", True)
    assert ids(one.doubts) == SILENT
    assert "不列入名单" in sentence(one)["zh"]


def test_a_concealed_report_is_milder_under_49_which_is_repealed():
    one = compared(report("C", "concealed", "2023-09-30"))["C"]
    assert (rules(one.conduct), rules(one.decision)) == (["WS49-2-06"], ["WS11-6-4"])
    assert (one.conduct.most[:2], one.decision.most[:2]) == ((1, 12), (2, 36))
    assert (one.milder, one.by) == ("conduct", "list")
    assert ids(one.doubts) == [*SILENT, "repealed"]
    for part in (
        "安监总办〔2017〕49号第二条第（六）项",
        "12个月",
        "第六条第（四）项",
        "36个月",
        "第三十七条",
    ):
        assert part in sentence(one)["zh"]
    assert "milder" in sentence(one)["en"]


def test_the_heavier_rule_stays_for_review_and_says_where_the_comparison_is():
    finding = found([report("C", "concealed", "2023-09-30")], NOW)["WS11-6-4"]
    assert finding.legal_review
    assert "两日规则的比较" in finding.explanation["zh"]
    assert "two days' rules" in finding.explanation["en"]


def test_one_major_accident_lists_under_49_and_not_under_order_11():
    one = compared(major("A", "2023-09-30"))["A"]
    assert (rules(one.conduct), rules(one.decision)) == (["WS49-2-01a"], [])
    assert one.milder == "decision"


def test_two_major_accidents_weigh_by_term_where_the_lists_weigh_the_same():
    both = compared(major("A", "2023-03-30"), major("B", "2023-09-30"))
    for one in both.values():
        assert rules(one.conduct) == ["WS49-2-01a", "WS49-3-b"]
        assert rules(one.decision) == ["WS11-6-2"]
        assert (one.milder, one.by) == ("conduct", "term")
        assert "12个月" in sentence(one)["zh"]


def test_conduct_after_the_last_day_of_49_counts_under_it_no_more():
    one = compared(major("A", "2023-09-30"), major("B", "2023-10-01"))
    assert set(one) == {"A"}
    assert rules(one["A"].conduct) == ["WS49-2-01a"]
    assert rules(one["A"].decision) == ["WS11-6-2"]


def test_a_newer_accident_that_suffices_alone_does_not_hide_the_older_one():
    newer = accident("N", "2025-01-01", grade="serious", liable=True)
    older = event("O", "ws.accident", "2023-01-01", "2025-06-01", sector="chemical",
                  grade="serious", liable=True)  # fmt: skip
    one = compared(older, newer, on="2025-12-31")["O"]
    assert rules(one.decision) == ["WS11-6-1"]


def test_unlicensed_operation_is_milder_under_49():
    one = compared(
        event("U", "ws.unlicensed_operation", "2023-09-30", "2023-10-01", sector="coal_mine")
    )
    assert one["U"].milder == "conduct"
    assert rules(one["U"].decision) == ["WS11-7-1"]


@pytest.mark.parametrize(("occurred", "expected"), [("2023-09-30", {"C"}), ("2023-10-01", set())])
def test_the_last_day_of_49_is_compared_and_the_first_of_order_11_is_not(occurred, expected):
    assert set(compared(report("C", "concealed", occurred))) == expected


@pytest.mark.parametrize(("occurred", "expected"), [("2017-05-08", {"H"}), ("2017-05-09", set())])
def test_the_notice_of_2015_gives_way_to_49_overnight(occurred, expected):
    hazard = event("H", "ws.hazard_ignored", occurred, "2017-05-20")
    one = compared(hazard, on="2017-06-01")
    assert set(one) == expected
    if one:
        assert (rules(one["H"].conduct), rules(one["H"].decision)) == (["AW14-3"], ["WS49-2-03"])
        assert (one["H"].milder, one["H"].by) == ("decision", "list")


@pytest.mark.parametrize(("on", "expected"), [("2017-05-08", set()), ("2017-05-09", {"H"})])
def test_the_day_of_decision_turns_with_the_instrument(on, expected):
    assert set(compared(event("H", "ws.hazard_ignored", "2017-05-01", on), on=on)) == expected


def test_fire_conduct_before_gansu_had_a_list_is_milder_unlisted():
    venue = event("F", "fs.venue_unchecked", "2023-02-28", "2023-04-10", region="620500")
    one = compared(venue, on="2023-05-01")["F"]
    assert (rules(one.conduct), rules(one.decision)) == ([], ["FB-S2"])
    assert (one.milder, ids(one.doubts)) == ("conduct", SILENT)
    elsewhere = event("F", "fs.venue_unchecked", "2023-02-28", "2023-04-10", region="610100")
    assert compared(elsewhere, on="2023-05-01") == {}
    after = event("F", "fs.venue_unchecked", "2023-03-01", "2023-04-10", region="620500")
    assert compared(after, on="2023-05-01") == {}


def test_what_neither_days_rules_speak_of_is_not_compared():
    assert compared(event("S", "ws.penalty_defied", "2020-01-01"), on="2023-12-01") == {}
    assert (
        compared(event("R", "ws.rescue_failure", "2020-01-01", "2023-12-01", mode="left_post"))
        == {}
    )


def test_honours_are_never_compared():
    given_ = event("H", "honour.standardization", "2016-01-01", level="1", valid_until="2030-01-01")
    assert compared(given_) == {}


def test_a_penalty_made_under_the_older_rules_leaves_nothing_to_choose():
    one = compared(report("C", "concealed", "2022-01-01", "2023-09-30"))["C"]
    assert (one.milder, one.by, one.legal_review) == ("settled", None, False)
    assert ids(one.notes) == ["settled"]
    assert "较轻" not in sentence(one)["zh"]
    next_day = compared(report("C", "concealed", "2022-01-01", "2023-10-01"))["C"]
    assert (next_day.milder, next_day.legal_review) == ("conduct", True)


def test_a_revoked_event_is_not_compared_and_a_suspended_one_is_open():
    assert compared(report("C", "concealed", "2022-01-01", status="revoked")) == {}
    one = compared(report("C", "concealed", "2022-01-01", status="suspended"))["C"]
    assert (rules(one.conduct), rules(one.decision)) == (["WS49-2-06"], ["WS11-6-4"])
    assert one.conduct.findings == one.decision.findings == ()
    assert one.conduct.open[0].missing == ("C is suspended",)
    assert one.milder == "undetermined"
    assert "事实未明" in sentence(one)["zh"]


def test_what_is_unknown_decides_nothing_unless_no_world_is_heavier():
    unknown = event(
        "L", "ws.accident", "2023-01-01", "2024-01-10", grade="major", sector="chemical"
    )
    assert compared(unknown)["L"].milder == "decision"  # listed or not then, surely not now
    nowhere = event("C", "ws.report_violation", "2023-01-01", "2024-01-10", mode="concealed")
    assert compared(nowhere)["C"].milder == "undetermined"  # the sector of order 11 is not known


def test_an_open_event_is_not_hidden_by_another_that_meets_the_same_rule():
    open_ = event("A", "ws.accident", "2023-03-30", "2024-01-10", grade="major", sector="chemical")
    both = compared(open_, major("B", "2022-01-01"))
    assert "WS49-2-01a" in rules(both["A"].conduct)
    assert both["A"].conduct.open


def test_a_rule_at_discretion_counts_as_applied_and_is_said():
    vile = event(
        "P",
        "ws.penalty",
        "2017-05-01",
        "2024-01-10",
        sector="chemical",
        egregious=True,
        penalty_types=["fine"],
    )
    one = compared(vile)["P"]
    assert (rules(one.conduct), rules(one.decision)) == (["AW14-5"], ["WS11-7-4"])
    assert (one.milder, one.by) == ("conduct", "term")
    assert ids(one.doubts) == [*SILENT, "repealed", "discretion"]


def test_a_lighter_list_with_a_longer_term_is_mixed(tmp_path):
    law = load(changed(tmp_path, "instruments/order49.yaml",
                       "joint_punishment: {months: 12", "joint_punishment: {months: 48"))  # fmt: skip
    one = compared(report("C", "concealed", "2023-09-30"), law=law)["C"]
    assert (one.milder, one.by) == ("conduct", "list")
    assert "mixed" in ids(one.doubts)


def test_the_weights_of_the_lists_are_data(tmp_path):
    book = changed(tmp_path, "lists.yaml", "en: joint-punishment targets, polarity: adverse, weight: 1",
                   "en: joint-punishment targets, polarity: adverse, weight: 9")  # fmt: skip
    assert (
        compared(report("C", "concealed", "2023-09-30"), law=load(book))["C"].milder == "decision"
    )


@pytest.mark.parametrize(
    ("penalised", "expected"),
    [
        ("2024-02-28", []),
        ("2024-02-29", ["after_24_months"]),
        ("2027-02-28", ["after_24_months"]),
        ("2027-03-01", ["after_24_months", "after_60_months"]),
    ],
)
def test_the_limits_of_article_36_are_told_the_day_after_they_pass(penalised, expected):
    conduct = "2022-02-28"
    one = compared(report("C", "concealed", conduct, penalised), on="2027-06-01")["C"]
    assert ids(one.notes) == expected


def test_without_a_penalty_the_limit_runs_to_the_day_asked_about():
    told = {on: ids(compared(report("L", "late", "2022-05-01", None), on=on)["L"].notes)
            for on in ("2024-05-01", "2024-05-02")}  # fmt: skip
    assert told == {"2024-05-01": [], "2024-05-02": ["after_24_months"]}


def test_two_years_from_a_leap_day_end_on_the_last_of_february():
    hazard = event("H", "ws.hazard_ignored", "2016-02-29")
    told = {on: ids(compared(hazard, on=on)["H"].notes) for on in ("2018-02-28", "2018-03-01")}
    assert told == {"2018-02-28": [], "2018-03-01": ["after_24_months"]}


def test_as_json_both_sides_cite_rule_article_list_and_term():
    told = body(compared(report("C", "concealed", "2021-09-30"))["C"])
    assert (told["event"], told["milder"], told["by"], told["legal_review"]) == (
        "C",
        "conduct",
        "list",
        True,
    )
    [old], [new] = told["conduct"]["findings"], told["decision"]["findings"]
    assert (old["rule"], old["article"], old["list"], old["term"]["months"]) == (
        "WS49-2-06", "第二条第（六）项", "joint_punishment", 12,
    )  # fmt: skip
    assert (new["rule"], new["list"], new["term"]) == (
        "WS11-6-4", "serious_dishonesty", {"months": 36, "counts_from": "decision"},
    )  # fmt: skip
    assert told["principle"]["article"] == "《行政处罚法》第三十七条"
    assert [each["provenance"] for each in told["doubts"]] == ["known high", "design", "design"]
    assert told["conduct"]["on"] == "2021-09-30"


DAYS = st.dates(day("2015-01-01"), day("2026-12-31"))
EVENTS = st.builds(
    lambda number, kind, occurred, wait, mode: event(
        f"E{number}", kind, occurred.isoformat(), wait and wait.isoformat(), sector="chemical",
        **({"mode": mode} if kind == "ws.report_violation" else {}),
    ),
    st.integers(0, 10**6), st.sampled_from(["ws.report_violation", "ws.hazard_ignored"]), DAYS,
    st.none() | DAYS, st.sampled_from(["concealed", "late"]),
)  # fmt: skip


SEVERAL = st.lists(EVENTS, max_size=4, unique_by=lambda each: each.ref)


@given(EVENTS)
def test_on_the_day_of_the_conduct_there_is_nothing_to_compare(one):
    assert two_dates(LAW, [one], one.occurred_on) == ()


@given(EVENTS, DAYS, DAYS)
def test_an_unrelated_event_changes_no_comparison(one, on, other_day):
    other = event("OTHER", "fs.product_fraud", other_day.isoformat())
    assert two_dates(LAW, [one, other], on) == two_dates(LAW, [one], on)


@given(SEVERAL, DAYS)
def test_the_order_of_events_does_not_matter(events, on):
    assert two_dates(LAW, events, on) == two_dates(LAW, events[::-1], on)


@given(SEVERAL, DAYS)
def test_every_finding_for_review_has_its_comparison(events, on):
    told = {each.ref: each for each in two_dates(LAW, events, on)}
    for finding in found(events, on.isoformat()).values():
        for ref in finding.evidence if finding.legal_review else ():
            older = next(e for e in events if e.ref == ref)
            if older.occurred_on < LAW.instruments[finding.instrument_id].in_force.from_:
                assert finding.rule in told[ref].decision.rules


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("lists.yaml", "polarity: adverse, weight: 1", "polarity: adverse", "weight"),
        ("lists.yaml", "polarity: favourable", "polarity: favourable, weight: 1", "weight"),
        ("two_dates.yaml", "  penalty_like:", "  penalty_lik:", "penalty_lik"),
        ("two_dates.yaml", "months: 24", "months: 0", "months"),
        ("two_dates.yaml", "  article: 《行政处罚法》第三十七条\n", "", "article"),
        ("two_dates.yaml", "provenance: seen", "provenance: heard", "provenance"),
    ],
)
def test_a_broken_comparison_is_refused_with_its_line(tmp_path, file, old, new, named):
    book = changed(tmp_path, file, old, new)
    with pytest.raises(RulebookError) as refused:
        load(book)
    assert refused.value.file == file
    assert named in refused.value.zh


def test_where_open_facts_leave_two_measures_the_graver_one_is_named():
    """Listed by 49号 for 12 months or not at all; by Order 11 for 36: by list, or by term."""
    pair = [
        event(ref, "ws.accident", on, "2024-02-01", sector="chemical", grade="major")
        for ref, on in (("A", "2023-08-15"), ("B", "2023-11-01"))
    ]
    one = compared(*pair, on="2024-03-01")["A"]
    assert (one.milder, one.by) == ("conduct", "list")


YEARLONG = LAW.rule("WS11-6-4")
BANNED = LAW.rule("BAN-113d")
REFERRED = replace(
    next(each for each in LAW.rules if each.referral is not None), list=None, ban=None
)


def barring(months, grave=None):
    return replace(BANNED, list=None, ban=replace(BANNED.ban, months=months, grave=grave))


@pytest.mark.parametrize(
    ("rules", "weight"),
    [
        ([], (0, 0, 0, 0)),
        ([YEARLONG], (2, 36, 0, 0)),
        ([REFERRED], (0, 0, 0, 0)),
        ([replace(YEARLONG, list=None)], (0, 0, 0, 0)),
        ([barring(60)], (0, 0, 60, 0)),
        ([barring(60), barring(36)], (0, 0, 60, 0)),
        ([barring(None)], (0, 0, LIFE, 0)),
        ([barring(60), barring(None)], (0, 0, LIFE, 0)),
        ([barring(60, Grave(from_="market", months=120))], (0, 0, 60, 120)),
        ([barring(60, Grave(from_="market", months=None))], (0, 0, 60, LIFE)),
        ([YEARLONG, barring(60)], (2, 36, 60, 0)),
    ],
)
def test_rules_weigh_by_list_by_term_by_ban_and_by_the_ban_of_a_grave_case(rules, weight):
    assert _weight(LAW, rules) == weight


def test_a_list_that_is_adverse_a_ban_and_a_referral_are_burdens_and_nothing_else_is():
    redlist = next(rule for rule in LAW.rules if rule.list == "redlist")
    nothing = replace(BANNED, list=None, ban=None, referral=None)
    rules = [YEARLONG, redlist, barring(60), REFERRED, nothing]
    assert [_burdens(LAW, rule) for rule in rules] == [True, False, True, True, False]


def test_what_another_event_meets_is_still_open_of_an_event_that_would_meet_it_alone():
    """The whole case leaves WS49-3-a met by A; of B alone, whose liability is not known, it is open."""
    one = compared(
        major("A", "2023-05-01", grade="serious"),
        major("B", "2023-06-01", grade="serious", liable=None),
        report("C", None, "2023-06-02"),
    )["B"]
    assert {"WS49-2-01a", "WS49-3-a"} <= {each.rule for each in one.conduct.open}
