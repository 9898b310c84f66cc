"""Delegation: on its days alone, at once gone, never lent on, and no second hand in a conflict."""

from datetime import UTC, date, datetime, timedelta

import pytest
from access_house import sign_in
from builders import bearer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.access import acting, delegations, people
from creditsvc.access.delegations import Lent
from creditsvc.access.domain import DelegationUnfit, DelegationUnknown, OwnAffair, UserRetired
from creditsvc.access.tokens import Tokens
from creditsvc.kernel.roles import PERSON_SCOPES

FIRST, LAST = date(2026, 3, 3), date(2026, 3, 5)
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 3 March begins in Beijing
SECOND = timedelta(seconds=1)


@pytest.fixture
def staffed(house):
    """A head who approves, a deputy who handles, an officer who records."""
    for name, role in (("head", "approver"), ("deputy", "handler"), ("officer", "credit_officer")):
        house.user(name, (role,), authority="虚构区应急管理局")
    house.client = house.console()[0]
    return house


def lent(**changes):
    stated = {
        "from_user": "head",
        "to_user": "deputy",
        "roles": frozenset({"approver"}),
        "from_day": FIRST,
        "to_day": LAST,
        "document_no": "虚委〔2026〕1号",
    }
    return Lent(**stated | changes)


def acts_as(house, who):
    with house.runtime.work.read() as session:
        found = people.person(session, who)
    return house.runtime.work.act(found.caller(PERSON_SCOPES))


def delegate(house, who="officer", **changes):
    with acts_as(house, who) as act:
        return delegations.delegate(act, lent(**changes))


def token(house, who="deputy"):
    tokens = house.runtime.part(Tokens)
    return tokens.issue(f"user:{who}", house.client.client_id, PERSON_SCOPES)


def may_decide(house, who="deputy"):
    """Whether a token with every scope lets *who* decide now; a new token each time."""
    answer = house.http.get("/decide", headers=bearer(token(house, who)))
    return answer.status_code == 200, answer


def test_a_delegation_gives_its_roles_on_its_days_alone_in_beijing(staffed):
    delegate(staffed)
    for moment, given in (
        (MIDNIGHT - SECOND, False),
        (MIDNIGHT, True),
        (MIDNIGHT + timedelta(days=3) - SECOND, True),
        (MIDNIGHT + timedelta(days=3), False),
    ):
        staffed.clock.move_to(moment)
        assert may_decide(staffed)[0] is given, moment


def test_what_is_done_under_it_says_on_whose_behalf(staffed):
    delegate(staffed)
    staffed.clock.move_to(MIDNIGHT)
    _, answer = may_decide(staffed)
    assert answer.json == {"on_behalf_of": ["user:head"]}
    with staffed.runtime.work.read() as session:
        facts = session.scalar(text("SELECT facts FROM trail WHERE verb = 'case.decided'"))
    assert '"on_behalf_of":["user:head"]' in facts


def test_a_token_already_out_loses_the_right_with_the_revocation(staffed):
    made = delegate(staffed)
    staffed.clock.move_to(MIDNIGHT)
    held = token(staffed)
    assert staffed.http.get("/decide", headers=bearer(held)).status_code == 200
    with acts_as(staffed, "officer") as act:
        delegations.revoke(act, made.id, "提前返岗")
    assert staffed.http.get("/decide", headers=bearer(held)).status_code == 403
    with acts_as(staffed, "officer") as act, pytest.raises(DelegationUnknown):
        delegations.revoke(act, made.id, "再来")


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_whoever_of_the_two_leaves_office_ends_it_and_it_does_not_come_back(staffed, who):
    delegate(staffed)
    staffed.clock.move_to(MIDNIGHT)
    held = token(staffed)
    staffed.act(people.suspend_user, who)
    assert staffed.http.get("/decide", headers=bearer(held)).status_code in {401, 403}
    staffed.act(people.resume_user, who)
    assert staffed.http.get("/decide", headers=bearer(held)).status_code == 403


def test_a_role_that_the_lender_lost_is_gone_with_it(staffed):
    delegate(staffed)
    staffed.clock.move_to(MIDNIGHT)
    staffed.act(people.set_roles, "head", ["auditor"])
    assert may_decide(staffed)[0] is False


def test_what_was_lent_is_not_lent_on(staffed):
    staffed.user("third", ("handler",), authority="虚构区应急管理局")
    delegate(staffed)
    staffed.clock.move_to(MIDNIGHT)
    with pytest.raises(DelegationUnfit) as refused:
        delegate(staffed, from_user="deputy", to_user="third")
    assert refused.value.field == "roles"


