"""The authority's time to accept and to decide: make-up days, Spring Festival, years not announced."""

from datetime import date
from uuid import UUID

import pytest
from lawbooks import LAW
from removals import papers

from creditsvc.kernel.periods import Calendar
from creditsvc.proceedings.clocks import NoProcedure
from creditsvc.repairs.clocks import clocks, entry_periods, extendable_until
from creditsvc.repairs.domain import Answer, Repair, Stage
from creditsvc.settings import ROOT

CALENDAR = Calendar.read(ROOT / "config" / "codes" / "holidays.csv")
ORDER_11, FIRE = "serious_dishonesty", "fire_serious_dishonesty"


def paper(day):
    return papers(day, "x")["x"]


def answer(day):
    return Answer(document=paper(day), by="user:handler")


def an_application(received, accepted=None, extended=None, ended=None):
    return Repair(
        id=UUID(int=1), version=1, enterprise_id=UUID(int=1), listing_id=UUID(int=1),
        stage=Stage.ACCEPTED if accepted else Stage.RECEIVED, received_on=received,
        application=paper(received), proofs={}, received_by="user:handler",
        acceptance=accepted and answer(accepted), extension=extended and answer(extended),
        outcome=ended and answer(ended),
    )  # fmt: skip


def last(list_id, repair, today=date(2026, 11, 20)):
    return clocks(entry_periods(LAW, list_id), CALENDAR, repair, today)[-1]


@pytest.mark.parametrize(
    ("list_id", "received", "due"),
    [
        (ORDER_11, date(2026, 9, 28), date(2026, 10, 10)),  # National Day, and a Saturday worked
        (ORDER_11, date(2026, 2, 11), date(2026, 2, 25)),  # Spring Festival, 02-14 worked
        (FIRE, date(2026, 9, 30), date(2026, 10, 10)),
        (FIRE, date(2026, 5, 6), date(2026, 5, 9)),  # a Saturday worked
    ],
)
def test_the_time_to_accept_is_five_or_three_working_days(list_id, received, due):
    clock = last(list_id, an_application(received))
    assert (clock.due.day, clock.due.provisional) == (due, False)


def test_an_acceptance_on_the_fifth_working_day_is_in_time_and_one_day_later_is_not():
    received = date(2026, 9, 28)
    for accepted, late in ((date(2026, 10, 10), False), (date(2026, 10, 11), True)):
        (first, _) = clocks(
            entry_periods(LAW, ORDER_11),
            CALENDAR,
            an_application(received, accepted),
            date(2026, 10, 12),
        )
        assert first.overdue is late


def test_what_was_not_done_is_overdue_from_the_day_after():
    waiting = an_application(date(2026, 9, 28))
    assert not last(ORDER_11, waiting, date(2026, 10, 10)).overdue
    assert last(ORDER_11, waiting, date(2026, 10, 11)).overdue


def test_a_decision_takes_twenty_working_days_or_seven_and_ten_more():
    accepted = date(2026, 9, 24)
    assert last(ORDER_11, an_application(accepted, accepted)).due.day == date(2026, 10, 29)
    assert last(FIRE, an_application(accepted, accepted)).due.day == date(2026, 10, 12)
    longer = an_application(accepted, accepted, extended=date(2026, 10, 12))
    assert last(FIRE, longer).due.day == date(2026, 10, 26)
    assert last(FIRE, longer).period.key == "repair.extension"


def test_only_the_general_procedure_may_be_extended_and_only_while_its_time_runs():
    accepted = an_application(date(2026, 9, 24), date(2026, 9, 24))
    assert extendable_until(entry_periods(LAW, FIRE), CALENDAR, accepted) == date(2026, 10, 12)
    assert extendable_until(entry_periods(LAW, ORDER_11), CALENDAR, accepted) is None


def test_past_the_last_announced_year_a_due_day_is_provisional_and_nobody_is_late():
    clock = last(ORDER_11, an_application(date(2026, 12, 28)), date(2027, 3, 1))
    assert (clock.due.day, clock.due.provisional, clock.overdue) == (date(2027, 1, 5), True, False)
    form = clock.form()
    assert (form["due"], form["provisional"], form["article"]) == ("2027-01-05", True, "应急管理部令第11号第十九条")  # fmt: skip


def test_before_the_order_there_is_no_general_procedure():
    with pytest.raises(NoProcedure):
        last(FIRE, an_application(date(2026, 3, 31)))
    assert last(FIRE, an_application(date(2026, 4, 1))).due.day == date(2026, 4, 7)
