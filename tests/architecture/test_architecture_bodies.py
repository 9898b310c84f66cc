"""No body makes a route fail: what cannot be read is refused, and says so."""

import json

import pytest
from builders import a_code, an_opening, bearer, two_major_accidents
from test_architecture_matrix import doors, guarded

from creditsvc.access.tokens import Tokens
from creditsvc.kernel.roles import PARTNER_SCOPES, ROLES

DEEP = 100_000
HOSTILE = {
    "nested without end": "[" * DEEP + "]" * DEEP,
    "members nested without end": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a number without end": '{"order":' + "9" * 6000 + "}",
    "a number that is none": '{"order":NaN,"limit":1e999}',
    "half a sign": '{"reason":"\\ud800","uscc":"\\ud800"}',
    "bytes that are no text": b'{"reason":"\xff"}',
    "a NUL": '{"reason":"a\\u0000b","uscc":"\\u0000","text":["\\u0000"]}',
    "UTF-16": '{"reason":"a"}'.encode("utf-16"),
}


FILES = {"/v1/imports"}  # takes a file and tells which of its rows it could not read


def posts(app):
    knock = ("POST", "/case/session", "", False)
    every = [*guarded(app), *doors(app), knock]
    return [one for one in every if one[0] in {"POST", "PUT", "PATCH"} and one[1] not in FILES]


@pytest.fixture
def machine(clerk, runtime):
    clerk.partner(*PARTNER_SCOPES)
    key = clerk.partners["虚构银行"]
    token = runtime.part(Tokens).issue(f"client:{key}", key, PARTNER_SCOPES)
    return bearer(token) | {"Purpose": "loan"}


@pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing gets as far as a store
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_body_that_cannot_be_read_is_refused_on_every_route(app, client, clerk, machine, body):
    people = clerk.person("everybody", *ROLES)
    seen = 0
    for method, path, scope, _ in posts(app):
        who = machine if scope in PARTNER_SCOPES and "events" not in scope else people
        told = client.open(
            path, method=method, data=body, headers={**who, "If-Match": '"1"'}, content_type="application/json"
        )  # fmt: skip
        assert 400 <= told.status_code < 500, (path, told.status_code)
        assert told.is_json, path
        json.loads(told.get_data())
        seen += 1
    assert seen > 100


def test_a_nul_is_told_in_a_body_and_in_a_query_and_a_text_that_only_spells_one_is_taken(
    client, clerk
):
    clerk.record(*two_major_accidents())
    who = clerk.person("handler", "handler")
    case = client.post(
        "/v1/proceedings", json={"uscc": a_code(1), "rule": "WS11-6-2"}, headers=who
    ).json["id"]
    refused = clerk.move(case, "opening", {**an_opening(), "approved_by": "a\0b"}, who)
    assert refused.status_code == 422
    assert "NUL" in refused.json["errors"][0]["detail"]
    assert client.get("/v1/enterprises?q=a%00b", headers=who).status_code == 422
    assert client.get("/public/lists?q=a%00b").status_code == 422
    assert client.get("/v1/papers/a%00b", headers=who).status_code == 404
    assert clerk.move(case, "drop", {"reason": "\\u0000"}, who).status_code == 200
