"""Stages and moves of a case, without a database: what may follow what, when, and by whom."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from due_process import a_paper, served

from creditsvc.kernel.refusals import Refusal
from creditsvc.proceedings import domain
from creditsvc.proceedings.domain import (
    Decision,
    Ground,
    Notice,
    NotInOrder,
    Proceeding,
    Reply,
    ReplyPeriodOpen,
    ReplyUnanswered,
    SamePerson,
    Stage,
    WrongStage,
)
from creditsvc.proceedings.form import case_of, plain

KEY = UUID(int=1)
OPENED, SERVED, UNTIL, TODAY = (
    date(2026, 11, 18),
    date(2026, 11, 20),
    date(2026, 11, 27),
    date(2026, 12, 1),
)
DAY = timedelta(days=1)


def a_case(**changes) -> Proceeding:
    ground = Ground(
        rule="WS11-6-2", list="serious_dishonesty", instrument="应急管理部令第11号", article="第六条第（二）项",
        law_digest="0" * 64, rule_digest="1" * 64, evidence=("a", "b"),
        term={"months": 36, "counts_from": "decision"}, explanation={"zh": "因", "en": "why"}, discretionary=False,
    )  # fmt: skip
    case = Proceeding(
        id=KEY, version=1, enterprise_id=KEY, stage=Stage.PROPOSED, ground=ground, opened_on=OPENED, proposed_by="proposer",
    )  # fmt: skip
    return replace(case, **changes)


def a_notice(**changes) -> Notice:
    given = Notice(
        service_id=KEY, document=a_paper(SERVED), service=served(SERVED), reply_until=UNTIL,
        provisional=False, article="第九条", handled_by="handler",
    )  # fmt: skip
    return replace(given, **changes)


def a_decision(**changes) -> Decision:
    given = Decision(
        document=a_paper(TODAY), authority="局", decided_by="approver", decided_on=TODAY, reply_answer=None, waiver=None,
    )  # fmt: skip
    return replace(given, **changes)


def a_reply(day=SERVED) -> Reply:
    return Reply(document=a_paper(day), received_on=day)


def at(stage: Stage) -> Proceeding:
    """A case that came lawfully to *stage*."""
    case = a_case()
    if stage is Stage.PROPOSED:
        return case
    if stage is Stage.DROPPED:
        return domain.drop(case, "证据不足")
    case = domain.notice(case, a_notice(), today=TODAY)
    if stage is Stage.NOTICED:
        return case
    case = domain.decide(case, a_decision(), today=TODAY)
    return case if stage is Stage.DECIDED else domain.conclude(case, served(TODAY), today=TODAY)


MOVES = {
    "notice": lambda case: domain.notice(case, a_notice(), today=TODAY),
    "reply": lambda case: domain.reply(case, a_reply(), today=TODAY),
    "decide": lambda case: domain.decide(case, a_decision(reply_answer="不采纳"), today=TODAY),
    "conclude": lambda case: domain.conclude(case, served(TODAY), today=TODAY),
    "drop": lambda case: domain.drop(case, "撤案"),
    "lapse": lambda case: domain.lapse(case, "依据撤销"),
}
ALLOWED = {
    (Stage.PROPOSED, "notice"): Stage.NOTICED,
    (Stage.PROPOSED, "drop"): Stage.DROPPED,
    (Stage.PROPOSED, "lapse"): Stage.DROPPED,
    (Stage.NOTICED, "reply"): Stage.NOTICED,
    (Stage.NOTICED, "decide"): Stage.DECIDED,
    (Stage.NOTICED, "drop"): Stage.DROPPED,
    (Stage.NOTICED, "lapse"): Stage.DROPPED,
    (Stage.DECIDED, "conclude"): Stage.CONCLUDED,
    (Stage.DECIDED, "lapse"): Stage.DROPPED,
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_allowed_from_its_stages_and_refused_from_all_others(stage, move):
    case, target = at(stage), ALLOWED.get((stage, move))
    if target is None:
        with pytest.raises(WrongStage):
            MOVES[move](case)
        return
    moved = MOVES[move](case)
    assert (moved.stage, moved.version) == (target, case.version + 1)


@pytest.mark.parametrize("stage", Stage)
def test_a_case_at_any_stage_survives_being_stored(stage):
    assert case_of(plain(at(stage))) == at(stage)


def test_no_decision_on_the_last_day_for_reply():
    given = a_decision(decided_on=UNTIL, document=a_paper(UNTIL))
    with pytest.raises(ReplyPeriodOpen):
        domain.decide(at(Stage.NOTICED), given, today=UNTIL)


def test_a_decision_on_the_day_after_the_last_day_for_reply():
    day = UNTIL + DAY
    given = a_decision(decided_on=day, document=a_paper(day))
    assert domain.decide(at(Stage.NOTICED), given, today=day).stage is Stage.DECIDED


def test_no_paper_dated_within_the_reply_period_though_it_is_entered_later():
    with pytest.raises(ReplyPeriodOpen):
        domain.decide(at(Stage.NOTICED), a_decision(decided_on=UNTIL), today=TODAY)


def test_a_written_waiver_opens_the_decision_on_the_day_of_service():
    given = a_decision(decided_on=SERVED, waiver="放弃陈述申辩声明书")
    assert domain.decide(at(Stage.NOTICED), given, today=SERVED).stage is Stage.DECIDED


def test_a_blank_waiver_waives_nothing():
    with pytest.raises(NotInOrder) as refused:
        domain.decide(at(Stage.NOTICED), a_decision(decided_on=SERVED, waiver="  "), today=SERVED)
    assert refused.value.field == "waiver"


@pytest.mark.parametrize("day", [SERVED - DAY, TODAY + DAY])
def test_no_decision_dated_before_the_notice_or_in_the_future(day):
    with pytest.raises(NotInOrder):
        domain.decide(at(Stage.NOTICED), a_decision(decided_on=day, waiver="弃权书"), today=TODAY)


@pytest.mark.parametrize("who", ["proposer", "handler", "recorder"])
def test_nobody_decides_a_case_in_which_he_made_a_move(who):
    with pytest.raises(SamePerson):
        domain.decide(
            at(Stage.NOTICED), a_decision(decided_by=who), today=TODAY, handlers={"recorder"}
        )


@pytest.mark.parametrize("answer", [None, "", " \n"])
def test_a_reply_must_be_answered_in_the_decision(answer):
    case = domain.reply(at(Stage.NOTICED), a_reply(), today=TODAY)
    with pytest.raises(ReplyUnanswered):
        domain.decide(case, a_decision(reply_answer=answer), today=TODAY)


def test_an_answered_reply_lets_the_decision_pass():
    case = domain.reply(at(Stage.NOTICED), a_reply(), today=TODAY)
    decided = domain.decide(case, a_decision(reply_answer="不采纳：无新证据"), today=TODAY)
    assert decided.decision.reply_answer == "不采纳：无新证据"


def test_a_late_reply_is_recorded_and_must_be_answered_too():
    case = domain.reply(at(Stage.NOTICED), a_reply(UNTIL + DAY), today=TODAY)
    assert case.reply.received_on > UNTIL
    with pytest.raises(ReplyUnanswered):
        domain.decide(case, a_decision(), today=TODAY)


@pytest.mark.parametrize(("day", "fits"), [(SERVED - DAY, False), (SERVED, True), (TODAY, True), (TODAY + DAY, False)])  # fmt: skip
def test_a_reply_comes_between_service_and_today(day, fits):
    if fits:
        assert domain.reply(at(Stage.NOTICED), a_reply(day), today=TODAY).reply.received_on == day
        return
    with pytest.raises(NotInOrder):
        domain.reply(at(Stage.NOTICED), a_reply(day), today=TODAY)


@pytest.mark.parametrize(
    ("service", "field"),
    [
        (served(OPENED - DAY), "service.day"),
        (served(TODAY + DAY), "service.day"),
        (served(SERVED, reference=""), "service.reference"),
        (served(SERVED, reference="  "), "service.reference"),
        (served(SERVED, kind="pigeon"), "service.kind"),
    ],
)
def test_a_notice_needs_service_in_order(service, field):
    with pytest.raises(NotInOrder) as refused:
        domain.notice(a_case(), a_notice(service=service), today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("day", [OPENED, TODAY])
def test_a_notice_may_be_served_from_the_opening_day_up_to_today(day):
    given = a_notice(service=served(day), document=a_paper(OPENED))
    assert domain.notice(a_case(), given, today=TODAY).stage is Stage.NOTICED


def test_a_notice_is_not_served_before_it_is_dated():
    with pytest.raises(NotInOrder) as refused:
        domain.notice(a_case(), a_notice(document=a_paper(SERVED + DAY)), today=TODAY)
    assert refused.value.field == "document.day"


def test_the_decision_is_served_on_its_day_or_later_and_not_in_the_future():
    decided = at(Stage.DECIDED)
    assert domain.conclude(decided, served(TODAY), today=TODAY).stage is Stage.CONCLUDED
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(NotInOrder):
            domain.conclude(decided, served(day), today=TODAY)


def test_every_refusal_speaks_chinese_first_then_english():
    with pytest.raises(Refusal) as refused:
        domain.drop(at(Stage.CONCLUDED), "撤案")
    assert any(sign >= "\u4e00" for sign in refused.value.zh)
    assert refused.value.en.isascii()
