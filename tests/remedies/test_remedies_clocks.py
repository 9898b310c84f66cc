"""Which period counts where, and until when. Pure, over the rulebook as it ships."""

from dataclasses import replace
from datetime import date

import pytest
from test_remedies_domain import ACCEPTED, DAY, Step, a_paper, objection, outcome, paper, suit

from creditsvc.app import read_words
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.remedies import clocks, suits
from creditsvc.remedies.domain import Stage
from creditsvc.settings import ROOT

WORDS = read_words(ROOT / "config")
LAW, CALENDAR = WORDS[Law], WORDS[Calendar]


def told(one, *places, today=DAY):
    found = clocks.of_objection(LAW, CALENDAR, places, one, today)
    return {clock.period.key: clock.due.day.isoformat() for clock in found}


@pytest.mark.parametrize(
    ("place", "decision"),
    [
        ("620102", {"objection.decision": "2026-12-01"}),
        ("370102", {"objection.decision.37": "2026-11-25"}),
        ("310101", {"objection.decision.31": "2026-11-27"}),
        ("440304", {"objection.acceptance.4403": "2026-11-23", "objection.decision.4403": "2026-11-24"}),
        ("440104", {"objection.decision": "2026-12-01"}),
    ],
)  # fmt: skip
def test_a_local_line_of_law_goes_before_our_reading(place, decision):
    assert told(objection(), place) == decision


def test_of_several_lines_of_law_the_strictest_counts():
    assert told(objection(), "310101", "370102") == {"objection.decision.37": "2026-11-25"}


@pytest.mark.parametrize(
    ("place", "due"),
    [
        ("370102", "2026-12-01"),
        ("330102", "2026-12-18"),
        ("440304", "2026-11-27"),
        ("310101", "2026-12-01"),
    ],
)
def test_a_check_by_others_gives_the_longer_time(place, due):
    asked = replace(ACCEPTED, checking=Step(document=a_paper(DAY), by="user:x", reasons="核"))
    assert due in told(asked, place).values()


@pytest.mark.parametrize(("today", "overdue"), [(date(2026, 11, 25), False), (date(2026, 11, 26), True)])  # fmt: skip
def test_an_answer_is_overdue_from_the_day_after(today, overdue):
    (clock,) = clocks.of_objection(LAW, CALENDAR, ["370102"], objection(), today)
    assert clock.overdue is overdue
    answered = replace(ACCEPTED, outcome=Step(document=a_paper(today), by="user:x"), closed_as=Stage.REJECTED)  # fmt: skip
    (clock,) = clocks.of_objection(LAW, CALENDAR, ["370102"], answered, date(2027, 3, 1))
    assert clock.overdue is overdue


def test_what_was_declined_waits_for_no_decision():
    declined = replace(objection(), outcome=Step(document=a_paper(DAY), by="user:x"), closed_as=Stage.DECLINED)  # fmt: skip
    assert told(declined, "440304") == {"objection.acceptance.4403": "2026-11-23"}


def test_what_was_annulled_is_withdrawn_within_three_working_days():
    accepted = suits.accept(suit(), paper(), today=DAY)
    annulled = suits.conclude(accepted, outcome(), about_entry=True, today=DAY)
    (clock,) = clocks.of_suit(LAW, CALENDAR, annulled, DAY, withdrawn_on=DAY)
    assert (clock.period.key, clock.due.day) == ("penalty.withdrawal", date(2026, 11, 25))
    assert clock.done_on == DAY
    kept = suits.conclude(accepted, outcome("maintained"), about_entry=True, today=DAY)
    assert clocks.of_suit(LAW, CALENDAR, kept, DAY, withdrawn_on=None) == ()


def test_the_party_has_sixty_days_and_six_months_from_service():
    served = date(2026, 3, 2)
    found = clocks.of_party(LAW, CALENDAR, "serious_dishonesty", served, DAY)
    days = {clock.period.key: clock.due.day.isoformat() for clock in found}
    assert days == {"serious_dishonesty.reconsideration": "2026-05-06", "serious_dishonesty.litigation": "2026-09-02"}  # fmt: skip
    assert clocks.of_party(LAW, CALENDAR, "serious_dishonesty", None, DAY) == ()
