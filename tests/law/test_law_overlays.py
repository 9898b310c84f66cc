"""Local and unverified texts: off unless read and carried, and what they would say if they were on."""

from datetime import date

import pytest
from lawbooks import LAW, SHIPPED, event, found

from creditsvc.law.lint import complaints
from creditsvc.law.loader import load

ON = "2026-06-30"
OFF = {
    "fire331",
    "jiangsu47",
    "lightning570",
    "liaocheng_fire",
    "ningxia2018",
    "order527",
    "tianjin_fire",
}


def with_on(*names):
    return load(SHIPPED, switched_on=set(names))


def test_what_is_not_verified_or_not_carried_is_off_and_says_why():
    off = {name for name, each in LAW.instruments.items() if each.off is not None}
    assert off == OFF
    assert all(LAW.instruments[name].off["zh"] for name in off)


def test_every_overlay_names_region_or_rank_and_its_effect():
    overlays = {name: each for name, each in LAW.instruments.items() if each.overlay}
    effects = {name: each.overlay.effect for name, each in overlays.items()}
    assert effects["shandong10"] == "narrows"
    assert effects["fujian_fire"] == "determines"
    assert effects["tianshui_fire"] == "publishes"
    local = [each for name, each in overlays.items() if name != "coal_mine_regulation"]
    assert all(each.region for each in local)


def test_a_text_without_rules_still_says_who_determines_or_where_it_is_published():
    assert "乡镇人民政府" in LAW.instruments["fujian_fire"].determines[0].text["zh"]
    assert "甘肃" in LAW.instruments["tianshui_fire"].channels[0].text["zh"]
    assert LAW.instruments["tianjin_fire"].channels[0].provenance == "known med"


def test_jiangsu_counts_two_penalised_general_accidents_in_twelve_months():
    law = with_on("jiangsu47")

    def two(second):
        return [
            event("A", "ws.accident", "2025-01-01", "2025-02-01", region="320102", deaths=1),
            event("B", "ws.accident", second, "2026-02-01", region="320102", deaths=1),
        ]

    assert "JS47-2" in found(two("2026-01-01"), ON, law)
    assert "JS47-2" not in found(two("2026-01-02"), ON, law)
    assert "JS47-2" not in found(two("2026-01-01"), ON)
    assert found(two("2026-01-01"), ON, law)["JS47-2"].term.repeat_months == 36


@pytest.mark.parametrize(
    ("rule", "kind", "facts"),
    [
        ("JS47-1", "ws.accident", {"deaths": 3}),
        ("JS47-3", "ws.report_violation", {"mode": "concealed"}),
        ("JS47-4", "ws.hazard_overdue", {}),
        ("JS47-5", "ws.penalty", {"penalty_types": ["licence_revoked"]}),
        ("JS47-6", "ws.supervision_evasion", {}),
    ],
)
def test_jiangsu_binds_jiangsu_alone(rule, kind, facts):
    law = with_on("jiangsu47")
    here = event("A", kind, "2025-01-01", "2025-02-01", region="320102", **facts)
    there = event("A", kind, "2025-01-01", "2025-02-01", region="330102", **facts)
    assert rule in found([here], ON, law)
    assert rule not in found([there], ON, law)


def test_a_list_of_too_low_a_rank_is_complained_of_as_soon_as_it_is_on():
    told = [str(each) for each in complaints(with_on("jiangsu47"), date(2026, 6, 30))]
    assert any("JS47-1" in each and "sufficient rank" in each for each in told)


@pytest.mark.parametrize(
    ("rule", "facts", "met"),
    [
        ("NX18-1", {"deaths": 2, "liable": True}, True),
        ("NX18-1", {"deaths": 1, "liable": True}, False),
        ("NX18-2", {"deaths": 2, "liable": True}, True),
        ("NX18-3", {"deaths": 0, "liable": True, "egregious": True}, True),
        ("NX18-3", {"deaths": 1, "liable": True, "egregious": True}, False),
    ],
)
def test_ningxia_has_stricter_numbers(rule, facts, met):
    law = with_on("ningxia2018")
    accident = event("A", "ws.accident", "2025-01-01", region="640104", **facts)
    assert (rule in found([accident], ON, law)) is met


def test_ningxia_adds_deaths_up_within_a_year():
    law = with_on("ningxia2018")
    first = event("A", "ws.accident", "2024-02-29", region="640104", deaths=1, liable=True)
    for day, met in (("2025-02-28", True), ("2025-03-01", False)):
        second = event("B", "ws.accident", day, region="640104", deaths=1, liable=True)
        assert ("NX18-2" in found([first, second], ON, law)) is met


@pytest.mark.parametrize(
    ("rule", "kind", "facts", "met"),
    [
        ("FB-S8", "fs.false_document", {"mode": "false"}, True),
        ("FB-S8", "fs.false_document", {"mode": "inaccurate", "heavy_loss": True}, True),
        ("FB-S8", "fs.false_document", {"mode": "inaccurate", "heavy_loss": False}, False),
        ("FB-S9", "fs.accident", {"deaths": 1, "liable": True}, True),
        ("FB-S9", "fs.accident", {"deaths": 0, "direct_loss": "10000000", "liable": True}, True),
        ("FB-S9", "fs.accident", {"deaths": 0, "liable": True}, False),
        ("FB-S9", "fs.accident", {"deaths": 1, "liable": False}, False),
        ("FB-S11", "fs.product_fraud", {}, True),
        ("FB-S12", "fs.inspection_obstructed", {}, True),
    ],
)
def test_the_fire_measures_of_2020_would_name_conduct_and_list_nobody(rule, kind, facts, met):
    conduct = event("A", kind, "2025-01-01", **facts)
    found_now = found([conduct], ON, with_on("fire331"))
    assert (rule in found_now) is met
    assert all(each.list is None for each in found_now.values())
    assert rule not in found([conduct], ON)


def test_liaocheng_would_list_there_for_a_crime_and_propose_for_a_penalised_broken_seal():
    law = with_on("liaocheng_fire")
    crime = event("A", "fs.crime", "2025-01-01", region="371502")
    assert found([crime], ON, law)["FB-S7"].list == "fire_serious_dishonesty"
    elsewhere = event("A", "fs.crime", "2025-01-01", region="370202")
    assert "FB-S7" not in found([elsewhere], ON, law)
    seal = event("A", "fs.seal_broken", "2025-01-01", "2025-02-01", region="371502")
    assert found([seal], ON, law)["FB-S6"].discretionary
    unpenalised = event("A", "fs.seal_broken", "2025-01-01", region="371502")
    assert "FB-S6" not in found([unpenalised], ON, law)


def test_the_display_order_before_2023_moves_nothing_unless_it_is_switched_on():
    assert LAW.display_on(date(2023, 4, 30)) is None
    order = with_on("order527").display_on(date(2023, 4, 30))
    assert (order.shown["severe"].earliest, order.shown["severe"].longest) == (36, 36)
    assert order.shown["general"].longest == 12
