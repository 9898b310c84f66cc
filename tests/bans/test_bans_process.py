"""Own bans on both engines: told, heard, reviewed, decided apart, never heavier, served."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import an_event
from due_bans import (
    asked,
    called,
    deliberated,
    held,
    ready,
    replied,
    reviewed,
    told,
    waived,
    withdrawn,
)
from due_process import a_paper, announced, served
from people_in_cases import AUTHORITY, acting, matter, of, recorded
from test_bans_domain import a_basis
from test_bans_service import DISMISSED, FALSE, decide, propose, state

from creditsvc.bans import domain, form, notices, process
from creditsvc.bans.clocks import clocks
from creditsvc.bans.domain import NoBan, ProposedIt, Stage, WrongBanStage
from creditsvc.bans.process import HeavierBan
from creditsvc.kernel.clock import day_begins
from creditsvc.proceedings.clocks import NoProcedure
from creditsvc.proceedings.deciding import (
    HearingPending,
    NotDeliberated,
    NotReviewed,
    ReplyUnanswered,
)
from creditsvc.proceedings.domain import NotInOrder, ReplyPeriodOpen, Review, SamePerson, WrongStage
from creditsvc.proceedings.hearing import NoHearing

LAST = date(2026, 11, 27)  # five working days after Friday, 20 November


@pytest.fixture
def ban(office):
    """An own ban, proposed: a service body certified falsely."""
    (event,) = office.record(an_event(**FALSE))
    return propose(office, event.enterprise_id)


def to(clock, day):
    clock.move_to(day_begins(day) + timedelta(hours=9))


def serve(office, ban):
    with acting(office, of(AUTHORITY)) as act:
        return notices.serve(act, office.law, ban.id, ban.version, served(office.today))


def test_nobody_is_barred_by_decision_without_notice_or_before_the_time_to_reply_is_over(
    office, ban, clock
):
    with pytest.raises(WrongBanStage):
        decide(office, ban, from_day=office.today)
    ban = told(office, ban)
    assert (ban.stage, ban.case.notice.reply_until, ban.case.notice.hearing_until) == (Stage.PROPOSED, LAST, LAST)  # fmt: skip
    to(clock, LAST)
    with pytest.raises(ReplyPeriodOpen):
        decide(office, ban, from_day=office.today)
    to(clock, LAST + timedelta(days=1))
    done = decide(office, ban, from_day=office.today)
    assert (done.stage, done.case.decision.waiver, state(office, ban)) == (Stage.DECIDED, None, done)  # fmt: skip


def test_service_by_public_notice_counts_thirty_days_later(office, ban):
    ban = told(office, ban, service=announced(office.today))
    assert ban.case.notice.service.served_on == date(2026, 12, 20)
    assert ban.case.notice.reply_until == date(2026, 12, 25)


def test_a_waiver_of_the_reply_alone_leaves_the_time_to_ask_for_a_hearing(office, ban):
    ban = waived(office, told(office, ban), hearing=False)
    with pytest.raises(ReplyPeriodOpen):
        decide(office, ban, from_day=office.today)
    done = decide(office, waived(office, ban), from_day=office.today)
    assert done.case.decision.waiver == "放弃1号"


def test_what_follows_by_law_is_told_to_nobody_here(office):
    (event,) = office.record(an_event(**DISMISSED))
    person = recorded(office, matter(office, "event", event.event_id, "BAN-94"))
    ban = propose(office, event.enterprise_id, rule="BAN-94", subject="principal", person_id=person.id)  # fmt: skip
    assert (ban.own, ban.basis.arises) == (False, "by_law")
    with pytest.raises(WrongBanStage):
        told(office, ban)
    done = decide(office, ban, from_day=office.today)
    assert done.case is None
    with pytest.raises(WrongBanStage):
        serve(office, done)


def test_a_reply_is_answered_and_undoes_no_waiver_of_time(office, ban):
    ban = replied(office, ready(office, ban))
    with pytest.raises(ReplyUnanswered):
        decide(office, ban, from_day=office.today, reply_answer=" ")
    assert decide(office, ban, from_day=office.today, reply_answer="不予采纳：证据充分").own


def test_the_decision_is_lighter_than_the_notice_or_the_same_and_heavier_only_once_told_anew(
    office, ban
):
    ban = ready(office, ban)
    with pytest.raises(HeavierBan) as why:
        decide(office, ban, from_day=office.today, grave=True)
    assert why.value.facts["beyond"] == ["life"]
    with pytest.raises(NotInOrder):
        told(office, ban, grave=True)  # the paper of before
    ban = told(office, ban, number="禁告2号", grave=True)
    assert (ban.basis.grave, ban.case.waiver) == (True, None)
    with pytest.raises(ReplyPeriodOpen):
        decide(office, ban, from_day=office.today)
    ban = deliberated(office, waived(office, ban))
    ban = decide(office, ban, from_day=office.today, grave=False)
    assert ban.decision.last_day == date(2031, 11, 20)


def test_a_rule_without_a_grave_case_is_told_of_none(office):
    (event,) = office.record(an_event(kind="fs.false_document", facts={"heavy_loss": True}))
    person = recorded(office, matter(office, "event", event.event_id, "BAN-F69"), "responsible_persons")  # fmt: skip
    ban = propose(office, event.enterprise_id, rule="BAN-F69", subject="responsible_persons", person_id=person.id)  # fmt: skip
    with pytest.raises(NoBan):
        told(office, ban, grave=True)
    assert decide(office, ready(office, ban), from_day=office.today).own


def test_a_hearing_is_called_seven_working_days_before_held_by_another_and_reviewed(
    office, ban, clock
):
    ban = asked(office, told(office, ban))
    with pytest.raises(HearingPending):
        decide(office, ban, from_day=office.today)
    with pytest.raises(NotInOrder):
        called(office, ban, date(2026, 12, 1))
    with pytest.raises(SamePerson):
        called(office, ban, date(2026, 12, 2), presides="handler")
    ban = called(office, ban, date(2026, 12, 2))
    hearing = clocks(office.law, office.calendar, ban, date(2026, 12, 3))[-1]
    assert (hearing.period.key, hearing.due.day, hearing.overdue) == ("penalty.hearing", date(2026, 12, 2), True)  # fmt: skip
    assert not replace(hearing, today=date(2026, 12, 2)).overdue
    to(clock, date(2026, 12, 2))
    with pytest.raises(SamePerson):
        held(office, ban, by="handler")
    with pytest.raises(WrongStage):
        held(office, ban, by="second")
    ban = held(office, ban)
    with pytest.raises(NotReviewed):
        decide(office, ban, from_day=office.today, hearing_answer="x")
    with pytest.raises(SamePerson):
        reviewed(office, ban, by="handler")
    ban = reviewed(office, ban, opinion="return")
    with pytest.raises(NotReviewed):
        decide(office, ban, from_day=office.today, hearing_answer="x")
    ban = reviewed(office, ban)
    for apart in ("handler", "presider", "reviewer"):
        with pytest.raises(ProposedIt):
            decide(office, ban, by=apart, from_day=office.today, hearing_answer="x")
    with pytest.raises(ReplyUnanswered):
        decide(office, ban, from_day=office.today)
    done = decide(office, ban, from_day=office.today, hearing_answer="采纳听证笔录")
    running = clocks(office.law, office.calendar, done, office.today)
    assert [(one.period.key, one.done_on is None) for one in running] == [
        ("penalty.decision", False), ("penalty.reply", True), ("penalty.hearing_request", False),
        ("penalty.hearing_notice", False), ("penalty.hearing", False), ("penalty.service", True),
    ]  # fmt: skip
    assert running[-1].due.day == date(2026, 12, 11)
    done = serve(office, done)
    assert clocks(office.law, office.calendar, done, office.today)[-1].done_on == office.today
    assert done.case.decision_service.served_on == office.today
    with pytest.raises(WrongStage):
        serve(office, done)


def test_a_hearing_asked_for_too_late_or_taken_back_does_not_hold_the_ban_up(office, ban, clock):
    ban = withdrawn(office, asked(office, told(office, ban)))
    to(clock, LAST + timedelta(days=1))
    with pytest.raises(NoHearing):
        asked(office, ban)
    assert decide(office, ban, from_day=office.today).stage is Stage.DECIDED


def test_nothing_is_told_of_a_ground_that_has_fallen_or_a_rulebook_without_the_time(office, ban):
    law = office.law
    course = replace(law.course, periods=())
    with acting(office, of(AUTHORITY)) as act, pytest.raises(NoProcedure):
        notices.tell(
            act, (replace(law, course=course), office.calendar), ban.id, 1,
            notices.Told(document=a_paper(office.today), service=served(office.today)),
        )  # fmt: skip


def test_a_ban_from_before_the_mark_is_read_and_taken_for_the_authority_s_own(office, ban):
    kept = form.stored(ban)
    del kept["case"], kept["basis"]["arises"]
    before = form.ban_of(kept)
    assert (before.case, before.basis.arises, before.own) == (None, None, True)
    again = told(office, ban)
    assert form.ban_of(form.stored(again)) == again


@pytest.mark.parametrize(
    ("was", "made", "beyond"),
    [
        (("any_unit", 60), ("any_unit", 60), []), (("any_unit", 60), ("any_unit", 59), []),
        (("any_unit", 60), ("any_unit", 61), ["61 months"]), (("service", None), ("service", 60), []),
        (("service", 60), ("service", None), ["life"]), (("any_unit", 60), ("same_industry", 60), []),
        (("same_industry", None), ("any_unit", 60), ["any_unit"]), (("market", 60), ("service", 60), ["service"]),
        (("same_industry", 60), ("any_unit", None), ["life", "any_unit"]),
    ],
)  # fmt: skip
def test_longer_or_wider_is_heavier(was, made, beyond):
    told_of, given = (replace(a_basis(), reach=reach, months=months) for reach, months in (was, made))  # fmt: skip
    if not beyond:
        process.must_not_be_heavier(told_of, given)
        return
    with pytest.raises(HeavierBan) as why:
        process.must_not_be_heavier(told_of, given)
    assert why.value.facts["beyond"] == beyond


def test_a_case_is_not_begun_once_the_ban_is_decided(office, ban):
    done = decide(office, ready(office, ban), from_day=office.today)
    for move in (told, waived, asked):
        with pytest.raises(WrongBanStage):
            move(office, done)
    dropped = domain.drop(ban, "误")
    assert clocks(office.law, office.calendar, dropped, office.today) == []


@pytest.mark.parametrize("why", ["grave", "complex_case"])
def test_what_is_grave_or_complex_is_deliberated_on_and_again_after_a_reply(office, ban, why):
    ban = waived(office, told(office, ban, **{why: True}))
    assert ban.deliberation_due
    with pytest.raises(NotDeliberated):
        decide(office, ban, from_day=office.today)
    with pytest.raises(NotDeliberated):
        decide(
            office, ban, from_day=office.today, grave=False
        )  # the party was told of a grave case
    ban = replied(office, deliberated(office, ban))
    with pytest.raises(NotDeliberated):
        decide(office, ban, from_day=office.today, reply_answer="x")
    done = decide(office, deliberated(office, ban), from_day=office.today, reply_answer="x")
    assert done.case.deliberation.present == ("局长", "副局长")


def test_a_plain_case_is_not_deliberated_on_unless_the_reviewer_finds_it_complex(office, ban):
    ban = told(office, ban)
    assert not ban.deliberation_due
    on = office.today
    for complex_case in (False, True):
        review = Review(document=a_paper(on), by="user:r", opinion="approve", reasons="", complex_case=complex_case)  # fmt: skip
        seen = process.moved(ban, replace(ban.case, review=review))
        assert process.deliberation_due(office.law, seen, on) is complex_case
    assert not process.deliberation_due(office.law, told(office, ban, number="禁告2号", complex_case=False), on)  # fmt: skip


def test_a_rulebook_that_asks_for_no_deliberation_makes_none_due(office, ban):
    course = office.law.course
    silent = replace(course, steps=tuple(one for one in course.steps if one.name != "deliberation"))
    grave = told(office, ban, grave=True)
    assert process.deliberation_due(office.law, grave, office.today)
    assert not process.deliberation_due(replace(office.law, course=silent), grave, office.today)
