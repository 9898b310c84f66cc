"""States at both sides of every boundary, whose rows they are, and the calendar that is not there yet."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from creditsvc.app import read_words
from creditsvc.board.domain import (
    OPEN,
    About,
    BoardOfAnother,
    Matter,
    State,
    Wanted,
    bound,
    by_authority,
    clocks_of,
    narrowed,
    rows,
    state_of,
)
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.periods import Calendar, Due
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import Clock, NoProcedure, due
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
LAW, CALENDAR = WORDS[Law], WORDS[Calendar]
PERIOD = LAW.procedures["repair.acceptance"]
FRIDAY = date(2026, 11, 20)
OURS, THEIRS = "虚构区应急管理局", "虚构市应急管理局"


def a_clock(last=FRIDAY, *, today=FRIDAY, done_on=None, provisional=False):
    return Clock(
        period=PERIOD, due=Due(day=last, provisional=provisional), done_on=done_on, today=today
    )


def a_matter(number=1, clock=None, **about):
    return Matter(
        kind="repair", id=UUID(int=number), link="/v1/repairs/x", about=About(**about), since=FRIDAY,
        may=("handler",), clock=clock,
    )  # fmt: skip


def state(clock):
    return state_of(clock, CALENDAR.working_days_until(clock.today, clock.due.day))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 11, 19), State.OVERDUE),
        (date(2026, 11, 20), State.SOON),
        (date(2026, 11, 25), State.SOON),
        (date(2026, 11, 26), State.RUNNING),
    ],
)
def test_what_is_due_today_is_not_overdue_and_what_was_due_yesterday_is(last, expected):
    assert state(a_clock(last)) is expected


@pytest.mark.parametrize(("done_on", "expected"), [(20, State.DONE), (21, State.LATE)])
def test_what_was_done_on_its_day_was_in_time_and_a_day_later_was_late(done_on, expected):
    done = a_clock(done_on=date(2026, 11, done_on), today=date(2026, 12, 31))
    assert state(done) is expected


def test_a_due_day_that_may_still_move_is_never_called_overdue():
    assert state(a_clock(date(2026, 11, 19), provisional=True)) is State.SOON


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 10, 9), date(2026, 10, 10), 1),
    ],
    ids=["same day", "over a weekend", "on Monday", "since", "over a holiday", "make-up Saturday"],
)
def test_working_days_left_are_those_after_today(start, end, count):
    assert CALENDAR.working_days_until(start, end) == count


def test_rows_come_due_first_and_what_has_no_period_last():
    made = [
        a_matter(1), a_matter(2, a_clock(date(2026, 11, 24))), a_matter(3, a_clock(date(2026, 11, 19))),
        a_matter(4, a_clock(done_on=FRIDAY)),
    ]  # fmt: skip
    found = rows(made, CALENDAR, FRIDAY)
    assert [(row.matter.id.int, row.state.value, row.working_days_left) for row in found] == [
        (3, "overdue", -1), (2, "soon", 2), (1, "waiting", None),
    ]  # fmt: skip
    assert sorted(row.order for row in found) == [row.order for row in found]


def test_a_row_of_another_authority_is_not_shown_and_one_of_nobody_is():
    made = [a_matter(1, authority=OURS), a_matter(2, authority=THEIRS), a_matter(3)]
    found = narrowed(rows(made, CALENDAR, FRIDAY), Wanted(authority=OURS))
    assert [row.matter.id.int for row in found] == [1, 3]


def test_a_city_sees_its_districts_and_not_the_next_city():
    made = [a_matter(1, region="620102"), a_matter(2, region="620503"), a_matter(3)]
    found = narrowed(rows(made, CALENDAR, FRIDAY), Wanted(region="620100"))
    assert [row.matter.id.int for row in found] == [1, 3]


def test_a_range_of_due_days_has_both_its_ends_and_nothing_without_a_day():
    made = [a_matter(day, a_clock(date(2026, 11, day))) for day in (23, 24, 25, 26)]
    asked = Wanted(due_from=date(2026, 11, 24), due_to=date(2026, 11, 25))
    found = narrowed(rows([*made, a_matter(99)], CALENDAR, FRIDAY), asked)
    assert [row.matter.id.int for row in found] == [24, 25]


def test_an_officer_of_one_authority_may_not_ask_for_anothers_board():
    officer = replace(SYSTEM, authority=OURS, region="620100")
    assert bound(officer, None, None) == (OURS, "620100")
    assert bound(officer, OURS, "620102") == (OURS, "620102")
    for asked in ((THEIRS, None), (None, "620503"), (None, "620000")):
        with pytest.raises(BoardOfAnother):
            bound(officer, *asked)
    assert bound(SYSTEM, THEIRS, "620503") == (THEIRS, "620503")


def test_reminders_are_sorted_by_authority():
    made = [
        a_matter(1, a_clock(), authority=OURS),
        a_matter(2, a_clock(date(2026, 11, 19))),
        a_matter(3),
    ]
    found = by_authority(rows(made, CALENDAR, FRIDAY), (State.SOON, State.OVERDUE))
    assert {key: [row.matter.id.int for row in mine] for key, mine in found.items()} == {
        "": [2], OURS: [1],
    }  # fmt: skip


def test_a_matter_whose_period_is_not_in_the_rulebook_waits_and_is_not_lost():
    def fails():
        raise NoProcedure("没有", "none")

    (left,) = clocks_of(a_matter(), fails, open_=True)
    assert left.clock is None
    assert list(clocks_of(a_matter(), fails, open_=False)) == []
    assert state_of(left.clock, None) in OPEN


def test_an_open_matter_none_of_whose_clocks_runs_waits_for_the_next_move():
    over = a_clock(done_on=FRIDAY)
    assert [one.clock for one in clocks_of(a_matter(), lambda: [over], open_=True)] == [over, None]
    assert [one.clock for one in clocks_of(a_matter(), lambda: [over], open_=False)] == [over]


def test_past_the_last_announced_year_a_day_is_provisional_until_the_year_is_announced():
    first = date(2026, 12, 30)
    assert CALENDAR.last_announced_year == 2026
    before = due(CALENDAR, PERIOD, first)
    assert before == Due(day=date(2027, 1, 5), provisional=True)
    closed = frozenset(date(2027, 1, 1) + timedelta(days=n) for n in range(6))
    announced = replace(CALENDAR, days_off=CALENDAR.days_off | closed, last_announced_year=2027)
    after = due(announced, PERIOD, first)
    assert after == Due(day=date(2027, 1, 8), provisional=False)
