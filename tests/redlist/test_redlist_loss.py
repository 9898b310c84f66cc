"""How an honour ends before its day: by the record in the same act, by a decision, or not yet."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import a_code
from due_process import a_decree, a_paper, announced
from honours import RULE, a_fine, certificate, commitment

from creditsvc.events import service as events
from creditsvc.proceedings.clocks import CalendarMissing
from creditsvc.proceedings.domain import NotInOrder, Service
from creditsvc.redlist import loss
from creditsvc.redlist.losing import LossStage
from creditsvc.redlist.refusals import (
    AnotherLevel,
    LossOpen,
    NoHonour,
    PartTaken,
    StaleRedlist,
    StillAnnounced,
)

LITE = pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing here depends on the engine


def a_death(number=1, **changes):
    facts = {"deaths": 1, "liable": True}
    more = {"kind": "ws.accident", "occurred_on": "2026-12-05", "penalised_on": None, "document_no": None, "facts": facts}  # fmt: skip
    return a_fine(number, source_ref=f"A-{number}", **{**more, **changes})


def ends(hall, entry):
    found = hall.entry(entry).end
    return found and found.reason


@pytest.fixture
def entry(hall):
    return hall.honoured()


def test_a_fatal_accident_ends_it_in_the_same_act_and_names_the_event(hall, entry):
    (event,) = hall.record(a_death())
    end = hall.entry(entry).end
    assert end.reason == "lost_conditions"
    assert "第二条第（四）项" in end.detail
    assert "2026-12-05" in end.detail
    line = next(one for one in hall.feed() if one.reason == "lost_conditions")
    assert (line.act_no, line.effective_at) == (event.act_no, end.at)
    assert hall.position(entry.enterprise_id).standing.tier == "A"


@LITE
@pytest.mark.parametrize(
    "event",
    [
        a_fine(occurred_on="2026-12-05", penalised_on="2026-12-05"),
        a_fine(),
        a_fine(kind="ws.unlicensed_operation", penalised_on=None, document_no=None, facts={}),
    ],
    ids=["penalty-after", "penalty-before-that-came-to-light", "conduct-without-penalty"],
)  # fmt: skip
def test_a_penalty_and_bad_conduct_end_it(hall, entry, event):
    hall.record(event)
    assert ends(hall, entry) == "lost_conditions"


@LITE
@pytest.mark.parametrize(
    ("event", "name"),
    [
        (a_death(facts={"deaths": 1}), "no_fatal_accident"),
        (a_death(facts={"liable": True}), "no_fatal_accident"),
    ],
    ids=["liability-unknown", "deaths-unknown"],
)
def test_an_unknown_fact_ends_nothing_and_is_shown_to_people(hall, entry, event, name):
    assert hall.doubts() == []
    hall.record(event)
    assert ends(hall, entry) is None
    (doubt,) = hall.doubts()
    assert (doubt.entry.id, [(one.id, one.state) for one in doubt.states]) == (
        entry.id,
        [(name, "unknown")],
    )


@LITE
def test_a_suspended_event_ends_nothing_until_it_is_reinstated(hall, entry):
    with hall.act() as act:
        made = events.record(act, hall.parsed(a_death())).version
        events.set_status(act, made.event_id, "suspend", reason="复议", document_no="1")
    assert ends(hall, entry) is None
    assert [one.id for one in hall.doubts()[0].states] == ["no_fatal_accident"]
    hall.status(made, "reinstate")
    assert ends(hall, entry) == "lost_conditions"


@LITE
def test_what_was_lost_does_not_come_back_when_the_event_is_annulled(hall, entry):
    (event,) = hall.record(a_death())
    hall.status(event, "revoke")
    assert ends(hall, entry) == "lost_conditions"
    again = hall.announced(entry.enterprise_id)
    hall.clock.advance(days=15)
    assert hall.grant(again)[1].in_force_at(hall.clock.now() + timedelta(seconds=1))


@LITE
def test_an_adverse_list_elsewhere_ends_it(hall, entry):
    hall.confirmed(a_decree(name="虚构1水泥有限公司"))
    assert ends(hall, entry) == "lost_conditions"


@LITE
def test_an_expired_certificate_or_a_later_word_is_left_to_people(hall, entry):
    hall.clock.advance(days=1)
    words = {"no_new_occupational_disease": False, "no_joint_punishment_elsewhere": True}
    hall.record(commitment(source_ref="C-9", occurred_on=str(hall.today), facts=words))
    assert ends(hall, entry) is None
    assert [one.id for one in hall.doubts()[0].states] == ["no_occupational_disease"]


def test_an_honour_whose_certificate_never_was_falls_as_annulled(hall):
    key = hall.record(commitment())[0].enterprise_id
    (paper,) = hall.record(certificate())
    one = hall.announced(key)
    hall.clock.advance(days=15)
    entry = hall.grant(one)[1]
    hall.status(paper, "suspend")
    assert ends(hall, entry) is None
    assert hall.doubts()[0].held is None
    hall.status(paper, "revoke")
    assert ends(hall, entry) == "annulled"


@LITE
def test_an_honour_granted_elsewhere_is_shown_to_people_and_not_ended(hall):
    entry = hall.confirmed(a_decree(list="redlist", rule=RULE, name="虚构1水泥有限公司"))
    assert hall.doubts() == []  # that its honours are not on our record says nothing
    hall.record(a_death(occurred_on="2026-11-05"))
    assert ends(hall, entry) is None
    assert [one.id for one in hall.doubts()[0].states] == ["no_fatal_accident"]


def test_false_papers_are_decided_by_another_after_the_party_was_told(hall, entry):
    one = hall.open_loss(entry)
    assert str(one.reply_until) == "2026-12-11"
    with pytest.raises(LossOpen):
        hall.open_loss(entry)
    with pytest.raises(StillAnnounced):
        hall.decide_loss(one)
    hall.clock.advance(days=15)
    for refused, given in (
        (PartTaken, {"who": "handler"}),
        (AnotherLevel, {"authority": "虚构区应急管理局"}),
        (StaleRedlist, {"version": 9}),
    ):
        version = given.pop("version", one.version)
        with pytest.raises(refused):
            hall.decide_loss(replace(one, version=version), **given)
    assert hall.decide_loss(one).stage is LossStage.LOST
    end = hall.entry(entry).end
    assert (end.reason, end.document_no) == ("lost_conditions", "移出1号")
    assert "申请材料虚假" in end.detail
    assert hall.position(entry.enterprise_id).status == "not_listed"  # no blacklisting follows


@LITE
def test_the_time_to_reply_runs_from_a_proven_service_alone(hall, entry):
    day = hall.today
    for kind, proofs in (("pigeon", {}), ("electronic", {}), ("mail", {"consent": a_paper(day)})):
        with pytest.raises(NotInOrder):
            hall.open_loss(entry, service=Service(kind=kind, day=day, reference="1", proofs=proofs))
    one = hall.open_loss(entry, service=announced(day))
    assert (str(one.service.served_on), str(one.reply_until)) == ("2027-01-04", "2027-01-11")
    assert hall.loss(one) == one  # its proofs are on file
    hall.clock.advance(days=15)
    with pytest.raises(CalendarMissing):  # it runs into a year that is not announced
        hall.decide_loss(one)


@LITE
def test_a_kept_honour_stands_and_a_reply_is_on_file(hall, entry):
    one = hall.open_loss(entry, ground="conditions_lost")
    with hall.act("clerk") as act:
        one = loss.reply(act, one.id, one.version, a_paper(hall.today, "陈述"))
    with hall.act("second") as act:
        one = loss.reply(act, one.id, one.version, a_paper(hall.today, "补充陈述"))
    hall.clock.advance(days=15)
    for who in ("clerk", "second"):
        with pytest.raises(PartTaken):
            hall.decide_loss(one, who=who)
    assert hall.decide_loss(one, lost=False).stage is LossStage.KEPT
    assert ends(hall, entry) is None


@LITE
def test_only_an_honour_in_force_is_lost_and_only_on_a_ground_of_the_law(hall, entry):
    adverse = hall.confirmed(a_decree(uscc=a_code(2), name="虚构乙公司"))
    with pytest.raises(NoHonour):
        hall.open_loss(adverse)
    with pytest.raises(NoHonour, match="false_information"):
        hall.open_loss(entry, ground="envy")
    hall.record(a_death())
    with pytest.raises(NoHonour):
        hall.open_loss(entry)


@LITE
def test_time_that_cannot_be_counted_yet_decides_nothing(hall, entry):
    hall.clock.advance(days=60)
    one = hall.open_loss(entry)
    assert one.provisional
    hall.clock.advance(days=30)
    with pytest.raises(CalendarMissing):
        hall.decide_loss(one)
