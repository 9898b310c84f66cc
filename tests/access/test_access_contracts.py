"""Contracts of partners over HTTP and by command: changed at once, seen in the trail, secrets shown once."""

import json

import pytest
from access_house import PASSWORD
from click.testing import CliRunner
from proving import a_certificate, a_key, assertion, by_assertion, public

from creditsvc.access import people
from creditsvc.access.tokens import Tokens
from creditsvc.audit import service as trail
from creditsvc.cli.main import main

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
SCOPES = frozenset({"partners.manage", "partners.read"})
BANK = {"name": "某某银行", "scopes": ["credit.read", "events.read"], "purposes": ["loan"]}


@pytest.fixture
def officer(house):
    """What a credit officer does with the contracts."""
    desk = house.console()[0].client_id
    house.act(
        people.add_user, username="wang", name="王", password=PASSWORD, roles=["credit_officer"]
    )
    token = house.runtime.part(Tokens).issue("user:wang", desk, SCOPES)

    def ask(method, path, body=None):
        headers = {"Authorization": f"Bearer {token}"}
        return house.http.open(f"/v1/partners{path}", method=method, json=body, headers=headers)

    return ask


def noted(house, verb):
    with house.runtime.work.read() as session:
        return trail.noted(session, verb)


def test_a_partner_is_registered_with_its_whole_contract_and_its_secret_is_shown_once(
    house, officer
):
    terms = {
        "field": "finance", "quota": 1000, "quota_seconds": 60, "retention_days": 1825,
        "contact": "信贷部 010-1", "token_binding": None, "disclosure": "class",
        "disclosure_basis": "合同第七条", "required_sources": {"某市应急管理局": 7},
    }  # fmt: skip
    made = officer("POST", "", BANK | terms | {"sources": ["某某银行贷后"]})
    assert made.status_code == 201, made.json
    assert made.headers["Cache-Control"] == "no-store"
    key, secret = made.json["client_id"], made.json["client_secret"]
    form = {"grant_type": "client_credentials"}
    assert house.http.post("/oauth/token", data=form, auth=(key, secret)).status_code == 200
    shown = officer("GET", f"/{key}")
    assert shown.json == {
        name: value for name, value in made.json.items() if name != "client_secret"
    }
    assert shown.json | BANK | terms | {"sources": ["某某银行贷后"]} == shown.json
    assert shown.json["auth_method"] == "client_secret"
    assert secret not in shown.text + officer("GET", "").text
    [(_, facts)] = [one for one in noted(house, "partner.registered") if one[0] == key]
    assert (facts["quota"], facts["disclosure_basis"]) == (1000, "合同第七条")
    assert "信贷部" not in json.dumps(facts, ensure_ascii=False)


def test_a_change_counts_at_once_and_stands_in_the_trail(house, officer):
    client, secret = house.partner()
    token, key = house.token(client, secret), client.client_id
    changed = officer("PATCH", f"/{key}", {"scopes": ["credit.read"], "contact": "新处室"})
    assert changed.json["scopes"] == ["credit.read"]
    assert changed.json["purposes"] == ["loan"]
    assert house.me(token).status_code == 403  # events.read was taken away
    assert noted(house, "partner.contract-changed") == [
        (key, {"scopes": ["credit.read"], "contact": "changed"})
    ]
    assert officer("PATCH", f"/{key}", {"scopes": ["credit.read"]}).status_code == 200
    assert len(noted(house, "partner.contract-changed")) == 1  # nothing changed, nothing noted


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quota": 5}, "quota"),
        ({"quota": 0, "quota_seconds": 60}, "quota"),
        ({"quota": 5, "quota_seconds": 31 * 86_400 + 1}, "quota_seconds"),
        ({"retention_days": 0}, "retention_days"),
        ({"disclosure": "class"}, "disclosure_basis"),
        ({"contact": ""}, "contact"),
        ({"required_sources": {"某局": 0}}, "required_sources"),
        ({"required_sources": {"某局": 367}}, "required_sources"),
        ({"required_sources": {"某\n局": 7}}, "required_sources"),
        ({"purposes": ["Two Words"]}, "purpose"),
        ({"scopes": []}, "scope"),
    ],
    ids=str,
)
def test_a_term_that_cannot_be_is_named(house, officer, body, field):
    client, _ = house.partner()
    answer = officer("PATCH", f"/{client.client_id}", body)
    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert noted(house, "partner.contract-changed") == []


