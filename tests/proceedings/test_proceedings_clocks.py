"""Every clock of a case, counted from the law's own data by the State Council's calendar."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from a_case import a_call, a_notice, an_opening, asked, at, by, some_minutes
from due_process import a_paper, served
from lawbooks import SHIPPED

from creditsvc.app import read_words
from creditsvc.kernel.periods import Calendar
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks
from creditsvc.proceedings.clocks import CalendarMissing, NoProcedure
from creditsvc.proceedings.domain import Stage
from creditsvc.proceedings.steps import Limits
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
LAW, CALENDAR = WORDS[Law], WORDS[Calendar]
TODAY = date(2026, 12, 20)
ANNOUNCED = replace(
    CALENDAR,
    last_announced_year=2027,
    days_off=CALENDAR.days_off | {date(2027, 1, 1), date(2027, 1, 4)},
)


def reply_until(day: date, list_id: str = "serious_dishonesty"):
    return clocks.due(CALENDAR, clocks.reply_period(LAW, list_id, day), day)


def told(case, law=LAW, calendar=CALENDAR, today=TODAY):
    return {each.period.key.rpartition(".")[2]: each for each in clocks.clocks(law, calendar, case, today)}  # fmt: skip


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


def test_a_case_that_is_only_proposed_has_no_clock():
    assert told(at(Stage.PROPOSED)) == {}


def test_ninety_days_run_from_the_paper_of_the_opening():
    clock = told(at(Stage.OPENED))["decision"]
    assert (clock.due.day, clock.done_on) == (date(2027, 2, 16), None)  # 2026-11-18 and 90 days
    assert clock.due.provisional
    assert "第六十条" in clock.period.article


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2026, 11, 9), False), (date(2026, 11, 10), True)]
)
def test_a_decision_is_overdue_from_the_day_after_the_ninetieth(today, overdue):
    case = by("open")
    opened = replace(case, opening=an_opening(document=a_paper(date(2026, 8, 11), "立")))
    clock = told(opened, today=today)["decision"]
    assert (clock.due.day, clock.overdue) == (date(2026, 11, 9), overdue)


def test_the_partys_clocks_run_from_the_day_on_which_the_notice_counts_as_served():
    deemed = replace(served(date(2026, 10, 20)), counts_from=date(2026, 11, 19))
    case = replace(at(Stage.NOTICED), notice=a_notice(service=deemed))
    found = told(case)
    assert {found[name].due.day for name in ("reply", "hearing_request")} == {date(2026, 11, 26)}
    assert not found["reply"].overdue  # a right that was not used is no fault
    assert found["reply"].form()["binds"] == "party"


def test_seven_working_days_lie_between_call_and_hearing():
    called = asked(at(Stage.NOTICED))
    called = replace(called, hearing=replace(called.hearing, call=a_call(), minutes=some_minutes()))
    clock = told(called)["hearing_notice"]
    assert clock.due.day == date(2026, 12, 1)  # served on Saturday 2026-11-21
    assert clock.done_on == date(2026, 12, 10)
    assert clocks.call_until(LAW, CALENDAR, called, date(2026, 11, 21)) == clock.due.day


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2026, 12, 24), False), (date(2026, 12, 25), True)]
)
def test_a_decision_is_to_be_served_within_seven_working_days(today, overdue):
    clock = told(at(Stage.DECIDED), today=today)["service"]
    assert (clock.due.day, clock.overdue) == (date(2026, 12, 24), overdue)
    assert not told(at(Stage.SERVED), today=today)["service"].overdue


def test_a_calendar_announced_later_moves_what_was_provisional():
    case = replace(at(Stage.NOTICED), notice=a_notice(service=served(date(2026, 12, 29))))
    assert told(case)["reply"].due.provisional
    again = told(case, calendar=ANNOUNCED)["reply"].due
    assert (again.day, again.provisional) == (date(2027, 1, 7), False)


def test_provisional_limits_bind_nobody_until_they_are_counted_and_never_shrink():
    day = date(2026, 12, 29)
    notice = a_notice(
        service=served(day), provisional=True, reply_until=date(2027, 1, 6), hearing_until=date(2027, 1, 20),
    )  # fmt: skip
    case = replace(at(Stage.NOTICED), notice=notice)
    with pytest.raises(CalendarMissing):
        clocks.limits(LAW, CALENDAR, case, notice)
    as_told = Limits(reply=date(2027, 1, 6), hearing=date(2027, 1, 20))
    assert clocks.limits_so_far(LAW, CALENDAR, case, notice) == as_told
    grown = Limits(reply=date(2027, 1, 7), hearing=date(2027, 1, 20))
    assert clocks.limits(LAW, ANNOUNCED, case, notice) == grown


def test_no_call_whose_time_cannot_be_counted():
    with pytest.raises(CalendarMissing):
        clocks.call_until(LAW, CALENDAR, at(Stage.NOTICED), date(2026, 12, 29))


def test_no_hearing_is_offered_where_the_list_knows_none():
    assert clocks.hearing_until(LAW, CALENDAR, "redlist", None, date(2026, 11, 20)) is None


def test_a_county_that_is_stricter_moves_the_clock_of_its_own_cases_by_a_file_alone(tmp_path):
    book = tmp_path / "law"
    shutil.copytree(SHIPPED, book)
    (book / "procedures").mkdir()
    (book / "procedures" / "620502.yaml").write_text(
        "region: '620502'\ntitle: 虚构\nrank: normative_document\nperiods:\n"
        "  serious_dishonesty.service: {working_days: 3, article: 虚构, zh: 三日, en: three days, provenance: design}\n",
        encoding="utf-8",
    )
    law, case = load(book), at(Stage.DECIDED)
    due = {
        region: told(replace(case, region=region), law=law)["service"].due.day
        for region in ("620502", "620500", None)
    }
    assert list(due.values()) == [date(2026, 12, 18), date(2026, 12, 24), date(2026, 12, 24)]
