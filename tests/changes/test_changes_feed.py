"""The feed by service calls: reasons, order, instants, and nothing said twice."""

from datetime import date, timedelta

import pytest
from builders import a_code, an_event, two_major_accidents
from due_process import a_decree

from creditsvc.changes.domain import differences
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import day_begins
from creditsvc.listings import service as listings


def fine(**changes):
    """A general record: shown for twelve months."""
    facts = {"penalty_types": ["fine"], "fine": "60000"}
    days = {"occurred_on": "2025-10-01", "penalised_on": "2025-11-25"}
    return an_event(**{"kind": "ws.penalty", "facts": facts, **days, **changes})


def honours():
    """What meets the redlist rule once no penalty stands in the way."""
    shared = {"penalised_on": None, "occurred_on": "2026-01-05"}
    promise = {"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True}
    return [
        an_event(source_ref="H-1", kind="honour.commitment", facts=promise, **shared),
        an_event(source_ref="H-2", kind="honour.standardization", facts={"level": 1, "valid_until": "2035-01-01"}, **shared),
    ]  # fmt: skip


def test_the_feed_has_no_gaps_and_follows_the_acts(office):
    one, _ = office.two_accidents()
    office.listed(one.enterprise_id)
    office.confirmed(a_decree(uscc=a_code(2), name="虚构乙"))
    office.status(one, "revoke")
    lines = office.feed()
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.act_no for line in lines] == sorted(line.act_no for line in lines)
    assert [line.recorded_at for line in lines] == sorted(line.recorded_at for line in lines)


def test_an_act_that_changes_no_status_writes_no_line(office):
    one, _ = office.two_accidents()
    before = len(office.feed())
    office.correct(one, summary="补充说明")
    office.record(two_major_accidents()[0])
    assert [line.reason for line in office.feed()[before:]] == []


def test_a_listing_is_told_once_with_its_day_of_publication(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    (line,) = [each for each in office.feed() if each.reason == "listed"]
    assert line.body["listing"] == str(entry.id)
    assert line.body["after"]["published_on"] == str(office.today)
    office.correct(one, summary="补充说明")
    assert "published" not in office.reasons()


@pytest.mark.parametrize("reason", listings.REMOVALS)
def test_each_way_an_entry_is_ended_by_hand_has_its_reason(office, reason):
    entry = office.confirmed(a_decree())
    office.removed(entry, reason)
    (line,) = [each for each in office.feed() if each.reason == reason]
    assert (line.body["listing"], line.body["after"]) == (str(entry.id), None)
    assert line.effective_at == line.recorded_at


def test_an_expiry_is_effective_at_midnight_and_recorded_by_the_next_act(office):
    entry = office.confirmed(a_decree(decided_on=date(2023, 11, 20)))
    assert office.position(entry.enterprise_id).status == "listed"
    office.clock.advance(days=3)
    office.record(an_event(source_ref="E-9", uscc=a_code(9), name="虚构癸"))
    (line,) = [each for each in office.feed() if each.reason == "expired"]
    assert line.effective_at == day_begins(date(2026, 11, 21))
    assert line.recorded_at - line.effective_at > timedelta(days=2)


def test_changes_by_time_are_written_in_day_order(office):
    for number, day in ((1, 24), (2, 22), (3, 23)):
        decree = a_decree(source_ref=f"L-{number}", uscc=a_code(number), name=f"虚构{number}", decided_on=date(2023, 11, day))  # fmt: skip
        office.confirmed(decree)
    office.clock.advance(days=10)
    with office.runtime.work.act(SYSTEM):
        pass
    expired = [(line.uscc, line.effective_at) for line in office.feed() if line.reason == "expired"]
    assert [code for code, _ in expired] == [a_code(2), a_code(3), a_code(1)]
    assert [at for _, at in expired] == sorted(at for _, at in expired)


def test_an_entry_already_over_when_it_is_confirmed_is_not_news(office):
    office.confirmed(a_decree(decided_on=date(2023, 10, 1)))
    assert {"listed", "expired"}.isdisjoint(office.reasons())


def test_time_and_a_clerk_may_change_one_finding_in_one_act(office):
    """The penalty's three years end, the redlist rule is met; the next act records a new penalty."""
    closed = {"facts": {"penalty_types": ["suspension"]}, "penalised_on": "2023-11-25"}
    office.record(fine(occurred_on="2023-11-20", **closed), *honours())
    office.clock.advance(days=10)
    office.record(fine(source_ref="E-2", occurred_on="2026-11-26", penalised_on="2026-11-28"))
    told = [line.body["after"] for line in office.feed() if line.reason == "tier_changed"]
    assert told == [{"tier": "C"}, {"tier": "A"}, {"tier": "B"}]


def test_time_may_change_an_enterprise_twice_before_anybody_acts(office):
    office.record(fine(), fine(source_ref="E-2", penalised_on="2026-05-25"), *honours())
    office.clock.advance(days=1000)
    office.record(an_event(source_ref="E-3", occurred_on="2028-12-01", penalised_on="2029-01-10"))
    numbers = [line.seq for line in office.feed()]
    assert numbers == list(range(1, len(numbers) + 1))


def telling(**changes):
    return {"status": "listed", "reasons": [], "tier": "D", "listings": {}, "bans": {}, **changes}


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        (None, "t1", "objection_raised"),
        ("t1", None, "objection_closed"),
        ("t1", "t2", "objection_closed"),
    ],
)
def test_an_objection_is_raised_once_and_closed_once(was, now, reason):
    entry = {"list": "x", "last_day": None, "published_on": None}
    before = telling(listings={"k": {**entry, "under_objection": was}})
    after = telling(listings={"k": {**entry, "under_objection": now}})
    assert [one.reason for one in differences(before, after, {})] == [reason]


@pytest.mark.parametrize(("was", "now", "reason"), [(None, "t1", "suspended"), ("t1", None, "resumed")])  # fmt: skip
def test_a_suspension_is_told_when_it_begins_and_ends(was, now, reason):
    entry = {"list": "x", "last_day": None, "published_on": None, "under_objection": None}
    told = [{**entry, "suspended": at} if at else entry for at in (was, now)]
    before, after = (telling(listings={"k": one}) for one in told)
    assert [one.reason for one in differences(before, after, {})] == [reason]


@pytest.mark.parametrize(("was", "now", "reason"), [({}, {"enterprise": "t"}, "objection_raised"), ({"event:1": "t"}, {}, "objection_closed")])  # fmt: skip
def test_an_objection_to_a_record_or_identity_names_its_subject(was, now, reason):
    (line,) = differences(telling(contested=was), telling(contested=now), {})
    (subject,) = {**was, **now}
    assert (line.reason, line.listing, line.after["subject"]) == (reason, None, subject)


def test_two_equal_tellings_differ_in_nothing():
    assert differences(telling(), telling(), {}) == []
