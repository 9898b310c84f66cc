"""Keys in place of secrets: what is signed says who, for whom and when; bound tokens are proven each time."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs

import pytest
from client_house import BASE, CODE, Told, an_answer, ok, refused, session
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from creditsvc_client import Client, ClientSecretBasic, Patience, PrivateKeyJwt, SigningKey, proving
from creditsvc_client.proving import ASSERTION_TYPE

NOW = 1_800_000_000
KEYS = {
    "ES256": lambda: ECKey.generate_key("P-256"),
    "Ed25519": lambda: OKPKey.generate_key("Ed25519"),
    "PS256": lambda: RSAKey.generate_key(2048),
}


class Wide(JWSRegistry):
    max_header_length = 4096


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(proving, "now", lambda: NOW)


def a_token(kind):
    return ok({"access_token": "t", "token_type": kind, "expires_in": 600})


def read(text, key):
    """Header and claims of what *key* signed."""
    found = jws.deserialize_compact(text, key, registry=Wide(algorithms=[*KEYS]))
    return found.headers(), json.loads(found.payload)


@pytest.mark.parametrize("algorithm", KEYS)
def test_an_assertion_says_who_for_whom_and_for_a_minute(algorithm):
    key = KEYS[algorithm]()
    one, other = (SigningKey(key.as_dict(private=True)).assertion("bank", BASE) for _ in range(2))
    header, said = read(one, key)
    assert (header["alg"], "jwk" in header) == (algorithm, False)
    assert {name: said[name] for name in ("iss", "sub", "aud", "iat", "exp")} == {
        "iss": "bank", "sub": "bank", "aud": BASE, "iat": NOW, "exp": NOW + 60,
    }  # fmt: skip
    assert said["jti"] != read(other, key)[1]["jti"]


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_proof_names_the_request_and_the_token_and_shows_the_public_half_alone(algorithm):
    key = KEYS[algorithm]()
    signing = SigningKey(key.as_dict(private=True))
    header, said = read(signing.proof("GET", f"{BASE}/v1/x?after=1#y", "t"), key)
    assert (header["typ"], header["jwk"]) == ("dpop+jwt", signing.public())
    assert "d" not in header["jwk"]
    assert (said["htm"], said["htu"], said["iat"]) == ("GET", f"{BASE}/v1/x", NOW)
    assert said["ath"] == urlsafe_b64encode(sha256(b"t").digest()).rstrip(b"=").decode()


def test_a_partner_with_a_key_sends_no_secret_and_each_try_is_signed_anew():
    told = Told(refused(503, "x"), a_token("Bearer"))
    key = SigningKey.generate()
    patience = Patience(sleep=lambda _: None)
    auth = PrivateKeyJwt(BASE, "bank", key, scope="credit.read", http=session(told), patience=patience)  # fmt: skip
    assert auth.headers("GET", BASE) == {"Authorization": "Bearer t"}
    first, second = (parse_qs(one.body) for one in told.asked)
    assert all("Authorization" not in one.headers for one in told.asked)
    assert second["client_assertion_type"] == [ASSERTION_TYPE]
    assert (second["client_id"], second["scope"]) == (["bank"], ["credit.read"])
    assert first["client_assertion"] != second["client_assertion"]
    assert key.private()["d"] not in repr(auth) + repr(key)


def test_a_bound_token_goes_out_with_a_proof_of_its_own_each_time():
    told = Told(a_token("DPoP"), ok(an_answer()), ok(an_answer()))
    http, key = session(told), SigningKey.generate()
    auth = ClientSecretBasic(f"{BASE}/oauth/token", "bank", "s", dpop=key, http=http)
    client = Client(BASE, auth, http=http)
    client.credit(CODE, purpose="loan")
    client.credit(CODE, purpose="loan", valid_at="2026-01-01")
    asked_token, first, second = told.asked
    _, said = read(asked_token.headers["DPoP"], ECKey.import_key(key.public()))
    assert (said["htm"], said["htu"], "ath" in said) == ("POST", f"{BASE}/oauth/token", False)
    assert first.headers["Authorization"] == "DPoP t"
    proofs = [read(one.headers["DPoP"], ECKey.import_key(key.public()))[1] for one in (first, second)]  # fmt: skip
    assert {one["htu"] for one in proofs} == {f"{BASE}/v1/credit/{CODE}"}
    assert proofs[0]["jti"] != proofs[1]["jti"]


def test_a_token_that_is_not_bound_is_not_used_where_a_bound_one_was_asked_for():
    auth = ClientSecretBasic(
        f"{BASE}/oauth/token", "bank", "s", dpop=SigningKey.generate(),
        http=session(Told(a_token("Bearer"))),
    )  # fmt: skip
    with pytest.raises(ValueError, match="not bound"):
        auth.token()


@pytest.mark.parametrize(
    "jwk", [{}, {"kty": "oct", "k": "AAAA", "d": "x"}, SigningKey.generate().public()]
)
def test_what_is_no_private_key_of_a_known_kind_is_refused(jwk):
    with pytest.raises(ValueError, match="private JWK"):
        SigningKey(jwk)
