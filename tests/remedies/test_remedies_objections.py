"""Objections: flagged at once, decided by somebody with no part, and what follows in the same act."""

import pytest
from builders import a_code
from due_process import a_decree
from remedying import accept, object_to, resolve, step

from creditsvc.events import service as events
from creditsvc.listings.domain import ListingEnded
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import (
    HadAPart,
    ObjectionOpen,
    Stage,
    StaleObjection,
    UnknownObjection,
)
from creditsvc.remedies.redress import Correction, Redress, RedressUnfit


@pytest.fixture
def own(office):
    """An entry of our own, in which five people had a part, on events that a sixth recorded."""
    one, _ = office.two_accidents()
    case = office.notice(office.propose(one.enterprise_id, who="opener"), who="handler")
    case = office.reply(case, who="recorder")
    office.clock.advance(days=15)
    return office.conclude(office.decide(case, answer="不采纳"), who="server")


def test_an_objection_shows_in_position_and_feed_at_once(office, own):
    made = object_to(office, "listing", own.id)
    position = office.position(own.enterprise_id)
    (entry,) = position.entries
    assert entry.under_objection_at(position.moment) == made.raised_at
    assert position.under_objection
    assert position.status == "listed"
    line = office.feed()[-1]
    assert line.reason == "objection_raised"
    assert line.body["after"]["under_objection"] is not None


@pytest.mark.parametrize("who", ["opener", "handler", "recorder", "approver", "server", "clerk", "taker"])  # fmt: skip
def test_nobody_decides_an_objection_to_what_he_had_a_part_in(office, own, who):
    made = accept(office, object_to(office, "listing", own.id, who="other"), who="taker")
    with pytest.raises(HadAPart) as why:
        resolve(office, made, "rejected", who)
    assert why.value.need.scope == "proceedings.decide"


@pytest.mark.parametrize("who", ["importer", "confirmer"])
def test_nobody_decides_an_objection_to_what_he_imported_or_confirmed(office, who):
    made = object_to(office, "listing", office.confirmed(a_decree()).id)
    with pytest.raises(HadAPart):
        resolve(office, made, "upheld", who)


def test_an_upheld_objection_ends_the_entry_in_the_same_act(office, own):
    done = resolve(office, object_to(office, "listing", own.id))
    assert done.stage is Stage.UPHELD
    end = office.entry(own).end
    assert (end.reason, end.document_no) == ("objection_upheld", "异决1号")
    assert office.position(own.enterprise_id).status == "not_listed"
    assert "objection_upheld" in office.reasons()


@pytest.mark.parametrize("outcome", ["rejected", "partly_upheld"])
def test_an_objection_not_upheld_whole_leaves_the_entry_and_takes_the_flag_away(office, own, outcome):  # fmt: skip
    resolve(office, object_to(office, "listing", own.id), outcome)
    assert office.position(own.enterprise_id).status == "listed"
    assert not office.position(own.enterprise_id).under_objection
    assert office.reasons()[-2:] == ["objection_raised", "objection_closed"]


def test_an_entry_upheld_against_in_part_keeps_its_evidence_as_corrected(office, own):
    event = office.position(own.enterprise_id).record[0]
    content = office.parsed({**_stated(event), "facts": {"deaths": 4, "liable": True}})
    redress = Redress(corrections=(Correction(event_id=event.event_id, content=content),))
    done = resolve(office, object_to(office, "listing", own.id), "partly_upheld", redress=redress)
    assert done.outcome.redress["corrections"][0]["event"] == str(event.event_id)
    assert office.entry(own).end is None
    assert _now(office, event).content["facts"]["deaths"] == 4


def test_raised_ex_officio_and_upheld_the_entry_is_annulled_by_two_people(office, own):
    made = object_to(office, "listing", own.id, who="finder", origin="ex_officio")
    with pytest.raises(HadAPart):
        resolve(office, made, "upheld", "finder")
    resolve(office, office_get(office, made))
    assert office.entry(own).end.reason == "annulled"
    assert office.position(own.enterprise_id).status == "not_listed"


def office_get(office, one):
    with office.runtime.work.read() as session:
        return remedies.get(session, one.id)


def test_an_upheld_objection_to_a_record_withdraws_it(office):
    one, _ = office.two_accidents()
    made = object_to(office, "event", one.event_id)
    position = office.position(one.enterprise_id)
    assert position.record_contested_since(str(one.event_id)) == made.raised_at
    assert position.under_objection
    assert office.feed()[-1].body["after"]["subject"] == f"event:{one.event_id}"
    resolve(office, made)
    assert _now(office, one).status == "revoked"
    assert not office.position(one.enterprise_id).under_objection
    assert "objection_closed" in office.reasons()


def test_whoever_recorded_an_event_does_not_decide_the_objection_to_it(office):
    one, _ = office.two_accidents()
    made = object_to(office, "event", one.event_id)
    with pytest.raises(HadAPart):
        resolve(office, made, who="clerk")


