"""The tier: the worst that a list or a record leads to, else the one for all others."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from creditsvc.law.domain import Record
from creditsvc.law.grading import Scheme
from creditsvc.law.loader import load
from creditsvc.tiers.domain import NoTierError, standing


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load(Path(__file__).parents[2] / "config" / "law").schemes["default"]


def a_record(klass):
    day = date(2026, 4, 1)
    return Record(
        ref="A",
        klass=klass,
        shown_from=day,
        earliest_repair=day,
        last_day=day,
        instrument="36",
        article="1",
    )


@pytest.mark.parametrize(
    ("lists", "records", "tier"),
    [
        ([], [], "A"),
        (["redlist"], [], "A+"),
        ([], ["minor"], "A"),
        ([], ["general"], "B"),
        (["redlist"], ["general"], "B"),
        ([], ["general", "severe"], "C"),
        (["joint_punishment"], [], "C"),
        (["joint_punishment", "blacklist"], ["severe"], "D"),
        (["serious_dishonesty"], [], "D"),
        (["fire_serious_dishonesty"], [], "D"),
        (["redlist", "serious_dishonesty"], [], "D"),
    ],
)
def test_the_worst_that_applies(scheme, lists, records, tier):
    found = standing(scheme, lists=lists, records=map(a_record, records))
    assert found.tier == tier
    assert found.reason == f"{found.reason_zh} / {found.reason_en}"


def test_the_reason_names_the_list_and_the_record(scheme):
    found = standing(scheme, lists=["joint_punishment"], records=[a_record("severe")])
    assert "联合惩戒对象" in found.reason_zh
    assert "严重失信记录" in found.reason_zh
    assert "joint-punishment targets" in found.reason_en


def test_a_scheme_with_a_gap_gives_no_tier(scheme):
    broken = replace(scheme, tiers=tuple(tier for tier in scheme.tiers if not tier.otherwise))
    with pytest.raises(NoTierError):
        standing(broken, lists=[], records=[])
