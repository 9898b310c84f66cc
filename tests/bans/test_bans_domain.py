"""Days of a ban and its lawful moves, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from due_process import a_paper

from creditsvc.bans import domain
from creditsvc.bans.clocks import clocks, term
from creditsvc.bans.domain import Ban, BanNotInOrder, Basis, Decision, End, Stage, WrongBanStage
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.periods import Calendar

OPENED, TODAY = date(2026, 11, 2), date(2026, 11, 20)
SENTENCE = "sentence_or_sanction"


def a_basis(**changes):
    stated = {
        "rule": "BAN-94", "instrument": "安全生产法（2021年修正）", "article": "第九十四条第三款",
        "law_digest": "0" * 64, "rule_digest": "1" * 64, "evidence": ("E-1",), "since": date(2024, 1, 1),
        "reach": "any_unit", "months": 60, "grave": False, "counts_from": SENTENCE, "text": {},
    }  # fmt: skip
    return Basis(**{**stated, **changes})


def a_ban(**changes):
    stated = {
        "id": UUID(int=1), "version": 1, "enterprise_id": UUID(int=2), "stage": Stage.PROPOSED,
        "subject": "principal", "person_id": UUID(int=3), "authority": "虚构区应急管理局",
        "basis": a_basis(), "opened_on": OPENED, "proposed_by": "user:handler",
    }  # fmt: skip
    return Ban(**{**stated, **changes})


def decided(from_day, basis=None, by="user:approver", day=TODAY):
    ban = a_ban(basis=basis or a_basis())
    given = Decision(document=a_paper(day), decided_by=by, from_day=from_day, last_day=domain.last_day(ban.basis, from_day))  # fmt: skip
    return domain.decide(ban, given, today=TODAY)


@pytest.mark.parametrize(
    ("from_day", "last"),
    [
        (date(2025, 3, 1), date(2030, 3, 1)), (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2024, 2, 28), date(2029, 2, 28)), (date(2024, 12, 31), date(2029, 12, 31)),
    ],
    ids=["any", "leap-day", "day-before", "year-s-end"],
)  # fmt: skip
def test_five_years_end_with_the_corresponding_day(from_day, last):
    ban = decided(from_day)
    assert ban.decision.last_day == last
    tick = timedelta(microseconds=1)
    begins, over = day_begins(from_day), day_begins(last + timedelta(days=1))
    assert [ban.in_force_at(at) for at in (begins - tick, begins, over - tick, over)] == [False, True, True, False]  # fmt: skip
    assert (ban.end_reason_at(over - tick), ban.end_reason_at(over)) == (None, "expired")
    assert (ban.over_on(last), ban.over_on(last + timedelta(days=1))) == (False, True)


def test_a_ban_for_life_has_no_end():
    ban = decided(date(2025, 3, 1), a_basis(months=None, counts_from=None))
    assert ban.decision.last_day is None
    assert ban.in_force_at(datetime(2999, 1, 1, tzinfo=UTC))
    assert not ban.over_on(date(2999, 1, 1))


def test_a_sentence_that_ends_later_begins_the_ban_later():
    ban = decided(date(2028, 1, 1))
    assert not ban.in_force_at(day_begins(TODAY))
    assert ban.in_force_at(day_begins(date(2028, 1, 1)))
    assert not ban.over_on(TODAY)


@pytest.mark.parametrize(
    ("counts_from", "stated", "first"),
    [("decision", None, TODAY), ("decision", TODAY, TODAY), (SENTENCE, date(2025, 1, 1), date(2025, 1, 1)), (None, date(2024, 1, 1), date(2024, 1, 1))],
)  # fmt: skip
def test_the_law_says_from_which_day_and_where_it_is_silent_the_decision(
    counts_from, stated, first
):
    assert domain.first_day(a_basis(counts_from=counts_from), a_paper(TODAY), stated) == first


@pytest.mark.parametrize(
    ("counts_from", "stated"),
    [("decision", OPENED), (SENTENCE, None), (None, None), (SENTENCE, date(2023, 12, 31)), (None, date(2023, 12, 31))],
)  # fmt: skip
def test_a_first_day_that_is_lacking_or_another_or_before_the_conduct_is_refused(
    counts_from, stated
):
    with pytest.raises(BanNotInOrder) as why:
        domain.first_day(a_basis(counts_from=counts_from), a_paper(TODAY), stated)
    assert why.value.field == "from_day"


def test_whoever_proposed_does_not_decide():
    with pytest.raises(domain.ProposedIt):
        decided(TODAY, by="user:handler")


@pytest.mark.parametrize("day", [OPENED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_paper_is_of_a_day_between_proposal_and_today(day):
    with pytest.raises(BanNotInOrder):
        decided(TODAY, day=day)
    assert decided(TODAY, day=OPENED).stage is decided(TODAY, day=TODAY).stage is Stage.DECIDED


def an_end(at, detail="撤销"):
    return End(at=at, reason="decision_revoked", detail=detail, document_no="虚撤1号")


def test_a_ban_is_lifted_once_while_it_runs_or_before_it_begins():
    ban, moment = decided(date(2025, 3, 1)), datetime(2026, 11, 20, 4, tzinfo=UTC)
    lifted = domain.lift(ban, an_end(moment))
    assert (lifted.in_force_at(moment), lifted.end_reason_at(moment)) == (False, "decision_revoked")
    assert lifted.in_force_at(moment - timedelta(seconds=1))
    assert lifted.over_on(TODAY)
    for other, at in ((lifted, moment), (a_ban(), moment), (ban, day_begins(date(2030, 3, 2)))):
        with pytest.raises(WrongBanStage):
            domain.lift(other, an_end(at))
    future = domain.lift(decided(date(2028, 1, 1)), an_end(moment))
    assert not future.in_force_at(day_begins(date(2028, 6, 1)))
    with pytest.raises(BanNotInOrder):
        domain.lift(ban, an_end(moment, " "))


def test_what_was_decided_is_not_dropped_nor_decided_again():
    ban = decided(TODAY)
    with pytest.raises(WrongBanStage):
        domain.drop(ban, "误")
    with pytest.raises(WrongBanStage):
        domain.decide(ban, ban.decision, today=TODAY)
    with pytest.raises(BanNotInOrder):
        domain.drop(a_ban(), " ")


def test_the_time_to_decide_is_provisional_past_the_last_calendar(office):
    calendar = office.calendar
    last = Calendar(days_off=frozenset(), make_up_days=frozenset(), first_announced_year=2026, last_announced_year=2026)  # fmt: skip
    (running,) = clocks(office.law, last, a_ban(), TODAY)
    assert (running.due.day, running.due.provisional) == (
        date(2027, 2, 1),
        True,
    )  # 90 days: a Sunday, 31 January
    assert not running.overdue
    (done,) = clocks(office.law, calendar, decided(TODAY), TODAY)
    assert done.done_on == TODAY
    assert clocks(office.law, calendar, replace(a_ban(), stage=Stage.DROPPED), TODAY) == []


def test_the_last_day_of_a_ban_is_a_clock_that_nobody_is_late_with():
    ban = decided(date(2025, 3, 1))
    (clock,) = term(ban, date(2030, 3, 2))
    assert (clock.period.key, clock.due.day, clock.due.provisional) == ("ban.term", date(2030, 3, 1), False)  # fmt: skip
    assert (clock.overdue, clock.period.article) == (False, "第九十四条第三款")
    assert term(a_ban(), TODAY) == []
    assert term(decided(date(2025, 3, 1), a_basis(months=None)), TODAY) == []
    assert term(domain.lift(ban, an_end(day_begins(TODAY))), TODAY) == []


@pytest.mark.parametrize(
    ("from_day", "last"),
    [(date(2022, 2, 17), date(2027, 2, 17)), (date(2021, 10, 3), date(2026, 10, 3)), (date(2026, 1, 1), date(2031, 1, 1))],
    ids=["spring-festival", "national-day", "past-the-announced-years"],
)  # fmt: skip
def test_a_last_day_in_a_festival_stays_and_is_never_provisional(from_day, last):
    (clock,) = term(decided(from_day, a_basis(since=from_day)), TODAY)
    assert (clock.due.day, clock.due.provisional) == (last, False)