def test_a_record_upheld_against_in_part_is_corrected_and_must_be(office):
    one, _ = office.two_accidents()
    made = object_to(office, "event", one.event_id)
    with pytest.raises(RedressUnfit):
        resolve(office, made, "partly_upheld")
    content = office.parsed({**_stated(one), "facts": {"deaths": 3, "liable": False}})
    redress = Redress(corrections=(Correction(event_id=one.event_id, content=content),))
    resolve(office, office_get(office, made), "partly_upheld", redress=redress)
    assert _now(office, one).content["facts"]["liable"] is False


def test_an_identity_contested_and_upheld_sends_the_event_to_whom_it_concerns(office):
    one, _ = office.two_accidents()
    made = object_to(office, "enterprise", one.enterprise_id, ground="wrong_subject")
    assert office.position(one.enterprise_id).identity_contested_since == made.raised_at
    assert office.feed()[-1].body["after"]["subject"] == "enterprise"
    content = office.parsed({**_stated(one), "uscc": a_code(7), "name": "虚构庚矿业有限公司"})
    redress = Redress(corrections=(Correction(event_id=one.event_id, content=content),))
    resolve(office, made, redress=redress)
    assert _now(office, one).enterprise_id == office.key(7)


def test_an_identity_contested_and_upheld_ends_the_entry_as_wrong_subject(office, own):
    made = object_to(office, "enterprise", own.enterprise_id, ground="wrong_subject")
    with pytest.raises(HadAPart):
        resolve(office, made, who="approver", redress=Redress(entries=(own.id,)))
    resolve(office, office_get(office, made), redress=Redress(entries=(own.id,)))
    assert office.entry(own).end.reason == "wrong_subject"


def test_what_is_set_right_belongs_to_what_is_contested(office, own):
    other, _ = office.two_accidents(2, name="虚构乙化工有限公司")
    made = object_to(office, "listing", own.id)
    redress = Redress(corrections=(Correction(event_id=other.event_id, content=None),))
    with pytest.raises(RedressUnfit):
        resolve(office, made, redress=redress)


def test_a_second_objection_on_the_same_ground_waits_for_the_first_and_then_names_it(office, own):
    first = object_to(office, "listing", own.id)
    with pytest.raises(ObjectionOpen):
        object_to(office, "listing", own.id)
    object_to(office, "listing", own.id, ground="law")
    resolve(office, first, "rejected")
    again = object_to(office, "listing", own.id)
    assert again.repeats == first.id
    with office.act("handler") as act:
        given = step(office, "handler", reasons="没有新的事实")
        declined = remedies.decline(act, again.id, 1, given)
    assert declined.stage is Stage.DECLINED


def test_one_of_two_objections_closed_leaves_the_other_flagged(office, own):
    first = object_to(office, "listing", own.id)
    second = object_to(office, "listing", own.id, ground="law")
    resolve(office, first, "rejected")
    position = office.position(own.enterprise_id)
    assert position.entries[0].under_objection_at(position.moment) == second.raised_at


def test_a_withdrawn_objection_is_flagged_no_more(office, own):
    made = object_to(office, "listing", own.id)
    with office.act("handler") as act:
        remedies.withdraw(act, made.id, 1, step(office, "handler"))
    assert not office.position(own.enterprise_id).under_objection


def test_an_objection_pending_does_not_keep_the_entry_from_expiring(office, own):
    made = object_to(office, "listing", own.id)
    office.clock.advance(days=366 * 3)
    assert office.position(own.enterprise_id).status == "not_listed"
    with pytest.raises(ListingEnded):
        object_to(office, "listing", own.id, ground="law")
    resolve(office, made)
    assert office.entry(own).end is None


def test_two_clerks_who_move_the_same_version_one_is_told_to_read_again(office, own):
    made = object_to(office, "listing", own.id)
    accept(office, made)
    with pytest.raises(StaleObjection):
        accept(office, made)


def test_an_objection_is_flagged_as_it_was_known(office):
    entry = office.confirmed(a_decree())
    made = object_to(office, "enterprise", entry.enterprise_id)
    with office.runtime.work.read() as session:
        last = session.connection().exec_driver_sql("SELECT max(no) FROM acts").scalar_one()
    office.clock.advance(hours=1)
    for known_at, flagged in ((last - 1, None), (last, made.raised_at)):
        position = office.position(entry.enterprise_id, known_at=known_at)
        assert position.identity_contested_since == flagged


def test_an_objection_nobody_knows_is_said_to_be_unknown(office):
    with office.act() as act, pytest.raises(UnknownObjection):
        remedies.get(act.session, act.new_id())


def _stated(version):
    return {k: v for k, v in version.content.items() if k != "status"}


def _now(office, version):
    with office.runtime.work.read() as session:
        return events.current(session, version.event_id)
