"""Events and imports over HTTP: what is sent, answered and refused, and who may."""

import csv
import io
import json

import pytest
from builders import a_code, an_event

from creditsvc.events import api_imports

WRONG = a_code(1)[:-1] + ("0" if a_code(1)[-1] != "0" else "1")


@pytest.fixture
def who(clerk):
    return clerk.person("clerk", "clerk")


@pytest.fixture
def post(client, who):
    def send(path, body=None, **kwargs):
        return client.post(path, json=body, headers=who | kwargs.pop("headers", {}), **kwargs)

    return send


def pointers(answer):
    return [error["pointer"] for error in answer.json["errors"]]


def is_problem(answer, status, kind=None):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert kind is None or answer.json["type"] == f"/problems/{kind}"
    return True


# --- recording ---------------------------------------------------------------------------------


def test_an_event_is_made_once(post, client, who):
    first = post("/v1/events", an_event())
    again = post("/v1/events", an_event())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["Location"] == f"/v1/events/{first.json['id']}"
    assert first.headers["ETag"] == again.headers["ETag"] == '"1"'
    assert first.json == again.json
    assert (first.json["version"], first.json["uscc"], first.json["status"]) == (
        1, a_code(1), "effective",
    )  # fmt: skip
    read = client.get(first.headers["Location"], headers=who)
    assert read.json == first.json
    assert read.json["event"] == an_event(status="effective")
    assert len(read.json["digest"]) == 64


def test_other_content_is_a_conflict_that_names_both_digests(post):
    first = post("/v1/events", an_event())
    answer = post("/v1/events", an_event(region="620103"))
    assert is_problem(answer, 409, "event-differs")
    assert answer.json["recorded_digest"] == first.json["digest"]
    assert len(answer.json["sent_digest"]) == 64
    assert answer.json["event"] == first.json["id"]


def test_every_fault_of_an_event_is_named_at_once(post):
    answer = post(
        "/v1/events",
        an_event(uscc=WRONG, occurred_on="2025-02-30", facts={"nonsense": 1}, more="x", name=""),
    )
    assert is_problem(answer, 422, "event-refused")
    assert set(pointers(answer)) == {"/uscc", "/occurred_on", "/facts/nonsense", "/more", "/name"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"uscc": None}, "/uscc"),
        ({"uscc": WRONG}, "/uscc"),
        ({"uscc": "620100200000018"}, "/uscc"),
        ({"other_id": "MA0000000"}, "/other_id"),
        ({"kind": "nonsense"}, "/kind"),
        ({"facts": {"direct_loss": "1.005"}}, "/facts/direct_loss"),
    ],
)
def test_what_a_file_would_park_is_a_fault_here(post, changes, pointer):
    answer = post("/v1/events", an_event(**changes))
    assert is_problem(answer, 422)
    assert pointers(answer) == [pointer]


def test_an_older_number_tells_the_enterprise_where_there_is_no_code(post):
    answer = post("/v1/events", an_event(uscc=None, other_id="620100200000018"))
    assert answer.status_code == 201
    assert (answer.json["uscc"], answer.json["event"]["other_id"]) == (None, "620100200000018")


def test_a_lower_case_code_is_taken_in_capitals(post):
    assert post("/v1/events", an_event(uscc=a_code(1).lower())).json["uscc"] == a_code(1)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'{"a": NaN}', b'{"a":1,"a":2}', b'{"a":"\xff"}']
)
def test_a_body_that_is_no_json_object_is_a_problem(client, who, body):
    answer = client.post("/v1/events", data=body, headers=who, content_type="application/json")
    assert is_problem(answer, 400, "not-a-json-object")


def test_money_in_a_json_number_stays_exact(client, who):
    body = json.dumps(an_event(facts={"direct_loss": 0})).replace(
        '"direct_loss": 0', '"direct_loss": 12345678901.10'
    )
    answer = client.post("/v1/events", data=body, headers=who, content_type="application/json")
    assert answer.json["event"]["facts"]["direct_loss"] == "12345678901.10"


# --- reading -----------------------------------------------------------------------------------


