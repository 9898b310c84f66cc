"""The moves of an application, at both sides of every boundary; no database."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from due_process import a_paper

from creditsvc.proceedings.domain import Service
from creditsvc.redlist import domain, losing
from creditsvc.redlist.application import (
    Announcement,
    Application,
    Objection,
    Outcome,
    Passed,
    Stage,
    next_level,
)
from creditsvc.redlist.conditions import Checked
from creditsvc.redlist.form import application_of, loss_of, plain
from creditsvc.redlist.losing import Loss, LossStage
from creditsvc.redlist.refusals import (
    AnotherLevel,
    ConditionsNotMet,
    ObjectionOpen,
    ObjectionSettled,
    PartTaken,
    RedlistNotInOrder,
    RedlistNotJudged,
    StillAnnounced,
    WrongRedlistStage,
)

KEY = UUID(int=1)
DAY = date(2026, 11, 20)
UNTIL = date(2026, 11, 27)
LEVELS = ["county", "city"]
JUDGED = {"papers": "已核实"}


def state(name="papers", how="for_people", **more):
    shared = {"article": "第二条", "text": {"zh": "条件", "en": "condition"}, "automatic": True, "ends_by_record": True}  # fmt: skip
    return Checked(
        id=name, on_paper=name == "papers", state=how, because={"zh": "因", "en": "why"}, **shared, **more
    )  # fmt: skip


GOOD = [state(), state("record", "met")]


def an_application(**changes):
    one = Application(
        id=KEY, version=1, enterprise_id=KEY, rule="R", list="redlist", stage=Stage.RECEIVED,
        received_on=DAY, document=a_paper(DAY), proofs={"papers": a_paper(DAY)}, received_by="clerk",
    )  # fmt: skip
    return replace(one, **changes)


def passing(level="county", who="handler", authority="县局", day=DAY, judged=JUDGED):
    return Passed(level=level, authority=authority, document=a_paper(day), by=who, judged=judged)


def pass_on(one, given, states=GOOD):
    return domain.pass_on(one, given, states, levels=LEVELS, today=DAY + timedelta(days=30))


def reviewed():
    return pass_on(pass_on(an_application(), passing()), passing("city", "city", "市局"))


def announced():
    notice = Announcement(
        document=a_paper(DAY), channel="信用中国", until=UNTIL, provisional=False, article="第四条", by="officer",
    )  # fmt: skip
    return domain.announce(reviewed(), notice, GOOD, levels=LEVELS, today=DAY)


def signed(who="approver", authority="市局", day=UNTIL + timedelta(days=1), **more):
    return Outcome(
        document=a_paper(day), authority=authority, by=who, **{"judged": JUDGED, "reasons": "理由", **more}
    )  # fmt: skip


def grant(one, given, states=GOOD, today=UNTIL + timedelta(days=9)):
    return domain.grant(one, given, states, until=UNTIL, today=today)


def an_objection(number=2):
    return Objection(id=UUID(int=number), document=a_paper(DAY), received_on=DAY, by="officer")


def test_the_turn_goes_from_level_to_level():
    assert next_level(an_application(), LEVELS) == "county"
    assert next_level(pass_on(an_application(), passing()), LEVELS) == "city"
    assert next_level(reviewed(), LEVELS) is None
    assert next_level(announced(), LEVELS) is None
    assert [pass_on(an_application(), passing()).stage, reviewed().stage] == ["checked", "reviewed"]


def test_each_level_has_its_turn_its_person_and_its_authority():
    with pytest.raises(AnotherLevel):
        pass_on(an_application(), passing("city"))
    one = pass_on(an_application(), passing())
    with pytest.raises(PartTaken):
        pass_on(one, passing("city", "handler", "市局"))
    with pytest.raises(AnotherLevel):
        pass_on(one, passing("city", "city", "县局"))
    with pytest.raises(WrongRedlistStage):
        pass_on(reviewed(), passing("city", "third", "省局"))


def test_who_received_it_may_make_the_first_check_and_no_other():
    one = pass_on(an_application(), passing(who="clerk"))
    assert one.stage is Stage.CHECKED
    with pytest.raises(PartTaken):
        pass_on(pass_on(an_application(), passing()), passing("city", "clerk", "市局"))


@pytest.mark.parametrize("judged", [{}, {"papers": " "}, {"papers": "是", "record": "是"}])
def test_a_level_judges_each_condition_on_paper_and_no_other(judged):
    with pytest.raises(RedlistNotJudged):
        pass_on(an_application(), passing(judged=judged))
    with pytest.raises(RedlistNotJudged):
        grant(announced(), signed(judged=judged))


@pytest.mark.parametrize("how", ["not_met", "unknown", "paper_missing"])
def test_no_move_forward_while_a_condition_is_lacking(how):
    bad = [state(), state("record", how)]
    notice = announced().announcement
    for move in (
        lambda: pass_on(an_application(), passing(), bad),
        lambda: domain.announce(reviewed(), notice, bad, levels=LEVELS, today=DAY),
        lambda: grant(announced(), signed(), bad),
    ):
        with pytest.raises(ConditionsNotMet) as refused:
            move()
        assert [each["state"] for each in refused.value.facts["conditions"]] == [how]


def test_nothing_is_announced_before_all_levels_passed_it():
    one, notice = pass_on(an_application(), passing()), announced().announcement
    for early in (an_application(), one):
        with pytest.raises(WrongRedlistStage):
            domain.announce(early, notice, GOOD, levels=LEVELS, today=DAY)


@pytest.mark.parametrize(
    ("day", "taken"), [(UNTIL, False), (UNTIL + timedelta(days=1), True)], ids=["last", "next"]
)
def test_a_grant_is_dated_after_the_notice(day, taken):
    if taken:
        assert grant(announced(), signed(day=day)).stage is Stage.GRANTED
    else:
        with pytest.raises(StillAnnounced):
            grant(announced(), signed(day=day))


def test_no_grant_is_dated_tomorrow():
    day = UNTIL + timedelta(days=5)
    with pytest.raises(RedlistNotInOrder):
        grant(announced(), signed(day=day), today=day - timedelta(days=1))


@pytest.mark.parametrize("who", ["clerk", "handler", "city", "officer"])
def test_nobody_with_a_part_in_it_grants_or_refuses(who):
    for end in (grant, lambda one, given: domain.refuse(one, given, today=given.document.day)):
        with pytest.raises(PartTaken):
            end(announced(), signed(who))


def test_the_authority_of_the_last_level_grants():
    with pytest.raises(AnotherLevel):
        grant(announced(), signed(authority="县局"))


def test_an_objection_is_answered_before_the_grant():
    one = domain.objected(announced(), an_objection(), today=DAY)
    with pytest.raises(ObjectionOpen):
        grant(one, signed())
    answer = signed("officer", day=UNTIL)
    rejected = domain.answered(one, UUID(int=2), answer, upheld=False, today=UNTIL)
    assert grant(rejected, signed()).stage is Stage.GRANTED
    for again in (UUID(int=2), UUID(int=3)):
        with pytest.raises(ObjectionSettled):
            domain.answered(rejected, again, answer, upheld=True, today=UNTIL)


def test_an_upheld_objection_leaves_only_the_refusal():
    one = domain.objected(announced(), an_objection(), today=DAY)
    answer = signed("officer", day=UNTIL)
    upheld = domain.answered(one, UUID(int=2), answer, upheld=True, today=UNTIL)
    with pytest.raises(ObjectionOpen):
        grant(upheld, signed())
    assert domain.refuse(upheld, signed(), today=UNTIL + timedelta(days=1)).stage is Stage.REFUSED


def test_a_refusal_and_an_answer_say_why():
    with pytest.raises(RedlistNotInOrder):
        domain.refuse(announced(), signed(reasons=" "), today=UNTIL + timedelta(days=1))
    one = domain.objected(announced(), an_objection(), today=DAY)
    with pytest.raises(RedlistNotInOrder):
        domain.answered(one, UUID(int=2), signed(reasons=""), upheld=False, today=UNTIL)


@pytest.mark.parametrize("stage", [Stage.GRANTED, Stage.REFUSED, Stage.WITHDRAWN])
def test_what_has_ended_moves_no_more(stage):
    ended, late = replace(announced(), stage=stage), UNTIL + timedelta(days=9)
    for move in (
        lambda: domain.refuse(ended, signed(), today=late),
        lambda: domain.withdraw(ended, signed(), today=late),
        lambda: grant(ended, signed()),
        lambda: domain.objected(ended, an_objection(), today=late),
    ):
        with pytest.raises(WrongRedlistStage):
            move()


def test_an_application_has_its_days_in_order_and_papers_for_conditions_of_the_law():
    domain.received(an_application(), known=["papers"], today=DAY)
    for wrong in (
        an_application(proofs={"invented": a_paper(DAY)}),
        an_application(received_on=DAY + timedelta(days=1)),
        an_application(document=a_paper(DAY + timedelta(days=1))),
    ):
        with pytest.raises(RedlistNotInOrder):
            domain.received(wrong, known=["papers"], today=DAY)


def test_no_paper_is_older_than_the_step_before():
    early = DAY - timedelta(days=1)
    with pytest.raises(RedlistNotInOrder):
        pass_on(an_application(), passing(day=early))
    with pytest.raises(RedlistNotInOrder):
        domain.objected(announced(), replace(an_objection(), received_on=early), today=DAY)


def test_an_application_is_read_as_it_was_written():
    one = domain.objected(announced(), an_objection(), today=DAY)
    answer = signed("officer", day=UNTIL)
    one = domain.answered(one, UUID(int=2), answer, upheld=False, today=UNTIL)
    assert application_of(plain(grant(one, signed()))) == grant(one, signed())


def a_loss(**changes):
    served = Service(kind="mail", day=DAY, reference="EMS")
    one = Loss(
        id=KEY, version=1, enterprise_id=KEY, listing_id=KEY, stage=LossStage.NOTICED, ground="false_information",
        article="第", facts="虚假", document=a_paper(DAY), service=served, reply_until=UNTIL, provisional=False,
        handled_by="handler",
    )  # fmt: skip
    return replace(one, **changes)


def decide(one, given, *, lost=True, today=UNTIL + timedelta(days=9)):
    return losing.decided(one, given, lost=lost, until=UNTIL, today=today)


@pytest.mark.parametrize(
    ("day", "taken"), [(UNTIL, False), (UNTIL + timedelta(days=1), True)], ids=["last", "next"]
)
def test_a_loss_is_decided_after_the_party_could_reply(day, taken):
    if taken:
        assert decide(a_loss(), signed(day=day)).stage is LossStage.LOST
        assert decide(a_loss(), signed(day=day), lost=False).stage is LossStage.KEPT
    else:
        with pytest.raises(StillAnnounced):
            decide(a_loss(), signed(day=day))


def test_a_loss_is_decided_by_another_with_reasons_once_and_not_tomorrow():
    one = losing.replied(a_loss(), a_paper(DAY), "clerk", today=DAY)
    for who in ("handler", "clerk"):
        with pytest.raises(PartTaken):
            decide(one, signed(who))
    with pytest.raises(RedlistNotInOrder):
        decide(one, signed(reasons=" "))
    with pytest.raises(RedlistNotInOrder):
        decide(one, signed(), today=UNTIL)
    with pytest.raises(WrongRedlistStage):
        decide(decide(one, signed()), signed())
    assert loss_of(plain(decide(one, signed()))) == decide(one, signed())


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": " "}, {"document": a_paper(DAY + timedelta(days=1))},
        {"service": Service(kind="mail", day=DAY + timedelta(days=1), reference="1")},
    ],
    ids=["no-facts", "dated-after-service", "served-tomorrow"],
)  # fmt: skip
def test_a_case_about_a_loss_begins_with_what_the_party_was_told(changes):
    assert losing.opened(a_loss(), entered_on=DAY, today=DAY) == a_loss()
    with pytest.raises(RedlistNotInOrder):
        losing.opened(a_loss(**changes), entered_on=DAY, today=DAY)


def test_only_a_fresh_breach_of_a_condition_that_says_so_ends_an_honour():
    fresh = frozenset({"E-2"})
    new = state("a", "not_met", against=("E-1", "E-2"))
    assert losing.breaches([new], fresh) == (new,)
    for kept in (
        state("a", "not_met", against=("E-1",)),
        state("a", "unknown", against=("E-2",)),
        replace(new, ends_by_record=False),
        state("a", "not_met"),
    ):
        assert losing.breaches([kept], fresh) == ()
