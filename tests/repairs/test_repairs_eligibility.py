"""Whether the law lets an entry out early: at both sides of each day, condition by condition."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from lawbooks import LAW
from removals import PROOFS, papers

from creditsvc.law.domain import Event
from creditsvc.listings.domain import Entry
from creditsvc.repairs.eligibility import Facts, listed, obstacles, way_of
from creditsvc.repairs.refusals import NotRepairable

KEY = UUID(int=1)
LISTED, EARLIEST, TODAY = date(2025, 3, 3), date(2026, 3, 3), date(2026, 11, 20)

DAY = timedelta(days=1)


def an_entry(**changes):
    entry = Entry(
        id=KEY,
        decision_id=KEY,
        enterprise_id=KEY,
        list="serious_dishonesty",
        act_no=1,
        from_at=datetime(2025, 3, 3, tzinfo=UTC),
        starts_on=LISTED,
        last_day=date(2028, 3, 3),
        ground={"instrument": "应急管理部令第11号"},
    )
    return replace(entry, **changes)


def in_the_way(*events, entry=None, on=EARLIEST, proofs=PROOFS, today=TODAY):
    """What stands in the way, as ids."""
    return [one.id for one in found(*events, entry=entry, on=on, proofs=proofs, today=today)]


def found(*events, entry=None, on=EARLIEST, proofs=PROOFS, today=TODAY):
    entry = entry or an_entry()
    facts = Facts(events=events, proofs=papers(on, *proofs), received_on=on, today=today)
    return obstacles(LAW, way_of(LAW, listed(entry), on), listed(entry), facts)


def conduct(day, **changes):
    """Production without a licence: 令第11号 第七条第（一）项."""
    stated = {
        "ref": f"N-{day}", "kind": "ws.unlicensed_operation", "occurred_on": day, "penalised_on": day,
        "region": "620500", "sector": "building_materials", "facts": {"licence_state": "none"},
    }  # fmt: skip
    return Event(**{**stated, **changes})


def test_an_application_a_day_too_early_is_told_the_day_and_the_article():
    (one,) = found(on=EARLIEST - DAY)
    assert (one.id, one.from_day) == ("earliest", EARLIEST)
    assert one.article == "应急管理部令第11号第十三条、第十八条、第十九条"


def test_nothing_stands_in_the_way_on_the_day_twelve_months_are_full():
    assert in_the_way() == []


@pytest.mark.parametrize("lacking", ["obligations", "effects"])
def test_each_condition_that_people_judge_needs_its_paper(lacking):
    (one,) = found(proofs=[name for name in PROOFS if name != lacking])
    assert (one.id, one.article) == (lacking, "应急管理部令第11号第十八条")


@pytest.mark.parametrize(
    ("on", "article"),
    [(date(2026, 3, 31), "国家发展改革委令第58号信用修复条件"), (date(2026, 4, 1), "国家发展改革委令第36号信用修复条件")],
)  # fmt: skip
def test_the_credit_commitment_is_asked_for_by_the_display_order_of_the_day(on, article):
    (one,) = found(on=on, proofs=["obligations", "effects"])
    assert (one.id, one.article) == ("commitment", article)


def test_new_conduct_counts_from_the_day_after_the_entry():
    assert in_the_way(conduct(LISTED)) == []
    (one,) = found(conduct(LISTED + DAY))
    assert (one.id, one.article, one.from_day) == (
        "no_new_conduct",
        "应急管理部令第11号第十八条",
        None,
    )
    assert "N-2025-03-04" in one.zh


def test_conduct_under_another_list_is_no_new_conduct():
    other = conduct(date(2026, 5, 1), kind="fs.stop_order_defied", facts={}, sector="other")
    assert in_the_way(other) == []


def test_new_conduct_that_may_be_undone_leaves_the_condition_open():
    assert in_the_way(conduct(date(2026, 5, 1), status="suspended")) == ["no_new_conduct"]
    assert in_the_way(conduct(date(2026, 5, 1), status="revoked")) == []


def test_a_ban_bars_until_its_last_day():
    false_report = conduct(
        date(2021, 11, 1), kind="ws.false_certification", sector="service_body", facts={}
    )
    last = date(2026, 11, 1)
    (one,) = found(false_report, today=last)
    assert (one.id, one.from_day) == ("ban_running", last + DAY)
    assert one.article == "应急管理部令第11号第十三条第二款"
    assert in_the_way(false_report, today=last + DAY) == []


def test_a_list_without_early_removal_says_so_with_its_last_day():
    old = an_entry(
        list="joint_punishment",
        ground={"instrument": "安监总办〔2017〕49号"},
        last_day=date(2026, 3, 3),
    )
    with pytest.raises(NotRepairable) as refused:
        way_of(LAW, listed(old), TODAY)
    assert refused.value.facts["last_day"] == "2026-03-03"


def test_the_fire_list_of_gansu_asks_for_what_order_36_asks():
    entry = an_entry(
        list="fire_serious_dishonesty", ground={"instrument": "甘肃省消防安全信用信息管理规定"}
    )
    way = way_of(LAW, listed(entry), TODAY)
    assert [each.id for each in way.on_paper] == ["obligations", "commitment"]
    assert in_the_way(entry=entry, on=TODAY, proofs=["obligations", "commitment"]) == []
    again = conduct(date(2026, 5, 1), kind="fs.stop_order_defied", facts={}, sector="other")
    both = ["obligations", "commitment"]
    assert in_the_way(again, entry=entry, on=TODAY, proofs=both) == ["no_new_conduct"]
