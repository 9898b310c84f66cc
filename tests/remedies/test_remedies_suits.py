"""Reconsideration and litigation: suspended, resumed, annulled, revived; and what follows at once."""

import json
from datetime import UTC, date, datetime

import pytest
from builders import an_event
from due_process import a_decree
from remedying import appealed, ends, order, paper, sue
from sqlalchemy import text

from creditsvc.events import service as events
from creditsvc.remedies import suing
from creditsvc.remedies.domain import RemedyNotInOrder
from creditsvc.remedies.suits import StaleSuit, SuitOpen, WrongSuitStage


@pytest.fixture
def own(office):
    """An entry of our own, served today."""
    one, _ = office.two_accidents()
    return office.listed(one.enterprise_id)


def portal(office):
    """What the portal was told, in order."""
    with office.runtime.work.read() as session:
        rows = session.execute(text("SELECT body FROM portal_records ORDER BY no"))
        return [(one["action"], one.get("reason")) for one in (json.loads(row) for (row,) in rows)]


def status_of(office, event):
    with office.runtime.work.read() as session:
        return events.current(session, event).status


def test_a_suspended_entry_is_neither_listed_nor_clean_and_comes_back(office, own):
    suit = order(office, sue(office, "listing", own.id), "suspend")
    position = office.position(own.enterprise_id)
    assert (position.status, position.reasons) == ("cannot_say", ("execution_suspended",))
    assert (position.entries, [e.id for e in position.suspended]) == ((), [own.id])
    assert position.standing is None
    assert portal(office) == [("entry", None), ("removal", "suspended")]
    assert office.reasons()[-3:] == ["suspended", "status_changed", "tier_changed"]
    order(office, suit, "resume")
    position = office.position(own.enterprise_id)
    assert (position.status, position.standing.tier) == ("listed", "D")
    assert portal(office)[-1] == ("entry", None)
    assert office.reasons()[-3:] == ["resumed", "status_changed", "tier_changed"]


def test_the_term_runs_on_while_execution_is_suspended(office, own):
    suit = order(office, sue(office, "listing", own.id), "suspend")
    office.clock.advance(days=366 * 3)
    position = office.position(own.enterprise_id)
    assert (position.status, position.suspended) == ("not_listed", ())
    assert office.entry(own).end_reason_at(office.clock.now()) == "expired"
    order(office, suit, "resume")
    assert office.position(own.enterprise_id).status == "not_listed"


def test_two_suspensions_hold_until_both_are_lifted(office, own):
    first = order(office, sue(office, "listing", own.id, "reconsideration"), "suspend")
    second = order(office, sue(office, "listing", own.id), "suspend")
    order(office, first, "resume")
    assert office.position(own.enterprise_id).status == "cannot_say"
    order(office, second, "resume")
    assert office.position(own.enterprise_id).status == "listed"


@pytest.mark.parametrize("suspended", [False, True])
@pytest.mark.parametrize("outcome", ["revoked", "confirmed_unlawful", "void"])
def test_an_outcome_that_annuls_ends_the_entry_at_once(office, own, outcome, suspended):
    suit = sue(office, "listing", own.id)
    ends(office, order(office, suit, "suspend") if suspended else suit, outcome)
    end = office.entry(own).end
    assert (end.reason, end.document_no) == ("annulled", "判1号")
    position = office.position(own.enterprise_id)
    assert (position.status, position.suspended) == ("not_listed", ())
    assert portal(office)[-1][0] == "removal"
    assert "annulled" in office.reasons()


@pytest.mark.parametrize("outcome", ["maintained", "withdrawn"])
def test_an_outcome_that_leaves_the_decision_lifts_the_suspension(office, own, outcome):
    ends(office, order(office, sue(office, "listing", own.id), "suspend"), outcome)
    assert office.position(own.enterprise_id).status == "listed"


@pytest.mark.parametrize(("stands", "status"), [(True, "listed"), (False, "not_listed")])
def test_a_changed_decision_says_whether_the_entry_stands(office, own, stands, status):
    suit = sue(office, "listing", own.id)
    with pytest.raises(RemedyNotInOrder) as why:
        ends(office, suit, "changed")
    assert why.value.field == "entry_stands"
    ends(office, suit, "changed", stands=stands)
    assert office.position(own.enterprise_id).status == status