def test_signing_in_offers_what_is_lent_that_day_and_no_more(staffed):
    delegate(staffed)
    refused = sign_in(staffed, staffed.client, username="deputy", scope="proceedings.decide")
    assert "invalid_scope" in refused.location
    staffed.clock.move_to(MIDNIGHT)
    given = sign_in(staffed, staffed.client, username="deputy", scope="proceedings.decide")
    assert "code=" in given.location


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_user": "head"}, "to_user"),
        ({"roles": frozenset({"handler"})}, "roles"),
        ({"roles": frozenset()}, "roles"),
        ({"from_day": LAST, "to_day": FIRST}, "to_day"),
        ({"from_day": date(2026, 2, 1), "to_day": date(2026, 3, 1)}, "to_day"),
        ({"document_no": " "}, "document_no"),
    ],
)
def test_a_delegation_that_cannot_be_names_the_field(staffed, changes, field):
    with pytest.raises(DelegationUnfit) as refused:
        delegate(staffed, **changes)
    assert refused.value.field == field


def test_roles_are_lent_within_one_authority_and_to_people_in_office(staffed):
    staffed.user("far", ("handler",), authority="别处应急管理局")
    with pytest.raises(DelegationUnfit):
        delegate(staffed, to_user="far")
    staffed.act(people.suspend_user, "deputy")
    with pytest.raises(UserRetired):
        delegate(staffed)


def test_whoever_is_lent_to_does_not_record_it(staffed):
    staffed.user("second", ("credit_officer", "handler"), authority="虚构区应急管理局")
    with pytest.raises(OwnAffair) as refused:
        delegate(staffed, who="second", to_user="second")
    assert refused.value.need.scope == "users.manage"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("to_user", "head"),
        ("recorded_by", "user:deputy"),
        ("to_day", "2026-03-02"),
        ("document_no", " "),
    ],
)
def test_the_database_itself_refuses_an_unlawful_delegation(staffed, column, value):
    made = delegate(staffed)
    row = {
        "id": made.id.hex, "act_no": 1, "from_user": "head", "to_user": "deputy",
        "roles": '["approver"]', "from_day": "2026-03-03", "to_day": "2026-03-05",
        "document_no": "1", "recorded_by": "user:officer",
    } | {"id": made.id.hex[::-1], column: value}  # fmt: skip
    columns = ", ".join(row)
    named = ", ".join(f":{name}" for name in row)
    with pytest.raises(IntegrityError), staffed.runtime.work.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO delegations ({columns}) VALUES ({named})"), row)
    with pytest.raises(DBAPIError, match="insert-only"), staffed.runtime.work.engine.begin() as connection:  # fmt: skip
        connection.execute(text("UPDATE delegations SET to_day = '2027-01-01'"))


def test_delegate_and_delegator_are_one_hand_while_it_lasts_and_for_the_cases_of_then(staffed):
    delegate(staffed)

    def one_hand(who, part, since=None):
        with acts_as(staffed, who) as act:
            return acting.had_a_part(act, [f"user:{part}"], since=since)

    assert not one_hand("deputy", "head")  # the day before
    staffed.clock.move_to(MIDNIGHT)
    assert one_hand("deputy", "head")
    assert one_hand("head", "deputy")
    assert not one_hand("officer", "head")
    staffed.clock.move_to(MIDNIGHT + timedelta(days=3))
    assert not one_hand("head", "deputy")  # it is over, and the case is a new one
    assert one_hand("head", "deputy", since=LAST)  # of a case that was open then, it still counts
    assert not one_hand("head", "deputy", since=LAST + timedelta(days=1))


def test_a_signed_in_officer_neither_sets_own_roles_nor_lets_in_an_account_of_theirs(staffed):
    staffed.user("other", ("credit_officer",))
    with acts_as(staffed, "officer") as act, pytest.raises(OwnAffair):
        people.set_roles(act, "officer", ["approver"])
    with acts_as(staffed, "officer") as act:
        made = people.add_user(
            act, username="fresh", name="新人", password="correct horse battery", roles=["approver"]
        )
    assert made.status == "suspended"
    with acts_as(staffed, "officer") as act, pytest.raises(OwnAffair):
        people.resume_user(act, "fresh")
    with acts_as(staffed, "other") as act:
        people.resume_user(act, "fresh")
    with staffed.runtime.work.read() as session:
        assert people.person(session, "fresh").status == "active"
