"""Cases over HTTP: who may, on which version, and what a refusal says."""

import pytest
from builders import (
    a_code,
    a_document,
    a_review,
    a_service,
    an_event,
    an_opening,
    bearer,
    two_major_accidents,
)
from due_process import RULE
from sqlalchemy import text

from creditsvc.access.tokens import Tokens

NOWHERE = "00000000-0000-4000-8000-000000000000"
NOTICE = {"document": a_document(), "service": a_service()}


@pytest.fixture
def handler(clerk):
    return clerk.person("handler", "handler")


@pytest.fixture
def case(clerk, client, handler):
    clerk.record(*two_major_accidents())
    opened = client.post("/v1/proceedings", json={"uscc": a_code(1), "rule": RULE}, headers=handler)
    assert opened.status_code == 201
    return opened


def post(client, path, body, who, version=None):
    headers = who | ({"If-Match": version} if version else {})
    return client.post(path, json=body, headers=headers)


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_an_opened_case_says_where_it_is_and_its_version(client, handler, case):
    shown = client.get(case.headers["Location"], headers=handler)
    assert (shown.json["stage"], shown.headers["ETag"]) == ("proposed", '"1"')
    found = client.get("/v1/proceedings", query_string={"uscc": a_code(1)}, headers=handler)
    assert [one["id"] for one in found.json["proceedings"]] == [case.json["id"]]


def test_a_code_in_small_letters_finds_its_enterprise(client, handler, case):
    answer = client.get(
        "/v1/proceedings", query_string={"uscc": a_code(1).lower()}, headers=handler
    )
    assert len(answer.json["proceedings"]) == 1


@pytest.mark.parametrize("version", [None, "1", '"x"', "*"])
def test_a_move_without_its_version_is_told_to_name_one(client, handler, case, version):
    answer = post(client, f"{case.headers['Location']}/notice", NOTICE, handler, version)
    assert problem(answer) == (428, "version-missing")


def test_a_move_on_a_version_that_has_passed_is_stale(client, handler, case):
    path = f"{case.headers['Location']}/opening"
    assert post(client, path, an_opening(), handler, '"1"').status_code == 200
    answer = post(client, path, an_opening(), handler, '"1"')
    assert problem(answer) == (412, "stale-proceeding")
    assert answer.json["version"] == 2


PAPER = {"document": a_document()}
MOVES = {
    "opening": an_opening(),
    "notice": NOTICE,
    "renotice": NOTICE,
    "waiver": PAPER,
    "hearing-request": {**PAPER, "received_on": "2026-11-20"},
    "hearing-withdrawal": PAPER,
    "hearing-notice": {
        **NOTICE,
        "held_on": "2026-12-15",
        "place": "听证室",
        "presided_by": "reviewer",
    },
    "hearing": {**PAPER, "held_on": "2026-12-15"},
    "review": a_review("2026-12-15"),
    "deliberation": {**PAPER, "present": ["甲", "乙"]},
    "service": {"service": a_service()},
    "reply": {"document": a_document(), "received_on": "2026-11-20"},
    "decision": {"document": a_document(), "authority": "局"},
    "drop": {"reason": "撤案"},
    "conclusion": {"service": a_service()},
}


@pytest.mark.parametrize("move", MOVES)
def test_a_machine_moves_no_case_even_with_the_scopes(clerk, client, runtime, move):
    scopes = frozenset({"proceedings.handle", "proceedings.decide", "proceedings.review"})
    clerk.partner("credit.read")
    with runtime.work.read() as session:
        (name,) = session.execute(
            text("SELECT client_id FROM clients WHERE kind = 'partner'")
        ).one()
    token = bearer(runtime.part(Tokens).issue(f"client:{name}", name, scopes))
    answer = post(client, f"/v1/proceedings/{NOWHERE}/{move}", MOVES[move], token, '"1"')
    assert answer.status_code == 403
    assert problem(answer)[1] in {"person-required", "scope-missing"}


