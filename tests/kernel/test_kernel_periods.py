"""Months by the civil code, working days by the State Council's calendar."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.periods import (
    CalendarUnknown,
    DayOutOfRange,
    Due,
    add_months,
    last_day_of_term,
    within_months,
)

ONE_DAY = timedelta(days=1)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
months = st.integers(min_value=0, max_value=600)
in_calendar = st.dates(min_value=date(2007, 1, 1), max_value=date(2032, 12, 31))


def firm(day: str) -> Due:
    return Due(day=date.fromisoformat(day), provisional=False)


def provisional(day: str) -> Due:
    return Due(day=date.fromisoformat(day), provisional=True)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2025-03-01", 12, "2026-03-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-30", 1, "2025-02-28"),
        ("2025-01-28", 1, "2025-02-28"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-11-30", 1, "2025-12-30"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2025-05-05", 0, "2025-05-05"),
        ("2000-02-29", 1200, "2100-02-28"),
    ],
)
def test_months_lead_to_the_corresponding_day_or_the_last_of_the_month(start, n, end):
    assert add_months(date.fromisoformat(start), n) == date.fromisoformat(end)


@given(days, months)
def test_the_month_is_always_right_and_the_day_never_later(day, n):
    end = add_months(day, n)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == n
    assert end.day == min(day.day, monthrange(end.year, end.month)[1])


@given(days, days, months)
def test_a_later_start_never_ends_earlier(one, other, n):
    first, second = sorted((one, other))
    assert add_months(first, n) <= add_months(second, n)


@given(days, months, months)
def test_more_months_never_end_earlier(day, one, other):
    less, more = sorted((one, other))
    assert add_months(day, less) <= add_months(day, more)


def test_months_beyond_the_calendar_are_refused():
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(DayOutOfRange):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(DayOutOfRange):
        add_months(date(1, 1, 1), -1)


@pytest.mark.parametrize(
    ("earlier", "last_inside", "first_outside", "n"),
    [
        ("2025-03-01", "2026-03-01", "2026-03-02", 12),
        ("2024-02-29", "2025-02-28", "2025-03-01", 12),
        ("2024-02-28", "2025-02-28", "2025-03-01", 12),
        ("2023-02-28", "2024-02-28", "2024-02-29", 12),
        ("2024-02-29", "2028-02-29", "2028-03-01", 48),
        ("2024-12-31", "2025-06-30", "2025-07-01", 6),
        ("2025-12-31", "2028-12-31", "2029-01-01", 36),
    ],
)
def test_a_window_includes_its_corresponding_day_and_no_more(
    earlier, last_inside, first_outside, n
):
    first = date.fromisoformat(earlier)
    assert within_months(first, date.fromisoformat(last_inside), n)
    assert not within_months(first, date.fromisoformat(first_outside), n)


def test_a_window_begins_on_its_own_day():
    assert within_months(date(2025, 3, 1), date(2025, 3, 1), 12)
    assert not within_months(date(2025, 3, 1), date(2025, 2, 28), 12)


@given(days, days, st.integers(min_value=1, max_value=60))
def test_a_window_holds_exactly_the_days_up_to_its_end(earlier, later, n):
    assert within_months(earlier, later, n) == (earlier <= later <= add_months(earlier, n))


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        ("2023-10-01", 36, "2026-10-01"),  # a day off: a burden's last day is not moved
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2025-08-31", 6, "2026-02-28"),
    ],
)
def test_a_term_ends_on_the_corresponding_day_whatever_day_that_is(start, term, last):
    assert last_day_of_term(date.fromisoformat(start), term) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "seven", "ten"),
    [
        ("2026-02-11", "2026-02-27", "2026-03-03"),  # Spring Festival, make-up 02-14 and 02-28
        ("2026-04-30", "2026-05-13", "2026-05-18"),  # Labour Day, make-up 05-09
        ("2026-09-24", "2026-10-12", "2026-10-15"),  # Mid-autumn and National Day, make-up 10-10
        ("2026-09-30", "2026-10-15", "2026-10-20"),
    ],
)
def test_working_days_follow_the_notices(calendar, start, seven, ten):
    first = date.fromisoformat(start)
    assert calendar.add_working_days(first, 7) == firm(seven)
    assert calendar.add_working_days(first, 10) == firm(ten)


def test_the_start_day_is_not_counted_even_if_worked(calendar):
    assert calendar.add_working_days(date(2026, 3, 2), 1) == firm("2026-03-03")
    assert calendar.add_working_days(date(2026, 3, 6), 1) == firm("2026-03-09")
    assert calendar.add_working_days(date(2026, 3, 7), 1) == firm("2026-03-09")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-13", True),
        ("2026-02-14", True),  # Saturday, made up for Spring Festival
        ("2026-02-15", False),
        ("2026-02-23", False),  # Monday, the last day off
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday, made up
        ("2026-03-01", False),
        ("2026-09-20", True),  # Sunday, made up for National Day
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday, made up
        ("2026-10-11", False),
        ("2020-01-31", False),  # extended in the epidemic by a second notice
        ("2020-02-03", True),
        ("2018-12-31", False),  # moved by the notice for 2019
        ("2018-12-29", True),
        ("2007-01-01", False),
    ],
)
def test_each_day_is_what_its_notice_says(calendar, day, works):
    assert calendar.is_working(date.fromisoformat(day)) is works


def test_years_before_the_first_notice_are_refused_and_not_guessed(calendar):
    with pytest.raises(CalendarUnknown) as refused:
        calendar.is_working(date(2006, 12, 31))
    assert refused.value.facts == {"first_year": 2007}
    with pytest.raises(CalendarUnknown):
        calendar.add_working_days(date(2006, 12, 30), 1)


def test_a_period_may_start_the_day_before_the_first_announced_year(calendar):
    assert calendar.add_working_days(date(2006, 12, 31), 1) == firm("2007-01-04")


def test_the_last_announced_day_is_firm_and_the_next_provisional(calendar):
    assert calendar.announced_until == date(2026, 12, 31)
    assert calendar.add_working_days(date(2026, 12, 30), 1) == firm("2026-12-31")
    assert calendar.add_working_days(date(2026, 12, 31), 1) == provisional("2027-01-04")


def test_past_the_last_notice_only_days_off_fixed_by_date_are_kept(calendar):
    assert not calendar.is_working(date(2027, 1, 1))  # Friday
    assert not calendar.is_working(date(2029, 5, 2))  # Wednesday
    assert calendar.is_working(date(2029, 5, 3))
    assert [calendar.is_working(date(2029, 10, n)) for n in (1, 2, 3, 4)] == [
        False, False, False, True,
    ]  # fmt: skip
    assert not calendar.is_working(date(2027, 1, 2))  # Saturday
    assert calendar.is_working(date(2027, 2, 8))  # in Spring Festival, whose days are not known yet


def test_fixed_days_off_do_not_overrule_a_notice(calendar):
    assert not calendar.is_working(date(2026, 5, 2))
    assert calendar.is_working(date(2008, 5, 4))  # Sunday, made up
    assert calendar.is_working(date(2014, 5, 4))  # Sunday, made up: only one day off by date then


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_of_no_days_is_a_mistake(calendar, n):
    with pytest.raises(ValueError, match="at least one"):
        calendar.add_working_days(date(2026, 3, 2), n)


@given(in_calendar, st.integers(min_value=1, max_value=60))
def test_the_nth_working_day_has_n_working_days_up_to_it(calendar, start, n):
    due = calendar.add_working_days(start, n)
    span = [start + k * ONE_DAY for k in range(1, (due.day - start).days + 1)]
    assert sum(calendar.is_working(day) for day in span) == n
    assert calendar.is_working(due.day)
    assert due.provisional == any(day.year > 2026 for day in span)


@given(in_calendar, st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=30))
def test_working_days_add_up(calendar, start, one, other):
    halfway = calendar.add_working_days(start, one).day
    assert calendar.add_working_days(halfway, other) == calendar.add_working_days(
        start, one + other
    )


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ("2026-03-02", {"days": 15}, "2026-03-17"),  # a working day stays
        ("2026-03-05", {"days": 2}, "2026-03-09"),  # Saturday: Monday
        ("2026-01-30", {"days": 15}, "2026-02-14"),  # a made-up Saturday is a working day
        ("2026-01-31", {"days": 15}, "2026-02-24"),  # into Spring Festival
        ("2026-08-01", {"days": 60}, "2026-09-30"),
        ("2026-08-02", {"days": 60}, "2026-10-08"),  # into National Day
        ("2026-04-01", {"months": 6}, "2026-10-08"),
        ("2025-08-31", {"months": 6}, "2026-02-28"),  # the clamp lands on a made-up Saturday
        ("2025-08-29", {"months": 6}, "2026-02-28"),
        ("2025-03-01", {"months": 12}, "2026-03-02"),  # Sunday: Monday
    ],
)
def test_a_partys_limit_moves_to_the_next_working_day(calendar, start, limit, last):
    assert calendar.party_limit(date.fromisoformat(start), **limit) == firm(last)


def test_a_partys_limit_past_the_last_notice_is_provisional(calendar):
    assert calendar.party_limit(date(2026, 12, 1), days=30) == firm("2026-12-31")
    assert calendar.party_limit(date(2026, 12, 1), days=31) == provisional("2027-01-04")


@pytest.mark.parametrize("limit", [{}, {"days": 1, "months": 1}, {"days": 0}, {"months": 0}])
def test_a_limit_is_in_days_or_in_months(calendar, limit):
    with pytest.raises(ValueError, match="so many"):
        calendar.party_limit(date(2026, 3, 2), **limit)


@given(in_calendar, st.integers(min_value=1, max_value=100))
def test_a_partys_limit_is_the_first_working_day_from_its_end(calendar, start, n):
    due = calendar.party_limit(start, days=n)
    skipped = [start + k * ONE_DAY for k in range(n, (due.day - start).days)]
    assert due.day >= start + n * ONE_DAY
    assert calendar.is_working(due.day)
    assert not any(calendar.is_working(day) for day in skipped)


def test_a_limit_beyond_the_calendar_is_refused(calendar):
    with pytest.raises(DayOutOfRange):
        calendar.party_limit(date(9999, 12, 30), days=5)
    with pytest.raises(DayOutOfRange):
        calendar.add_working_days(date(9999, 12, 30), 5)
