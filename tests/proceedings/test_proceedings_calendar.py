"""Every period of the rulebook over Spring Festival, over National Day, and past the last announced year.

The days are typed by hand and counted again here, off the State Council's table, one day at a time.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from lawbooks import LAW

from creditsvc.app import read_words
from creditsvc.kernel.periods import Calendar, last_day_of_term
from creditsvc.proceedings import clocks
from creditsvc.redlist import clocks as honours
from creditsvc.remedies.clocks import strictest
from creditsvc.settings import ROOT

CALENDAR = read_words(ROOT / "config")[Calendar]
DAY = timedelta(days=1)
# Each key of config/law/procedures.yaml, and how long it is.
LENGTHS = {
    "1 working_days": ["repair.decision.henan", "objection.acceptance.4403"],
    "2 working_days": ["repair.gaps.hangzhou", "objection.decision.4403"],
    "3 working_days": [
        "serious_dishonesty.system_entry", "serious_dishonesty.removal_update", "penalty.withdrawal",
        "repair.acceptance", "repair.acceptance.order58", "repair.decision.shenzhen",
        "repair.extension.shenzhen", "objection.decision.37", "objection.decision.41",
    ],
    "5 working_days": [
        "serious_dishonesty.reply", "serious_dishonesty.hearing_request", "serious_dishonesty.early_acceptance",
        "fire_serious_dishonesty.reply", "fire_serious_dishonesty.hearing_request", "redlist.reply",
        "redlist.loss_reply", "joint_punishment.reply", "blacklist.reply", "penalty.hearing_request", "penalty.reply",
        "repair.revocation_reply", "objection.decision.31", "objection.decision.33", "objection.checked.4403",
    ],
    "7 working_days": [
        "serious_dishonesty.hearing_notice", "serious_dishonesty.service", "fire_serious_dishonesty.hearing_notice",
        "fire_serious_dishonesty.service", "fire_serious_dishonesty.publication", "penalty.publication", "penalty.hearing_notice", "penalty.service",
        "repair.decision", "repair.notice", "objection.decision", "objection.checked.31", "objection.checked.37", "objection.checked.41",
    ],
    "10 working_days": [
        "serious_dishonesty.lift", "repair.extension", "repair.feedback", "repair.feedback.order58",
        "measures.respond", "measures.lift",
    ],
    "17 working_days": ["objection.checked"],
    "20 working_days": [
        "serious_dishonesty.publication", "serious_dishonesty.early_decision", "objection.checked.33",
    ],
    "60 days": [
        "serious_dishonesty.reconsideration", "fire_serious_dishonesty.reconsideration", "penalty.reconsideration",
        "redlist.reconsideration", "repair.reconsideration",
    ],
    "90 days": ["serious_dishonesty.decision", "fire_serious_dishonesty.decision", "penalty.decision"],
    "6 months": [
        "serious_dishonesty.litigation", "fire_serious_dishonesty.litigation", "penalty.litigation",
        "redlist.litigation", "repair.litigation",
    ],
}  # fmt: skip
# Working days count from 2026-02-13 (Saturday the 14th is worked, 15-23 are off, Saturday the 28th is worked),
# 2026-09-30 (1-7 October off, Saturday the 10th worked), 2025-09-26 (Sunday the 28th worked, 1-8 October off,
# Saturday the 11th worked) and 2026-12-31 (no notice for 2027: 1 January is off by the standing rule).
FROM = ("2026-02-13", "2026-09-30", "2025-09-26", "2026-12-31")
WORKING = {
    "1 working_days": ("2026-02-14", "2026-10-08", "2025-09-28", "2027-01-04"),
    "2 working_days": ("2026-02-24", "2026-10-09", "2025-09-29", "2027-01-05"),
    "3 working_days": ("2026-02-25", "2026-10-10", "2025-09-30", "2027-01-06"),
    "5 working_days": ("2026-02-27", "2026-10-13", "2025-10-10", "2027-01-08"),
    "7 working_days": ("2026-03-02", "2026-10-15", "2025-10-13", "2027-01-12"),
    "10 working_days": ("2026-03-05", "2026-10-20", "2025-10-16", "2027-01-15"),
    "17 working_days": ("2026-03-16", "2026-10-29", "2025-10-27", "2027-01-26"),
    "20 working_days": ("2026-03-19", "2026-11-03", "2025-10-30", "2027-01-29"),
}
# Days and months would end in the festival (17 February, 3 October, 1 January), and end on the working day after.
ENDS = ("2026-02-24", "2026-10-08", "2027-01-04")
CALENDAR_DAYS = {
    "60 days": ("2025-12-19", "2026-08-04", "2026-11-02"),
    "90 days": ("2025-11-19", "2026-07-05", "2026-10-03"),
    "6 months": ("2025-08-17", "2026-04-03", "2026-07-01"),
}


def cases() -> Iterator[tuple[str, str, str, bool]]:
    """(key, start, due, provisional) of every key and every festival."""
    for length, keys in LENGTHS.items():
        if length in WORKING:
            days = list(zip(FROM, WORKING[length], strict=True))
        else:
            days = list(zip(CALENDAR_DAYS[length], ENDS, strict=True))
        for key in keys:
            for start, due in days:
                yield key, start, due, due.startswith("2027")


CASES = list(cases())


def off_the_table() -> tuple[set[date], set[date]]:
    """Days off and make-up days, read from the State Council's notices anew."""
    with (ROOT / "config" / "codes" / "holidays.csv").open(encoding="utf-8") as file:
        rows = [(row["kind"], date.fromisoformat(row["date"])) for row in csv.DictReader(file)]
    standing = {date(2027, 1, 1), date(2027, 5, 1), date(2027, 5, 2)}
    return {day for kind, day in rows if kind == "休"} | standing, {
        day for kind, day in rows if kind == "班"
    }


