"""What the kinds file lets a clerk say, and what it refuses, naming the place."""

import pytest
from lawbooks import LAW, SHIPPED

from creditsvc.law.kinds import Kinds, day, number

KINDS = LAW.kinds


def test_the_kinds_file_can_be_read_alone():
    assert Kinds.read(SHIPPED / "kinds.yaml").kinds.keys() == KINDS.kinds.keys()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("ws.accident", {"deaths": 0, "direct_loss": "0.01", "grade": "major", "liable": False}),
        ("ws.accident", {"fine_multiplier": "2.5", "direct_loss": 100}),
        ("ws.penalty", {"penalty_types": ["fine", "closure"], "fine": "3000"}),
        ("honour.standardization", {"level": 1, "valid_until": "2027-01-01"}),
        ("ws.report_violation", {"mode": "false"}),
        ("ws.accident", {"deaths": None}),
    ],
)
def test_what_may_be_stated_is_accepted(kind, facts):
    assert KINDS.check(kind, facts) == ()


@pytest.mark.parametrize(
    ("kind", "facts", "pointer"),
    [
        ("ws.fire", {}, "/kind"),
        ("ws.accident", {"death": 1}, "/facts/death"),
        ("ws.accident", {"deaths": -1}, "/facts/deaths"),
        ("ws.accident", {"deaths": True}, "/facts/deaths"),
        ("ws.accident", {"deaths": "3"}, "/facts/deaths"),
        ("ws.accident", {"direct_loss": "1.234"}, "/facts/direct_loss"),
        ("ws.accident", {"direct_loss": "much"}, "/facts/direct_loss"),
        ("ws.accident", {"fine_multiplier": "-1"}, "/facts/fine_multiplier"),
        ("ws.accident", {"fine_multiplier": "NaN"}, "/facts/fine_multiplier"),
        ("ws.accident", {"liable": "yes"}, "/facts/liable"),
        ("ws.accident", {"grade": "huge"}, "/facts/grade"),
        ("ws.penalty", {"penalty_types": "fine"}, "/facts/penalty_types"),
        ("ws.penalty", {"penalty_types": ["fine", "beer"]}, "/facts/penalty_types"),
        ("honour.standardization", {"valid_until": "2027-02-30"}, "/facts/valid_until"),
    ],
)
def test_what_may_not_be_stated_is_named(kind, facts, pointer):
    (fault,) = KINDS.check(kind, facts)
    assert fault.pointer == pointer
    assert fault.zh
    assert fault.en


def test_an_unknown_sector_is_told_the_known_ones():
    assert KINDS.check_sector("coal_mine") == ()
    (fault,) = KINDS.check_sector("coal")
    assert "coal_mine" in fault.en


def test_only_what_the_file_declares_is_meant_by_absence():
    declared = {
        fact.name
        for kind in KINDS.kinds.values()
        for fact in kind.facts.values()
        if fact.absent_means is not None
    }
    assert declared == {"egregious", "fine_multiplier"}


def test_the_first_group_of_sectors_is_that_of_order_11():
    inside = [key for key, sector in KINDS.sectors.items() if "order11" in sector.groups]
    assert len(inside) == 17
    assert "service_body" in inside
    assert "construction" not in inside


@pytest.mark.parametrize("value", [None, True, "x", "Infinity", 1.5, [1]])
def test_what_is_no_figure_is_unknown(value):
    assert number(value) is None


@pytest.mark.parametrize("value", [None, 5, "2026-02-30", "soon"])
def test_what_is_no_day_is_unknown(value):
    assert day(value) is None


def test_neither_an_approved_grade_nor_figures_leave_no_grade():
    table = KINDS.kinds["ws.accident"].graded_by
    assert table.prevailing({}) is None
    assert table.prevailing({"deaths": 3}).basis == "figures"
