"""A case over the register: the record is asked again before every move."""

from datetime import date

import pytest
from builders import a_code, an_event
from due_process import RULE

from creditsvc.enterprises.service import UnknownEnterprise
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import BasisGone, ReplyPeriodOpen, SamePerson, Stage, WrongStage
from creditsvc.proceedings.filing import StaleProceeding, UnknownProceeding
from creditsvc.proceedings.service import AlreadyOpen


def moved_to(office, stage: Stage):
    """A case on two accidents that came to *stage*, and those accidents."""
    both = office.two_accidents()
    case = office.propose(both[0].enterprise_id)
    if stage is Stage.OPENED:
        case = office.open(case)
    elif stage is not Stage.PROPOSED:
        case = office.notice(case)
    if stage in (Stage.REVIEWED, Stage.DECIDED, Stage.SERVED):
        office.clock.advance(days=15)
        case = office.review(case)
    if stage in (Stage.DECIDED, Stage.SERVED):
        case = office.decide(case)
    if stage is Stage.SERVED:
        case = office.serve(case)
    return case, both


OPEN = (
    Stage.PROPOSED, Stage.OPENED, Stage.NOTICED, Stage.REVIEWED, Stage.DECIDED, Stage.SERVED,
)  # fmt: skip


def test_a_case_names_its_rule_article_evidence_and_opener(office):
    both = office.two_accidents()
    case = office.propose(both[0].enterprise_id)
    assert case.ground.article == "第六条第（二）项"
    assert set(case.ground.evidence) == {str(one.event_id) for one in both}
    assert (case.proposed_by, case.opened_on) == ("user:handler", date(2026, 11, 20))


def test_no_case_on_a_rule_that_is_not_met(office):
    (one,) = office.record(an_event())
    with pytest.raises(BasisGone):
        office.propose(one.enterprise_id)


def test_no_case_on_a_rule_that_is_undetermined(office):
    one, _ = office.two_accidents()
    office.status(one, "suspend")
    with pytest.raises(BasisGone):
        office.propose(one.enterprise_id)


def test_no_case_on_a_finding_that_waits_for_legal_review(office):
    old = [
        an_event(source_ref=ref, occurred_on=day, penalised_on="2023-11-01")
        for ref, day in (("E-1", "2023-05-01"), ("E-2", "2023-06-01"))
    ]
    one, _ = office.record(*old)
    with pytest.raises(BasisGone):
        office.propose(one.enterprise_id)


@pytest.mark.parametrize("rule", ["WS11-6-5", "NONSENSE"])
def test_no_case_on_a_rule_that_lists_no_enterprise(office, rule):
    (one,) = office.record(an_event(kind="ws.rescue_failure", facts={"mode": "no_rescue"}))
    with pytest.raises(BasisGone):
        office.propose(one.enterprise_id, rule)


def test_no_case_against_an_enterprise_nobody_knows(office):
    with office.act() as act, pytest.raises(UnknownEnterprise):
        proceedings.propose(act, office.law, act.new_id(), RULE)


def test_no_second_case_under_a_rule_while_one_is_open(office):
    case, _ = moved_to(office, Stage.DECIDED)
    with pytest.raises(AlreadyOpen):
        office.propose(case.enterprise_id)


def test_a_dropped_case_makes_room_for_another(office):
    case, _ = moved_to(office, Stage.PROPOSED)
    with office.act("handler") as act:
        proceedings.drop(act, case.id, case.version, "材料不全")
    assert office.propose(case.enterprise_id).id != case.id


def test_a_case_nobody_knows_is_said_to_be_unknown(office):
    with office.act() as act, pytest.raises(UnknownProceeding):
        proceedings.get(act.session, act.new_id())


def test_a_move_on_a_version_that_has_passed_is_stale(office):
    case, _ = moved_to(office, Stage.OPENED)
    office.notice(case)
    with pytest.raises(StaleProceeding):
        office.notice(case)


def test_the_notice_carries_the_last_day_to_reply_and_its_article(office):
    case, _ = moved_to(office, Stage.NOTICED)
    assert case.notice.reply_until == date(2026, 11, 27)
    assert "第四十四条" in case.notice.article


def test_no_decision_on_the_last_day_and_one_on_the_next(office):
    case, _ = moved_to(office, Stage.NOTICED)
    office.clock.advance(days=7)
    assert office.today == case.notice.reply_until
    with pytest.raises(ReplyPeriodOpen):
        office.decide(case)
    office.clock.advance(days=1)
    assert office.decide(case).stage is Stage.DECIDED


def test_the_decision_counts_from_the_day_on_its_paper(office):
    case, _ = moved_to(office, Stage.NOTICED)
    office.clock.advance(days=15)
    entry = office.conclude(office.decide(case, day=date(2026, 12, 1)))
    assert (entry.starts_on, entry.last_day) == (date(2026, 12, 1), date(2029, 12, 1))


def test_no_decision_dated_on_a_day_when_the_rule_was_not_met(office):
    late = "2026-11-30"
    one, _ = office.record(
        an_event(source_ref="E-1", occurred_on="2026-02-01"), an_event(source_ref="E-2")
    )
    case = office.noticed(one.enterprise_id)
    office.clock.advance(days=15)
    office.correct(one, penalised_on=late)
    case = office.review(case, day=date(2026, 11, 29))
    with pytest.raises(BasisGone):
        office.decide(case, day=date(2026, 11, 29))
    assert office.decide(case, day=date(2026, 11, 30)).stage is Stage.DECIDED


