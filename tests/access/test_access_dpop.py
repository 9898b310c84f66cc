"""DPoP (RFC 9449): a token that was bound to a key is good only with a fresh proof of that key."""

from datetime import timedelta

import pytest
from proving import a_key, proof, unsigned

from creditsvc.access import partners, service
from creditsvc.access.tokens import Tokens
from creditsvc.web.guard import NotAuthenticated

lite = pytest.mark.parametrize("engine_name", ["sqlite"])
ALGS = 'DPoP algs="ES256 PS256 Ed25519"'


@pytest.fixture
def bank(house):
    return house.partner()


def ask(house, bank, *proofs):
    client, secret = bank
    return house.http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, secret),
        headers=[("DPoP", one) for one in proofs],
    )


def a_token(house, bank, key, algorithm="ES256"):
    answer = ask(house, bank, proof(house, key, "POST", "/oauth/token", algorithm=algorithm))
    assert answer.status_code == 200, answer.json
    assert answer.json["token_type"] == "DPoP"
    return answer.json["access_token"]


def me(house, token, text=None, *, scheme="DPoP", path="/me"):
    headers = {"Authorization": f"{scheme} {token}"}
    if text is not None:
        headers["DPoP"] = text
    return house.http.get(path, headers=headers)


def refused(answer, error):
    assert answer.status_code == 401, answer.json
    assert answer.headers["WWW-Authenticate"] == f'{ALGS}, error="{error}"'
    return answer.json["type"] == "/problems/not-authenticated"


@lite
@pytest.mark.parametrize("algorithm", ["ES256", "Ed25519", "PS256"])
def test_a_bound_token_is_good_with_a_proof_of_its_key(house, bank, algorithm):
    key = a_key(algorithm)
    token = a_token(house, bank, key, algorithm)
    text = proof(house, key, "GET", "/me", token=token, algorithm=algorithm)
    assert me(house, token, text).status_code == 200
    said = house.runtime.part(Tokens).verified(token)
    assert said.confirmation.claim == {"jkt": key.thumbprint()}


def test_a_stolen_token_is_worth_nothing_and_a_proof_is_used_once(house, bank):
    key, thief = a_key(), a_key()
    token = a_token(house, bank, key)
    text = proof(house, key, "GET", "/me", token=token)
    assert me(house, token, text).status_code == 200
    assert refused(me(house, token, text), "invalid_dpop_proof")
    assert refused(me(house, token), "invalid_dpop_proof")
    stolen = me(house, token, proof(house, thief, "GET", "/me", token=token))
    assert refused(stolen, "invalid_token")
    as_bearer = me(house, token, scheme="Bearer")
    assert as_bearer.status_code == 401
    assert as_bearer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@lite
def test_within_one_request_a_proof_is_taken_once_however_often_it_is_looked_at(house, bank):
    """An upload is asked for its caller by the guard, and for its claims by the view."""
    key = a_key()
    token = a_token(house, bank, key)
    headers = {"Authorization": f"DPoP {token}", "DPoP": proof(house, key, "GET", "/me", token=token)}  # fmt: skip
    app = house.http.application
    with app.test_request_context("/me", headers=headers) as first:
        said = service.presented(first.request.environ)
        assert service.presented(first.request.environ) == said
    with app.test_request_context("/me", headers=headers) as again, pytest.raises(NotAuthenticated):
        service.presented(again.request.environ)


# changes to a good proof (iat from now on), and whether it is good then
CLAIMS = [
    ({"htm": "POST"}, False),
    ({"htm": "get"}, False),
    ({"htu": "http://127.0.0.1:8000/other"}, False),
    ({"htu": "http://evil.example/me"}, False),
    ({"htu": "https://127.0.0.1:8000/me"}, False),
    ({"htu": "http://127.0.0.1:8001/me"}, False),
    ({"htu": "http://127.0.0.1:x/me"}, False),
    ({"htu": "HTTP://127.0.0.1:8000/me"}, True),
    ({"htu": "http://127.0.0.1:8000/m%65?a=1#b"}, True),
    ({"htu": None}, False),
    ({"iat": -60}, True),
    ({"iat": -61}, False),
    ({"iat": 10}, True),
    ({"iat": 11}, False),
    ({"iat": "now"}, False),
    ({"iat": None}, False),
    ({"jti": None}, False),
    ({"jti": "x" * 129}, False),
    ({"ath": None}, False),
    ({"ath": "AAAA"}, False),
]


