"""What the server says of itself is so: every address answers, every way it names works."""

from urllib.parse import urlsplit

import pytest
from access_house import BASE
from authlib.oauth2 import rfc9207
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from creditsvc.access.domain import granted, wait_after
from creditsvc.kernel.roles import ALL_SCOPES, ROLES, scopes_of
from creditsvc.web.guard import GUARD


@pytest.fixture
def said(house):
    return house.http.get("/.well-known/oauth-authorization-server").json


def test_the_metadata_is_what_rfc_8414_wants(said):
    AuthorizationServerMetadata(said).validate(
        metadata_classes=[rfc9207.AuthorizationServerMetadata]
    )
    assert said["issuer"] == BASE
    assert set(said["scopes_supported"]) == ALL_SCOPES


def test_every_address_in_the_metadata_is_a_route(house, said):
    routes = {(rule.rule, way) for rule in house.app.url_map.iter_rules() for way in rule.methods}
    for name, address in said.items():
        if name.endswith(("_endpoint", "_uri")):
            assert address.startswith(BASE + "/")
            wanted = {"authorization_endpoint": "GET", "jwks_uri": "GET"}.get(name, "POST")
            assert (urlsplit(address).path, wanted) in routes


def test_every_oauth_route_is_in_the_metadata_and_says_why_it_is_open(house, said):
    addresses = {urlsplit(str(value)).path for value in said.values()}
    own = [rule for rule in house.app.url_map.iter_rules() if rule.endpoint.startswith("oauth.")]
    assert len(own) == 7
    for rule in own:
        assert rule.rule in addresses | {"/.well-known/oauth-authorization-server"}
        assert getattr(house.app.view_functions[rule.endpoint], GUARD).startswith("open: ")


def test_every_client_authentication_named_for_tokens_works_and_no_other(house, said):
    assert said["token_endpoint_auth_methods_supported"] == [
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt",
        "self_signed_tls_client_auth",
        "none",
    ]
    for name in ("token", "introspection", "revocation"):
        signing = said[f"{name}_endpoint_auth_signing_alg_values_supported"]
        assert signing == said["dpop_signing_alg_values_supported"] == ["ES256", "PS256", "Ed25519"]
    assert said["tls_client_certificate_bound_access_tokens"] is True
    _, secret = house.partner()
    bearer = house.http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert bearer.status_code == 401
    public, _ = house.console()
    form = {"token": "x", "client_id": public.client_id}
    assert house.http.post("/oauth/introspect", data=form).status_code == 401
    assert house.http.post("/oauth/revoke", data=form).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/introspect", "/oauth/revoke"])
def test_only_forms_are_read(house, path):
    client, secret = house.partner()
    auth = (client.client_id, secret)
    for more in (
        {"json": {"grant_type": "client_credentials", "token": "x"}},
        {"data": b"\xff\x00"},
    ):
        answer = house.http.post(path, auth=auth, **more)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
        assert answer.headers["Cache-Control"] == "no-store"
    assert house.http.get(path).status_code == 405


def test_public_documents_may_be_kept_for_minutes(house):
    for path in ("/oauth/jwks", "/.well-known/oauth-authorization-server"):
        assert house.http.get(path).headers["Cache-Control"] == "public, max-age=300"


# The pure part


def test_nobody_both_handles_and_decides_by_one_role():
    for role, scopes in ROLES.items():
        assert not {"proceedings.handle", "proceedings.decide"} <= scopes, role
        assert not {"events.write", "proceedings.decide"} <= scopes, role


def test_unknown_roles_give_nothing():
    assert scopes_of(frozenset()) == frozenset()
    assert scopes_of(frozenset({"emperor"})) == frozenset()


def test_scopes_are_granted_whole_or_not_at_all():
    allowed = frozenset({"a", "b"})
    assert granted(None, allowed) == allowed
    assert granted("", allowed) == allowed
    assert granted("b", allowed) == {"b"}
    assert granted("b a", allowed) == allowed
    assert granted("a c", allowed) is None
    assert granted(" ", allowed) is None
    assert granted(None, frozenset()) is None


def test_the_wait_doubles_from_the_fifth_failure_and_ends_at_a_quarter_of_an_hour():
    assert [wait_after(n) for n in range(8)] == [0, 0, 0, 0, 0, 1, 2, 4]
    assert [wait_after(n) for n in (14, 15, 1000)] == [512, 900, 900]
