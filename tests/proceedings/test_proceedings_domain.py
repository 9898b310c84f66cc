"""Stages and moves of a case, without a database: what may follow what, when, and by whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from a_case import (
    DAY,
    HANDS,
    LIMITS,
    MOVES,
    OPENED,
    OWED,
    PROPOSED,
    REVIEWED_BY,
    SERVED,
    TODAY,
    TOLD,
    UNTIL,
    a_decision,
    a_meeting,
    a_notice,
    a_reply,
    a_review,
    a_waiver,
    an_opening,
    at,
    by,
    decided,
    reviewed,
)
from due_process import a_paper, served

from creditsvc.kernel.refusals import Refusal
from creditsvc.proceedings import deciding, telling
from creditsvc.proceedings.deciding import (
    Heavier,
    NotDeliberated,
    NotReviewed,
    NotServedYet,
    ReplyUnanswered,
)
from creditsvc.proceedings.domain import (
    NotInOrder,
    ReplyPeriodOpen,
    SamePerson,
    Stage,
    WrongStage,
)
from creditsvc.proceedings.form import case_of, plain
from creditsvc.proceedings.steps import Limits

BEFORE_DECISION = [
    Stage.PROPOSED, Stage.OPENED, Stage.NOTICED, Stage.REPLIED, Stage.HEARD, Stage.REVIEWED,
]  # fmt: skip
STAY = {Stage.NOTICED: Stage.REPLIED, Stage.REPLIED: Stage.REPLIED, Stage.HEARD: Stage.HEARD, Stage.REVIEWED: Stage.REPLIED}  # fmt: skip
ALLOWED = {
    (Stage.PROPOSED, "open"): Stage.OPENED,
    (Stage.OPENED, "notice"): Stage.NOTICED,
    **{(stage, "renotice"): Stage.NOTICED for stage in STAY},
    **{(stage, "reply"): target for stage, target in STAY.items()},
    **{(stage, "waive"): stage for stage in STAY},
    (Stage.NOTICED, "request"): Stage.NOTICED,
    (Stage.REPLIED, "request"): Stage.REPLIED,
    (Stage.REVIEWED, "request"): Stage.REPLIED,
    **{(stage, "deliberate"): stage for stage in STAY},
    **{(stage, "review"): Stage.REVIEWED for stage in STAY if stage is not Stage.REVIEWED},
    (Stage.REVIEWED, "decide"): Stage.DECIDED,
    (Stage.DECIDED, "serve"): Stage.SERVED,
    (Stage.SERVED, "conclude"): Stage.CONCLUDED,
    **{(stage, "drop"): Stage.DROPPED for stage in BEFORE_DECISION},
    **{(stage, "lapse"): Stage.DROPPED for stage in (*BEFORE_DECISION, Stage.DECIDED, Stage.SERVED)},
}  # fmt: skip


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_allowed_from_its_stages_and_refused_from_all_others(stage, move):
    case, target = at(stage), ALLOWED.get((stage, move))
    if target is None:
        with pytest.raises((WrongStage, NotReviewed)):
            MOVES[move](case)
        return
    moved = MOVES[move](case)
    assert (moved.stage, moved.version) == (target, case.version + 1)


@pytest.mark.parametrize("stage", Stage)
def test_a_case_at_any_stage_survives_being_stored(stage):
    assert case_of(plain(at(stage))) == at(stage)


def test_a_case_stored_before_openings_and_hearings_is_read():
    stored = plain(at(Stage.REPLIED))
    for name in ("opening", "replies", "waiver", "hearing", "past_hearings", "review", "region"):
        stored.pop(name)
    stored["notice"].pop("outcome")
    stored["notice"]["service"].pop("proofs")
    stored["reply"] = plain(at(Stage.REPLIED))["replies"][0]
    case = case_of(stored)
    assert (case.opening, case.notice.outcome, len(case.replies)) == (None, None, 1)


def test_an_opening_needs_the_principal_who_approved_it():
    with pytest.raises(NotInOrder) as refused:
        telling.open_case(at(Stage.PROPOSED), an_opening(approved_by=" "), today=TODAY)
    assert refused.value.field == "approved_by"


@pytest.mark.parametrize(("day", "fits"), [(PROPOSED - DAY, False), (PROPOSED, True), (TODAY, True), (TODAY + DAY, False)])  # fmt: skip
def test_a_case_is_opened_between_its_proposal_and_today(day, fits):
    given = an_opening(document=a_paper(day))
    if fits:
        assert telling.open_case(at(Stage.PROPOSED), given, today=TODAY).stage is Stage.OPENED
        return
    with pytest.raises(NotInOrder):
        telling.open_case(at(Stage.PROPOSED), given, today=TODAY)


@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.DECIDED])
def test_a_case_from_before_openings_files_its_own_late_and_stays_where_it_is(stage):
    old = replace(at(stage), opening=None)
    opened = telling.open_case(old, an_opening(), today=TODAY)
    assert (opened.stage, opened.opening) == (stage, an_opening())
    with pytest.raises(WrongStage):
        telling.open_case(opened, an_opening(), today=TODAY)


def test_no_decision_in_a_case_that_was_never_opened():
    with pytest.raises(WrongStage):
        decided(replace(at(Stage.REVIEWED), opening=None))


@pytest.mark.parametrize(
    ("service", "field"),
    [
        (served(OPENED - DAY), "service.day"),
        (served(TODAY + DAY), "service.day"),
        (served(SERVED, reference="  "), "service.reference"),
    ],
)
def test_a_notice_needs_service_in_order(service, field):
    with pytest.raises(NotInOrder) as refused:
        telling.notice(at(Stage.OPENED), a_notice(service=service), today=TODAY)
    assert refused.value.field == field


def test_a_notice_is_not_served_before_it_is_dated():
    with pytest.raises(NotInOrder) as refused:
        telling.notice(at(Stage.OPENED), a_notice(document=a_paper(SERVED + DAY)), today=TODAY)
    assert refused.value.field == "document.day"


@pytest.mark.parametrize(("day", "fits"), [(SERVED - DAY, False), (SERVED, True), (TODAY, True), (TODAY + DAY, False)])  # fmt: skip
def test_a_reply_comes_between_service_and_today(day, fits):
    if fits:
        (reply,) = telling.reply(at(Stage.NOTICED), a_reply(day), LIMITS, today=TODAY).replies
        assert (reply.received_on, reply.late) == (day, day > UNTIL)
        return
    with pytest.raises(NotInOrder):
        telling.reply(at(Stage.NOTICED), a_reply(day), LIMITS, today=TODAY)


@pytest.mark.parametrize(("day", "late"), [(UNTIL, False), (UNTIL + DAY, True)])
def test_a_reply_is_late_from_the_day_after_its_last_and_recorded_all_the_same(day, late):
    case = telling.reply(at(Stage.NOTICED), a_reply(day), LIMITS, today=TODAY)
    assert case.replies[0].late is late
    with pytest.raises(ReplyUnanswered):
        decided(reviewed(case), reply_answer=None)


def test_a_reply_undoes_the_review_that_did_not_know_of_it():
    case = by("reply", case=by("open", "notice", "deliberate", "review"))
    assert (case.stage, case.review, case.deliberation) == (Stage.REPLIED, None, None)
    with pytest.raises(NotReviewed):
        decided(case)


@pytest.mark.parametrize(("day", "fits"), [(SERVED - DAY, False), (SERVED, True), (TODAY, True), (TODAY + DAY, False)])  # fmt: skip
def test_a_waiver_is_a_paper_dated_once_the_notice_was_served(day, fits):
    if fits:
        assert telling.waive(at(Stage.NOTICED), a_waiver(day), today=TODAY).waiver is not None
        return
    with pytest.raises(NotInOrder) as refused:
        telling.waive(at(Stage.NOTICED), a_waiver(day), today=TODAY)
    assert refused.value.field == "document.day"


def test_a_waiver_counts_from_the_day_on_which_the_notice_counts_as_served():
    deemed = replace(served(SERVED), counts_from=SERVED + 2 * DAY)
    case = telling.notice(at(Stage.OPENED), a_notice(service=deemed), today=TODAY)
    with pytest.raises(NotInOrder):
        telling.waive(case, a_waiver(SERVED + DAY), today=TODAY)
    assert telling.waive(case, a_waiver(SERVED + 2 * DAY), today=TODAY).waiver is not None


REVIEWING = {
    "review": lambda case, day, limits: deciding.review(
        case, a_review(document=a_paper(day)), limits, HANDS, today=day
    ),
    "deliberate": lambda case, day, limits: deciding.deliberate(
        case, a_meeting(day), limits, today=day
    ),
}


@pytest.mark.parametrize("move", REVIEWING)
@pytest.mark.parametrize(
    ("reply", "hearing", "last"),
    [(UNTIL, UNTIL, UNTIL), (UNTIL, UNTIL + DAY, UNTIL + DAY), (UNTIL, None, UNTIL)],
)
def test_nothing_is_prepared_on_the_partys_last_day_and_all_may_be_on_the_next(
    move, reply, hearing, last
):
    limits = Limits(reply=reply, hearing=hearing)
    with pytest.raises(ReplyPeriodOpen):
        REVIEWING[move](at(Stage.NOTICED), last, limits)
    assert REVIEWING[move](at(Stage.NOTICED), last + DAY, limits)


def test_no_decision_on_the_last_day_though_it_is_entered_later():
    with pytest.raises(ReplyPeriodOpen):
        decided(at(Stage.REVIEWED), decided_on=UNTIL, document=a_paper(UNTIL))


def test_a_waiver_of_reply_and_hearing_opens_the_review_on_the_day_of_service():
    case = by("open", "notice", "waive")
    made = deciding.review(case, a_review(document=a_paper(SERVED)), LIMITS, HANDS, today=SERVED)
    given = a_decision(decided_on=SERVED, document=a_paper(SERVED))
    done = deciding.decide(made, given, LIMITS, OWED, REVIEWED_BY, today=SERVED)
    assert (done.stage, done.decision.waiver) == (Stage.DECIDED, "弃")


def test_a_waiver_of_the_reply_alone_leaves_the_time_to_ask_for_a_hearing():
    case = telling.waive(at(Stage.NOTICED), a_waiver(hearing=False), today=TODAY)
    with pytest.raises(ReplyPeriodOpen):
        reviewed(case, document=a_paper(UNTIL))
    assert reviewed(case, document=a_paper(UNTIL + DAY)).stage is Stage.REVIEWED


@pytest.mark.parametrize("who", ["proposer", "handler"])
def test_nobody_reviews_a_case_he_handled(who):
    with pytest.raises(SamePerson):
        reviewed(at(Stage.NOTICED), by=who)


def test_whoever_presided_may_review():
    hands = HANDS | {("hear", "reviewer")}
    made = deciding.review(at(Stage.HEARD), a_review(), LIMITS, hands, today=TODAY)
    assert made.stage is Stage.REVIEWED


def test_a_review_that_returns_the_case_says_why_and_lets_nobody_decide():
    with pytest.raises(NotInOrder) as refused:
        reviewed(at(Stage.NOTICED), opinion="return", reasons=" ")
    assert refused.value.field == "reasons"
    case = reviewed(at(Stage.REPLIED), opinion="return", reasons="证据不足")
    assert (case.stage, case.review.opinion) == (Stage.REPLIED, "return")
    with pytest.raises(NotReviewed):
        decided(case)
    assert decided(reviewed(case)).stage is Stage.DECIDED


def test_a_returned_case_is_not_decided_even_where_no_review_was_owed():
    case = replace(at(Stage.REPLIED), opening=an_opening(review_due=False))
    none_owed = replace(OWED, review=False)
    returned = reviewed(case, opinion="return", reasons="证据不足")
    with pytest.raises(NotReviewed):
        deciding.decide(returned, a_decision(), LIMITS, none_owed, HANDS, today=TODAY)
    assert deciding.decide(case, a_decision(), LIMITS, none_owed, HANDS, today=TODAY)


def test_conduct_past_its_limitation_makes_a_review_due_whatever_the_list():
    opening = an_opening(review_due=False, expired=("第三十六条",))
    case = replace(at(Stage.REPLIED), opening=opening)
    with pytest.raises(NotReviewed):
        deciding.decide(case, a_decision(), LIMITS, replace(OWED, review=False), HANDS, today=TODAY)


def test_an_opinion_that_nobody_knows_is_none():
    with pytest.raises(NotInOrder):
        reviewed(at(Stage.NOTICED), opinion="perhaps")


def test_whoever_reviewed_and_then_handled_did_not_review():
    hands = REVIEWED_BY | {("waive", "reviewer")}
    with pytest.raises(SamePerson):
        deciding.decide(at(Stage.REVIEWED), a_decision(), LIMITS, OWED, hands, today=TODAY)


@pytest.mark.parametrize("who", ["proposer", "handler", "reviewer", "presider", "recorder"])
def test_nobody_decides_a_case_in_which_he_made_a_move(who):
    hands = REVIEWED_BY | {("hear", "presider"), ("reply", "recorder")}
    given = a_decision(decided_by=who)
    with pytest.raises(SamePerson):
        deciding.decide(at(Stage.REVIEWED), given, LIMITS, OWED, hands, today=TODAY)


@pytest.mark.parametrize("answer", [None, "", " \n"])
def test_a_reply_must_be_answered_in_the_decision(answer):
    with pytest.raises(ReplyUnanswered) as refused:
        decided(at(Stage.REVIEWED), reply_answer=answer)
    assert refused.value.field == "reply_answer"


def test_a_hearing_must_be_answered_in_the_decision():
    case = reviewed(at(Stage.HEARD))
    with pytest.raises(ReplyUnanswered) as refused:
        decided(case, hearing_answer=" ")
    assert refused.value.field == "hearing_answer"
    assert decided(case).stage is Stage.DECIDED


def test_a_complex_case_is_deliberated_before_it_is_decided():
    owed = replace(OWED, deliberation=True)
    with pytest.raises(NotDeliberated):
        deciding.decide(at(Stage.REVIEWED), a_decision(), LIMITS, owed, REVIEWED_BY, today=TODAY)
    case = MOVES["deliberate"](at(Stage.REVIEWED))
    assert deciding.decide(case, a_decision(), LIMITS, owed, REVIEWED_BY, today=TODAY)


def test_a_decision_is_not_dated_before_the_deliberation():
    case = MOVES["deliberate"](by("open", "notice", "reply"))
    early = TODAY - DAY
    case = reviewed(case, document=a_paper(early))
    with pytest.raises(NotInOrder):
        decided(case, decided_on=early, document=a_paper(early))


@pytest.mark.parametrize("present", [(), ("甲",), ("甲", " 甲 "), ("甲", " ")])
def test_a_deliberation_is_of_two_people_at_least(present):
    with pytest.raises(NotInOrder) as refused:
        deciding.deliberate(at(Stage.NOTICED), a_meeting(present=present), LIMITS, today=TODAY)
    assert refused.value.field == "present"


HEAVIER = {
    "another list": replace(TOLD, list="blacklist"),
    "another rule": replace(TOLD, rule="WS11-6-1"),
    "a longer term": replace(TOLD, months=37),
    "an endless term": replace(TOLD, months=None),
    "another start": replace(TOLD, counts_from="publication"),
    "one more measure": replace(TOLD, measures=("M11-3", "M11-5")),
}


@pytest.mark.parametrize("more", HEAVIER)
def test_nothing_heavier_is_decided_than_the_party_was_told_of(more):
    with pytest.raises(Heavier):
        decided(at(Stage.REVIEWED), outcome=HEAVIER[more])


@pytest.mark.parametrize("less", [TOLD, replace(TOLD, measures=()), replace(TOLD, measures=("M11-4",)), replace(TOLD, months=35)])  # fmt: skip
def test_what_was_told_and_less_may_be_decided(less):
    assert decided(at(Stage.REVIEWED), outcome=less).decision.outcome == less


def test_a_notice_that_named_no_measures_carries_none():
    case = replace(at(Stage.REVIEWED), notice=a_notice(outcome=None))
    with pytest.raises(Heavier) as refused:
        decided(case)
    assert refused.value.field == "measures"
    assert decided(case, outcome=replace(TOLD, measures=())).stage is Stage.DECIDED


def test_a_new_notice_takes_a_new_paper_and_undoes_what_went_on_the_old_one():
    case = by("open", "notice", "waive", "reply", "deliberate", "review")
    with pytest.raises(NotInOrder):
        telling.renotice(case, a_notice(), today=TODAY)
    told = a_notice(document=a_paper(SERVED, "再告"), outcome=HEAVIER["one more measure"])
    again = telling.renotice(case, told, today=TODAY)
    assert (again.stage, again.waiver, again.review, again.deliberation) == (
        Stage.NOTICED, None, None, None,
    )  # fmt: skip
    assert again.replies == case.replies
    with pytest.raises(NotReviewed):
        decided(again)
    assert decided(reviewed(again), outcome=HEAVIER["one more measure"]).stage is Stage.DECIDED


def test_a_decision_is_not_dated_before_the_review():
    with pytest.raises(NotInOrder):
        decided(at(Stage.REVIEWED), decided_on=TODAY - DAY, document=a_paper(TODAY - DAY))


def test_the_decision_is_served_on_its_day_or_later_and_not_in_the_future():
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(NotInOrder):
            deciding.serve(at(Stage.DECIDED), served(day), today=TODAY)
    assert deciding.serve(at(Stage.DECIDED), served(TODAY), today=TODAY).stage is Stage.SERVED


def test_the_entry_waits_for_the_day_on_which_the_decision_counts_as_served():
    deemed = replace(served(TODAY, kind="public_notice"), counts_from=TODAY + timedelta(days=30))
    case = deciding.serve(at(Stage.DECIDED), deemed, today=TODAY)
    with pytest.raises(NotServedYet):
        deciding.conclude(case, today=date(2027, 1, 13))
    assert deciding.conclude(case, today=date(2027, 1, 14)).stage is Stage.CONCLUDED


def test_a_case_is_not_dropped_without_a_reason():
    with pytest.raises(NotInOrder):
        telling.drop(at(Stage.NOTICED), "  ")


def test_every_refusal_speaks_chinese_first_then_english():
    with pytest.raises(Refusal) as refused:
        telling.drop(at(Stage.CONCLUDED), "撤案")
    assert any(sign >= "\u4e00" for sign in refused.value.zh)
    assert refused.value.en.isascii()
