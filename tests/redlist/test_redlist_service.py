"""From application to entry: every level, the notice, the grant; and the conditions before each move."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from due_process import a_paper
from honours import a_fine, certificate, commitment

from creditsvc.proceedings.clocks import CalendarMissing
from creditsvc.proceedings.grounds import GrantedOnApplication
from creditsvc.redlist.application import Stage
from creditsvc.redlist.refusals import (
    ApplicationOpen,
    ConditionsNotMet,
    NotGrantable,
    ObjectionOpen,
    ObjectionSettled,
    StaleRedlist,
    TooEarlyToRenew,
)

LITE = pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing here depends on the engine


def test_an_application_passes_every_level_and_makes_an_entry_of_three_years(hall):
    one = hall.announced(hall.worthy())
    assert [each.level for each in one.passed] == ["county", "city", "province", "national"]
    assert one.announcement.until == date(2026, 11, 27)
    hall.clock.advance(days=15)
    granted, entry = hall.grant(one)
    assert granted.stage is Stage.GRANTED
    assert (entry.list, entry.starts_on, entry.last_day) == (
        "redlist",
        date(2026, 12, 5),
        date(2029, 12, 5),
    )
    assert entry.ground["origin"] == "grant"
    assert entry.ground["application"] == str(one.id)
    assert {"user:handler", "user:province", "user:approver"} <= set(entry.ground["people"])
    position = hall.position(entry.enterprise_id)
    assert (position.status, position.standing.tier) == ("not_listed", "A+")
    assert hall.reasons()[-2:] == ["listed", "tier_changed"]


@LITE
def test_the_redlist_is_not_proposed_as_a_case_any_more(hall):
    with pytest.raises(GrantedOnApplication, match="/v1/redlist/applications"):
        hall.propose(hall.worthy(), "RL133-2")


@LITE
def test_an_incomplete_application_is_recorded_and_refused_with_what_is_lacking(hall):
    key = hall.record(certificate(), a_fine())[0].enterprise_id
    one = hall.apply(key, proofs={})
    assert one.stage is Stage.RECEIVED
    refused = hall.refuse(one)
    lacking = {each["id"]: each["state"] for each in refused.outcome.lacking}
    assert lacking == {
        "commitment": "not_met",
        "no_dishonesty": "not_met",
        "no_penalty": "not_met",
        "no_occupational_disease": "not_met",
        "no_joint_punishment": "not_met",
    }


@LITE
def test_a_rule_that_leads_to_no_honour_is_not_applied_for(hall):
    with pytest.raises(NotGrantable, match="RL133-2"):
        hall.apply(hall.worthy(), rule="WS11-6-2")


@LITE
def test_no_second_application_while_one_is_open(hall):
    key = hall.worthy()
    one = hall.apply(key)
    with pytest.raises(ApplicationOpen):
        hall.apply(key)
    assert hall.withdraw(one).stage is Stage.WITHDRAWN
    assert hall.apply(key).stage is Stage.RECEIVED


@LITE
def test_conditions_are_checked_again_before_every_move(hall):
    one = hall.announced(hall.worthy())
    hall.clock.advance(days=15)
    (fine,) = hall.record(a_fine())
    with pytest.raises(ConditionsNotMet) as refused:
        hall.grant(one)
    told = {each["id"]: each["against"] for each in refused.value.facts["conditions"]}
    assert told == {"no_dishonesty": [str(fine.event_id)], "no_penalty": [str(fine.event_id)]}
    hall.status(fine, "suspend")
    with pytest.raises(ConditionsNotMet) as open_:
        hall.grant(one)
    assert {each["state"] for each in open_.value.facts["conditions"]} == {"unknown"}
    hall.status(fine, "revoke")
    assert hall.grant(one)[0].stage is Stage.GRANTED


@LITE
def test_conditions_hold_on_the_day_of_the_paper_too(hall):
    """A commitment made yesterday does not carry a grant dated the day before."""
    one = hall.announced(hall.worthy())
    hall.clock.advance(days=15)
    day = hall.today
    hall.record(
        commitment(
            source_ref="C-2",
            occurred_on=str(day),
            facts={"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True},
        ),
        commitment(
            source_ref="C-3",
            occurred_on=str(day - timedelta(days=1)),
            facts={"no_new_occupational_disease": False, "no_joint_punishment_elsewhere": True},
        ),
    )
    with pytest.raises(ConditionsNotMet, match="no_occupational_disease"):
        hall.grant(one, document=a_paper(day - timedelta(days=1)))
    assert hall.grant(one, document=a_paper(day))[1].starts_on == day


def test_an_objection_is_answered_before_the_grant_and_an_upheld_one_bars_it(hall):
    one = hall.objected(hall.announced(hall.worthy()))
    hall.clock.advance(days=15)
    with pytest.raises(ObjectionOpen):
        hall.grant(one)
    rejected = hall.answer(one, upheld=False)
    with pytest.raises(ObjectionSettled):
        hall.answer(rejected, upheld=True)
    assert hall.grant(rejected)[0].stage is Stage.GRANTED


def test_the_second_of_two_clerks_is_told_to_read_again(hall):
    one = hall.apply(hall.worthy())
    hall.review(one, "county")
    with pytest.raises(StaleRedlist):
        hall.review(one, "county", who="other")


@LITE
@pytest.mark.parametrize(
    ("days", "refused"), [(-1, True), (0, False)], ids=["day-before", "first-day"]
)
def test_a_renewal_is_applied_for_within_the_last_six_months(hall, days, refused):
    entry = hall.honoured()
    first = date(2029, 6, 5) + timedelta(days=days)
    hall.clock.advance(days=(first - hall.today).days)
    if refused:
        with pytest.raises(TooEarlyToRenew, match="2029-06-05"):
            hall.apply(entry.enterprise_id)
    else:
        assert hall.apply(entry.enterprise_id).stage is Stage.RECEIVED


@LITE
def test_a_renewal_on_the_same_facts_gets_its_own_three_years(hall):
    first = hall.honoured()
    hall.clock.advance(days=365 * 3 - 90)
    one = hall.announced(first.enterprise_id)
    assert one.announcement.provisional
    hall.clock.advance(days=15)
    with pytest.raises(CalendarMissing):
        hall.grant(one)
    hall.calendar = replace(hall.calendar, last_announced_year=2029)
    second = hall.grant(one)[1]
    assert second.starts_on < first.last_day < second.last_day
