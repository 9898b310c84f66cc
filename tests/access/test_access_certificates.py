"""Mutual TLS (RFC 8705): clients known by their certificates, and tokens bound to them."""

import pytest
from access_house import BASE, build
from proving import a_certificate, forwarded

from creditsvc.access import partners
from creditsvc.access.certificates import proxy_key, thumbprint
from creditsvc.access.domain import ProofUnfit
from creditsvc.access.proving import Proving
from creditsvc.access.tokens import Tokens
from creditsvc.settings import BadSetting

KEY = b"k" * 32
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides here


@pytest.fixture
def house(database, tmp_path):
    """A service behind a proxy that ends TLS."""
    place = tmp_path / "proxy.key"
    place.write_bytes(KEY)
    place.chmod(0o600)
    yield from build(tmp_path, database, CREDITSVC_PROXY_KEY=str(place))


@pytest.fixture
def cert(house):
    return a_certificate(house.clock.now())


def a_bank(house, *certificates):
    client, _ = house.act(
        partners.register_partner,
        Proving(certificates=tuple(one.pem for one in certificates)),
        name="某某银行",
        scopes=["credit.read", "events.read"],
        purposes=["loan"],
    )
    return client.client_id


def seen(house, certificate, method, path, *, key=KEY, late=0):
    from datetime import timedelta  # noqa: PLC0415

    return forwarded(certificate, key, house.clock.now() - timedelta(seconds=late), method, path)


def ask(house, bank, headers, **form):
    data = {"grant_type": "client_credentials", "client_id": bank, **form}
    return house.http.post("/oauth/token", data=data, headers=headers)


def a_token(house, bank, cert):
    answer = ask(house, bank, seen(house, cert, "POST", "/oauth/token"))
    assert answer.status_code == 200, answer.json
    assert answer.json["token_type"] == "Bearer"
    return answer.json["access_token"]


def me(house, token, headers):
    return house.http.get("/me", headers={"Authorization": f"Bearer {token}", **headers})


def test_a_partner_is_known_by_its_certificate_and_its_tokens_are_bound_to_it(house, cert):
    bank = a_bank(house, cert)
    token = a_token(house, bank, cert)
    said = house.runtime.part(Tokens).verified(token)
    assert said.confirmation.claim == {"x5t#S256": thumbprint(cert.der)}
    assert me(house, token, seen(house, cert, "GET", "/me")).json["id"] == f"client:{bank}"


def test_a_stolen_token_is_worth_nothing_without_the_certificate(house, cert):
    bank, thief = a_bank(house, cert), a_certificate(house.clock.now())
    token = a_token(house, bank, cert)
    for headers in ({}, seen(house, thief, "GET", "/me")):
        answer = me(house, token, headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_another_certificate_under_the_same_name_is_another_client(house, cert):
    bank, forged = a_bank(house, cert), a_certificate(house.clock.now())
    answer = ask(house, bank, seen(house, forged, "POST", "/oauth/token"))
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert ask(house, bank, {}).status_code == 401
    assert ask(house, bank, {}, client_secret="x").status_code == 401


def test_what_a_proxy_did_not_sign_for_this_very_request_is_refused(house, cert):
    bank = a_bank(house, cert)
    good = seen(house, cert, "POST", "/oauth/token")
    assert ask(house, bank, good).status_code == 200
    assert ask(house, bank, seen(house, cert, "POST", "/oauth/token", late=60)).status_code == 200
    other = a_certificate(house.clock.now())
    for headers in (
        {"Client-Cert": cert.header},
        {**good, "Client-Cert-Signature": "t=1,v1=00"},
        {**good, "Client-Cert": other.header},
        {**good, "Client-Cert": "no list of bytes"},
        seen(house, cert, "POST", "/oauth/token", key=b"x" * 32),
        seen(house, cert, "POST", "/oauth/token", late=61),
        seen(house, cert, "GET", "/oauth/token"),
        seen(house, cert, "POST", "/me"),
    ):
        assert ask(house, bank, headers).status_code == 401, headers


def test_without_a_key_no_forwarded_certificate_is_believed(database, tmp_path, cert):
    for house in build(tmp_path, database):
        bank = a_bank(house, cert)
        assert ask(house, bank, seen(house, cert, "POST", "/oauth/token")).status_code == 401


@pytest.mark.parametrize(("days", "good"), [((-1, 1), True), ((-2, -1), False), ((1, 2), False)])
def test_a_certificate_is_good_within_its_days(house, days, good):
    cert = a_certificate(house.clock.now(), days=days)
    answer = ask(house, a_bank(house, cert), seen(house, cert, "POST", "/oauth/token"))
    assert (answer.status_code == 200) is good


def test_a_certificate_is_replaced_by_registering_both_and_then_the_new_one(house, cert):
    bank, new = a_bank(house, cert), a_certificate(house.clock.now())
    token = a_token(house, bank, cert)
    house.act(partners.set_proving, bank, Proving(certificates=(cert.pem, new.pem)))
    assert a_token(house, bank, new)
    house.act(partners.set_proving, bank, Proving(certificates=(new.pem,)))
    assert ask(house, bank, seen(house, cert, "POST", "/oauth/token")).status_code == 401
    assert me(house, token, seen(house, cert, "GET", "/me")).status_code == 200  # to its end


def test_a_contract_may_demand_a_certificate_of_a_client_with_a_secret(house, cert):
    client, secret = house.partner()
    house.act(partners.change_contract, client.client_id, {"token_binding": "mtls"})
    plain = house.ask_token(client, secret)
    assert (plain.status_code, plain.json["error"]) == (400, "invalid_request")
    bound = house.http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, secret),
        headers=seen(house, cert, "POST", "/oauth/token"),
    ).json["access_token"]
    assert me(house, bound, seen(house, cert, "GET", "/me")).status_code == 200
    assert me(house, bound, {}).status_code == 401


def test_a_certificate_that_cannot_be_read_is_named(house, cert):
    for pems in (("x",), (cert.pem, "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----")):
        with pytest.raises(ProofUnfit) as refusal:
            house.act(
                partners.register_partner,
                Proving(certificates=pems),
                name="某某银行", scopes=["credit.read"], purposes=["loan"],
            )  # fmt: skip
        assert refusal.value.field == f"certificates/{len(pems) - 1}"
    both = Proving(certificates=(cert.pem,), jwks={"keys": []})
    with pytest.raises(ProofUnfit):
        house.act(
            partners.register_partner, both,
            name="某某银行", scopes=["credit.read"], purposes=["loan"],
        )  # fmt: skip


def test_the_proxys_key_is_a_private_file_of_some_length(house, tmp_path):
    assert BASE
    place = tmp_path / "other.key"
    assert proxy_key(None) is None
    with pytest.raises(BadSetting):
        proxy_key(str(place))
    for content, mode in ((b"k" * 31, 0o600), (b"k" * 32, 0o644)):
        place.write_bytes(content)
        place.chmod(mode)
        with pytest.raises(BadSetting):
            proxy_key(str(place))
    place.chmod(0o600)
    assert proxy_key(str(place)) == b"k" * 32