@lite
def test_a_proof_is_for_this_request_at_this_time_with_this_token(house, bank):
    key, now = a_key(), int(house.clock.now().timestamp())
    token = a_token(house, bank, key)
    for changes, good in CLAIMS:
        if isinstance(changes.get("iat"), int):
            changes = {"iat": now + changes["iat"]}  # noqa: PLW2901
        answer = me(house, token, proof(house, key, "GET", "/me", token=token, **changes))
        assert (answer.status_code == 200) is good, changes
        assert good or refused(answer, "invalid_dpop_proof"), changes


@lite
def test_a_proof_of_another_make_is_none(house, bank):
    key, other = a_key(), a_key()
    token = a_token(house, bank, key)
    whole = key.as_dict(private=True)
    at = {"method": "GET", "path": "/me", "token": token}
    for text in (
        proof(house, key, header={"typ": "JWT"}, **at),
        proof(house, key, header={"jwk": whole}, **at),
        proof(house, key, header={"jwk": other.as_dict(private=False)}, **at),
        proof(house, key, header={"kid": "x"}, **at),
        proof(house, key, **at)[:-4] + "AAAA",
        unsigned({"htm": "GET"}, "dpop+jwt"),
        "a.b.c",
        "",
        "证",
        "x" * 5000,
    ):
        headers = {"Authorization": f"DPoP {token}", "DPoP": text.encode().decode("latin-1")}
        assert refused(house.http.get("/me", headers=headers), "invalid_dpop_proof"), text


@lite
def test_two_proofs_in_one_request_are_none(house, bank):
    key = a_key()
    one, two = (proof(house, key, "POST", "/oauth/token") for _ in range(2))
    answer = ask(house, bank, one, two)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")


@lite
def test_a_bad_proof_at_the_token_endpoint_is_told_by_its_rfc_name(house, bank):
    key = a_key()
    text = proof(house, key, "POST", "/oauth/token")
    assert ask(house, bank, text).status_code == 200
    for bad in (text, proof(house, key, "GET", "/oauth/token"), proof(house, key, "POST", "/")):
        answer = ask(house, bank, bad)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")


@lite
def test_an_unbound_token_does_not_pass_as_a_bound_one(house, bank):
    token, key = house.token(*bank), a_key()
    answer = me(house, token, proof(house, key, "GET", "/me", token=token))
    assert refused(answer, "invalid_token")


@lite
@pytest.mark.parametrize("demand", ["dpop", "any"])
def test_where_the_contract_demands_it_no_bearer_is_given_or_taken(house, bank, demand):
    before = house.token(*bank)
    key = a_key()
    house.act(partners.change_contract, bank[0].client_id, {"token_binding": demand})
    stale = me(house, before, scheme="Bearer")
    assert refused(stale, "invalid_token")  # at once, also for tokens that are out
    plain = ask(house, bank)
    assert (plain.status_code, plain.json["error"]) == (400, "invalid_request")
    token = a_token(house, bank, key)
    assert me(house, token, proof(house, key, "GET", "/me", token=token)).status_code == 200
    house.act(partners.change_contract, bank[0].client_id, {"token_binding": "mtls"})
    again = me(house, token, proof(house, key, "GET", "/me", token=token))
    assert again.status_code == 401


@lite
def test_a_bound_token_is_revoked_at_once_and_introspection_tells_its_key(house, bank):
    client, secret = bank
    key, auth = a_key(), (client.client_id, secret)
    token = a_token(house, bank, key)
    told = house.http.post("/oauth/introspect", data={"token": token}, auth=auth).json
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": key.thumbprint()})
    house.http.post("/oauth/revoke", data={"token": token}, auth=auth)
    answer = me(house, token, proof(house, key, "GET", "/me", token=token))
    assert answer.status_code == 401
    assert house.http.post("/oauth/introspect", data={"token": token}, auth=auth).json == {
        "active": False
    }


@lite
def test_what_was_used_is_forgotten_once_it_could_not_be_used_again(house, bank):
    key = a_key()
    a_token(house, bank, key)
    a_token(house, bank, key)
    assert used(house) == 2
    house.clock.move_to(house.clock.now() + timedelta(seconds=71))
    a_token(house, bank, key)
    assert used(house) == 1


def used(house):
    import sqlite3  # noqa: PLC0415 - a look into the file, beside the program

    path = house.runtime.settings.log_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as raw:
        found = raw.execute("SELECT digest FROM used_once").fetchall()
    raw.close()
    assert all(len(digest) == 64 for (digest,) in found)
    return len(found)
