"""Objections and falling grounds: flagged at once, decided by somebody with no part in it."""

import json

import pytest
from builders import an_event
from due_process import a_decree
from sqlalchemy import text

from creditsvc.listings import service as listings
from creditsvc.listings.domain import HadAPart, ListingEnded, ObjectionDecided, UnknownObjection
from creditsvc.publishing import service as publishing


def object_to(office, entry, who="handler"):
    with office.act(who) as act:
        return listings.object_to(act, entry.id, grounds="事实有误", document_no="异1号")


def resolve(office, objection, *, upheld, who="stranger"):
    with office.act(who) as act:
        return listings.decide_objection(
            act, objection.id, upheld=upheld, reason="经核实", document_no="异决1号"
        )


@pytest.fixture
def own(office):
    """An entry of our own, in which five people had a part."""
    one, _ = office.two_accidents()
    case = office.notice(office.propose(one.enterprise_id, who="opener"), who="handler")
    case = office.reply(case, who="recorder")
    office.clock.advance(days=15)
    return office.conclude(office.decide(case, answer="不采纳"), who="server")


def portal(office):
    """The rows laid out for the portal, in order."""
    with office.runtime.work.read() as session:
        return [json.loads(row) for (row,) in session.execute(text("SELECT body FROM portal_records ORDER BY act_no"))]  # fmt: skip


def test_an_objection_shows_in_position_and_feed_at_once(office, own):
    made = object_to(office, own)
    (entry,) = office.position(own.enterprise_id).entries
    assert entry.under_objection_at(made.raised_at) == made.raised_at
    line = office.feed()[-1]
    assert (line.reason, line.body["after"]["under_objection"] is None) == (
        "objection_raised",
        False,
    )
    assert office.position(own.enterprise_id).status == "listed"


@pytest.mark.parametrize("who", ["opener", "handler", "recorder", "approver", "server"])
def test_nobody_decides_an_objection_to_an_entry_he_had_a_part_in(office, own, who):
    made = object_to(office, own)
    with pytest.raises(HadAPart):
        resolve(office, made, upheld=False, who=who)


@pytest.mark.parametrize("who", ["importer", "confirmer"])
def test_nobody_decides_an_objection_to_what_he_imported_or_confirmed(office, who):
    made = object_to(office, office.confirmed(a_decree()))
    with pytest.raises(HadAPart):
        resolve(office, made, upheld=True, who=who)


def test_an_upheld_objection_ends_the_entry_in_the_same_act(office, own):
    done = resolve(office, object_to(office, own), upheld=True)
    assert done.outcome == "upheld"
    assert office.entry(own).end.reason == "objection_upheld"
    assert office.position(own.enterprise_id).status == "not_listed"
    assert "objection_upheld" in office.reasons()


def test_a_rejected_objection_leaves_the_entry_and_takes_the_flag_away(office, own):
    resolve(office, object_to(office, own), upheld=False)
    assert office.position(own.enterprise_id).status == "listed"
    assert office.reasons()[-2:] == ["objection_raised", "objection_closed"]


def test_an_objection_is_decided_once(office, own):
    made = object_to(office, own)
    resolve(office, made, upheld=False)
    with pytest.raises(ObjectionDecided):
        resolve(office, made, upheld=True)


def test_no_objection_to_an_entry_that_has_ended(office, own):
    resolve(office, object_to(office, own), upheld=True)
    with pytest.raises(ListingEnded):
        object_to(office, own)


def test_no_objection_to_an_entry_whose_term_is_over(office, own):
    office.clock.advance(days=366 * 3)
    with pytest.raises(ListingEnded):
        object_to(office, own)


def test_an_objection_nobody_knows_is_said_to_be_unknown(office):
    with office.act() as act, pytest.raises(UnknownObjection):
        listings.objection(act.session, act.new_id())


def test_one_of_two_objections_closed_leaves_the_other_flagged(office, own):
    first, second = object_to(office, own), object_to(office, own)
    resolve(office, first, upheld=False)
    assert office.reasons()[-1] == "objection_closed"
    (entry,) = office.position(own.enterprise_id).entries
    assert entry.under_objection_at(office.clock.now() + (second.raised_at - first.raised_at) * 9) == second.raised_at  # fmt: skip


def test_an_annulled_event_ends_the_entry_and_withdraws_it_from_the_portal_in_the_same_act(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    assert [row["action"] for row in portal(office)] == ["entry"]
    office.status(one, "revoke")
    assert office.entry(entry).end.reason == "annulled"
    added, removed = portal(office)
    assert (removed["action"], removed["reason"], removed["listing"]) == ("removal", "annulled", added["listing"])  # fmt: skip
    acts = {line.act_no for line in office.feed() if line.reason == "annulled"}
    assert len(acts) == 1
    assert office.reasons()[-3:] == ["annulled", "status_changed", "tier_changed"]


def test_the_removal_reaches_the_drop_folder_through_the_outbox(office):
    one, _ = office.two_accidents()
    office.listed(one.enterprise_id)
    office.status(one, "revoke")
    with office.runtime.work.read() as session:
        rows = session.execute(text("SELECT topic, payload FROM outbox ORDER BY id")).all()
    assert {topic for topic, _ in rows} == {publishing.PORTAL}
    told = [record["action"] for _, body in rows for record in json.loads(body)["records"]]
    assert told == ["entry", "removal"]


def test_a_corrected_event_ends_the_entry_it_no_longer_supports(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    office.correct(one, facts={"deaths": 1, "liable": True})
    assert office.entry(entry).end.reason == "annulled"


def test_a_correction_that_changes_nothing_of_the_ground_leaves_the_entry(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    office.correct(one, facts={"deaths": 4, "liable": True})
    assert office.entry(entry).end is None


def test_a_suspended_event_leaves_the_entry_until_the_review_is_over(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    office.status(one, "suspend")
    assert office.position(entry.enterprise_id).status == "listed"
    office.status(one, "revoke")
    assert office.position(entry.enterprise_id).status == "not_listed"


def test_a_ground_corrected_to_before_the_instrument_ends_the_entry(office):
    both = office.two_accidents()
    entry = office.listed(both[0].enterprise_id)
    office.correct(both[0], occurred_on="2023-05-01")
    assert office.entry(entry).end.reason == "annulled"


def test_a_later_accident_does_not_uphold_a_decision_it_came_after(office):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    office.record(an_event(source_ref="E-3", occurred_on="2026-12-01", penalised_on="2026-12-03"))
    office.status(one, "revoke")
    assert office.entry(entry).end.reason == "annulled"


def test_an_entry_made_elsewhere_does_not_hang_on_our_events(office):
    entry = office.confirmed(a_decree())
    one, _ = office.two_accidents()
    office.status(one, "revoke")
    assert office.entry(entry).end is None
