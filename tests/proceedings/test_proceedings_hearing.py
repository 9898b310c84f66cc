"""A hearing, without a database: asked for in time, called in time, held by somebody apart."""

from dataclasses import replace

import pytest
from a_case import (
    DAY,
    HANDS,
    HELD,
    LIMITS,
    SERVED,
    TODAY,
    UNTIL,
    a_call,
    asked,
    at,
    by,
    called,
    decided,
    reviewed,
    some_minutes,
)
from due_process import a_paper, served

from creditsvc.proceedings import hearing, telling
from creditsvc.proceedings.deciding import HearingPending
from creditsvc.proceedings.domain import NotInOrder, SamePerson, Stage, WrongStage
from creditsvc.proceedings.hearing import NoHearing
from creditsvc.proceedings.steps import Limits


@pytest.mark.parametrize(("day", "fits"), [(SERVED, True), (UNTIL, True), (UNTIL + DAY, False)])
def test_a_hearing_is_asked_for_until_its_last_day(day, fits):
    if fits:
        assert asked(at(Stage.NOTICED), day).hearing.pending
        return
    with pytest.raises(NoHearing) as refused:
        asked(at(Stage.NOTICED), day)
    assert refused.value.field == "received_on"


@pytest.mark.parametrize("day", [SERVED - DAY, TODAY + DAY])
def test_no_request_before_the_notice_or_in_the_future(day):
    with pytest.raises(NotInOrder):
        hearing.request(at(Stage.NOTICED), a_paper(day), day, LIMITS, today=TODAY)


def test_no_hearing_where_the_procedure_offers_none():
    with pytest.raises(NoHearing):
        hearing.request(
            at(Stage.NOTICED),
            a_paper(SERVED),
            SERVED,
            Limits(reply=UNTIL, hearing=None),
            today=TODAY,
        )


def test_a_case_waits_for_the_hearing_that_was_asked_for():
    case = asked(at(Stage.REPLIED))
    with pytest.raises(HearingPending):
        reviewed(case)
    with pytest.raises(HearingPending):
        decided(replace(case, stage=Stage.REVIEWED))
    assert decided(reviewed(by("call", "hear", case=case))).stage is Stage.DECIDED


def test_a_request_after_the_review_undoes_it():
    case = asked(at(Stage.REVIEWED))
    assert (case.stage, case.review) == (Stage.REPLIED, None)


def test_a_request_taken_back_in_writing_lets_the_case_go_on():
    case = by("withdraw", case=asked(at(Stage.NOTICED)))
    assert not case.hearing.pending
    assert reviewed(case).stage is Stage.REVIEWED


def test_a_request_is_not_taken_back_before_it_was_made():
    with pytest.raises(NotInOrder):
        hearing.withdraw(asked(at(Stage.NOTICED), UNTIL), a_paper(SERVED), today=TODAY)


def test_a_request_taken_back_may_be_made_anew_in_time_and_both_are_kept():
    case = asked(by("withdraw", case=asked(at(Stage.NOTICED))), UNTIL)
    assert case.hearing.pending
    assert len(case.past_hearings) == 1


def test_no_second_request_while_one_is_pending_or_after_the_hearing():
    for case in (asked(at(Stage.NOTICED)), at(Stage.HEARD)):
        with pytest.raises(WrongStage):
            asked(case)


@pytest.mark.parametrize(("held_on", "fits"), [(HELD, False), (HELD + DAY, True)])
def test_a_hearing_is_held_from_the_day_after_the_time_its_call_must_leave(held_on, fits):
    case, given = asked(at(Stage.NOTICED)), a_call(held_on=held_on)
    if fits:
        assert hearing.call(case, given, HANDS, notice_until=HELD, today=TODAY).hearing.call
        return
    with pytest.raises(NotInOrder) as refused:
        hearing.call(case, given, HANDS, notice_until=HELD, today=TODAY)
    assert refused.value.field == "held_on"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": " "}, "place"),
        ({"service": served(TODAY + DAY)}, "service.day"),
        ({"service": served(SERVED - DAY)}, "service.day"),
        ({"document": a_paper(TODAY)}, "document.day"),
    ],
)
def test_a_call_needs_place_and_service_in_order(changes, field):
    with pytest.raises(NotInOrder) as refused:
        hearing.call(
            asked(at(Stage.NOTICED)), a_call(**changes), HANDS, notice_until=SERVED, today=TODAY
        )
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["proposer", "handler"])
def test_whoever_handled_the_case_does_not_preside(who):
    case = asked(at(Stage.NOTICED))
    with pytest.raises(SamePerson):
        hearing.call(case, a_call(presided_by=who), HANDS, notice_until=SERVED, today=TODAY)


def test_whoever_was_named_and_handled_the_case_since_does_not_preside():
    case = called(asked(at(Stage.NOTICED)))
    with pytest.raises(SamePerson):
        hearing.hear(case, some_minutes(), HANDS | {("reply", "presider")}, today=TODAY)


def test_the_minutes_come_from_the_one_who_was_named():
    case = called(asked(at(Stage.NOTICED)))
    with pytest.raises(WrongStage):
        hearing.hear(case, some_minutes(presided_by="another"), HANDS, today=TODAY)


def test_no_minutes_of_a_hearing_that_was_not_called():
    with pytest.raises(WrongStage):
        hearing.hear(asked(at(Stage.NOTICED)), some_minutes(), HANDS, today=TODAY)


@pytest.mark.parametrize(("day", "fits"), [(HELD - DAY, False), (HELD, True), (HELD + DAY, True), (TODAY + DAY, False)])  # fmt: skip
def test_a_hearing_is_held_on_its_day_or_later_never_before(day, fits):
    case = called(asked(at(Stage.NOTICED)))
    given = some_minutes(held_on=day, document=a_paper(day))
    if fits:
        assert hearing.hear(case, given, HANDS, today=TODAY).stage is Stage.HEARD
        return
    with pytest.raises(NotInOrder):
        hearing.hear(case, given, HANDS, today=TODAY)


def test_nothing_is_reviewed_as_of_a_day_before_the_minutes():
    with pytest.raises(NotInOrder):
        reviewed(at(Stage.HEARD), document=a_paper(HELD - DAY))


def test_a_new_notice_gives_a_new_hearing_and_keeps_the_one_that_was_held():
    case = by("renotice", case=at(Stage.HEARD))
    assert (case.hearing, len(case.past_hearings)) == (None, 1)
    assert asked(case, UNTIL).hearing.pending


def test_a_new_notice_leaves_a_pending_request_pending():
    case = by("renotice", case=asked(at(Stage.NOTICED)))
    assert case.hearing.pending
    with pytest.raises(HearingPending):
        reviewed(case)


def test_a_late_reply_after_the_hearing_leaves_the_case_heard():
    case = telling.reply(at(Stage.HEARD), replace(at(Stage.REPLIED).replies[0], received_on=TODAY), LIMITS, today=TODAY)  # fmt: skip
    assert case.stage is Stage.HEARD
