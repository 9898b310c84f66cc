"""Persons and bans over HTTP: who may, what is shown, and that nothing clear stands anywhere."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from builders import a_code, a_document, an_event
from people_in_cases import AUTHORITY, FIRST, NAME, a_number
from sqlalchemy import inspect, text

from creditsvc.app import build, create_app
from creditsvc.web import logs

NOWHERE = "00000000-0000-4000-8000-000000000000"
DISMISSED = {"facts": {"deaths": 12, "liable": True, "principal_sanction": "dismissed"}}


@pytest.fixture
def settings(settings):
    """With a key for persons."""
    return replace(settings, person_keys=FIRST)


@pytest.fixture
def person(clerk, client):
    """The principal behind an accident, as recorded over HTTP."""
    (event,) = clerk.record(an_event(**DISMISSED))
    made = send(client, "/v1/persons", a_person(event), clerk.person("handler", "handler"))
    assert made.status_code == 201, made.json
    return made.json


def a_person(event, **changes):
    stated = {"matter": {"kind": "event", "id": event}, "rule": "BAN-94", "role": "principal", "name": NAME, "document": "id_card", "number": a_number()}  # fmt: skip
    return {**stated, **changes}


def send(client, path, body, who, version=None):
    return client.post(
        path, json=body, headers=who | ({"If-Match": f'"{version}"'} if version else {})
    )


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def barred(clerk, client, person):
    """A ban of that person, proposed and decided over HTTP."""
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    stated = {"uscc": a_code(1), "rule": "BAN-94", "subject": "principal", "person": person["id"], "authority": AUTHORITY}  # fmt: skip
    made = send(client, "/v1/bans", stated, handler)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"'), made.json
    body = {"document": a_document("虚禁1号", str(clerk.today())), "from_day": "2026-09-01"}
    assert problem(send(client, f"/v1/bans/{made.json['id']}/decision", body, approver))[0] == 428
    done = send(client, f"/v1/bans/{made.json['id']}/decision", body, approver, 1)
    assert (done.status_code, done.json["stage"]) == (200, "decided"), done.json
    return done.json


def test_everybody_sees_a_mask_and_the_case_s_own_people_the_name_on_record(clerk, client, person):
    approver, auditor = clerk.person("approver", "approver"), clerk.person("auditor", "auditor")
    assert person["masked_name"] == "虚**"
    shown = client.get(f"/v1/persons/{person['id']}", headers=auditor)
    query = {"matter_kind": "event", "matter_id": person["matter"]["id"]}
    listed = client.get("/v1/persons", headers=auditor, query_string=query)
    assert shown.json == person == listed.json["persons"][0]
    reveal = f"/v1/persons/{person['id']}/reveal"
    opened = send(client, reveal, {"reason": "制作决定书"}, approver)
    assert opened.json == {"name": NAME, "document": "id_card", "number": a_number()}
    assert opened.headers["Cache-Control"] == "no-store"
    assert problem(send(client, reveal, {"reason": "好奇"}, auditor)) == (403, "scope-missing")
    read = client.get("/v1/persons/readings", headers=auditor)
    (line,) = read.json["readings"]
    assert (line["person"], line["read_by"], line["reason"]) == (person["id"], "user:approver", "制作决定书")  # fmt: skip
    assert client.get("/v1/persons/readings", headers=approver).status_code == 403
    partner = clerk.partner("credit.read", "events.read")
    assert client.get(f"/v1/persons/{person['id']}", headers=partner).status_code == 403
    assert problem(send(client, f"/v1/persons/{NOWHERE}/reveal", {"reason": "查"}, approver)) == (404, "unknown-person")  # fmt: skip


def test_refusals_never_repeat_what_was_sent(clerk, client, person):
    handler, event = clerk.person("handler", "handler"), person["matter"]["id"]
    wrong = a_number()[:-1] + ("0" if a_number()[-1] != "0" else "1")
    for changes in ({"number": wrong}, {"name": "虚甲乙1"}, {"document": "虚甲乙"}, {"role": "虚甲乙"}, {"number": [wrong]}, {"虚甲乙": 1, "name": NAME * 99}):  # fmt: skip
        answer = send(client, "/v1/persons", a_person(event, **changes), handler)
        assert answer.status_code in {400, 422}
        said = answer.get_data(as_text=True).replace(
            '"/虚甲乙"', ""
        )  # a member nobody asked for is named
        assert wrong not in said
        assert "虚甲乙" not in said


def test_without_keys_the_service_runs_and_refuses_persons_alone(settings, clock, clerk, client, person):  # fmt: skip
    bare = build(replace(settings, person_keys=None), clock=clock)
    other = create_app(bare).test_client()
    handler = clerk.person("handler", "handler")
    refused = send(other, f"/v1/persons/{person['id']}/reveal", {"reason": "核对"}, handler)
    assert problem(refused) == (503, "person-keys-missing")
    assert other.get(f"/v1/persons/{person['id']}", headers=handler).json == person
    assert other.get("/healthz").status_code == 200
    bare.work.engine.dispose()


def test_no_clear_name_or_number_stands_in_database_trail_feed_answer_or_log(clerk, client, person, runtime, tmp_path, caplog):  # fmt: skip
    stream = io.StringIO()
    logs.configure(stream)
    caplog.set_level("DEBUG")
    ban = barred(clerk, client, person)
    assert (ban["person"]["masked_name"], ban["decision"]["last_day"]) == ("虚**", "2031-09-01")
    handler = clerk.person("handler", "handler")
    reveal = send(client, f"/v1/persons/{person['id']}/reveal", {"reason": "送达"}, handler)
    assert reveal.json["name"] == NAME
    bank = clerk.partner("credit.read", "changes.read")
    seen = [clerk.look_up(a_code(1), bank), client.get("/v1/changes", headers=bank)]
    seen += [client.get(path) for path in ("/public/lists.json", "/openapi.json")]
    seen.append(client.get(f"/v1/bans?uscc={a_code(1)}", headers=handler))
    said = "".join(each.get_data(as_text=True) for each in seen)
    assert clerk.look_up(a_code(1), bank).json["bans"] == []
    with runtime.work.read() as session:
        names = inspect(session.connection()).get_table_names()
        rows = [session.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]
    kept = repr(rows) + repr(runtime.settings) + stream.getvalue() + caplog.text
    files = b"".join(Path(file).read_bytes() for file in tmp_path.glob("*.db*"))
    key = FIRST.partition(":")[2]
    for clear in (NAME, a_number(), json.dumps(NAME)[1:-1], key):
        assert clear not in said
        assert clear not in kept
        assert clear.encode() not in files
    assert "person.recorded" in kept


def test_an_enterprise_s_ban_is_told_to_partners_until_it_is_lifted(clerk, client):
    clerk.record(an_event(kind="ws.false_certification", sector="service_body", facts={"mode": "false_report"}))  # fmt: skip
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    bank = clerk.partner("credit.read", "changes.read")
    made = send(client, "/v1/bans", {"uscc": a_code(1), "rule": "BAN-92", "subject": "enterprise", "authority": AUTHORITY}, handler)  # fmt: skip
    here = f"/v1/bans/{made.json['id']}"
    assert made.json["clocks"][0]["article"] == "行政处罚法第六十条"
    paper, today = {"document": a_document("虚禁1号", str(clerk.today()))}, str(clerk.today())
    assert problem(send(client, f"{here}/decision", paper, approver, 1)) == (422, "ban-not-in-order")  # fmt: skip
    signed = {**paper, "from_day": "2026-11-20"}
    assert problem(send(client, f"{here}/decision", signed, approver, 1)) == (409, "wrong-ban-stage")  # fmt: skip
    notice = {"document": a_document("禁告1号", today), "service": {"kind": "mail", "day": today, "reference": "EMS-1"}}  # fmt: skip
    assert problem(send(client, f"{here}/notice", notice, approver, 1))[0] == 403
    told = send(client, f"{here}/notice", notice, handler, 1)
    assert (told.status_code, told.headers["ETag"], told.json["case"]["stage"]) == (200, '"2"', "noticed")  # fmt: skip
    answers = {
        "waiver": {"document": a_document("放弃1号", today), "hearing": True},
        "reply": {"document": a_document("陈述1号", today), "received_on": today},
    }
    for version, (path, body) in enumerate(answers.items(), start=2):
        assert send(client, f"{here}/{path}", body, handler, version).status_code == 200
    assert problem(send(client, f"{here}/decision", signed, approver, 4)) == (422, "reply-unanswered")  # fmt: skip
    signed["reply_answer"] = "不予采纳"
    assert problem(send(client, f"{here}/decision", {**signed, "grave": True}, approver, 4)) == (422, "heavier-ban")  # fmt: skip
    assert send(client, f"{here}/decision", signed, approver, 4).status_code == 200
    served = send(client, f"{here}/service", {"service": notice["service"]}, handler, 5)
    assert served.json["case"]["decision_service"]["counts_from"] == today
    (told,) = clerk.look_up(a_code(1), bank).json["bans"]
    assert (told["article"], told["last_day"], told["from"]) == ("第九十二条", "2031-11-20", "service")  # fmt: skip
    ending = {"reason": "decision_revoked", "detail": "法院判决撤销", "document_no": "虚判1号"}
    assert problem(send(client, f"{here}/lift", ending, handler, 6))[0] == 403
    assert problem(send(client, f"{here}/lift", {**ending, "reason": "grace"}, approver, 6))[0] == 422  # fmt: skip
    assert problem(send(client, f"{here}/lift", ending, approver, 1)) == (412, "stale-ban")
    own = send(client, f"{here}/lift", ending, approver, 6)
    assert problem(own) == (403, "proposed-it")  # who decided it does not lift it
    another = clerk.person("second", "approver")
    lifted = send(client, f"{here}/lift", ending, another, 6)
    assert (lifted.json["in_force"], lifted.json["end_reason"]) == (False, "decision_revoked")
    assert clerk.look_up(a_code(1), bank).json["bans"] == []
    lines = client.get("/v1/changes", headers=bank).json["changes"]
    told = [(line["reason"], line["ban"]) for line in lines if line["reason"].startswith("ban_")]
    assert told == [("ban_begun", made.json["id"]), ("ban_ended", made.json["id"])]
    again = send(client, "/v1/bans", {"uscc": a_code(1), "rule": "BAN-92", "subject": "enterprise", "authority": AUTHORITY}, handler)  # fmt: skip
    here = again.headers["Location"]
    send(client, f"{here}/notice", {**notice, "document": a_document("禁告2号", today)}, handler, 1)
    asked = {"document": a_document("听申", today), "received_on": today}
    call = {**notice, "document": a_document("听通", today), "held_on": "2026-12-02", "place": "虚构厅", "presided_by": "judge"}  # fmt: skip
    review = {"document": a_document("审", today), "opinion": "approve"}
    judge = clerk.person("judge", "legal_reviewer")
    minutes = {"document": a_document("笔录", "2026-12-02"), "held_on": "2026-12-02"}
    assert send(client, f"{here}/hearing-request", asked, handler, 2).status_code == 200
    assert send(client, f"{here}/hearing-notice", call, handler, 3).json["case"]["hearing"]["call"]["presided_by"] == "user:judge"  # fmt: skip
    assert problem(send(client, f"{here}/hearing", minutes, judge, 4)) == (422, "not-in-order")
    assert problem(send(client, f"{here}/review", review, judge, 4)) == (409, "hearing-pending")
    back = {"document": a_document("撤听", today)}
    assert send(client, f"{here}/hearing-withdrawal", back, handler, 4).status_code == 200
    dropped = send(client, f"{here}/drop", {"reason": "另案处理"}, handler, 5)
    assert (dropped.json["stage"], dropped.json["clocks"]) == ("dropped", [])
    assert len(client.get("/v1/bans", headers=handler).json["bans"]) == 2
    assert problem(client.get(f"/v1/bans/{NOWHERE}", headers=handler)) == (404, "unknown-ban")
