"""Numbers, codes, waits and visits, at both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from creditsvc.door.codes import new_code, new_number
from creditsvc.door.domain import (
    ALPHABET,
    MistypedNumber,
    NothingSent,
    Said,
    Visit,
    must_say_something,
    number_of,
    read_code,
    read_number,
    shuts_on,
)
from creditsvc.door.visits import wait_after

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def test_a_number_is_read_however_it_is_typed():
    number = number_of(2026, 4837195)
    assert number.startswith("2026-4837-195")
    wide = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert {read_number(each) for each in (number, number.replace("-", ""), f" {wide} ")} == {
        number
    }


def test_every_single_mistyped_digit_and_swapped_neighbours_are_noticed():
    number = number_of(2026, 4837195).replace("-", "")
    for at, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            with pytest.raises(MistypedNumber):
                read_number(number[:at] + wrong + number[at + 1 :])
    with pytest.raises(MistypedNumber):
        read_number(number[:4] + number[5] + number[4] + number[6:])


@pytest.mark.parametrize("given", ["", "2026", "2026-4837-19581", "abcd-efgh-ijkl", "²²²²-²²²²-²²²²", "٢٠٢٦٤٨٣٧١٩٥٨"])  # fmt: skip
def test_what_is_no_number_is_refused(given):
    with pytest.raises(MistypedNumber):
        read_number(given)


def test_a_code_is_twelve_signs_that_are_not_read_one_for_another():
    made = {new_code()[0] for _ in range(3)}
    assert len(made) == 3
    for code in made:
        signs = code.replace("-", "")
        assert (len(code), len(signs)) == (14, 12)
        assert set(signs) <= set(ALPHABET)
        assert read_code(f" {code.lower()} ") == signs
    assert not set("01OILU") & set(ALPHABET)
    assert read_number(new_number(2026))[:4] == "2026"


def test_waits_begin_after_the_free_tries_and_double_to_a_quarter_of_an_hour():
    assert [wait_after(n, 4) for n in (0, 4, 5, 6, 7)] == [0, 0, 1, 2, 4]
    assert [wait_after(n, 4) for n in (14, 15, 10_000)] == [512, 900, 900]
    assert [wait_after(n, 20) for n in (20, 21)] == [0, 1]


def test_a_visit_ends_after_thirty_idle_minutes_and_after_eight_hours():
    visit = Visit(digest="0", number="1", code_id=UUID(int=1), began_at=NOON, seen_at=NOON)
    tick = timedelta(microseconds=1)
    assert visit.open_at(NOON + timedelta(minutes=30) - tick)
    assert not visit.open_at(NOON + timedelta(minutes=30))
    kept = Visit(digest="0", number="1", code_id=UUID(int=1), began_at=NOON, seen_at=NOON + timedelta(hours=7, minutes=50))  # fmt: skip
    assert kept.open_at(NOON + timedelta(hours=8) - tick)
    assert not kept.open_at(NOON + timedelta(hours=8))


def test_a_door_shuts_a_year_after_its_matter_is_over():
    assert shuts_on(None) is None
    assert shuts_on(date(2026, 3, 2)) == date(2027, 3, 2)
    assert shuts_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_words_or_files_are_needed_and_neither_is_endless():
    must_say_something(Said(text="一" * 4000, contact="二" * 200))
    for said in (Said(text=" \n"), Said(text="一" * 4001), Said(text="一", contact="二" * 201)):
        with pytest.raises(NothingSent):
            must_say_something(said)
