"""Figures and names of the kernel that others rely on, told here once more and not read from it."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest

from creditsvc.kernel import canonical, clock, money, periods, refusals, spans
from creditsvc.kernel.areas import is_area, lies_in, stem
from creditsvc.kernel.caller import SYSTEM, Caller
from creditsvc.kernel.canonical import NotCanonical, canonical_bytes
from creditsvc.kernel.clock import FixedClock, instant_text, parse_day, parse_instant
from creditsvc.kernel.money import yuan
from creditsvc.kernel.regions import Region
from creditsvc.kernel.remit import Matter, Need

LARGEST = 9007199254740991
HALF = Decimal("0.5")  # no value of JSON, so what holds it goes the long way


def nested(levels, wrap, leaf=HALF):
    for _ in range(levels):
        leaf = wrap(leaf)
    return leaf


def named(value):
    return Enum("Named", {"ONE": value}).ONE


WRAPS = {
    "list": lambda value: [value],
    "tuple": lambda value: (value,),
    "mapping": lambda value: {"a": value},
    "set": lambda value: frozenset({value}),
    "name": named,
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_a_hundred_levels_are_the_most_however_they_are_made(wrap):
    assert canonical_bytes(nested(100, wrap)).strip(b'[{"a:}]') == b"0.5"
    with pytest.raises(NotCanonical, match="nested more than 100 levels deep"):
        canonical_bytes(nested(101, wrap))


@pytest.mark.parametrize("leaf", [LARGEST, -LARGEST])
def test_the_largest_whole_numbers_have_a_form_beside_anything(leaf):
    assert canonical_bytes(leaf) == str(leaf).encode()
    assert canonical_bytes([leaf, HALF]) == f'[{leaf},"0.5"]'.encode()
    for beyond in (leaf + leaf // LARGEST, [leaf + leaf // LARGEST, HALF]):
        with pytest.raises(NotCanonical):
            canonical_bytes(beyond)


def test_a_decimal_has_at_most_a_hundred_digits_on_either_side():
    assert canonical_bytes(Decimal("1e99")) == b'"1' + b"0" * 99 + b'"'
    for beyond in ("1e100", "1e-100"):
        with pytest.raises(NotCanonical):
            canonical_bytes(Decimal(beyond))


def test_half_a_surrogate_pair_is_refused_as_key_and_as_value():
    for value in ({"\ud800": HALF}, {"a": "\ud800"}, ["\udc00"]):
        with pytest.raises(NotCanonical, match="a surrogate without its pair"):
            canonical_bytes(value)


@pytest.fixture
def beijing(monkeypatch):
    """A machine whose clock is set to Beijing."""
    monkeypatch.setenv("TZ", "UTC-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("beijing")
def test_an_instant_is_written_in_utc_on_a_machine_set_to_beijing():
    assert instant_text(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01T00:00:00.000000Z"


def test_a_clock_moves_by_what_it_is_told_alone():
    at = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
    for step, then in [
        ({}, (2026, 3, 1)),
        ({"days": 1}, (2026, 3, 2)),
        ({"hours": 1}, (2026, 3, 2, 1)),
        ({"minutes": 1}, (2026, 3, 2, 1, 1)),
        ({"seconds": 1}, (2026, 3, 2, 1, 1, 1)),
    ]:
        at.advance(**step)
        assert at.now() == datetime(*then, tzinfo=UTC)


def test_only_latin_digits_are_read():
    assert parse_day("2026-03-01").day == 1
    for read, text in (
        (parse_day, "２０２６-03-01"),
        (parse_instant, "２０２６-03-01T00:00:00Z"),
    ):
        with pytest.raises(refusals.Invalid):
            read(text)
    assert is_area("35")
    assert not is_area("3５")


@pytest.mark.parametrize(
    ("text", "form"),
    [("35", True), ("3505", True), ("350521", True), ("3", False), ("350", False), ("05", False),
     ("35052101", False), ("", False), ("3505a", False)],
)  # fmt: skip
def test_an_area_has_two_four_or_six_digits(text, form):
    assert is_area(text) is form


def test_zeros_at_the_end_of_a_code_mean_the_whole():
    codes = ["350000", "350500", "350521", "35", "3505", "3500"]
    assert [stem(each) for each in codes] == ["35", "3505", "350521", "35", "3505", "35"]
    assert lies_in("350521", "350500")
    assert not lies_in("350521", "350600")


def test_the_largest_amount_is_written_and_one_fen_more_is_not():
    assert yuan(LARGEST) == "90071992547409.91"
    with pytest.raises(money.BadAmount):
        yuan(LARGEST + 1)


def test_a_caller_has_nothing_that_was_not_given():
    bare = Caller(id="a", kind="machine", name="b", scopes=frozenset(), roles=frozenset())
    assert (bare.purposes, bare.field, bare.authority, bare.region) == (
        frozenset(),
        None,
        None,
        None,
    )
    assert (bare.mandates, bare.on_behalf_of) == ((), ())
    assert (SYSTEM.id, SYSTEM.kind, SYSTEM.name) == ("system", "system", "creditsvc")
    assert (SYSTEM.scopes, SYSTEM.roles) == (frozenset(), frozenset())


def test_the_kinds_of_refusals_are_addresses_that_partners_hold_on_to():
    found = {
        each.kind
        for module in (canonical, clock, money, periods, refusals, spans)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, refusals.Refusal) and "kind" in vars(each)
    }
    assert found >= {
        "not-canonical", "bad-instant", "bad-day", "bad-amount", "day-out-of-range",
        "calendar-unknown", "span-reversed", "not-found", "not-permitted", "conflict", "stale",
        "invalid", "unprocessable", "unavailable",
    }  # fmt: skip


CALENDAR = periods.Calendar(
    days_off=frozenset({date(2026, 3, 4)}),
    make_up_days=frozenset({date(2026, 3, 7)}),
    first_announced_year=2026,
    last_announced_year=2026,
)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [(2, 2, 0), (2, 3, 1), (2, 4, 1), (2, 5, 2), (2, 6, 3), (2, 7, 4), (2, 8, 4), (2, 9, 5), (7, 8, 0),
     (3, 2, -1), (4, 2, -1), (9, 2, -5), (8, 7, 0), (5, 3, -1)],
)  # fmt: skip
def test_working_days_are_counted_after_the_start_up_to_and_including_the_end(start, end, days):
    assert CALENDAR.working_days_until(date(2026, 3, start), date(2026, 3, end)) == days


def test_the_days_off_that_no_notice_need_name():
    days = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    assert days == periods.FIXED_DAYS_OFF


def test_who_could_do_what_was_not_permitted_is_told_with_all_that_a_refusal_tells():
    error = refusals.FieldError(pointer="/a", zh="甲", en="a")
    need = Need(scope="events.write")
    told = refusals.NotPermitted("不得", "may not", need=need, field="a", errors=(error,), day=1)
    assert (told.zh, told.en, told.field, told.errors) == ("不得", "may not", "a", (error,))
    assert (told.facts, told.need, str(told)) == ({"day": 1}, need, "不得 / may not")
    bare = refusals.NotPermitted("不得", "may not")
    assert (bare.need, bare.field, bare.errors, bare.facts) == (None, None, (), {})


def test_a_need_and_a_matter_have_nothing_that_was_not_given():
    assert (Matter().authority, Matter().regions) == (None, frozenset())
    assert (Matter().enterprise_id, Matter().cases) == (None, frozenset())
    need = Need(scope="x")
    assert (need.matter, need.parts, need.since) == (Matter(), frozenset(), None)


def test_what_holds_where_nothing_else_was_said():
    assert refusals.Refusal.kind == "refusal"
    assert clock.LEGAL_ZONE.tzname(None) == "Asia/Shanghai"
    assert not Region(code="110000", name="甲", span=None).is_extension
