"""private_key_jwt: whoever signs with a registered key is the client, once for each assertion."""

from datetime import timedelta

import pytest
from proving import (
    a_key,
    assertion,
    by_assertion,
    claims_of_assertion,
    proof,
    public,
    signed,
    unsigned,
)

from creditsvc.access import partners
from creditsvc.access.domain import PartnerUnfit, ProofUnfit
from creditsvc.access.proving import Proving

lite = pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides here


def a_bank(house, *keys, name="某某银行"):
    jwks = {"keys": [key.as_dict(private=False) for key in keys]}
    return a_bank_with(house, Proving(jwks=jwks), name)


def a_bank_with(house, proving, name="某某银行"):
    client, secret = house.act(
        partners.register_partner,
        proving,
        name=name,
        scopes=["credit.read", "events.read"],
        purposes=["loan"],
    )
    assert secret is None
    return client.client_id


def ask(house, text, **form):
    data = {"grant_type": "client_credentials", **by_assertion(text), **form}
    return house.http.post("/oauth/token", data=data)


def refused(answer):
    """The one answer to every client that did not prove itself."""
    return (answer.status_code, answer.json) == (
        401,
        {"error": "invalid_client", "error_description": "client authentication failed"},
    )


@lite
@pytest.mark.parametrize("algorithm", ["ES256", "Ed25519", "PS256"])
def test_a_partner_proves_itself_with_its_key(house, algorithm):
    key = a_key(algorithm)
    bank = a_bank(house, key)
    answer = ask(house, assertion(house, bank, key, algorithm), client_id=bank)
    assert answer.status_code == 200, answer.json
    assert answer.json["token_type"] == "Bearer"
    assert house.me(answer.json["access_token"]).json["id"] == f"client:{bank}"


def test_an_assertion_is_used_once_whichever_process_sees_it(house):
    key = a_key()
    bank = a_bank(house, key)
    text = assertion(house, bank, key)
    assert ask(house, text).status_code == 200
    assert refused(ask(house, text))
    assert refused(ask(house, text))
    assert ask(house, assertion(house, bank, key)).status_code == 200


# changes to a good assertion (times from now on), and whether it is good then
CLAIMS = [
    ({}, True),
    ({"aud": "https://elsewhere.example"}, False),
    ({"aud": "http://127.0.0.1:8000/oauth/token"}, False),
    ({"aud": ["http://127.0.0.1:8000"]}, False),
    ({"aud": None}, False),
    ({"exp": 0}, True),
    ({"exp": -10}, False),
    ({"exp": 300}, True),
    ({"exp": 301}, False),
    ({"exp": None}, False),
    ({"exp": "later"}, False),
    ({"nbf": 10}, True),
    ({"nbf": 11}, False),
    ({"iat": 10}, True),
    ({"iat": 11}, False),
    ({"jti": None}, False),
    ({"jti": "short"}, False),
    ({"jti": 12345678}, False),
    ({"jti": "x" * 128}, True),
    ({"jti": "x" * 129}, False),
    ({"iss": "somebody"}, False),
    ({"iss": None}, False),
    ({"sub": None}, False),
    ({"sub": 7}, False),
    ({"sub": "partner-unknown"}, False),
]


@lite
def test_audience_time_issuer_and_id_are_held_to_the_letter(house):
    key, now = a_key(), int(house.clock.now().timestamp())
    bank = a_bank(house, key)
    for changes, good in CLAIMS:
        moved = {
            name: now + value if name in {"exp", "nbf", "iat"} and isinstance(value, int) else value
            for name, value in changes.items()
        }
        answer = ask(house, assertion(house, bank, key, **moved))
        assert (answer.status_code == 200) is good, changes
        assert good or refused(answer), changes


@lite
def test_an_expired_assertion_is_refused_and_its_memory_is_dropped_later(house):
    key = a_key()
    bank = a_bank(house, key)
    text = assertion(house, bank, key)
    house.clock.move_to(house.clock.now() + timedelta(seconds=71))
    assert refused(ask(house, text))
    assert ask(house, assertion(house, bank, key)).status_code == 200


@lite
def test_no_other_algorithm_and_no_other_key_signs_for_a_client(house):
    key, other = a_key(), a_key()
    bank, rival = a_bank(house, key), a_bank(house, other, name="另一银行")
    said = claims_of_assertion(house, bank)
    shared = a_key("PS256")
    mine = key.as_dict(private=False)
    from joserfc.jwk import OctKey  # noqa: PLC0415 - the classic confusion: public key as shared secret

    confused = OctKey.import_key(mine["x"] + mine["y"])
    for text in (
        unsigned(said),
        signed({"alg": "HS256"}, said, confused),
        signed({"alg": "RS256"}, said, shared),
        assertion(house, bank, other),
        assertion(house, rival, key),
        assertion(house, bank, key, header={"kid": "another"}),
        assertion(house, bank, key, header={"typ": "dpop+jwt"}),
        assertion(house, bank, key)[:-4] + "AAAA",
        "a.b.c",
        "",
    ):
        assert refused(ask(house, text)), text