def test_a_partner_is_rotated_suspended_resumed_and_revoked(house, officer):
    client, old = house.partner()
    key, form = client.client_id, {"grant_type": "client_credentials"}
    token = house.token(client, old)
    made = officer("POST", f"/{key}/secret")
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    new = made.json["client_secret"]
    for secret, status in ((old, 401), (new, 200)):
        assert house.http.post("/oauth/token", data=form, auth=(key, secret)).status_code == status
    for move, status, word in (
        ("suspension", 401, "suspended"),
        ("resumption", 200, "active"),
        ("revocation", 401, "revoked"),
    ):
        assert officer("POST", f"/{key}/{move}").json["status"] == word
        assert house.me(token).status_code == status
    again = officer("POST", f"/{key}/resumption")
    assert (again.status_code, again.json["type"]) == (409, "/problems/partner-revoked")
    assert officer("GET", "/nobody").status_code == 404


def test_keys_and_certificates_are_registered_over_http(house, officer):
    key = a_key()
    made = officer("POST", "", BANK | {"jwks": public(key)})
    bank = made.json["client_id"]
    assert made.json["client_secret"] is None
    assert made.json["thumbprints"] == [key.thumbprint()]
    form = {"grant_type": "client_credentials", **by_assertion(assertion(house, bank, key))}
    assert house.http.post("/oauth/token", data=form).status_code == 200
    cert = a_certificate(house.clock.now())
    put = officer("PUT", f"/{bank}/proofs", {"certificates": [cert.pem]})
    assert put.json["auth_method"] == "self_signed_tls_client_auth"
    bad = officer("PUT", f"/{bank}/proofs", {"jwks": {"keys": [{"kty": "oct", "k": "AA"}]}})
    assert (bad.status_code, bad.json["type"]) == (422, "/problems/proof-unfit")
    none = officer("PUT", f"/{bank}/proofs", {})
    assert none.status_code == 422
    console = house.console()[0].client_id
    assert officer("PATCH", f"/{console}", {"field": "x"}).status_code == 409


def test_the_same_by_command(house, monkeypatch, tmp_path):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", house.runtime.settings.database_url)
    monkeypatch.setenv("CREDITSVC_DATA_DIR", str(tmp_path))

    def run(*words):
        result = CliRunner().invoke(main, ["partner", *words])
        assert result.exit_code == 0, result.output
        return dict(line.split(": ", 1) for line in result.stdout.splitlines() if ": " in line)

    key, jwks, pem = a_key(), tmp_path / "jwks.json", tmp_path / "bank.pem"
    jwks.write_text(json.dumps(public(key)))
    pem.write_text(a_certificate(house.clock.now()).pem)
    words = ["--name", "某某银行", "--scope", "events.read", "--purpose", "loan"]
    made = run("add", *words, "--jwks", str(jwks), "--quota", "9", "--quota-seconds", "60")
    assert set(made) == {"client_id"}
    bank = made["client_id"]
    form = {"grant_type": "client_credentials", **by_assertion(assertion(house, bank, key))}
    assert house.http.post("/oauth/token", data=form).status_code == 200
    shown = run("contract", bank, "--token-binding", "dpop", "--retention-days", "30")
    assert (shown["token_binding"], shown["quota"], shown["retention_days"]) == (
        "dpop", "9 / 60 s", "30",
    )  # fmt: skip
    shown = run("contract", bank, "--without", "quota", "--without", "token_binding")
    assert (shown["token_binding"], shown["quota"], shown["retention_days"]) == ("-", "-", "30")
    words = ("--required-source", "某局=7", "--required-source", "a=b=30")
    assert run("contract", bank, *words)["required_sources"] == "a=b=30 某局=7"
    assert run("contract", bank, "--without", "required_sources")["required_sources"] == "-"
    assert run("certificates", bank, "--certificate", str(pem))["auth_method"].startswith("self_")
    assert run("keys", bank, "--jwks", str(jwks)) == run("show", bank)
    bad = CliRunner().invoke(main, ["partner", "keys", bank, "--jwks", str(pem)])
    assert bad.exit_code == 2
    bad = CliRunner().invoke(main, ["partner", "contract", bank, "--required-source", "某局"])
    assert (bad.exit_code, "NAME=DAYS" in bad.output) == (2, True)


def test_the_signing_key_is_rotated_by_command_and_what_is_out_stays_good(
    house, monkeypatch, tmp_path
):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", house.runtime.settings.database_url)
    monkeypatch.setenv("CREDITSVC_DATA_DIR", str(tmp_path))
    client, secret = house.partner()
    before = house.token(client, secret)
    rotated = CliRunner().invoke(main, ["keys", "rotate"])
    assert rotated.exit_code == 0, rotated.output
    kid = rotated.stdout.split(": ")[1].strip()
    listed = CliRunner().invoke(main, ["keys", "list"]).stdout.split()
    assert listed == [one["kid"] for one in house.http.get("/oauth/jwks").json["keys"]]
    assert (len(listed), listed[0]) == (2, kid)
    for token in (before, house.token(client, secret)):
        assert house.me(token).status_code == 200
    assert [subject for subject, _ in noted(house, "keys.rotated")] == [kid]
