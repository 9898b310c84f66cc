"""What binds is ordered applied, what binds no longer is ordered lifted, in the same act."""

from datetime import date, timedelta

import pytest
from due_process import a_decree
from remedying import order as move
from remedying import sue
from removals import removed

from creditsvc.audit.witnesses import unwitnessed
from creditsvc.measures import service as measures

SHALL = {
    ("WSL78-1", "safety_supervisors"), ("WSL78-2", "reform"), ("WSL78-2", "resources"),
    ("WSL78-2", "ecology"), ("WSL78-3", "financial"), ("WSL78-4", "industry"),
    ("WSL78-4", "safety_supervisors"), ("WSL78-5", "safety_supervisors"),
    ("WSL78-6", "safety_supervisors"),
}  # fmt: skip


def laid_out(office, entry):
    with office.runtime.work.read() as session:
        return measures.of_entry(session, office.law, entry.id, office.clock.now())


def orders(office, entry):
    """Every action's orders, which are alike, as kind and reason."""
    found = {
        tuple((o.kind, o.reason) for o in one.orders) for one in laid_out(office, entry).actions
    }
    assert len(found) == 1
    return list(found.pop())


@pytest.fixture
def entry(office):
    return office.listed(office.two_accidents()[0].enterprise_id)


def test_an_entry_lays_out_what_the_law_orders_once_for_each_executor(office, entry):
    found = laid_out(office, entry).actions
    assert {(one.action.measure, one.action.executor) for one in found} == SHALL
    assert len(found) == len(SHALL)
    assert {(one.action.valid_from, one.action.valid_to) for one in found} == {
        (entry.starts_on, entry.last_day)
    }
    assert orders(office, entry) == [("apply", "listed")]
    body = next(one.action.body for one in found if one.action.measure == "WSL78-3")
    assert body["basis"][0]["article"] == "第七十八条第一款"
    assert body["may"] is False
    assert body["lifetime"] is False


def test_what_may_be_done_is_only_proposed_where_the_decision_says_nothing_of_it(office):
    entry = office.confirmed(a_decree())  # decided elsewhere
    proposals = {one.id for one in laid_out(office, entry).proposals}
    assert {"M11-3", "M11-4", "M11-5"} <= proposals
    assert not proposals & {measure for measure, _ in SHALL}


def test_a_measure_that_notice_and_decision_name_is_laid_out_too(office):
    case = office.propose(office.two_accidents()[0].enterprise_id)
    told = office.notice(case, measures=("M11-4",))
    office.clock.advance(days=15)
    found = laid_out(office, office.conclude(office.decide(told)))
    laid = {(one.action.measure, one.action.executor) for one in found.actions}
    assert laid == SHALL | {("M11-4", "emergency")}
    assert found.proposals == ()


def test_the_walk_that_comes_by_again_orders_nothing_anew(office, entry):
    with office.act() as act:
        act.touch(entry.enterprise_id, "test")
    assert orders(office, entry) == [("apply", "listed")]


def test_an_annulled_event_has_every_executor_lift_in_the_same_act(office):
    event, _ = office.two_accidents()
    entry = office.listed(event.enterprise_id)
    office.status(event, "revoke")
    assert orders(office, entry) == [("apply", "listed"), ("lift", "annulled")]


def test_an_early_removal_has_them_lift(office):
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3)))
    removed(office, entry)
    assert orders(office, entry) == [("apply", "listed"), ("lift", "repaired")]


def test_a_clerical_end_has_them_lift(office, entry):
    office.removed(entry)
    assert orders(office, entry) == [("apply", "listed"), ("lift", "clerical")]


def test_suspension_lifts_and_resumption_orders_anew(office):
    entry = office.confirmed(a_decree(decided_on=date(2026, 10, 12)))
    suit = move(office, sue(office, "listing", entry.id), "suspend")
    assert orders(office, entry)[-1] == ("lift", "suspended")
    move(office, suit, "resume")
    assert orders(office, entry) == [
        ("apply", "listed"), ("lift", "suspended"), ("apply", "resumed"),
    ]  # fmt: skip


def test_on_its_last_day_it_binds_and_on_the_next_it_is_ordered_lifted(office):
    entry = office.confirmed(a_decree(decided_on=date(2023, 12, 5)))
    assert entry.last_day == date(2026, 12, 5)
    office.clock.advance(days=15)  # 2026-12-05
    with office.act():
        pass
    assert orders(office, entry) == [("apply", "listed")]
    office.clock.advance(days=1)
    with office.act():
        pass
    assert orders(office, entry) == [("apply", "listed"), ("lift", "expired")]
    since = laid_out(office, entry).actions[0].orders[-1].since
    assert since == entry.last_day + timedelta(days=1)


def test_clocks_run_to_answer_and_to_lift_by_the_lists_own_time(office):
    event, _ = office.two_accidents()
    entry = office.listed(event.enterprise_id)

    def running():
        with office.runtime.work.read() as session:
            return measures.clocks(session, office.law, office.calendar, office.today)

    assert {one.clock.period.key for one in running()} == {"measures.respond"}
    office.status(event, "revoke")
    found = running()
    assert {one.clock.period.key for one in found} == {"serious_dishonesty.lift"}
    assert {one.action.listing_id for one in found} == {entry.id}
    assert len(found) == len(SHALL)
    assert not any(one.clock.overdue for one in found)
    last = office.calendar.add_working_days(office.today, 10).day
    assert {one.clock.due.day for one in found} == {last}


def test_every_row_has_its_line_in_the_trail(office, entry):
    with office.runtime.work.read() as session:
        assert unwitnessed(session) == []


def test_the_record_alone_orders_nothing(office):
    office.two_accidents()
    with office.runtime.work.read() as session:
        assert measures.clocks(session, office.law, office.calendar, office.today) == []