OFF, MADE_UP = off_the_table()


def worked(day: date) -> bool:
    return day in MADE_UP or (day not in OFF and day.weekday() < 5)


def counted_off(start: date, amount: int, unit: str) -> date:
    """The last day, counted with one finger."""
    day = start
    if unit == "working_days":
        while amount:
            day += DAY
            amount -= worked(day)
        return day
    if unit == "days":
        day += amount * DAY
    else:
        while amount:  # all starts are days that every month has
            day = (day.replace(day=1) + 32 * DAY).replace(day=start.day)
            amount -= 1
    while not worked(day):
        day += DAY
    return day


def test_no_period_of_the_rulebook_is_without_its_cases():
    named = [key for keys in LENGTHS.values() for key in keys]
    assert sorted(named) == sorted(LAW.procedures)
    assert len(LAW.procedures) == len(LAW.course.periods)
    assert {f"{one.amount} {one.unit}": sorted(key for key, each in LAW.procedures.items() if (each.amount, each.unit) == (one.amount, one.unit)) for one in LAW.procedures.values()} == {length: sorted(keys) for length, keys in LENGTHS.items()}  # fmt: skip


@pytest.mark.parametrize(("key", "start", "last", "provisional"), CASES)
def test_a_period_over_a_festival_ends_on_its_day(key, start, last, provisional):
    period = LAW.procedures[key]
    due = clocks.due(CALENDAR, period, date.fromisoformat(start))
    assert (due.day.isoformat(), due.provisional) == (last, provisional)
    assert counted_off(date.fromisoformat(start), period.amount, period.unit) == due.day


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2025, 2, 17), 12, date(2026, 2, 17)),  # in Spring Festival
        (date(2023, 10, 3), 36, date(2026, 10, 3)),  # in National Day, a Saturday
        (date(2024, 1, 1), 36, date(2027, 1, 1)),  # past the last announced year
        (date(2025, 8, 31), 6, date(2026, 2, 28)),  # no such day in that month
    ],
)
def test_no_festival_makes_a_burden_longer(start, months, last):
    assert last_day_of_term(start, months) == last


@pytest.mark.parametrize("what", ["reply", "loss_reply"])
@pytest.mark.parametrize(("start", "last"), list(zip(FROM, WORKING["5 working_days"], strict=True)))
def test_the_times_of_an_honour_run_over_festivals(what, start, last):
    due = honours.counted(LAW, CALENDAR, "redlist", what, date.fromisoformat(start))
    assert (due.day.isoformat(), due.provisional) == (last, last > "2027")


PLACES = {
    None: ("7 working_days", "17 working_days"),
    "310101": ("5 working_days", "7 working_days"),
    "330101": ("5 working_days", "20 working_days"),
    "370101": ("3 working_days", "7 working_days"),
    "410101": ("3 working_days", "7 working_days"),
    "440301": ("2 working_days", "5 working_days"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("festival", range(len(FROM)))
def test_objections_run_over_festivals_in_each_place_by_its_own_line(place, festival):
    start = date.fromisoformat(FROM[festival])
    for key, length in zip(("objection.decision", "objection.checked"), PLACES[place], strict=True):
        _, due = strictest(LAW, CALENDAR, key, [place] if place else [], start)
        assert due.day.isoformat() == WORKING[length][festival]


@pytest.mark.parametrize("owner", ["serious_dishonesty", "fire_serious_dishonesty", "penalty"])
@pytest.mark.parametrize("festival", range(len(ENDS)))
def test_remedies_of_the_party_end_after_the_festival(owner, festival):
    for what, length in (("reconsideration", "60 days"), ("litigation", "6 months")):
        start = date.fromisoformat(CALENDAR_DAYS[length][festival])
        _, due = strictest(LAW, CALENDAR, f"{owner}.{what}", (), start)
        assert due.day.isoformat() == ENDS[festival]


@pytest.mark.parametrize("list_id", ["serious_dishonesty", "fire_serious_dishonesty"])
@pytest.mark.parametrize("festival", range(len(FROM)))
def test_a_hearing_is_asked_for_over_festivals(list_id, festival):
    start = date.fromisoformat(FROM[festival])
    due = clocks.hearing_until(LAW, CALENDAR, list_id, None, start)
    assert due.day.isoformat() == WORKING["5 working_days"][festival]
