"""The steps of a case over the register: measures told, hearing, review, service, and who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import an_event
from due_process import a_paper, a_person, served

from creditsvc.kernel.refusals import Refusal
from creditsvc.proceedings import decisions, notices
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.contents import NoSuchMeasure
from creditsvc.proceedings.deciding import Heavier, NotDeliberated, NotReviewed, NotServedYet
from creditsvc.proceedings.domain import NotInOrder, SamePerson, Stage
from creditsvc.proceedings.opening import Opened, open_case


@pytest.fixture
def enterprise(office):
    return office.two_accidents()[0].enterprise_id


def test_the_measures_of_the_decision_are_among_those_told_and_stand_in_its_ground(
    office, enterprise
):
    case = office.notice(office.propose(enterprise), measures=("M11-3", "M11-4"))
    assert case.notice.outcome.measures == ("M11-3", "M11-4")
    office.clock.advance(days=15)
    case = office.review(case)
    with pytest.raises(Heavier):
        office.decide(case, measures=("M11-4", "M11-5"))
    entry = office.conclude(office.decide(case, measures=("M11-4",)))
    assert entry.ground["measures"] == ["M11-4"]
    assert entry.ground["region"] == "620102"


@pytest.mark.parametrize("measures", [("NONSENSE",), ("M11-4", "M11-4")])
def test_no_measure_that_cannot_be_issued_is_named(office, enterprise, measures):
    with pytest.raises(NoSuchMeasure) as refused:
        office.notice(office.propose(enterprise), measures=measures)
    assert "M11-4" in refused.value.facts["issuable"]
    assert refused.value.facts["may"]["roles"] == ["handler"]


def test_the_notice_says_what_article_9_asks(office, enterprise):
    told = office.notice(office.propose(enterprise), measures=("M11-4",)).notice.contents
    assert list(told) == ["time", "reason", "basis", "measures", "rights"]
    assert "36" in told["time"]["en"]
    assert "第六条第（二）项" in told["basis"]["zh"]
    assert "5个工作日内可以陈述、申辩" in told["rights"]["zh"]
    assert "评优评先" in told["measures"]["zh"]


def test_heavier_measures_take_a_new_notice_and_a_new_time(office, enterprise):
    case = office.notice(office.propose(enterprise), measures=("M11-4",))
    office.clock.advance(days=15)
    case = office.renotice(office.review(case), measures=("M11-3", "M11-4"))
    assert (case.stage, case.notice.reply_until) == (Stage.NOTICED, date(2026, 12, 11))
    with pytest.raises(Refusal):
        office.review(case)
    office.clock.advance(days=7)
    entry = office.conclude(office.decide(case))
    assert entry.ground["measures"] == ["M11-3", "M11-4"]


def test_a_hearing_from_request_to_decision(office, enterprise):
    case = office.ask_to_be_heard(office.noticed(enterprise))
    with pytest.raises(SamePerson):
        office.call(case, office.today + timedelta(days=30), by="handler")
    with pytest.raises(NotInOrder) as refused:
        office.call(case, date(2026, 12, 1))  # the seventh working day after the 20th
    assert refused.value.field == "held_on"
    case = office.call(case, date(2026, 12, 2))
    office.clock.advance(days=12)
    case = office.hear(case)
    assert (case.stage, case.hearing.minutes.presided_by) == (Stage.HEARD, "user:presider")
    case = office.review(case)
    with pytest.raises(SamePerson):
        office.decide(case, who="presider", hearing_answer="不采纳")
    case = office.decide(case, hearing_answer="不采纳：无新证据")
    assert office.conclude(case).ground["people"] == [
        "user:approver", "user:handler", "user:presider", "user:reviewer",
    ]  # fmt: skip


def test_a_returned_case_goes_back_to_the_handler(office, enterprise):
    case = office.noticed(enterprise)
    office.clock.advance(days=15)
    case = office.review(case, opinion="return", reasons="证据不足")
    assert case.stage is Stage.NOTICED
    with pytest.raises(NotReviewed) as refused:
        office.decide(case, reviewed=False)
    assert refused.value.facts["may"]["roles"] == ["approver"]
    assert office.decide(case).stage is Stage.DECIDED


@pytest.mark.parametrize("said_by", ["handler", "reviewer"])
def test_a_complex_case_is_deliberated(office, enterprise, said_by):
    case = office.open(office.propose(enterprise), complex_case=said_by == "handler")
    case = office.notice(case)
    office.clock.advance(days=15)
    case = office.review(case, complex_case=said_by == "reviewer")
    with pytest.raises(NotDeliberated):
        office.decide(case)
    assert office.conclude(office.decide(office.deliberate(case)))


def test_whoever_handles_the_case_does_not_approve_its_opening(office, enterprise):
    case = office.propose(enterprise)
    for name in ("handler", "user:handler", " handler "):
        with pytest.raises(SamePerson):
            office.open(case, approved_by=name)


def test_conduct_past_its_limitation_is_flagged_and_needs_a_review(office):
    office.record(
        an_event(source_ref="E-1", occurred_on="2024-01-10", penalised_on="2024-03-01"),
        an_event(source_ref="E-2", occurred_on="2024-12-20", penalised_on="2025-03-01"),
    )
    case = office.open(office.propose(office.key()))
    assert len(case.opening.expired) == 1
    assert "第三十六条" in case.opening.expired[0]


def test_a_decision_served_by_public_notice_lists_thirty_days_later(office, enterprise):
    case = office.decided(enterprise)
    proofs = {name: a_paper(office.today, name) for name in ("failed_attempts", "publication")}
    given = replace(served(office.today, kind="public_notice"), proofs=proofs)
    case = office.serve(case, given)
    office.clock.advance(days=29)
    with pytest.raises(NotServedYet):
        office.conclude(case)
    office.clock.advance(days=1)
    assert office.conclude(case).in_force_at(office.clock.now() + timedelta(seconds=1))


def test_a_served_decision_falls_with_its_event_before_the_entry(office, enterprise):
    case = office.serve(office.decided(enterprise))
    again, _ = office.two_accidents()  # the same two: sent again, they change nothing
    office.correct(again, facts={"deaths": 1, "liable": True})
    assert office.case(case).stage is Stage.DROPPED


def test_what_the_party_does_is_recorded_though_its_ground_is_in_doubt(office):
    one, _ = office.two_accidents()
    case = office.noticed(one.enterprise_id)
    office.status(one, "suspend")
    case = office.ask_to_be_heard(office.waive(office.reply(case)))
    assert case.hearing.pending


def test_every_refusal_says_who_may_and_from_which_stage(office, enterprise):
    case = office.propose(enterprise)
    with office.act("handler") as act, pytest.raises(Refusal) as refused:
        decisions.serve(act, office.laws, case.id, case.version, served(office.today))
    assert refused.value.facts["may"] == {"roles": ["handler"], "stages": ["decided"]}
    assert refused.value.facts["needed"] == ["decided"]
    with office.act("handler") as act, pytest.raises(Refusal) as refused:
        notices.waive(act, act.new_id(), 1, None)
    assert refused.value.facts["may"]["roles"] == ["handler"]


def test_the_region_of_a_case_without_one_is_that_of_its_handler(office):
    stated = [an_event(source_ref=f"E-{day}", occurred_on=day, region=None) for day in ("2026-03-01", "2026-04-01")]  # fmt: skip
    office.record(*stated)
    handler = replace(a_person("handler"), region="6201")
    with office.runtime.work.act(handler) as act:
        law = office.laws.in_use(act.session)
        case = proceedings.propose(act, law, office.key(), "WS11-6-2")
        given = Opened(document=a_paper(act.day), approved_by="虚构负责人", complex_case=False)
        assert open_case(act, law, case.id, 1, given).region == "6201"


def test_whoever_reviewed_a_case_may_serve_and_conclude_its_decision(office, enterprise):
    case = office.decided(enterprise)
    with office.act("reviewer") as act:
        case = decisions.serve(act, office.laws, case.id, case.version, served(office.today))
    assert office.conclude(case, who="reviewer").in_force_at(
        office.clock.now() + timedelta(seconds=1)
    )
