"""Repair of records: a granted one is out of every output at once; who may, from when; fraud; shields."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import a_code
from due_process import a_paper, a_person, announced
from mending import (
    JUDGED,
    a_penalty,
    accept,
    apply,
    grant,
    papers,
    question,
    repaired,
    revoke,
    shown,
)

from creditsvc.access.domain import OutsideRemit
from creditsvc.audit.witnesses import unwitnessed
from creditsvc.proceedings.domain import NotInOrder, Service
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import AboutRecord, Answer, Effect
from creditsvc.repairs.refusals import (
    HandledIt,
    NoGapsNotice,
    NoRestoration,
    NotEligible,
    NotJudged,
    NotRepairable,
    RepairOpen,
    StaleRepair,
    TooEarlyToRevoke,
)
from creditsvc.repairs.service import Applied

SECOND = timedelta(seconds=1)


@pytest.fixture
def penalty(office):
    """A record that may be repaired since three weeks."""
    return office.record(a_penalty())[0]


def test_a_repaired_record_leaves_answer_and_tier_in_the_same_second(office, penalty):
    before = office.position(penalty.enterprise_id)
    assert (before.standing.tier, len(before.records)) == ("B", 1)
    act_before, moment_before = office.feed()[-1].act_no, office.clock.now()
    office.clock.advance(minutes=5)
    granted = repaired(office, penalty)
    after = office.position(penalty.enterprise_id)
    assert (after.standing.tier, after.records, after.assessment.records) == ("A", (), ())
    assert office.reasons()[-2:] == ["repaired", "tier_changed"]
    (line,) = (one for one in office.feed() if one.reason == "repaired")
    assert line.body["record"] == str(penalty.event_id)
    assert (line.effective_at, line.body["after"]["effect"]) == (
        office.feed()[-1].effective_at,
        "repair",
    )
    # as it was then, and as we knew it then
    assert shown(office, penalty.enterprise_id, moment=moment_before + SECOND) == ["general"]
    assert shown(office, penalty.enterprise_id, known_at=act_before) == ["general"]
    with office.runtime.work.read() as session:
        assert unwitnessed(session) == []
        assert repairs.get(session, granted.id).stage == "granted"


def test_the_first_day_of_repair_is_told_and_the_day_before_is_refused(office):
    late = office.record(a_penalty(penalised_on="2026-08-21"))[0]
    early = apply(office, late)
    with pytest.raises(NotEligible) as refused:
        accept(office, early)
    assert refused.value.facts["may_apply_from"] == "2026-11-21"
    assert "国家发展改革委令第36号" in refused.value.zh
    office.clock.advance(days=1)
    with pytest.raises(RepairOpen):
        apply(office, late)
    with office.act("handler") as act:
        law = office.laws.in_use(act.session)
        repairs.decline(act, law, early.id, 1, document=a_paper(office.today), reasons="未满三个月")
    assert accept(office, apply(office, late)).stage == "accepted"


def test_papers_that_lack_stop_the_acceptance_until_they_come_in(office, penalty):
    lacking = apply(office, penalty, proofs=("obligations",))
    with pytest.raises(NotEligible) as refused:
        accept(office, lacking)
    assert [one["id"] for one in refused.value.facts["obstacles"]] == ["commitment"]
    with office.act("handler") as act:
        clock = (office.laws.in_use(act.session), office.calendar)
        with pytest.raises(NoGapsNotice):  # Order 36 gives none
            repairs.tell_gaps(act, clock, lacking.id, 1, a_paper(office.today))
        more = repairs.supplement(act, clock[0], lacking.id, 1, papers(office.today, "commitment"))
    assert accept(office, more).stage == "accepted"


def test_a_fire_penalty_in_hangzhou_gets_one_notice_of_gaps(office):
    fire = office.record(a_penalty(kind="fs.penalty", region="330102", sector="public_venue"))[0]
    lacking = apply(office, fire, proofs=())
    with office.act("handler") as act:
        clock = (office.laws.in_use(act.session), office.calendar)
        told = repairs.tell_gaps(act, clock, lacking.id, 1, a_paper(office.today))
        assert told.gaps.reasons == "obligations、commitment"
        with pytest.raises(NoGapsNotice):
            repairs.tell_gaps(act, clock, lacking.id, 2, a_paper(office.today))


def test_whoever_handled_it_does_not_decide_and_each_condition_is_judged(office, penalty):
    accepted = accept(office, apply(office, penalty), who="second")
    for who in ("handler", "second"):
        with pytest.raises(HandledIt):
            grant(office, accepted, who=who)
    with pytest.raises(NotJudged):
        grant(office, accepted, obligations="是")
    assert grant(office, accepted, **JUDGED).stage == "granted"
    with pytest.raises(NotRepairable, match="已修复"):
        apply(office, penalty)


def test_the_authority_that_penalised_repairs(office, penalty):
    other = replace(a_person("stranger"), authority="别处应急管理局")
    applied = Applied(received_on=office.today, document=a_paper(office.today), proofs={})
    with office.runtime.work.act(other) as act:
        law = office.laws.in_use(act.session)
        with pytest.raises(OutsideRemit) as refused:
            repairs.receive(act, law, AboutRecord(event_id=penalty.event_id), applied)
    assert refused.value.need.matter.authority == "虚构区应急管理局"


def test_a_record_that_carries_an_entry_in_force_goes_the_way_of_the_entry(office):
    first, second = office.two_accidents()
    entry = office.listed(first.enterprise_id)
    with pytest.raises(NotRepairable) as refused:
        apply(office, second)
    assert refused.value.facts["listing"] == str(entry.id)
    assert "提前移出" in refused.value.zh


def test_what_is_not_shown_is_not_repaired(office):
    minor, old = office.record(
        a_penalty(facts={"penalty_types": ["warning"]}),
        a_penalty(source_ref="P-2", occurred_on="2025-05-03", penalised_on="2025-08-01"),
    )
    for event, why in ((minor, "不公示"), (old, "2026-08-01止")):
        with pytest.raises(NotRepairable, match=why):
            apply(office, event)


def test_an_application_about_an_annulled_record_is_not_granted(office, penalty):
    accepted = accept(office, apply(office, penalty))
    office.status(penalty, "revoke")
    with pytest.raises(NotRepairable, match="没有有效的处罚记录"):
        grant(office, accepted)
    with office.act("approver") as act:
        law, paper = office.laws.in_use(act.session), a_paper(office.today, "驳1号")
        assert (
            repairs.refuse(act, law, accepted.id, 2, document=paper, reasons="处罚已撤销").stage
            == "refused"
        )


def test_a_repair_does_not_follow_the_record_to_another_enterprise(office, penalty):
    granted = repaired(office, penalty)
    office.correct(penalty, uscc=a_code(2), name="虚构乙化工有限公司")
    assert shown(office, office.key(2)) == ["general"]
    with office.runtime.work.read() as session:
        assert repairs.corrected_since(session, granted)


def test_of_two_clerks_at_once_one_is_told_that_it_moved_on(office, penalty):
    waiting = apply(office, penalty)

    def one(who):
        try:
            return accept(office, waiting, who=who).stage.value
        except StaleRepair:
            return "stale"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ["handler", "second"])) == ["accepted", "stale"]


def test_fraud_shows_the_record_again_for_as_long_as_it_was_hidden(office, penalty):
    granted = repaired(office, penalty)
    office.clock.advance(days=30)  # 2026-12-20
    asked = question(office, granted)
    assert shown(office, penalty.enterprise_id) == []  # a doubt changes nothing
    with pytest.raises(TooEarlyToRevoke) as early:
        revoke(office, asked)
    assert early.value.facts["reply_until"] == "2026-12-25"
    office.clock.advance(days=5)
    with pytest.raises(TooEarlyToRevoke):
        revoke(office, asked)
    office.clock.advance(days=1)
    with pytest.raises(HandledIt):
        revoke(office, asked, who="handler")
    hidden = (office.today - date(2026, 11, 20)).days
    revoke(office, asked)
    (record,) = office.position(penalty.enterprise_id).records
    assert record.last_day == date(2027, 8, 1) + timedelta(days=hidden)
    assert record.earliest_repair == date(2027, 3, 26)  # three months anew
    assert office.position(penalty.enterprise_id).standing.tier == "B"
    assert office.reasons()[-2:] == ["repair_revoked", "tier_changed"]
    with office.runtime.work.read() as session:
        assert unwitnessed(session) == []
    with pytest.raises(NotEligible):
        accept(office, apply(office, penalty))


def test_the_time_to_reply_before_a_revocation_runs_from_a_proven_service(office, penalty):
    granted = repaired(office, penalty)
    day = office.today
    with pytest.raises(NotInOrder):
        question(office, granted, service=Service(kind="public_notice", day=day, reference="1"))
    asked = question(office, granted, service=announced(day))
    assert asked.questioned.service.served_on == day + timedelta(days=30)
    office.clock.advance(days=20)
    with pytest.raises(TooEarlyToRevoke) as early:
        revoke(office, asked)
    assert early.value.facts["reply_until"] == "2026-12-25"


def test_a_grant_upheld_stands_and_an_entry_is_not_questioned_so(office, penalty):
    asked = question(office, repaired(office, penalty))
    given = Answer(document=a_paper(office.today, "不撤1号"), by="user:approver2", reasons="属实")
    with office.act("approver2") as act:
        assert repairs.uphold(act, asked.id, asked.version, given).stage == "granted"
    assert shown(office, penalty.enterprise_id) == []
    with office.act("handler") as act:
        law, stands = office.laws.in_use(act.session), repairs.get(act.session, asked.id)
        with pytest.raises(NoRestoration):
            repairs.revoke(act, law, stands, "假")


def test_a_court_approved_plan_shields_a_record_at_once_until_it_is_lifted(office):
    fresh = office.record(a_penalty(penalised_on="2026-11-02"))[0]  # no repair before 2027-02-02
    shield = repaired(office, fresh, Effect.SHIELD)
    assert shown(office, fresh.enterprise_id) == []
    assert office.position(fresh.enterprise_id).standing.tier == "A"
    assert "shielded" in office.reasons()
    with pytest.raises(NotRepairable, match="已屏蔽"):
        apply(office, fresh, Effect.SHIELD)
    revoke(office, question(office, shield), waiver="弃1号")
    (record,) = office.position(fresh.enterprise_id).records
    assert (record.last_day, record.earliest_repair) == (date(2027, 11, 2), date(2027, 2, 2))
    assert "shield_lifted" in office.reasons()