def test_an_annulment_overturned_needs_a_case_of_its_own(office, own):
    revived = appealed(office, ends(office, sue(office, "listing", own.id), "revoked"))
    done = ends(office, revived, "maintained")
    assert done.annulled_before
    assert office.position(own.enterprise_id).status == "not_listed"
    assert office.entry(own).end.reason == "annulled"
    case = office.propose(own.enterprise_id)
    office.conclude(_decided(office, case))
    assert office.position(own.enterprise_id).status == "listed"


def _decided(office, case):
    told = office.notice(case)
    office.clock.advance(days=15)
    return office.decide(told)


def test_a_suspension_goes_on_through_an_appeal(office, own):
    suit = appealed(office, order(office, sue(office, "listing", own.id), "suspend"))
    assert suit.suspended
    assert office.position(own.enterprise_id).status == "cannot_say"
    ends(office, suit, "maintained")
    assert office.position(own.enterprise_id).status == "listed"


def test_a_penalty_suspended_revoked_and_reinstated_takes_the_entry_with_it(office, own):
    event = office.position(own.enterprise_id).record[0].event_id
    suit = order(office, sue(office, "event", event, "litigation"), "suspend")
    assert status_of(office, event) == "suspended"
    suit = order(office, suit, "resume")
    assert status_of(office, event) == "effective"
    suit = ends(office, suit, "revoked")
    assert status_of(office, event) == "revoked"
    assert office.entry(own).end.reason == "annulled"
    ends(office, appealed(office, suit, "retrial"), "maintained")
    assert status_of(office, event) == "effective"
    assert office.entry(own).end.reason == "annulled"


def test_a_changed_penalty_is_corrected_in_the_same_act(office, own):
    record = office.position(own.enterprise_id).record[0]
    suit = sue(office, "event", record.event_id, "reconsideration")
    with pytest.raises(RemedyNotInOrder):
        ends(office, suit, "changed")
    stated = {k: v for k, v in record.content.items() if k != "status"}
    milder = office.parsed({**stated, "facts": {"deaths": 1, "liable": True}})
    ends(office, suit, "changed", correction=milder)
    assert office.entry(own).end.reason == "annulled"


@pytest.mark.parametrize(("day", "late"), [(23, False), (24, True)])
def test_a_late_suit_is_recorded_and_flagged(office, day, late):
    """Served on 2026-01-20: sixty days end on Saturday 2026-03-21, so the party has until Monday."""
    office.clock.move_to(datetime(2026, 1, 5, 4, tzinfo=UTC))
    given = {"facts": {"deaths": 3, "liable": True}, "penalised_on": "2025-08-01"}
    one, _ = office.record(*(an_event(source_ref=f"E-{n}", occurred_on=f"2025-06-0{n}", **given) for n in (1, 2)))  # fmt: skip
    entry = office.listed(one.enterprise_id)
    office.clock.move_to(datetime(2026, 3, day, 4, tzinfo=UTC))
    suit = sue(office, "listing", entry.id, "reconsideration")
    assert (suit.limit, suit.late) == (date(2026, 3, 23), late)


def test_where_the_holidays_are_not_announced_nobody_is_called_late(office, own):
    office.clock.advance(days=90)
    suit = sue(office, "listing", own.id, "reconsideration")
    assert (suit.limit is None, suit.late) == (False, None)


def test_a_suit_after_another_has_a_limit_that_is_not_known(office, own):
    sue(office, "listing", own.id, "reconsideration")
    suit = sue(office, "listing", own.id)
    assert (suit.limit, suit.late) == (None, None)


def test_the_service_of_a_decision_made_elsewhere_is_not_known(office):
    suit = sue(office, "listing", office.confirmed(a_decree()).id)
    assert (suit.limit, suit.late) == (None, None)


def test_the_same_matter_is_not_recorded_twice_nor_moved_on_an_old_version(office, own):
    suit = sue(office, "listing", own.id)
    with pytest.raises(SuitOpen):
        sue(office, "listing", own.id)
    with office.act("approver") as act, pytest.raises(StaleSuit):
        suing.suspend(act, suit.kind, suit.id, 1, paper(office))


def test_a_suit_refused_binds_nobody_and_moves_no_more(office, own):
    suit = sue(office, "listing", own.id)
    with office.act("handler") as act, pytest.raises(WrongSuitStage):
        suing.refuse(act, suit.kind, suit.id, suit.version, paper(office))
    with pytest.raises(WrongSuitStage):
        order(office, suit, "resume")
    done = ends(office, suit, "withdrawn")
    with pytest.raises(WrongSuitStage):
        order(office, done, "suspend")
