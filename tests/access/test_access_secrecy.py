"""Secrets, tokens, codes and passwords stand nowhere in clear; Authlib does not log them either."""

import logging
import re

import pytest
from access_house import PASSWORD, application, exchange, sent_back, sign_in
from sqlalchemy import inspect, text

from creditsvc.access import credentials, people, service
from creditsvc.access.domain import (
    ClientIdTaken,
    GrantInvalid,
    PartnerUnfit,
    PartnerUnknown,
    PasswordWeak,
    PurposeMissing,
    PurposeNotAgreed,
    UsernameTaken,
)
from creditsvc.kernel.caller import Caller


def everything(house):
    """Every row of every table."""
    with house.runtime.work.read() as session:
        names = inspect(session.connection()).get_table_names()
        assert {"clients", "users", "authorization_codes", "login_failures"} <= set(names)
        rows = [
            session.execute(text(f'SELECT * FROM "{name}"')).all()  # names from the schema itself
            for name in names
        ]
    return repr(rows).encode()


def test_no_secret_is_in_the_database_or_in_any_log(house, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    house.app = application(house.runtime)  # after the root logger was opened wide
    partner, secret = house.partner()
    console, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, console))["code"]
    person = exchange(house, console, code).json["access_token"]
    machine = house.token(partner, secret)
    house.http.post("/oauth/revoke", data={"token": machine}, auth=(partner.client_id, secret))
    exchange(house, console, code)
    sign_in(house, console, username="wang.fang", password="not the password")
    rotated = house.act(service.rotate_secret, partner.client_id)
    house.ask_token(partner, secret)
    hidden = [secret, rotated, code, person, machine, PASSWORD, "not the password", "wang.fang"]
    kept = everything(house) + b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
    said = caplog.text + "".join(str(record.args) for record in caplog.records)
    for word in hidden:
        assert word.encode() not in kept
        assert word not in said
        assert word.split(".")[-1] not in said or word == "wang.fang"
    assert partner.client_id.encode() in kept
    assert logging.getLogger("authlib.oauth2.rfc6749").getEffectiveLevel() == logging.INFO


def test_passwords_are_salted_and_carry_their_parameters(house):
    house.user("li.na")
    house.user("wang.fang")
    with house.runtime.work.read() as session:
        kept = session.connection().exec_driver_sql("SELECT password FROM users").scalars().all()
    assert len(set(kept)) == 2
    assert all(re.fullmatch(r"scrypt\$1024\$8\$3\$[\w+/=]{24}\$[\w+/=]{44}", text) for text in kept)


def test_a_password_is_hashed_as_dear_as_owasp_asks_and_checked_by_its_own_parameters(monkeypatch):
    monkeypatch.undo()
    kept = credentials.hash_password(PASSWORD)
    assert kept.startswith("scrypt$32768$8$3$")
    assert credentials.nobody().startswith("scrypt$32768$8$3$")
    monkeypatch.setattr(credentials, "COST", 2**10)
    assert credentials.password_matches(PASSWORD, kept)
    assert not credentials.password_matches(PASSWORD + " ", kept)


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("a" * 11, False),
        ("a" * 12, True),
        ("a" * 1024, True),
        ("a" * 1025, False),
        ("I am LI.NA, hello", False),
        ("一二三四五六七八九十百千", True),
    ],
)
def test_a_password_is_long_and_does_not_name_its_owner(house, password, good):
    given = {"username": "li.na", "name": "李娜", "password": password, "roles": ["clerk"]}
    if good:
        assert house.act(people.add_user, **given).username == "li.na"
    else:
        with pytest.raises(PasswordWeak):
            house.act(people.add_user, **given)


@pytest.mark.parametrize("username", ["Li", "l", "1li", "li na", "李娜", "", "a" * 65, "li\n"])
def test_a_user_name_is_plain(house, username):
    with pytest.raises(GrantInvalid) as refused:
        house.user(username)
    assert refused.value.field == "username"


def test_a_user_name_is_given_once(house):
    house.user()
    with pytest.raises(UsernameTaken):
        house.user()


@pytest.mark.parametrize("roles", [[], ["emperor"], ["clerk", "emperor"]])
def test_roles_are_those_we_know(house, roles):
    with pytest.raises(GrantInvalid) as refused:
        house.user(roles=roles)
    assert refused.value.field == "role"