@lite
def test_whoever_has_keys_comes_by_no_secret_and_whoever_has_a_secret_by_no_assertion(house):
    key = a_key()
    bank = a_bank(house, key)
    form = {"grant_type": "client_credentials", "client_id": bank}
    assert refused(house.http.post("/oauth/token", data=form))
    assert refused(house.http.post("/oauth/token", data=form, auth=(bank, "")))
    assert refused(house.http.post("/oauth/token", data={**form, "client_secret": "x"}))
    client, secret = house.partner()
    assert refused(ask(house, assertion(house, client.client_id, key)))
    both = house.http.post(
        "/oauth/token",
        data={**form, **by_assertion(assertion(house, bank, key))},
        auth=(client.client_id, secret),
    )
    assert (both.status_code, both.json["error"]) == (400, "invalid_request")
    other = ask(house, assertion(house, bank, key), client_id=client.client_id)
    assert (other.status_code, other.json["error"]) == (400, "invalid_request")
    strange = {**form, "client_assertion_type": "x", "client_assertion": "y"}
    assert refused(house.http.post("/oauth/token", data=strange))


@lite
def test_keys_are_changed_without_a_gap_and_the_old_one_is_void_at_once(house):
    old, new = a_key(), a_key()
    bank = a_bank(house, old)
    both = {"keys": [*public(old)["keys"], *public(new)["keys"]]}
    house.act(partners.set_proving, bank, Proving(jwks=both))
    for key in (old, new):
        named = assertion(house, bank, key, header={"kid": key.thumbprint()})
        assert ask(house, named).status_code == 200
    house.act(partners.set_proving, bank, Proving(jwks=public(new)))
    assert refused(ask(house, assertion(house, bank, old)))
    assert ask(house, assertion(house, bank, new)).status_code == 200


@lite
def test_introspection_and_revocation_take_an_assertion_too(house):
    key = a_key()
    bank = a_bank(house, key)
    token = ask(house, assertion(house, bank, key)).json["access_token"]

    def told(path):
        data = {"token": token, **by_assertion(assertion(house, bank, key))}
        return house.http.post(path, data=data)

    assert told("/oauth/introspect").json["active"] is True
    assert told("/oauth/revoke").status_code == 200
    assert house.me(token).status_code == 401
    assert told("/oauth/introspect").json == {"active": False}


@lite
@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_a_suspended_or_revoked_partner_is_refused_with_its_key(house, status):
    key = a_key()
    bank = a_bank(house, key)
    token = ask(house, assertion(house, bank, key)).json["access_token"]
    house.act(partners.suspend_partner if status == "suspended" else partners.revoke_partner, bank)
    assert refused(ask(house, assertion(house, bank, key)))
    assert house.me(token).status_code == 401


BAD_KEYS = [
    {},
    {"keys": []},
    {"keys": "x"},
    {"keys": ["x"]},
    {"keys": [{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0"}]},
    {"keys": [{"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}]},
    {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]},
    {"keys": [{"kty": "EC", "crv": "P-256", "x": 1, "y": 2}]},
    {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
]


@lite
def test_a_key_that_cannot_be_accepted_is_named(house):
    for jwks in BAD_KEYS:
        with pytest.raises(ProofUnfit) as refusal:
            a_bank_with(house, Proving(jwks=jwks))
        assert refusal.value.field.startswith("jwks"), jwks


@lite
def test_a_private_key_is_refused_and_never_kept(house):
    key = a_key()
    with pytest.raises(ProofUnfit, match="private key"):
        a_bank_with(house, Proving(jwks={"keys": [key.as_dict(private=True)]}))
    same = {"keys": [*public(key)["keys"], *public(key)["keys"]]}
    with pytest.raises(ProofUnfit):
        house.act(partners.set_proving, a_bank(house, key), Proving(jwks=same))


@lite
def test_a_secret_is_rotated_and_keys_are_registered_anew(house):
    bank = a_bank(house, a_key())
    with pytest.raises(PartnerUnfit):
        house.act(partners.rotate_secret, bank)
    with pytest.raises(ProofUnfit):
        house.act(partners.set_proving, bank, Proving())
    client, secret = house.partner()
    key = a_key()
    house.act(partners.set_proving, client.client_id, Proving(jwks=public(key)))
    assert refused(house.ask_token(client, secret))
    assert ask(house, assertion(house, client.client_id, key)).status_code == 200


@lite
def test_neither_assertion_nor_proof_nor_token_stands_in_the_database_or_in_a_log(
    house, tmp_path, caplog, capsys
):
    key = a_key()
    bank = a_bank(house, key)
    text, bad = assertion(house, bank, key), assertion(house, bank, a_key())
    shown = proof(house, key, "POST", "/oauth/token")
    data = {"grant_type": "client_credentials", **by_assertion(text)}
    token = house.http.post("/oauth/token", data=data, headers={"DPoP": shown}).json["access_token"]
    assert refused(ask(house, bad))
    used = proof(house, key, "GET", "/me", token=token)
    headers = {"Authorization": f"DPoP {token}", "DPoP": used}
    assert [house.http.get("/me", headers=headers).status_code for _ in range(2)] == [200, 401]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
    captured = capsys.readouterr()
    said = caplog.text + captured.out + captured.err
    assert "client.refused" in said  # the log was open, and tells the method and the fault
    for secret in (text, bad, shown, used, token):
        for part in secret.split("."):
            assert part.encode() not in kept
            assert part not in said
    for word in ("assertion-", "proof-"):
        assert word.encode() not in kept
