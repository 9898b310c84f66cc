"""Instants, legal days and their texts."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.clock import (
    LEGAL_ZONE,
    BadDay,
    BadInstant,
    FixedClock,
    SystemClock,
    day_begins,
    instant_text,
    legal_day,
    new_id,
    parse_day,
    parse_instant,
)

NAIVE = datetime(2025, 3, 1, tzinfo=UTC).replace(tzinfo=None)
instants = st.datetimes(timezones=st.just(UTC))


def test_the_legal_day_ends_at_sixteen_hours_utc():
    assert legal_day(datetime(2025, 3, 1, 15, 59, 59, 999999, tzinfo=UTC)) == date(2025, 3, 1)
    assert legal_day(datetime(2025, 3, 1, 16, 0, tzinfo=UTC)) == date(2025, 3, 2)


def test_the_legal_day_does_not_depend_on_the_zone_of_the_instant():
    new_york = timezone(timedelta(hours=-5))
    assert legal_day(datetime(2025, 12, 31, 11, 0, tzinfo=new_york)) == date(2026, 1, 1)


def test_a_naive_time_has_no_legal_day():
    with pytest.raises(ValueError, match="aware"):
        legal_day(NAIVE)


@given(st.dates(min_value=date(1, 1, 2)))
def test_a_day_begins_on_itself_and_not_a_moment_earlier(day):
    begins = day_begins(day)
    assert begins.tzinfo is UTC
    assert legal_day(begins) == day
    assert legal_day(begins - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_midnight_in_beijing_is_sixteen_hours_utc_the_day_before():
    assert day_begins(date(2024, 3, 1)) == datetime(2024, 2, 29, 16, tzinfo=UTC)


def test_the_legal_zone_is_named_and_fixed():
    assert LEGAL_ZONE.utcoffset(None) == timedelta(hours=8)
    assert str(LEGAL_ZONE) == "Asia/Shanghai"


def test_the_system_clock_speaks_utc_and_does_not_run_backwards():
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.tzinfo is UTC
    assert earlier <= later


def test_a_fixed_clock_moves_only_when_told():
    clock = FixedClock(datetime(2025, 3, 1, 8, tzinfo=LEGAL_ZONE))
    assert clock.now() == clock.now() == datetime(2025, 3, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    clock.advance(days=1, minutes=30)
    assert clock.now() == datetime(2025, 3, 2, 0, 30, tzinfo=UTC)
    clock.move_to(datetime(2024, 1, 1, tzinfo=UTC))
    assert clock.now() == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_clock_cannot_be_set_to_a_naive_time():
    with pytest.raises(ValueError, match="aware"):
        FixedClock(NAIVE)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2025, 3, 1, tzinfo=UTC)).move_to(NAIVE)


def test_ids_are_random_and_of_version_four():
    assert new_id() != new_id()
    assert new_id().version == 4


def test_an_instant_is_written_in_utc_with_microseconds():
    assert instant_text(datetime(2025, 3, 1, 8, tzinfo=LEGAL_ZONE)) == "2025-03-01T00:00:00.000000Z"


@given(instants)
def test_an_instant_survives_its_text(moment):
    assert parse_instant(instant_text(moment)) == moment


@given(instants, instants)
def test_texts_sort_as_the_instants_do(one, other):
    assert (one < other) == (instant_text(one) < instant_text(other))


@pytest.mark.parametrize(
    "text", ["2025-03-01T08:00:00+08:00", "2025-03-01T00:00:00Z", "2025-03-01t00:00:00.0z"]
)
def test_instants_are_read_with_any_offset(text):
    assert parse_instant(text) == datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-03-01",
        "2025-03-01T08:00:00",
        "2025-03-01 08:00:00Z",
        "20250301T080000Z",
        "2025-02-29T08:00:00Z",
        "2025-03-01T24:00:00Z",
        "2025-03-01T08:00:00.1234567Z",
        "0001-01-01T00:00:00+08:00",
        "２０２５-03-01T08:00:00Z",
        " 2025-03-01T08:00:00Z",
    ],
)
def test_a_text_that_is_not_exactly_an_instant_is_refused(text):
    with pytest.raises(BadInstant) as refused:
        parse_instant(text)
    assert repr(text) in refused.value.en


def test_a_day_is_read_in_one_form_only():
    assert parse_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "20250301", "2025-W09-6", "2025-3-1", "2025-03-01T00:00:00Z", ""]
)
def test_other_forms_of_a_day_are_refused(text):
    with pytest.raises(BadDay):
        parse_day(text)
