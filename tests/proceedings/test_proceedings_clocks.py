"""The party's time to reply, counted from the law's own data by the State Council's calendar."""

from datetime import date

import pytest

from creditsvc.app import read_words
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks
from creditsvc.proceedings.clocks import NoProcedure
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
LAW, CALENDAR = WORDS[Law], WORDS[Calendar]


def reply_until(day: date, list_id: str = "serious_dishonesty"):
    return clocks.due(CALENDAR, clocks.reply_period(LAW, list_id, day), day)


@pytest.mark.parametrize(
    ("served", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),  # a Friday: the weekend does not count
        (date(2026, 11, 21), date(2026, 11, 27)),  # served on a Saturday
        (date(2026, 9, 30), date(2026, 10, 13)),  # over National Day; Saturday the 10th is worked
        (date(2026, 2, 13), date(2026, 2, 27)),  # over Spring Festival; Saturday the 14th is worked
    ],
)
def test_five_working_days_to_reply(served, last):
    due = reply_until(served)
    assert (due.day, due.provisional) == (last, False)


def test_a_limit_within_the_last_announced_year_is_final():
    assert not reply_until(date(2026, 12, 24)).provisional  # ends on the 31st


def test_a_limit_past_the_last_announced_year_is_provisional():
    due = reply_until(date(2026, 12, 29))
    assert (due.day, due.provisional) == (date(2027, 1, 6), True)


@pytest.mark.parametrize("list_id", ["serious_dishonesty", "fire_serious_dishonesty", "redlist"])
def test_every_list_of_today_has_a_time_to_reply_with_its_article(list_id):
    period = clocks.reply_period(LAW, list_id, date(2026, 11, 20))
    assert (period.amount, period.unit) == (5, "working_days")
    assert period.article


@pytest.mark.parametrize(
    ("list_id", "day", "known"),
    [
        ("serious_dishonesty", date(2023, 9, 30), False),
        ("serious_dishonesty", date(2023, 10, 1), True),
        ("joint_punishment", date(2023, 9, 30), True),
        ("joint_punishment", date(2023, 10, 1), False),
    ],
)
def test_no_notice_under_a_procedure_that_is_not_in_force_on_its_day(list_id, day, known):
    if known:
        assert clocks.reply_period(LAW, list_id, day)
        return
    with pytest.raises(NoProcedure):
        clocks.reply_period(LAW, list_id, day)