@pytest.mark.parametrize("who", ["opener", "handler", "recorder", "reviewer"])
def test_nobody_decides_who_opened_noticed_or_took_the_reply(office, who):
    one, _ = office.two_accidents()
    case = office.notice(office.propose(one.enterprise_id, who="opener"), who="handler")
    case = office.reply(case, who="recorder")
    office.clock.advance(days=15)
    case = office.review(case)
    with pytest.raises(SamePerson):
        office.decide(case, who=who, answer="不采纳")
    assert office.decide(case, who="approver", answer="不采纳").stage is Stage.DECIDED


def test_nobody_drops_what_was_decided(office):
    case, _ = moved_to(office, Stage.DECIDED)
    with office.act("handler") as act, pytest.raises(WrongStage):
        proceedings.drop(act, case.id, case.version, "改主意")


@pytest.mark.parametrize("stage", OPEN)
def test_an_annulled_event_ends_the_open_case_at_any_stage(office, stage):
    case, (one, _) = moved_to(office, stage)
    office.status(one, "revoke")
    assert office.case(case).stage is Stage.DROPPED


@pytest.mark.parametrize("stage", OPEN)
def test_a_corrected_event_that_no_longer_counts_ends_the_open_case(office, stage):
    case, (one, _) = moved_to(office, stage)
    office.correct(one, facts={"deaths": 1, "liable": True})
    assert office.case(case).stage is Stage.DROPPED


@pytest.mark.parametrize("stage", OPEN)
def test_an_event_that_turns_out_to_be_of_another_enterprise_ends_the_open_case(office, stage):
    case, (one, _) = moved_to(office, stage)
    office.correct(one, uscc=a_code(9), name="虚构另一煤业有限公司")
    assert office.case(case).stage is Stage.DROPPED


@pytest.mark.parametrize("stage", OPEN)
def test_a_suspended_event_holds_the_case_where_it_stands(office, stage):
    case, (one, _) = moved_to(office, stage)
    office.status(one, "suspend")
    assert office.case(case) == case
    move = {
        Stage.PROPOSED: office.open,
        Stage.OPENED: office.notice,
        Stage.NOTICED: office.review,
        Stage.REVIEWED: office.decide,
        Stage.DECIDED: office.serve,
        Stage.SERVED: office.conclude,
    }
    office.clock.advance(days=15)
    with pytest.raises(BasisGone) as refused:
        move[stage](case)
    assert refused.value.facts["ground"] == "in_doubt"


def test_a_reinstated_event_lets_the_held_case_go_on(office):
    case, (one, _) = moved_to(office, Stage.NOTICED)
    office.status(one, "suspend")
    office.clock.advance(days=15)
    office.status(one, "reinstate")
    assert office.decide(case).stage is Stage.DECIDED


def test_an_event_first_suspended_then_annulled_ends_the_case(office):
    case, (one, _) = moved_to(office, Stage.NOTICED)
    office.status(one, "suspend")
    office.status(one, "revoke")
    assert office.case(case).stage is Stage.DROPPED


def test_a_fact_that_became_unknown_holds_the_case(office):
    case, (one, _) = moved_to(office, Stage.NOTICED)
    office.correct(one, sector=None)
    assert office.case(case).stage is Stage.NOTICED
    office.clock.advance(days=15)
    with pytest.raises(BasisGone):
        office.decide(case)


def test_of_three_accidents_told_two_are_left_and_bear_the_case(office):
    one, *_ = office.record(
        *(an_event(source_ref=f"E-{day}", occurred_on=f"2026-0{day}-01") for day in (3, 4, 5))
    )
    case = office.noticed(one.enterprise_id)
    office.status(one, "revoke")
    office.clock.advance(days=15)
    assert office.decide(case).stage is Stage.DECIDED


def test_an_accident_of_which_the_party_was_never_told_bears_nothing(office):
    case, (one, _) = moved_to(office, Stage.NOTICED)
    office.record(an_event(source_ref="E-new", occurred_on="2026-04-01"))
    office.status(one, "revoke")
    assert office.case(case).stage is Stage.DROPPED
    assert (
        office.propose(case.enterprise_id).stage is Stage.PROPOSED
    )  # but a new case may be opened


def test_every_move_stands_in_the_record_of_the_case_with_its_act(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    with office.runtime.work.read() as session:
        (case,) = proceedings.find(session, enterprise_id=one.enterprise_id)
        moves = proceedings.moves(session, case.id)
    assert [(version, move, by) for version, move, by, _ in moves] == [
        (1, "propose", "user:handler"),
        (2, "open", "user:handler"),
        (3, "notice", "user:handler"),
        (4, "review", "user:reviewer"),
        (5, "decide", "user:approver"),
        (6, "serve", "user:handler"),
        (7, "conclude", "user:handler"),
    ]
    assert entry.act_no == moves[-1][3]


def test_a_refused_move_leaves_nothing_behind(office):
    case, _ = moved_to(office, Stage.NOTICED)
    with pytest.raises(ReplyPeriodOpen):
        office.decide(case)
    assert office.case(case) == case