def test_an_event_is_read_as_it_was_known(post, client, who, runtime, clock):
    made = post("/v1/events", an_event()).json
    clock.advance(minutes=5)
    new = {"event": an_event(region="620103"), "reason": "区划有误"}
    fixed = post(f"/v1/events/{made['id']}/corrections", new)
    assert (fixed.status_code, fixed.headers["ETag"]) == (201, '"2"')
    path = f"/v1/events/{made['id']}"
    now = client.get(path, headers=who).json
    then = client.get(f"{path}?known_at={made['act']}", headers=who).json
    by_time = client.get(path, query_string={"known_at": made["recorded_at"]}, headers=who).json
    assert (now["version"], now["event"]["region"], len(now["history"])) == (2, "620103", 2)
    assert (now["cause"], now["reason"]) == ("corrected", "区划有误")
    assert then == by_time == made


@pytest.mark.parametrize("known", ["99999", "yesterday", "2026-11-20", "-1", "9" * 30])
def test_known_at_is_an_act_that_happened_or_an_instant(post, client, who, known):
    made = post("/v1/events", an_event()).json
    answer = client.get(f"/v1/events/{made['id']}", query_string={"known_at": known}, headers=who)
    assert is_problem(answer, 422, "bad-known-at")
    assert answer.json["field"] == "known_at"


def test_before_it_was_known_an_event_is_not_found(post, client, who):
    made = post("/v1/events", an_event()).json
    path = f"/v1/events/{made['id']}"
    assert is_problem(client.get(f"{path}?known_at={made['act'] - 1}", headers=who), 404)
    early = client.get(f"{path}?known_at=2020-01-01T00:00:00Z", headers=who)
    assert is_problem(early, 404, "unknown-event")


def test_unknown_query_parameters_are_refused(post, client, who):
    made = post("/v1/events", an_event()).json
    answer = client.get(f"/v1/events/{made['id']}?knwon_at=1", headers=who)
    assert is_problem(answer, 422)
    assert pointers(answer) == ["/knwon_at"]


def test_the_events_of_an_enterprise_are_listed(post, client, who):
    post("/v1/events", an_event())
    made = post("/v1/events", an_event(source_ref="E-2", occurred_on="2020-01-01"))
    post("/v1/events", an_event(source_ref="E-3", uscc=a_code(2), name="虚构乙"))
    answer = client.get(f"/v1/enterprises/{a_code(1)}/events", headers=who)
    assert (answer.json["uscc"], answer.json["count"]) == (a_code(1), 2)
    assert [e["event"]["source_ref"] for e in answer.json["events"]] == ["E-2", "E-1"]
    then = client.get(
        f"/v1/enterprises/{a_code(1)}/events?known_at={made.json['act'] - 1}", headers=who
    )
    assert then.json["count"] == 1


# --- correcting and moving ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "status"), [('"1"', 201), ('"2"', 412), ('W/"1"', 201), ("x", 428), (None, 201)]
)
def test_a_correction_may_name_the_version_it_was_made_on(post, named, status):
    made = post("/v1/events", an_event()).json
    headers = {} if named is None else {"If-Match": named}
    body = {"event": an_event(region="620103"), "reason": "区划有误"}
    answer = post(f"/v1/events/{made['id']}/corrections", body, headers=headers)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"event": an_event(region="620103")}, "/reason"),
        ({"reason": "r"}, "/event"),
        ({"event": an_event(region="620103"), "reason": "r", "more": 1}, "/more"),
        ({"event": [], "reason": "r"}, "/event"),
        ({"event": an_event(uscc=WRONG), "reason": "r"}, "/event/uscc"),
        ({"event": an_event(uscc=None), "reason": "r"}, "/event/uscc"),
    ],
)
def test_a_correction_is_the_whole_event_and_a_reason(post, body, pointer):
    made = post("/v1/events", an_event()).json
    answer = post(f"/v1/events/{made['id']}/corrections", body)
    assert is_problem(answer, 422)
    assert pointers(answer) == [pointer]


def test_a_blank_reason_is_none(post):
    made = post("/v1/events", an_event()).json
    body = {"event": an_event(region="620103"), "reason": " "}
    answer = post(f"/v1/events/{made['id']}/corrections", body)
    assert is_problem(answer, 422, "reason-missing")


