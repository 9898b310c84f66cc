"""Receipts are checked with keys one trusts, strictly, and without the service."""

import json
from base64 import urlsafe_b64encode

import pytest
from client_house import an_answer
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from creditsvc_client import BadReceipt, check_receipt
from creditsvc_client.receipts import TYPE

KEY = ECKey.generate_key("P-256", private=True, parameters={"kid": "k1"})
OTHER = ECKey.generate_key("P-256", private=True, parameters={"kid": "k1"})
PUBLIC = KEY.as_dict(private=False)
JWKS = {"keys": [{"kid": "k0", "kty": "oct", "k": "AA"}, PUBLIC]}


def claims(**changes):
    answer = an_answer()
    return {
        "jti": "7K3M-9QWX-2H4T-8B6N-RAAA", "iss": "https://credit.example.cn", "aud": "bank", "purpose": "loan",
        "sub": answer["uscc"], "status": answer["status"], "as_of": answer["as_of"],
        "data_version": answer["data_version"], "statement": {"zh": "…", "en": "…"}, "answer": answer,
    } | changes  # fmt: skip


def signed(body=None, key=KEY, **header):
    head = {"alg": "ES256", "kid": "k1", "typ": TYPE} | header
    text = json.dumps(claims() if body is None else body)
    return jws.serialize_compact(head, text, key, algorithms=[head["alg"]])


def part(value):
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_good_receipt_says_what_was_answered_to_whom_and_why():
    found = check_receipt(
        f" {signed()}\n", JWKS, issuer="https://credit.example.cn", audience="bank"
    )
    assert (found.answer.status, found.purpose, found.audience) == ("not_listed", "loan", "bank")


def forgeries():
    head, middle, seal = signed().split(".")
    secret = OctKey.import_key(json.dumps(PUBLIC))
    yield "another claim", f"{head}.{part(claims(status='listed'))}.{seal}"
    yield "another key", signed(key=OTHER)
    yield "unknown kid", signed(kid="k9")
    yield (
        "key of another sort",
        f"{part({'alg': 'ES256', 'kid': 'k0', 'typ': TYPE})}.{middle}.{seal}",
    )
    yield "none", f"{part({'alg': 'none', 'kid': 'k1', 'typ': TYPE})}.{middle}."
    yield "HS256 with the public key", signed(key=secret, alg="HS256")
    yield "another typ", signed(typ="at+jwt")
    yield "a key in the header", signed(jwk=PUBLIC)
    yield "padding", f"{head}=.{middle}.{seal}"
    yield "four parts", f"{head}.{middle}.{seal}.x"
    yield "no claims", signed({})
    yield "at odds with itself", signed(claims(sub="91999999000000002F"))
    yield "no answer", signed(claims(answer={"status": "clean"}))
    yield "nothing", ""


@pytest.mark.parametrize(("name", "text"), list(forgeries()), ids=[name for name, _ in forgeries()])
def test_no_forgery_passes(name, text):
    with pytest.raises(BadReceipt):
        check_receipt(text, JWKS)


def test_a_retired_key_proves_what_it_signed_before_and_nothing_after():
    retired = {"keys": [PUBLIC | {"exp": 1000}]}
    assert check_receipt(signed(claims(iat=999)), retired).purpose == "loan"
    for late in ({"iat": 1000}, {"iat": "1"}, {}):
        with pytest.raises(BadReceipt, match="retired"):
            check_receipt(signed(claims(**late)), retired)


@pytest.mark.parametrize("wanted", [{"issuer": "https://else.example"}, {"audience": "other"}])
def test_another_issuer_or_audience_than_wanted_is_refused(wanted):
    with pytest.raises(BadReceipt):
        check_receipt(signed(), JWKS, **wanted)


def test_every_tampered_sign_is_found():
    good = signed()
    for place, sign in enumerate(good):
        if place % 13 == 0:
            bad = good[:place] + ("A" if sign != "A" else "B") + good[place + 1 :]
            with pytest.raises(BadReceipt):
                check_receipt(bad, JWKS)
