"""What stands on the board, room by room, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from board_house import Shown
from builders import a_code
from due_process import a_decree
from honours import Hall
from mending import a_penalty
from mending import apply as apply_for_repair
from remedying import object_to, resolve
from sqlalchemy import event

from creditsvc.board.domain import SHOWN, State
from creditsvc.kernel.periods import Calendar

OURS = "虚构区应急管理局"


def announced_2027(office):
    """The calendar with the year 2027 announced, in which the first six days are off."""
    known = office.runtime.part(Calendar)
    closed = frozenset(date(2027, 1, 1) + timedelta(days=n) for n in range(6))
    return replace(known, days_off=known.days_off | closed, last_announced_year=2027)


def test_a_case_shows_the_partys_time_to_reply_until_that_is_over_by_itself(office, shown):
    office.two_accidents()
    case = office.propose(office.key())
    assert shown.told("case") == [(None, None, "waiting")]
    office.notice(case)
    assert ("serious_dishonesty.reply", "2026-11-27", "running") in shown.told("case")
    office.clock.advance(days=7)
    assert ("serious_dishonesty.reply", "2026-11-27", "soon") in shown.told("case")
    office.clock.advance(days=1)
    keys = [key for key, _, _ in shown.told("case", states=SHOWN)]
    assert keys == ["serious_dishonesty.decision"]
    (row,) = shown.rows("case")
    assert (row.state, row.matter.may) == (State.RUNNING, ("handler", "legal_reviewer"))
    assert (row.matter.about.authority, row.matter.about.region) == (OURS, "620102")
    assert (row.matter.about.uscc, row.matter.about.name) == (a_code(1), "虚构甲煤业有限公司")


@pytest.mark.parametrize(("days", "state"), [(3, "soon"), (5, "soon"), (6, "overdue")])
def test_an_application_is_overdue_from_the_day_after_its_last(office, shown, days, state):
    (penalty,) = office.record(a_penalty())
    apply_for_repair(office, penalty)
    office.clock.advance(days=days)
    told = shown.told("repair")
    assert told[0] == ("repair.acceptance", "2026-11-25", state)
    assert shown.rows("repair")[0].working_days_left == {3: 2, 5: 0, 6: -1}[days]


def test_what_was_answered_late_is_shown_for_a_month_to_whoever_asks(office, shown):
    (penalty,) = office.record(a_penalty())
    one = object_to(office, "event", penalty.event_id)
    assert shown.told("objection") == [("objection.decision", "2026-12-01", "running")]
    office.clock.advance(days=12)
    assert shown.told("objection") == [("objection.decision", "2026-12-01", "overdue")]
    resolve(office, one, "rejected")
    assert shown.told("objection") == []
    assert shown.told("objection", states=SHOWN) == [("objection.decision", "2026-12-01", "late")]
    office.clock.advance(days=31)
    assert shown.told("objection", states=SHOWN) == []


def test_what_another_person_must_confirm_or_tell_waits_without_a_period(office, shown):
    office.imported(a_decree())
    office.park(source_ref="P-9", uscc=None, name="虚构乙有限公司")
    assert shown.told("external") == [(None, None, "waiting")]
    assert shown.told("parked") == [(None, None, "waiting")]
    (row,) = shown.rows("parked")
    assert (row.matter.about.name, row.matter.may) == ("虚构乙有限公司", ("clerk",))
    assert shown.rows("external", authority=OURS) == []


def test_the_repair_notice_is_owed_from_our_own_decision_on(office, shown):
    office.two_accidents()
    office.listed(office.key())
    assert shown.told("notice") == [("repair.notice", "2026-12-15", "running")]
    office.confirmed(a_decree(decided_on=date(2026, 11, 2), uscc=a_code(3), name="虚构丙有限公司"))
    assert len(shown.rows("notice")) == 1


def test_an_honour_shows_its_public_notice_and_then_waits_for_the_grant(runtime, clock):
    hall = Hall(runtime, clock)
    hall.announced(hall.worthy())
    shown = Shown(hall)
    assert shown.told("honour") == [("redlist.reply", "2026-11-27", "running")]
    clock.advance(days=8)
    assert shown.told("honour") == [(None, None, "waiting")]


def test_past_the_announced_years_a_row_is_provisional_until_the_year_is_loaded(office, shown):
    office.clock.advance(days=40)
    (penalty,) = office.record(a_penalty())
    apply_for_repair(office, penalty)
    row = shown.rows("repair")[0]
    assert row.form()["provisional"] is True
    assert row.form()["due"] == "2027-01-05"
    whole = shown.whole("repair", calendar=announced_2027(office))
    assert whole.announced_until == date(2027, 12, 31)
    first = whole.rows[0].form()
    assert (first["due"], first["provisional"]) == ("2027-01-08", False)
    office.clock.advance(days=30)
    assert shown.rows("repair")[0].state is State.SOON
    assert shown.rows("repair", calendar=announced_2027(office))[0].state is State.OVERDUE


def test_the_number_of_statements_does_not_grow_with_the_matters(office, shown):
    def some_of_everything(number):
        events = office.two_accidents(number)
        office.noticed(office.key(number))
        (penalty,) = office.record(
            a_penalty(
                source_ref=f"P-{number}", uscc=a_code(number + 50), name=f"虚构{number}有限公司"
            )
        )
        apply_for_repair(office, penalty)
        object_to(office, "event", events[0].event_id)
        office.imported(a_decree(source_ref=f"L-{number}", uscc=a_code(number + 90)))

    def statements():
        seen = []
        engine = office.runtime.work.engine

        def note(*told):
            seen.append(told[2])

        event.listen(engine, "before_cursor_execute", note)
        shown.rows()
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    some_of_everything(1)
    with_one_of_each = statements()
    for number in (2, 3):
        some_of_everything(number)
    assert len({row.matter.id for row in shown.rows("case")}) == 3
    assert statements() == with_one_of_each