@pytest.mark.parametrize(("role", "move"), [("approver", "notice"), ("handler", "decision"), ("clerk", "drop"), ("auditor", "reply"), ("handler", "review"), ("handler", "hearing"), ("legal_reviewer", "decision"), ("legal_reviewer", "opening")])  # fmt: skip
def test_a_person_with_another_role_may_not(clerk, client, role, move):
    who = clerk.person(f"some-{role}", role)
    answer = post(client, f"/v1/proceedings/{NOWHERE}/{move}", MOVES[move], who, '"1"')
    assert problem(answer) == (403, "scope-missing")


def test_a_case_nobody_knows_is_not_found(client, handler):
    assert problem(client.get(f"/v1/proceedings/{NOWHERE}", headers=handler)) == (404, "unknown-proceeding")  # fmt: skip
    answer = post(client, f"/v1/proceedings/{NOWHERE}/notice", NOTICE, handler, '"1"')
    assert problem(answer) == (404, "unknown-proceeding")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**NOTICE, "colour": "red"}, "/colour"),
        ({"service": a_service()}, "/document"),
        ({**NOTICE, "document": {**a_document(), "digest": "x"}}, "/document/digest"),
        ({**NOTICE, "service": {**a_service(), "day": "2026-02-30"}}, "/service/day"),
        ({**NOTICE, "service": {**a_service(), "reference": ""}}, "/service/reference"),
    ],
    ids=["unknown", "missing", "digest", "no-such-day", "empty"],
)  # fmt: skip
def test_a_body_out_of_shape_is_refused_with_a_pointer(client, handler, case, body, pointer):
    answer = post(client, f"{case.headers['Location']}/notice", body, handler, '"1"')
    assert answer.status_code in {400, 422}
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("uscc", "rule", "told"),
    [
        (a_code(1), "WS11-6-1", (409, "basis-gone")),
        (a_code(1), RULE, (409, "already-open")),
        (a_code(2), RULE, (404, "unknown-enterprise")),
        (a_code(1)[:-1] + "0", RULE, (422, "bad-number")),
    ],
)
def test_a_proposal_that_cannot_be_made_says_why(client, handler, case, uscc, rule, told):
    assert problem(post(client, "/v1/proceedings", {"uscc": uscc, "rule": rule}, handler)) == told


def test_who_handled_it_may_not_decide_it_though_he_has_both_roles(clerk, client, clock):
    clerk.record(*two_major_accidents())
    both = clerk.person("both", "handler", "approver")
    opened = post(client, "/v1/proceedings", {"uscc": a_code(1), "rule": RULE}, both)
    clerk.move(opened.json["id"], "opening", an_opening(), both)
    clerk.move(opened.json["id"], "notice", NOTICE, both)
    clock.advance(days=15)
    day = str(clerk.today())
    reviewer = clerk.person("reviewer", "legal_reviewer")
    assert clerk.move(opened.json["id"], "review", a_review(day), reviewer).status_code == 200
    body = {"document": a_document(day=day), "authority": "局"}
    answer = clerk.move(
        opened.json["id"], "decision", body, clerk.person("both", "handler", "approver")
    )
    assert problem(answer) == (403, "same-person")
    may = answer.json["may"]
    assert [one["code"] for one in may["roles"]] == ["approver"]
    assert may["stages"] == ["noticed", "replied", "heard", "reviewed"]


def test_a_listing_made_over_http_is_in_force_at_once(clerk, client, clock):
    clerk.record(*two_major_accidents(), an_event(source_ref="E-9", uscc=a_code(9), name="虚构壬"))
    entry = clerk.listed(a_code(1), RULE, clock)
    shown = client.get(f"/v1/listings/{entry}", headers=clerk.person("handler", "handler")).json
    assert (shown["in_force"], shown["last_day"]) == (True, "2029-12-05")
    assert shown["ground"]["people"] == ["user:approver", "user:handler", "user:reviewer"]
