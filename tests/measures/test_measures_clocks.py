"""How long an executor has: by the list's own time where it has one that was in force, else the general."""

from dataclasses import replace
from datetime import date

import pytest

from creditsvc.app import read_words
from creditsvc.findings.rulebooks import Rulebook
from creditsvc.kernel.periods import Calendar
from creditsvc.measures.clocks import clock
from creditsvc.measures.domain import APPLY, LIFT
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
LAW, CALENDAR = WORDS[Rulebook].law, WORDS[Calendar]


@pytest.mark.parametrize(
    ("list_id", "kind", "since", "key"),
    [
        ("serious_dishonesty", LIFT, date(2026, 11, 20), "serious_dishonesty.lift"),
        ("serious_dishonesty", LIFT, date(2023, 9, 30), "measures.lift"),
        ("fire_serious_dishonesty", LIFT, date(2026, 11, 20), "measures.lift"),
        ("serious_dishonesty", APPLY, date(2026, 11, 20), "measures.respond"),
    ],
)
def test_the_lists_own_time_goes_before_the_general_one(list_id, kind, since, key):
    found = clock(LAW, CALENDAR, list_id, kind, since, since)
    assert found is not None
    assert found.period.key == key


def test_it_is_overdue_on_the_day_after_the_last():
    since = date(2026, 11, 20)
    last = date(2026, 12, 4)  # ten working days from a Friday
    on, after = (
        clock(LAW, CALENDAR, "serious_dishonesty", LIFT, since, day)
        for day in (last, date(2026, 12, 5))
    )
    assert on is not None
    assert after is not None
    assert on.due.day == last
    assert not on.overdue
    assert after.overdue


def test_a_rulebook_without_these_times_sets_no_clock():
    older = replace(LAW, procedures={})
    assert (
        clock(older, CALENDAR, "serious_dishonesty", LIFT, date(2026, 11, 20), date(2026, 11, 20))
        is None
    )
