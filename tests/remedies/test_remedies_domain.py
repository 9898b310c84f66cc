"""What may follow what, at both sides of each day. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from due_process import a_paper

from creditsvc.remedies import domain, suits
from creditsvc.remedies.domain import (
    HadAPart,
    Objection,
    RemedyNotInOrder,
    Stage,
    Step,
    Subject,
    WrongObjectionStage,
)
from creditsvc.remedies.redress import Correction, Redress, RedressUnfit, must_fit
from creditsvc.remedies.suits import Instance, Outcome, Paper, Suit, SuitStage, WrongSuitStage

KEY = UUID(int=1)
DAY = date(2026, 11, 20)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)


def objection(**given):
    stated = {
        "id": KEY, "enterprise_id": KEY, "subject": Subject(kind="listing", id=KEY), "origin": "party", "ground": "facts",
        "grounds": "有误", "raised_at": datetime(2026, 11, 20, tzinfo=UTC), "received_on": DAY, "document": a_paper(DAY),
        "attachments": (), "received_by": "user:clerk",
    }  # fmt: skip
    return Objection(**{**stated, **given})


def step(day=DAY, by="user:handler", reasons="理由"):
    return Step(document=a_paper(day), by=by, reasons=reasons)


ACCEPTED = replace(objection(), acceptance=step())


@pytest.mark.parametrize(("received", "paper"), [(DAY, DAY), (DAY, BEFORE)])
def test_a_paper_is_received_on_or_after_its_day(received, paper):
    one = objection(received_on=received, document=a_paper(paper))
    assert domain.received(one, [], today=DAY) == one


@pytest.mark.parametrize(("received", "paper"), [(NEXT, DAY), (BEFORE, DAY)])
def test_a_paper_received_before_its_day_or_in_the_future_is_refused(received, paper):
    with pytest.raises(RemedyNotInOrder):
        domain.received(objection(received_on=received, document=a_paper(paper)), [], today=DAY)


@pytest.mark.parametrize("day", [BEFORE, NEXT])
@pytest.mark.parametrize("move", [domain.accept, domain.decline])
def test_an_answer_lies_between_receipt_and_today(move, day):
    assert move(objection(), step(), today=DAY).version == 2
    with pytest.raises(RemedyNotInOrder):
        move(objection(), step(day), today=DAY)


@pytest.mark.parametrize("reasons", ["", "  "])
def test_declining_checking_and_deciding_say_why(reasons):
    silent = step(reasons=reasons, by="user:approver")
    with pytest.raises(RemedyNotInOrder):
        domain.decline(objection(), silent, today=DAY)
    with pytest.raises(RemedyNotInOrder):
        domain.check(ACCEPTED, silent, today=DAY)
    with pytest.raises(RemedyNotInOrder):
        domain.decide(ACCEPTED, Stage.UPHELD, silent, parts=(), today=DAY)


def test_nothing_is_decided_before_it_is_taken_up_or_after_it_is_closed():
    given = step(by="user:approver")
    with pytest.raises(WrongObjectionStage):
        domain.decide(objection(), Stage.UPHELD, given, parts=(), today=DAY)
    done = domain.decide(ACCEPTED, Stage.REJECTED, given, parts=(), today=DAY)
    for move in (domain.accept, domain.decline, domain.check, domain.withdraw):
        with pytest.raises(WrongObjectionStage):
            move(done, step(), today=DAY)


def test_others_are_asked_once():
    asked = domain.check(ACCEPTED, step(by="user:asker"), today=DAY)
    assert asked.version == 3
    with pytest.raises(WrongObjectionStage):
        domain.check(asked, step(), today=DAY)


@pytest.mark.parametrize("who", ["user:clerk", "user:handler", "user:part"])
def test_whoever_had_a_part_does_not_decide(who):
    with pytest.raises(HadAPart):
        domain.decide(ACCEPTED, Stage.REJECTED, step(by=who), parts={"user:part"}, today=DAY)


GONE = Correction(event_id=KEY, content=None)
OTHER = Correction(event_id=UUID(int=2), content=None)


@pytest.mark.parametrize(
    ("kind", "outcome", "redress", "fits"),
    [
        ("listing", Stage.REJECTED, Redress(), True),
        ("listing", Stage.REJECTED, Redress(corrections=(GONE,)), False),
        ("listing", Stage.UPHELD, Redress(), True),
        ("listing", Stage.UPHELD, Redress(entries=(KEY,)), False),
        ("event", Stage.UPHELD, Redress(), True),
        ("event", Stage.UPHELD, Redress(corrections=(GONE,)), True),
        ("event", Stage.UPHELD, Redress(corrections=(OTHER,)), False),
        ("event", Stage.UPHELD, Redress(corrections=(GONE, GONE)), False),
        ("event", Stage.PARTLY_UPHELD, Redress(corrections=(GONE,)), False),
        ("enterprise", Stage.UPHELD, Redress(), False),
        ("enterprise", Stage.UPHELD, Redress(entries=(KEY,)), True),
        ("enterprise", Stage.REJECTED, Redress(), True),
    ],
)
def test_what_is_set_right_fits_the_outcome(kind, outcome, redress, fits):
    subject = Subject(kind=kind, id=KEY)
    if fits:
        must_fit(subject, outcome, redress)
        return
    with pytest.raises(RedressUnfit):
        must_fit(subject, outcome, redress)


def suit(kind="litigation", **given):
    first = Instance(level="first", body="院", number="1", filed_on=DAY, document=a_paper(DAY), filed_by="user:x")  # fmt: skip
    stated = {
        "id": KEY, "version": 1, "kind": kind, "enterprise_id": KEY, "subject": Subject(kind="listing", id=KEY),
        "stage": SuitStage.FILED, "limit": None, "late": None, "instances": (first,),
    }  # fmt: skip
    return Suit(**{**stated, **given})


def paper(day=DAY):
    return Paper(document=a_paper(day), by="user:x")


def outcome(what="revoked", effective=DAY, day=DAY, stands=None):
    return Outcome(outcome=what, effective_on=effective, document=a_paper(day), by="user:x", entry_stands=stands)  # fmt: skip


@pytest.mark.parametrize(("filed", "decided", "fits"), [(DAY, DAY, True), (DAY, NEXT, False), (NEXT, DAY, False)])  # fmt: skip
def test_a_suit_is_filed_between_the_decision_and_today(filed, decided, fits):
    made = suit(instances=(replace(suit().now, filed_on=filed),))
    if fits:
        assert suits.filed(made, decided_on=decided, today=DAY) == made
        return
    with pytest.raises(RemedyNotInOrder):
        suits.filed(made, decided_on=decided, today=DAY)


def test_execution_is_suspended_and_resumed_by_turns():
    accepted = suits.accept(suit(), paper(), today=DAY)
    with pytest.raises(WrongSuitStage):
        suits.resume(accepted, paper(), today=DAY)
    stopped = suits.suspend(accepted, paper(), today=DAY)
    assert stopped.suspended
    with pytest.raises(WrongSuitStage):
        suits.suspend(stopped, paper(), today=DAY)
    going = suits.resume(stopped, paper(), today=DAY)
    assert (going.suspended, suits.suspend(going, paper(), today=DAY).suspended) == (False, True)
    ended = suits.conclude(stopped, outcome("maintained"), about_entry=True, today=DAY)
    assert not ended.suspended


@pytest.mark.parametrize(("effective", "fits"), [(BEFORE, False), (DAY, True), (NEXT, False)])
def test_an_outcome_takes_effect_from_its_paper_to_today(effective, fits):
    accepted = suits.accept(suit(), paper(), today=DAY)
    if fits:
        given = outcome(effective=effective)
        assert suits.conclude(accepted, given, about_entry=True, today=DAY).now.outcome == given
        return
    with pytest.raises(RemedyNotInOrder):
        suits.conclude(accepted, outcome(effective=effective), about_entry=True, today=DAY)


def test_only_a_withdrawal_ends_what_was_not_taken_up():
    with pytest.raises(WrongSuitStage):
        suits.conclude(suit(), outcome(), about_entry=True, today=DAY)
    assert suits.conclude(suit(), outcome("withdrawn"), about_entry=True, today=DAY).stage is SuitStage.CONCLUDED  # fmt: skip


@pytest.mark.parametrize(("about_entry", "what", "stands"), [(True, "revoked", True), (True, "changed", None), (False, "changed", True)])  # fmt: skip
def test_only_a_changed_listing_says_whether_it_stands(about_entry, what, stands):
    accepted = suits.accept(suit(), paper(), today=DAY)
    with pytest.raises(RemedyNotInOrder):
        suits.conclude(accepted, outcome(what, stands=stands), about_entry=about_entry, today=DAY)


def test_a_reconsideration_has_one_instance_and_a_later_one_refused_leaves_the_first():
    second = replace(suit().now, level="second", number="2")
    with pytest.raises(WrongSuitStage):
        suits.appeal(suits.accept(suit("reconsideration"), paper(), today=DAY), second, today=DAY)
    with pytest.raises(WrongSuitStage):
        suits.appeal(suit(), second, today=DAY)
    accepted = suits.accept(suit(), paper(), today=DAY)
    pending = suits.appeal(accepted, second, today=DAY)
    assert suits.refuse(pending, paper(), today=DAY).stage is SuitStage.ACCEPTED
    ended = suits.conclude(accepted, outcome(), about_entry=True, today=DAY)
    refused = suits.refuse(suits.appeal(ended, second, today=DAY), paper(), today=DAY)
    assert (refused.stage, refused.annulled_before) == (SuitStage.CONCLUDED, True)
    assert suits.refuse(suit(), paper(), today=DAY).stage is SuitStage.REFUSED
