"""Half-open spans of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.spans import Span, SpanReversed

ONE_DAY = timedelta(days=1)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))
near = st.dates(min_value=date(2024, 2, 20), max_value=date(2024, 3, 10))


@st.composite
def spans(draw):
    from_ = draw(near)
    until = draw(st.none() | near.filter(lambda day: day >= from_))
    return Span(from_=from_, until=until)


def test_the_first_day_belongs_and_the_end_does_not():
    span = Span(from_=date(2025, 3, 1), until=date(2025, 3, 3))
    assert [span.covers(date(2025, 2, 28) + n * ONE_DAY) for n in range(4)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_open_span_has_no_last_day():
    span = Span(from_=date(2025, 3, 1))
    assert span.covers(date.max)
    assert not span.covers(date(2025, 2, 28))
    assert span.last is None


def test_equal_ends_cover_nothing():
    span = Span(from_=date(2025, 3, 1), until=date(2025, 3, 1))
    assert not span.covers(date(2025, 3, 1))
    assert span.last is None


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(SpanReversed) as refused:
        Span(from_=date(2025, 3, 2), until=date(2025, 3, 1))
    assert "2025-03-01" in refused.value.zh


@given(days, st.integers(min_value=0, max_value=5000))
def test_in_a_closed_span_the_last_day_belongs_and_the_next_does_not(first, length):
    last = first + length * ONE_DAY
    span = Span.closed(first, last)
    assert span.covers(first)
    assert span.covers(last)
    assert not span.covers(last + ONE_DAY)
    assert not span.covers(first - ONE_DAY)
    assert span.last == last


def test_a_closed_span_may_be_open_ended_or_of_one_day():
    assert Span.closed(date(2025, 3, 1), None) == Span(from_=date(2025, 3, 1))
    assert Span.closed(date(2025, 3, 1), date(2025, 3, 1)).last == date(2025, 3, 1)


def test_a_closed_span_cannot_end_the_day_before_yesterday():
    with pytest.raises(SpanReversed):
        Span.closed(date(2025, 3, 2), date(2025, 2, 28))


def test_the_end_of_time_is_no_date():
    with pytest.raises(SpanReversed):
        Span.closed(date(2025, 3, 2), date.max)


@given(spans(), spans())
def test_spans_overlap_exactly_where_a_day_belongs_to_both(one, other):
    window = [date(2024, 2, 19) + n * ONE_DAY for n in range(25)]
    assert one.overlaps(other) == any(one.covers(day) and other.covers(day) for day in window)
    assert one.overlaps(other) == other.overlaps(one)


def test_spans_that_touch_do_not_overlap():
    left = Span(from_=date(2025, 1, 1), until=date(2025, 2, 1))
    assert not left.overlaps(Span(from_=date(2025, 2, 1)))
    assert left.overlaps(Span(from_=date(2025, 1, 31)))
