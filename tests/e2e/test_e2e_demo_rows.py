"""The bundled real rows are read by their own words: what they state, and nothing else."""

from datetime import date
from typing import Any

import pytest

from creditsvc.app import read_words
from creditsvc.cli import demo_lists
from creditsvc.cli.demo_rows import (
    Gazetteer,
    Lacking,
    Stated,
    accident,
    latest_day,
    penalty,
    read_rows,
    region_of,
)
from creditsvc.kernel.regions import Regions
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.decree import Decree
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
PLACES = Gazetteer.of(WORDS[Regions])
DEMO = ROOT / "config" / "demo"
ROWS = {
    row["id"]: row
    for name in ("penalty_decisions", "accidents", "published_listings")
    for row in read_rows(DEMO / f"{name}.csv")
}


def stated(row: str) -> Stated:
    found = (penalty if row.startswith("B") else accident)(ROWS[row], PLACES)
    assert isinstance(found, Stated), found
    return found


def first(row: str) -> dict[str, Any]:
    return stated(row).events[0]


def listed(row: str) -> Decree | Lacking:
    return demo_lists.decree(ROWS[row], WORDS[Law], WORDS[Regions])


def test_the_day_a_suspension_was_lifted_is_not_the_day_of_the_penalty():
    for row in ("B024", "B025"):
        assert "penalised_on" not in first(row)
        assert stated(row).doubt is not None


@pytest.mark.parametrize("row", ["B007", "B012", "B013", "B017", "B019", "B029", "B031"])
def test_a_month_or_a_year_is_no_day_of_a_decision(row: str):
    doubt = stated(row).doubt
    assert doubt is not None
    assert doubt[0] == "/penalised_on"


def test_late_reporting_is_an_event_of_its_own_beside_the_accident():
    kinds = [event["kind"] for event in stated("B002").events]
    refs = [event["source_ref"] for event in stated("B002").events]
    assert kinds == ["ws.accident", "ws.report_violation"]
    assert refs == ["B002", "B002-2"]
    assert stated("B002").events[1]["facts"] == {"mode": "late"}


def test_liability_is_stated_only_where_the_words_are():
    assert first("B001")["facts"]["liable"] is True
    assert first("B028")["facts"]["liable"] is True  # 生产安全责任事故
    assert "liable" not in first("B017")["facts"]
    assert "liable" not in first("D041")["facts"]
    assert "责任制" in ROWS["B049"]["facts"]
    assert isinstance(penalty(ROWS["B049"], PLACES), Lacking)


def test_loss_comes_in_yuan_and_mixed_injuries_are_no_serious_ones():
    facts = first("B028")["facts"]
    assert facts == {"deaths": 29, "direct_loss": "57940000.00", "grade": "serious", "liable": True}
    assert first("D006")["facts"]["serious_injuries"] == 58
    assert "serious_injuries" not in first("D041")["facts"]


def test_a_stop_order_is_defied_after_it_was_made():
    event = first("B054")
    assert event["kind"] == "fs.stop_order_defied"
    assert (event["occurred_on"], event["penalised_on"]) == ("2024-02-05", "2023-09-07")


def test_penalty_types_and_fines_stand_on_penalties():
    assert first("B048")["facts"] == {"penalty_types": ["suspension"]}
    assert first("B041")["facts"] == {"penalty_types": ["fine"], "fine": "10000"}
    assert "facts" not in first("B015")  # the result is cut off in the source


def test_a_masked_code_is_left_out_and_told():
    found = stated("B020")
    assert "uscc" not in found.events[0]
    assert found.doubt is not None
    assert "9133**********1420" in found.doubt[1]


def test_the_region_is_where_it_happened_as_the_words_name_it():
    assert first("B001")["region"] == "340800"
    assert "region" not in first("B007")  # only a county is named, without its province
    assert region_of("重庆市黔江区", PLACES, date(2025, 2, 26)) == "500000"
    assert region_of("重庆市黔江区", PLACES, date(1990, 1, 1)) == "510200"
    assert region_of("武汉市与安庆市之间", PLACES, date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A078", demo_lists.NO_INSTRUMENT),
        ("A087", demo_lists.NOT_A_LIST),
        ("A097", demo_lists.NOT_A_LIST),
        ("A169", demo_lists.NOT_A_LIST),
        ("A039", demo_lists.NO_GROUND),
        ("A064", demo_lists.NO_RULE),
        ("A074", demo_lists.NO_RULE),
        ("A077", demo_lists.NO_DAY),
    ],
)
def test_what_is_no_entry_of_this_register_says_why(row: str, reason: Lacking):
    assert listed(row) == reason


@pytest.mark.parametrize(
    ("row", "list_id", "rule", "day"),
    [
        ("A001", "blacklist", "AW14-1", date(2015, 12, 31)),
        ("A008", "blacklist", "AW14-3", date(2015, 12, 31)),
        ("A020", "blacklist", "AW14-5", date(2016, 7, 22)),
        ("A068", "joint_punishment", "WS49-2-01a", date(2017, 11, 28)),
        ("A030", "joint_punishment", "WS49-2-06", date(2018, 7, 28)),
        ("A033", "blacklist", "WS49-3-c", date(2019, 12, 31)),
    ],
)
def test_a_list_is_entered_under_the_rule_that_words_its_ground(
    row: str, list_id: str, rule: str, day: date
):
    found = listed(row)
    assert isinstance(found, Decree)
    assert (found.list, found.rule, found.decided_on, found.published_on) == (
        list_id,
        rule,
        day,
        day,
    )
    assert found.uscc is None
    assert found.source == ROWS[row]["source"]
    assert row in found.document_no


def test_the_last_day_stands_for_a_month_or_a_year():
    assert latest_day("2016-02") == date(2016, 2, 29)
    assert latest_day("2019") == date(2019, 12, 31)
    assert latest_day("2018-07-28") == date(2018, 7, 28)
    assert latest_day("") is None


def test_rows_without_an_enterprise_or_a_day_say_so():
    assert isinstance(accident(ROWS["D001"], PLACES), Lacking)
    assert isinstance(accident(ROWS["D020"], PLACES), Lacking)
