"""An application's way: received, taken up, decided by another; what a grant does at once; fraud."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import an_event
from due_process import a_decree, a_paper, a_person
from removals import (
    JUDGED,
    accept,
    apply,
    decline,
    extend,
    grant,
    papers,
    refuse,
    removed,
    revoke,
    state,
    withdraw,
)
from sqlalchemy import text

from creditsvc.access.domain import OutsideRemit
from creditsvc.audit.witnesses import unwitnessed
from creditsvc.listings.domain import ListingEnded
from creditsvc.proceedings.service import AlreadyOpen
from creditsvc.repairs import service as repairs
from creditsvc.repairs.refusals import (
    HandledIt,
    NoExtension,
    NoRestoration,
    NotEligible,
    NotJudged,
    RepairNotInOrder,
    RepairOpen,
    StaleRepair,
    UnknownRepair,
    WrongRepairStage,
)

FIRE = {"list": "fire_serious_dishonesty", "rule": "FB-S5", "region": "620500"}

LITE = pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing here depends on the engine


@pytest.fixture
def entry(office):
    """An entry that has stood for more than a year."""
    return office.confirmed(a_decree(decided_on=date(2025, 3, 3)))


@pytest.fixture
def own(office):
    """An entry of our own, more than a year old."""
    entry = office.listed(office.two_accidents()[0].enterprise_id)
    office.clock.advance(days=400)
    return entry


def test_a_grant_ends_the_entry_in_the_same_act(office, entry):
    assert office.position(entry.enterprise_id).status == "listed"
    granted = removed(office, entry)
    ended = office.entry(entry)
    assert (ended.end.reason, ended.end.document_no) == ("repaired", "移1号")
    assert office.position(entry.enterprise_id).status == "not_listed"
    assert office.reasons()[-3:] == ["repaired", "status_changed", "tier_changed"]
    assert state(office, granted.id).stage == "granted"
    with office.runtime.work.read() as session:
        assert unwitnessed(session) == []


def test_the_portal_is_told_of_the_removal_in_the_same_act(office, own):
    removed(office, own)
    with office.runtime.work.read() as session:
        rows = session.execute(text("SELECT body FROM portal_records ORDER BY act_no"))
        told = [json.loads(row)["action"] for (row,) in rows]
    assert told == ["entry", "removal"]
    assert office.position(own.enterprise_id).entries == ()


def test_an_application_too_early_is_recorded_and_answered_but_not_taken_up(office):
    entry = office.confirmed(a_decree(decided_on=date(2025, 11, 21)))
    early = apply(office, entry)
    with pytest.raises(NotEligible) as refused:
        accept(office, early)
    assert refused.value.facts["may_apply_from"] == "2026-11-21"
    assert "2026-11-21" in refused.value.zh
    assert "第十三条" in refused.value.zh
    answered = decline(office, early, "未满十二个月")
    assert answered.outcome.obstacles[0]["from"] == "2026-11-21"
    office.clock.advance(days=1)
    assert accept(office, apply(office, entry)).stage == "accepted"


def test_only_one_application_for_an_entry_is_open(office, entry):
    first = apply(office, entry)
    with pytest.raises(RepairOpen):
        apply(office, entry)
    assert withdraw(office, first).stage == "withdrawn"
    assert apply(office, entry).stage == "received"


def test_a_lacking_paper_stops_the_acceptance_and_a_strange_one_the_application(office, entry):
    with pytest.raises(NotEligible, match="第十八条"):
        accept(office, apply(office, entry, proofs=("obligations", "commitment")))
    with pytest.raises(RepairNotInOrder) as refused:
        apply(office, office.confirmed(a_decree(source_ref="L-2", decided_on=date(2025, 3, 4), rule="WS11-7-1")), proofs=("colour",))  # fmt: skip
    assert refused.value.field == "proofs"


@pytest.mark.parametrize("who", ["handler", "second"])
def test_whoever_handled_the_application_does_not_decide_it(office, entry, who):
    accepted = accept(office, apply(office, entry), who="second")
    for decide in (grant, refuse):
        with pytest.raises(HandledIt) as refused:
            decide(office, accepted, who=who)
        assert refused.value.need.scope == "proceedings.decide"


def test_a_grant_says_of_each_condition_and_bar_how_it_was_verified(office, entry):
    accepted = accept(office, apply(office, entry))
    for judged in ({"obligations": "是"}, {**JUDGED, "effects": " "}, {**JUDGED, "colour": "red"}):
        with pytest.raises(NotJudged):
            grant(office, accepted, **judged)


def test_a_refusal_gives_reasons_and_the_entry_stands(office, entry):
    accepted = accept(office, apply(office, entry))
    with pytest.raises(RepairNotInOrder):
        refuse(office, accepted, reasons=" ")
    assert refuse(office, accepted).stage == "refused"
    assert office.position(entry.enterprise_id).status == "listed"
    with pytest.raises(WrongRepairStage):
        grant(office, state(office, accepted.id))


def test_conduct_that_came_to_light_after_the_acceptance_stops_the_grant(office, own):
    accepted = accept(office, apply(office, own))
    day = str(office.today - timedelta(days=30))
    office.record(an_event(source_ref="N-1", kind="ws.unlicensed_operation", occurred_on=day, penalised_on=day, facts={"licence_state": "none"}))  # fmt: skip
    with pytest.raises(NotEligible) as refused:
        grant(office, accepted)
    assert [one["id"] for one in refused.value.facts["obstacles"]] == ["no_new_conduct"]


def test_an_entry_that_ended_otherwise_is_not_removed_again(office, own):
    accepted = accept(office, apply(office, own))
    for version in office.position(own.enterprise_id).record:
        office.status(version, "revoke")
    with pytest.raises(ListingEnded):
        grant(office, accepted)


def test_the_authority_that_listed_repairs_and_the_refusal_names_it(office, entry):
    other = replace(a_person("stranger"), authority="别处应急管理局")
    applied = repairs.Applied(received_on=office.today, document=a_paper(office.today), proofs={})
    with office.runtime.work.act(other) as act:
        law = office.laws.in_use(act.session)
        with pytest.raises(OutsideRemit) as refused:
            repairs.receive(act, law, entry.id, applied)
    assert refused.value.need.matter.authority == "虚构市应急管理局"


def test_order_11_gives_no_extension_and_order_36_one_of_ten_days(office, entry):
    with pytest.raises(NoExtension):
        extend(office, accept(office, apply(office, entry)))
    fire = office.confirmed(a_decree(source_ref="L-2", decided_on=date(2025, 3, 3), **FIRE))
    both = ("obligations", "commitment")
    accepted = accept(office, apply(office, fire, proofs=both))
    longer = extend(office, accepted)
    with pytest.raises(NoExtension):
        extend(office, longer)
    assert grant(office, longer, **dict.fromkeys(both, "是")).stage == "granted"


def test_of_two_handlers_at_once_one_is_told_that_it_moved_on(office, entry):
    waiting = apply(office, entry)

    def one(who):
        try:
            return accept(office, waiting, who=who).stage.value
        except StaleRepair as refused:
            return refused.facts["version"]

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(one, ["handler", "second"]))
    assert sorted(map(str, done)) == ["2", "accepted"]


def test_nobody_knows_an_application_that_was_never_made(office, entry):
    with office.runtime.work.read() as session, pytest.raises(UnknownRepair):
        repairs.get(session, entry.id)


def test_a_removal_got_by_fraud_is_undone_by_an_entry_with_a_term_of_its_own(office, own):
    granted = removed(office, own)
    office.clock.advance(days=30)
    case = office.notice(revoke(office, granted))
    office.clock.advance(days=60)  # past New Year holidays
    again = office.conclude(office.decide(case, waiver="虚弃1号"))
    assert (again.starts_on, again.last_day) == (office.today, date(office.today.year + 3, office.today.month, office.today.day))  # fmt: skip
    assert again.ground["restores"]["listing"] == str(own.id)
    assert again.ground["restores"]["article"] == "第二十一条"
    assert office.entry(own).end.reason == "repaired"  # the old entry stays as it ended
    assert office.position(own.enterprise_id).status == "listed"
    with office.runtime.work.read() as session:
        assert repairs.restored_by(session, granted).id == again.id
        assert unwitnessed(session) == []
    with pytest.raises(NoRestoration):
        revoke(office, granted)


def test_a_restored_entry_falls_with_the_facts_of_the_first(office, own):
    case = office.notice(revoke(office, removed(office, own)))
    office.clock.advance(days=60)
    office.conclude(office.decide(case, waiver="虚弃1号"))
    office.status(office.position(own.enterprise_id).record[0], "revoke")
    assert office.position(own.enterprise_id).status == "not_listed"


def test_a_case_to_restore_lapses_when_the_first_facts_fall(office, own):
    case = revoke(office, removed(office, own))
    office.status(office.position(own.enterprise_id).record[0], "revoke")
    assert office.case(case).stage == "dropped"


def test_an_entry_is_restored_by_one_case(office, own):
    granted = removed(office, own)
    case = revoke(office, granted)
    with pytest.raises(AlreadyOpen):
        revoke(office, granted)
    assert case.ground.restores["reason"] == "证明系伪造"


def test_whoever_opened_the_case_to_restore_does_not_decide_it(office, entry):
    case = office.notice(revoke(office, removed(office, entry), who="approver"), who="handler")
    with pytest.raises(Exception, match="办理过该案的人员"):
        office.decide(case, waiver="虚弃1号")


def test_an_entry_made_elsewhere_is_restored_too(office, entry):
    case = office.notice(revoke(office, removed(office, entry)))
    again = office.conclude(office.decide(case, waiver="虚弃1号"))
    assert again.last_day == date(2029, 11, 20)
    granted = None
    office.clock.advance(days=366)
    granted = removed(office, again)
    third = office.conclude(office.decide(office.notice(revoke(office, granted)), waiver="弃2号"))
    assert third.ground["restores"]["listing"] == str(again.id)


def test_nothing_is_restored_that_was_not_granted_or_has_no_term(office, entry):
    with pytest.raises(NoRestoration):
        revoke(office, accept(office, apply(office, entry)))
    fire = office.confirmed(a_decree(source_ref="L-2", decided_on=date(2025, 3, 3), **FIRE))
    both = ("obligations", "commitment")
    accepted = accept(office, apply(office, fire, proofs=both))
    granted = grant(office, accepted, **dict.fromkeys(both, "是"))
    with pytest.raises(NoRestoration, match="没有规定恢复列入的期限"):
        revoke(office, granted)


def test_days_out_of_order_are_refused(office, entry):
    with pytest.raises(RepairNotInOrder):
        apply(office, entry, on=office.today + timedelta(days=1))
    with pytest.raises(RepairNotInOrder):
        apply(office, entry, on=entry.starts_on - timedelta(days=1))
    received = apply(office, entry)
    paper = a_paper(office.today - timedelta(days=1))
    with office.act("handler") as act:
        law = office.laws.in_use(act.session)
        with pytest.raises(RepairNotInOrder):
            repairs.accept(act, law, received.id, 1, paper)


@LITE
def test_whoever_put_papers_to_it_does_not_decide_it(office, entry):
    one = apply(office, entry)
    with office.act("second") as act:
        law, more = office.laws.in_use(act.session), papers(office.today, *one.proofs)
        one = repairs.supplement(act, law, one.id, one.version, more)
    one = accept(office, one)
    with pytest.raises(HandledIt):
        grant(office, one, who="second")
    assert grant(office, one).stage == "granted"
