"""Schemes that count the past: both sides of every threshold and of the window; what is unknown."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from creditsvc.findings.domain import assess
from creditsvc.law.domain import Event
from creditsvc.law.loader import load
from creditsvc.tiers.domain import standing, would_stand

SHIPPED = Path(__file__).parents[2] / "config" / "law"
LAW = load(SHIPPED)
ON = date(2026, 11, 21)
SLIGHT = {"procedure": "simple", "penalty_types": ["warning"]}
PLAIN = {"procedure": "general", "penalty_types": ["fine"]}
GRAVE = {"procedure": "general", "penalty_types": ["suspension"]}
FATAL = {"deaths": 1, "liable": True}


def penalty(number, penalised=ON, **facts):
    return Event(
        ref=f"P{number}",
        kind="ws.penalty",
        occurred_on=penalised,
        penalised_on=penalised,
        facts=facts,
    )


def accident(number=1, occurred=ON, status="effective", **facts):
    return Event(
        ref=f"A{number}", kind="ws.accident", occurred_on=occurred, status=status, facts=facts
    )


def tier(events, scheme="shanxi9", on=ON, law=LAW):
    return would_stand(law, law.schemes[scheme], assess(law, events, on)).tier


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "A1"), (1, "A2"), (2, "A2"), (3, "B1"), (4, "B2"), (5, "B3"), (6, "C1"), (7, "C1"),
     (8, "C2"), (9, "C2"), (10, "C3"), (30, "C3")],
)  # fmt: skip
def test_slight_records_move_the_level_at_each_threshold(number, expected):
    events = [penalty(each, **SLIGHT) for each in range(number)]
    assert tier(events) == expected
    assert tier(events, "four_grades_nine") == expected
    assert tier(events, "default") == "A"  # slight records are not shown


@pytest.mark.parametrize(("number", "expected"), [(1, "C1"), (2, "C2"), (3, "C3")])
def test_severe_records_move_the_level_at_each_threshold(number, expected):
    assert tier([penalty(each, **GRAVE) for each in range(number)]) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([penalty(1, **PLAIN)], "B1"),
        ([penalty(1, **PLAIN), penalty(2, **SLIGHT)], "B1"),
        ([accident(**FATAL)], "C1"),
        ([accident(1, **FATAL), accident(2, **FATAL)], "C3"),
        ([accident(deaths=0, liable=True)], "A1"),
        ([accident(deaths=1, liable=False)], "A1"),
    ],
)
def test_classes_on_display_and_fatal_liable_accidents(events, expected):
    assert tier(events) == expected


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(date(2025, 11, 20), "A1"), (date(2025, 11, 21), "A2"), (date(2026, 11, 21), "A2"),
     (date(2026, 11, 22), "A1")],
)  # fmt: skip
def test_a_slight_record_counts_from_its_penalty_to_the_same_day_a_year_later(ago, expected):
    assert tier([penalty(1, ago, **SLIGHT)]) == expected


@pytest.mark.parametrize(
    ("happened", "expected"),
    [(date(2025, 11, 20), "A1"), (date(2025, 11, 21), "C1"), (date(2026, 11, 22), "A1")],
)
def test_a_fatal_accident_counts_by_its_day_for_a_year(happened, expected):
    assert tier([accident(occurred=happened, **FATAL)]) == expected


def test_a_window_from_a_leap_day_ends_with_february():
    events = [penalty(1, date(2024, 2, 29), **SLIGHT)]
    assert tier(events, on=date(2025, 2, 28)) == "A2"
    assert tier(events, on=date(2025, 3, 1)) == "A1"


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"deaths": 1}, ("facts.liable of A1",)),
        ({"liable": True}, ("facts.deaths of A1",)),
        ({}, ("facts.deaths of A1", "facts.liable of A1")),
    ],
)
def test_what_is_unknown_moves_nothing_and_is_named(facts, missing):
    found = would_stand(LAW, LAW.schemes["shanxi9"], assess(LAW, [accident(**facts)], ON))
    assert (found.tier, found.missing) == ("A1", missing)


def test_what_is_unknown_but_too_old_to_count_is_not_asked_for():
    old = accident(occurred=date(2025, 11, 20), deaths=1)
    found = would_stand(LAW, LAW.schemes["shanxi9"], assess(LAW, [old], ON))
    assert found.missing == ()


def test_suspended_and_revoked_accidents_move_nothing():
    suspended = accident(status="suspended", **FATAL)
    found = would_stand(LAW, LAW.schemes["shanxi9"], assess(LAW, [suspended], ON))
    assert (found.tier, found.missing) == ("A1", ("A1 is suspended",))
    assert tier([accident(status="revoked", **FATAL)]) == "A1"


def test_a_listed_enterprise_is_poor_in_every_scheme():
    dead = accident(deaths=10, liable=True)
    listed = Event(
        ref="L", kind="ws.accident", occurred_on=ON, penalised_on=ON, sector="chemical",
        facts=dead.facts,
    )  # fmt: skip
    assert [tier([listed], name) for name in sorted(LAW.schemes)] == ["D", "差", "D", "D"]


@pytest.mark.parametrize(
    ("events", "default", "named"),
    [
        ([], "A", "优"),
        ([penalty(1, **PLAIN)], "B", "良"),
        ([penalty(1, **GRAVE)], "C", "中"),
        ([penalty(1, **PLAIN), penalty(2, **GRAVE)], "C", "中"),
    ],
)
def test_a_mapping_grades_as_the_scheme_it_maps(events, default, named):
    assert (tier(events, "default"), tier(events, "excellent_good")) == (default, named)


def test_the_reason_says_what_was_counted_how_often_and_in_which_window():
    found = would_stand(LAW, LAW.schemes["shanxi9"], assess(LAW, [accident(**FATAL)], ON))
    assert "此前12个月内" in found.reason_zh
    assert "死亡人数1以上" in found.reason_zh
    assert "1 of: work-safety accident" in found.reason_en


def test_a_scheme_that_counts_needs_the_past():
    with pytest.raises(ValueError, match="counts the past"):
        standing(LAW.schemes["shanxi9"], lists=[], records=[])


NEW = """
id: traffic_light
title: {zh: 红黄绿, en: traffic light}
source: 测试
tiers:
  - {id: green, zh: 绿, en: green, otherwise: true, provenance: design}
  - id: yellow
    zh: 黄
    en: yellow
    records: [general]
    counts: [{records: [minor], at_least: 2, within: {months: 6}}]
    provenance: design
  - {id: red, zh: 红, en: red, records: [severe], lists: [joint_punishment, blacklist, serious_dishonesty, fire_serious_dishonesty], provenance: design}
"""


def test_a_new_scheme_needs_a_file_alone(tmp_path):
    book = tmp_path / "law"
    shutil.copytree(SHIPPED, book)
    (book / "tiers" / "traffic_light.yaml").write_text(NEW, encoding="utf-8")
    law, half_a_year = load(book), date(2026, 5, 21)
    for days, expected in [(0, "yellow"), (-1, "green")]:
        first = penalty(1, half_a_year + timedelta(days=days), **SLIGHT)
        assert tier([first, penalty(2, **SLIGHT)], "traffic_light", law=law) == expected
    assert tier([penalty(1, **GRAVE)], "traffic_light", law=law) == "red"
