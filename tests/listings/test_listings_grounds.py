"""Falling grounds: an entry ends in the act that takes its ground away."""

import json

from builders import an_event
from due_process import a_decree
from sqlalchemy import text

from creditsvc.publishing import service as publishing


def portal(office):
    """The rows laid out for the portal, in order."""
    with office.runtime.work.read() as session:
        return [json.loads(row) for (row,) in session.execute(text("SELECT body FROM portal_records ORDER BY act_no"))]  # fmt: skip


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
