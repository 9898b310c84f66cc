"""Removal by hand: one person proposes, another with no part in the entry confirms; the database insists."""

import pytest
from builders import a_code, two_major_accidents
from due_process import a_decree
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.listings import removals
from creditsvc.listings import service as listings
from creditsvc.listings.domain import (
    ListingEnded,
    RemovalOpen,
    RemovalSettled,
    TookPart,
    UnknownRemoval,
)


def propose(office, entry, who="mender", reason="clerical"):
    with office.act(who) as act:
        return removals.propose(act, entry.id, reason, detail="误录", document_no="更1号")


def confirm(office, found, who="stranger"):
    with office.act(who) as act:
        return removals.confirm(act, found.id)


@pytest.fixture
def own(office):
    """An entry of our own: recorded by clerk, run by handler, decided by approver."""
    return office.listed(office.two_accidents()[0].enterprise_id)


def test_a_proposal_changes_nothing_and_its_confirmation_ends_the_entry(office, own):
    found = propose(office, own)
    assert office.position(own.enterprise_id).status == "listed"
    ended = confirm(office, found)
    assert (ended.end.reason, ended.end.document_no) == ("clerical", "更1号")
    assert office.position(own.enterprise_id).status == "not_listed"
    assert "clerical" in office.reasons()


@pytest.mark.parametrize("who", ["mender", "handler", "approver", "clerk"])
def test_nobody_confirms_who_proposed_it_or_had_a_part_in_the_entry_or_its_facts(office, own, who):
    found = propose(office, own)
    with pytest.raises(TookPart) as refused:
        confirm(office, found, who)
    assert {"user:mender", "user:approver", "user:clerk"} <= refused.value.need.parts
    assert office.position(own.enterprise_id).status == "listed"


@pytest.mark.parametrize("who", ["importer", "confirmer"])
def test_nor_does_whoever_imported_or_confirmed_it(office, who):
    found = propose(office, office.confirmed(a_decree()))
    with pytest.raises(TookPart):
        confirm(office, found, who)


def test_a_rejected_proposal_leaves_the_entry_and_may_be_made_anew(office, own):
    found = propose(office, own)
    with pytest.raises(RemovalOpen):
        propose(office, own, "another")
    with office.act("stranger") as act:
        assert removals.reject(act, found.id, "不是笔误").outcome == "rejected"
    with pytest.raises(RemovalSettled):
        confirm(office, found)
    assert propose(office, own).id != found.id


def test_what_has_ended_is_neither_proposed_nor_confirmed_again(office, own):
    found = propose(office, own)
    office.clock.advance(days=366 * 3)
    with pytest.raises(ListingEnded):
        confirm(office, found)
    with pytest.raises(ListingEnded):
        propose(office, own)
    with office.act() as act, pytest.raises(UnknownRemoval):
        removals.confirm(act, act.new_id())


@pytest.mark.parametrize("reason", ["clerical", "wrong_subject"])
def test_the_database_ends_no_entry_by_hand_without_two_people(office, own, reason):
    propose(office, own, reason=reason)  # proposed is not confirmed
    with pytest.raises(DBAPIError, match="two people"), office.act() as act:
        listings.end(act, own.id, reason, detail="误", document_no="更1号")


def test_the_database_lets_nobody_confirm_their_own_proposal(office, own):
    found = propose(office, own)
    row = {"p": found.id.hex, "by": "user:mender"}
    if office.runtime.work.engine.dialect.name == "postgresql":
        row["p"] = str(found.id)
    add = "INSERT INTO removal_outcomes VALUES (:p, 1, :by, :by, 'confirmed', NULL)"
    with pytest.raises(IntegrityError), office.runtime.work.engine.begin() as connection:
        connection.execute(text(add), row)
    with pytest.raises(DBAPIError, match="insert-only"), office.runtime.work.engine.begin() as connection:  # fmt: skip
        connection.execute(text("DELETE FROM removal_proposals"))


def test_over_http_the_refusal_names_a_colleague_who_may_and_not_those_who_took_part(
    clerk, client, clock
):
    clerk.record(*two_major_accidents(1))
    listed = clerk.listed(a_code(1), "WS11-6-2", clock)
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    clerk.person("approver2", "approver")
    body = {"reason": "clerical", "detail": "误录", "document_no": "更1号"}
    found = client.post(f"/v1/listings/{listed}/removal", json=body, headers=handler)
    assert found.status_code == 201
    path = f"/v1/removals/{found.json['id']}/confirmation"
    refused = client.post(path, headers=approver)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/took-part")
    may = refused.json["may"]
    assert may["roles"] == [{"code": "approver", "zh": "审批人", "en": "approver"}]
    assert [one["username"] for one in may["people"]] == ["approver2"]
    assert may["authority"] == "虚构区应急管理局"
    waiting = client.get("/v1/removals", headers=handler).json["removals"]
    assert [one["id"] for one in waiting] == [found.json["id"]]
    done = client.post(path, headers=clerk.person("approver2", "approver"))
    assert (done.status_code, done.json["end"]["reason"]) == (200, "clerical")