def test_a_status_moves_and_a_wrong_move_is_a_conflict(post, clerk):
    made = post("/v1/events", an_event()).json
    answer = clerk.status(made["id"], "suspend")
    assert (answer.status_code, answer.json["status"]) == (200, "suspended")
    assert answer.json["event"]["status"] == "suspended"
    assert answer.json["document_no"] == "虚复议〔2026〕1号"
    assert is_problem(clerk.status(made["id"], "suspend"), 409, "event-status-conflict")
    assert is_problem(clerk.status(made["id"], "delete"), 422, "body-refused")
    assert clerk.status(made["id"], "revoke").json["status"] == "revoked"


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/v1/events"),
        ("get", "/v1/events/00000000-0000-4000-8000-000000000000"),
        ("post", "/v1/events/00000000-0000-4000-8000-000000000000/corrections"),
        ("post", "/v1/events/00000000-0000-4000-8000-000000000000/status"),
        ("get", "/v1/enterprises/x/events"),
        ("post", "/v1/imports"),
        ("get", "/v1/imports/00000000-0000-4000-8000-000000000000"),
        ("get", "/v1/imports/00000000-0000-4000-8000-000000000000/rejects"),
        ("get", "/v1/enterprises?q=%E8%99%9A%E6%9E%84"),
        ("get", "/v1/enterprises/x"),
    ],
)
def test_no_token_no_answer_and_the_wrong_scope_neither(client, clerk, method, path):
    assert is_problem(getattr(client, method)(path), 401)
    stranger = clerk.partner("credit.read")
    assert is_problem(getattr(client, method)(path, headers=stranger), 403, "scope-missing")


# --- imports -----------------------------------------------------------------------------------


def lines(*events):
    return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in events).encode()


def test_a_file_is_imported_and_its_rejects_are_told(client, who):
    file = io.BytesIO(lines(an_event(), an_event(source_ref="X", kind="nonsense")))
    answer = client.post("/v1/imports", data={"file": (file, "e.jsonl")}, headers=who)
    assert answer.status_code == 201, answer.text
    told = client.get(answer.headers["Location"], headers=who).json
    assert told == answer.json
    assert (told["recorded"], told["rejected"], told["done"], told["last_line"]) == (1, 1, True, 2)
    assert told["file_name"] == "e.jsonl"
    table = client.get(told["rejects"], headers=who)
    assert table.content_type == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(table.data.decode("utf-8-sig")))
    assert (row["line"], row["field"]) == ("2", "/kind")


def test_a_bare_body_is_a_file_too_and_again_changes_nothing(client, who):
    answers = [
        client.post("/v1/imports?filename=e.jsonl", data=lines(an_event()), headers=who)
        for _ in range(2)
    ]
    assert [(a.json["recorded"], a.json["unchanged"]) for a in answers] == [(1, 0), (0, 1)]
    empty = client.get(answers[0].json["rejects"], headers=who)
    assert empty.data.decode("utf-8-sig") == "line,field,reason,raw\r\n"


def test_an_unreadable_file_is_a_problem_that_names_the_line(client, who):
    cut = lines(an_event(), an_event(source_ref="E-2"))[:-30]
    answer = client.post("/v1/imports?filename=e.jsonl", data=cut, headers=who)
    assert is_problem(answer, 422, "unreadable-file")
    assert answer.json["line"] == 2


def test_a_file_too_large_is_refused_with_413(client, who, monkeypatch):
    body = lines(an_event())
    monkeypatch.setattr(api_imports, "LARGEST", len(body))
    assert client.post("/v1/imports", data=body, headers=who).status_code == 201
    assert is_problem(client.post("/v1/imports", data=body + b"\n", headers=who), 413)
    parts = {"file": (io.BytesIO(body), "e.jsonl")}
    assert is_problem(client.post("/v1/imports", data=parts, headers=who), 413)


@pytest.mark.parametrize("name", ["upload", "FILE"])
def test_a_form_without_the_one_file_is_refused(client, who, name):
    parts = {name: (io.BytesIO(b"x"), "e.jsonl")}
    answer = client.post("/v1/imports", data=parts, headers=who)
    assert is_problem(answer, 422, "upload-refused")


def test_an_unknown_import_is_not_found(client, who):
    path = "/v1/imports/00000000-0000-4000-8000-000000000000"
    assert is_problem(client.get(path, headers=who), 404, "unknown-import")
    assert is_problem(client.get(f"{path}/rejects", headers=who), 404, "unknown-import")


# --- the document ------------------------------------------------------------------------------


def test_the_document_tells_the_bodies_that_are_read_exactly(client):
    paths = client.get("/openapi.json").json["paths"]
    for path, name in (
        ("/v1/events", "EventIn"),
        ("/v1/events/{event_id}/corrections", "CorrectionIn"),
        ("/v1/events/{event_id}/status", "StatusIn"),
    ):
        body = paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body == {"$ref": f"#/components/schemas/{name}"}
