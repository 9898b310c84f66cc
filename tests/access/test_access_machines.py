"""Client credentials: who gets a token, for what, until when."""

import pytest

from creditsvc.access import service
from creditsvc.signing.service import Keys, check_jws


def test_a_partner_gets_a_token_and_is_known_by_it_as_a_machine(house):
    client, secret = house.partner()
    answer = house.ask_token(client, secret)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 600
    assert answer.json["scope"] == "credit.read events.read"
    me = house.me(answer.json["access_token"])
    assert me.json == {
        "id": f"client:{client.client_id}",
        "kind": "machine",
        "name": "某某银行",
        "scopes": ["credit.read", "events.read"],
        "roles": [],
        "purposes": ["loan"],
        "field": "finance",
        "authority": None,
        "region": None,
    }


def test_the_secret_may_stand_in_the_body(house):
    client, secret = house.partner()
    form = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": secret,
    }
    answer = house.http.post("/oauth/token", data=form)
    assert house.me(answer.json["access_token"]).status_code == 200


def test_a_token_is_an_rfc_9068_jwt_that_the_published_keys_verify(house):
    client, secret = house.partner()
    token = house.token(client, secret)
    jwks = house.http.get("/oauth/jwks").json
    claims = check_jws(token, "at+jwt", jwks)
    now = int(house.clock.now().timestamp())
    assert claims.pop("jti")
    assert claims == {
        "iss": "http://127.0.0.1:8000",
        "aud": "http://127.0.0.1:8000",
        "sub": f"client:{client.client_id}",
        "client_id": client.client_id,
        "scope": "credit.read events.read",
        "iat": now,
        "exp": now + 600,
    }


def test_issuing_to_a_machine_writes_nothing(house):
    client, secret = house.partner()
    before = house.acts()
    house.token(client, secret)
    assert house.acts() == before


def test_a_narrower_scope_is_granted_and_a_wider_one_refused(house):
    client, secret = house.partner()
    narrow = house.ask_token(client, secret, scope="credit.read")
    assert narrow.json["scope"] == "credit.read"
    missing = house.me(narrow.json["access_token"])
    assert missing.status_code == 403
    assert missing.json["type"] == "/problems/scope-missing"
    wide = house.ask_token(client, secret, scope="credit.read events.write")
    assert wide.status_code == 400
    assert wide.json["error"] == "invalid_scope"
    assert wide.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["wrong secret", "unknown", "empty", "nul", "suspended", "revoked"])
def test_whatever_is_wrong_with_a_client_the_answer_is_one_and_the_same(house, who):
    client, secret = house.partner()
    if who in {"suspended", "revoked"}:
        change = service.suspend_partner if who == "suspended" else service.revoke_partner
        house.act(change, client.client_id)
    name, password = {
        "wrong secret": (client.client_id, secret[:-1]),
        "unknown": ("partner-0", secret),
        "empty": ("", ""),
        "nul": ("a\0b", secret),
    }.get(who, (client.client_id, secret))
    answer = house.http.post(
        "/oauth/token", data={"grant_type": "client_credentials"}, auth=(name, password)
    )
    assert answer.status_code == 401
    assert answer.json == {
        "error": "invalid_client",
        "error_description": "client authentication failed",
    }
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_partner_without_its_secret_is_no_public_client(house):
    client, _ = house.partner()
    form = {"grant_type": "client_credentials", "client_id": client.client_id}
    assert house.http.post("/oauth/token", data=form).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({}, "invalid_request"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "x"}, "unauthorized_client"),
        ({"grant_type": "client_credentials", "client_id": "other"}, "invalid_request"),
        ({"grant_type": "client_credentials", "client_secret": "x"}, "invalid_request"),
    ],
)
def test_a_malformed_token_request_is_refused_by_its_rfc_name(house, form, error):
    client, secret = house.partner()
    answer = house.http.post("/oauth/token", data=form, auth=(client.client_id, secret))
    assert (answer.status_code, answer.json["error"]) == (400, error)


def test_credentials_in_the_address_are_refused(house):
    client, secret = house.partner()
    answer = house.http.post(
        f"/oauth/token?grant_type=client_credentials&client_id={client.client_id}"
        f"&client_secret={secret}"
    )
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_rotated_secret_replaces_the_old_one_at_once(house):
    client, old = house.partner()
    new = house.act(service.rotate_secret, client.client_id)
    assert house.ask_token(client, old).status_code == 401
    assert house.ask_token(client, new).status_code == 200


def test_a_machine_may_not_make_a_move_of_a_person(house):
    client, secret = house.partner()
    headers = {"Authorization": f"Bearer {house.token(client, secret)}"}
    answer = house.http.post("/moves", headers=headers)
    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/person-required"


def test_rotated_keys_keep_old_tokens_good_and_both_stand_in_the_jwks(house):
    client, secret = house.partner()
    old = house.token(client, secret)
    keys = house.runtime.part(Keys)
    first = keys.active_kid
    second = keys.rotate()
    assert [key["kid"] for key in house.http.get("/oauth/jwks").json["keys"]] == [second, first]
    assert house.me(old).status_code == 200
    new = house.token(client, secret)
    assert house.me(new).status_code == 200
    assert check_jws(new, "at+jwt", {"keys": keys.public_jwks()["keys"][:1]})