@pytest.mark.parametrize("scopes", [[], ["credit.write"], ["credit.read", "proceedings.decide"]])
def test_a_partner_gets_partner_scopes_only(house, scopes):
    with pytest.raises(GrantInvalid) as refused:
        house.partner(scopes=scopes)
    assert refused.value.field == "scope"


@pytest.mark.parametrize("purpose", ["", "Loan", "lo an", "贷款", "a" * 65])
def test_a_purpose_is_a_code(house, purpose):
    with pytest.raises(GrantInvalid):
        house.partner(purposes=[purpose])


@pytest.mark.parametrize(
    ("uri", "good"),
    [
        ("https://console.example/back", True),
        ("http://127.0.0.1:8000/back", True),
        ("http://localhost/back", True),
        ("http://[::1]:9/back", True),
        ("http://console.example/back", False),
        ("https://console.example/back#x", False),
        ("https://console.example@evil.example/", False),
        ("javascript:alert(1)", False),
        ("https://console.example/b ack", False),
        ("//console.example/", False),
        ("", False),
    ],
)
def test_a_redirect_address_is_https_or_the_own_machine(house, uri, good):
    if good:
        assert house.console(redirect_uris=[uri])[0].redirect_uris == (uri,)
    else:
        with pytest.raises(GrantInvalid):
            house.console(redirect_uris=[uri])


def test_a_console_needs_an_address_and_a_public_one_has_no_secret_to_rotate(house):
    with pytest.raises(GrantInvalid):
        house.console(redirect_uris=[])
    client, _ = house.console()
    with pytest.raises(PartnerUnfit):
        house.act(service.rotate_secret, client.client_id)


def test_a_client_id_is_chosen_once_and_never_given_again(house):
    client, _ = house.console(client_id="the-console")
    assert client.client_id == "the-console"
    house.act(service.revoke_partner, "the-console")
    with pytest.raises(ClientIdTaken):
        house.console(client_id="the-console")
    with pytest.raises(GrantInvalid):
        house.console(client_id="the console")


@pytest.mark.parametrize("client_id", ["partner-none", "", "a\0b", "甲"])
def test_an_unknown_partner_is_named_in_the_refusal(house, client_id):
    with pytest.raises(PartnerUnknown):
        house.act(service.revoke_partner, client_id)


def test_partners_are_listed_by_name_and_never_with_their_secret(house):
    _, secret = house.partner(name="乙行")
    house.partner(name="甲行")
    with house.runtime.work.read() as session:
        found = service.partners(session)
    assert [client.name for client in found] == sorted(["乙行", "甲行"])
    assert secret not in repr(found)


def test_every_change_of_access_is_noted_and_names_no_person(house):
    partner, _ = house.partner()
    house.act(service.rotate_secret, partner.client_id)
    house.act(service.suspend_partner, partner.client_id)
    house.act(service.resume_partner, partner.client_id)
    house.act(service.resume_partner, partner.client_id)
    house.act(service.revoke_partner, partner.client_id)
    house.user()
    house.act(people.set_password, "li.na", "another good password")
    house.act(people.set_roles, "li.na", ["auditor"])
    house.act(people.suspend_user, "li.na")
    with house.runtime.work.read() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM trail ORDER BY seq").all()
    assert [row.verb for row in rows] == [
        "partner.registered",
        "partner.secret-rotated",
        "partner.suspended",
        "partner.resumed",
        "partner.revoked",
        "user.added",
        "user.password-set",
        "user.roles-set",
        "user.suspended",
    ]
    assert "li.na" not in str(rows)
    assert "李娜" not in str(rows)


def test_a_look_up_states_one_of_the_agreed_purposes():
    caller = Caller(
        id="client:a", kind="machine", name="a", scopes=frozenset(), roles=frozenset(),
        purposes=frozenset({"loan", "bidding"}),
    )  # fmt: skip
    assert service.require_purpose(caller, " loan ") == "loan"
    for missing in (None, "", "  "):
        with pytest.raises(PurposeMissing) as refused:
            service.require_purpose(caller, missing)
        assert refused.value.field == "Purpose"
    for foreign in ("marketing", "Loan", "loan,bidding"):
        with pytest.raises(PurposeNotAgreed) as refused:
            service.require_purpose(caller, foreign)
        assert refused.value.facts["agreed"] == ["bidding", "loan"]
