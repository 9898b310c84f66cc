"""Remedies over HTTP: from the paper that comes in to the next answer of a partner."""

import pytest
from builders import DIGEST, a_code, a_document, two_major_accidents

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def listed(clerk, clock):
    """The key of an entry, made today."""
    clerk.events = clerk.record(*two_major_accidents())
    return clerk.listed(a_code(1), "WS11-6-2", clock)


@pytest.fixture
def bank(clerk):
    return clerk.partner("credit.read", "changes.read")


def papers(clerk, paper_no="异1号", **more):
    return {"document": a_document(paper_no, str(clerk.today())), **more}


def objection(clerk, **changes):
    body = {"ground": "facts", "grounds": "事实有误", "received_on": str(clerk.today())}
    return papers(clerk, **{**body, **changes})


def suit(clerk, **changes):
    body = {"body": "虚构区人民法院", "number": "（虚）行初1号", "filed_on": str(clerk.today())}
    return papers(clerk, "诉1号", **{**body, **changes})


def send(client, path, body, who, version=None):
    return client.post(
        path, json=body, headers=who | ({"If-Match": f'"{version}"'} if version else {})
    )


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def reasons(client, bank):
    return [
        one["reason"] for one in client.get("/v1/changes?after=0", headers=bank).json["changes"]
    ]


def public(client):
    return client.get("/public/lists.json").get_data(as_text=True)


def test_an_objection_is_told_to_partners_and_public_and_upheld_takes_the_entry_away(clerk, client, listed, bank):  # fmt: skip
    handler, other = clerk.person("handler", "handler"), clerk.person("other", "approver")
    attached = [{"digest": DIGEST, "name": "证明.pdf", "media_type": "application/pdf"}]
    made = send(client, "/v1/objections", objection(clerk, listing=listed, attachments=attached), handler)  # fmt: skip
    assert made.status_code == 201, made.json
    assert (made.json["stage"], made.json["attachments"]) == ("received", attached)
    assert [clock["key"] for clock in made.json["clocks"]] == ["objection.decision"]
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["under_objection"]) == ("listed", True)
    assert told["listings"][0]["under_objection"]
    assert '"under_objection_since":"' in public(client)
    here = made.headers["Location"]
    assert send(client, f"{here}/acceptance", papers(clerk), handler, 1).status_code == 200
    verdict = papers(clerk, "异决1号", outcome="upheld", reasons="经核实有误")
    for who in ("handler", "approver"):
        person = clerk.person(f"{who}", "handler", "approver")
        assert send(client, f"{here}/decision", verdict, person, 2).status_code == 403
    done = send(client, f"{here}/decision", verdict, other, 2)
    assert (done.status_code, done.json["stage"]) == (200, "upheld"), done.json
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["listings"], told["under_objection"]) == ("not_listed", [], False)
    assert {"objection_raised", "objection_upheld"} <= set(reasons(client, bank))
    assert a_code(1) not in public(client)


def test_an_annulment_is_in_the_very_next_answer(clerk, client, listed, bank):
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    filed = send(client, "/v1/litigations", suit(clerk, listing=listed), handler)
    assert filed.status_code == 201, filed.json
    here = filed.headers["Location"]
    assert send(client, f"{here}/acceptance", papers(clerk), handler, 1).status_code == 200
    stopped = send(client, f"{here}/suspension", papers(clerk, "停1号"), approver, 2)
    assert stopped.json["suspended"] is True, stopped.json
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["tier"], told["listings"]) == ("cannot_say", None, [])
    assert [one["code"] for one in told["reasons"]] == ["execution_suspended"]
    assert [one["id"] for one in told["suspended_listings"]] == [listed]
    assert told["suspended_listings"][0]["suspended_since"]
    assert a_code(1) not in public(client)
    ending = papers(clerk, "判1号", outcome="revoked", effective_on=str(clerk.today()))
    done = send(client, f"{here}/outcome", ending, approver, 3)
    assert (done.status_code, done.json["stage"]) == (200, "concluded"), done.json
    assert [(c["key"], c["done_on"]) for c in done.json["clocks"]] == [("penalty.withdrawal", str(clerk.today()))]  # fmt: skip
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["suspended_listings"]) == ("not_listed", [])
    assert {"suspended", "annulled"} <= set(reasons(client, bank))
    shown = client.get(f"/v1/listings/{listed}", headers=handler).json
    assert (shown["end"]["reason"], shown["end"]["document_no"]) == ("annulled", "判1号")


def test_an_objection_to_a_record_shows_beside_it_and_corrects_it(clerk, client, bank):
    event, _ = clerk.record(*two_major_accidents())
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    made = send(client, "/v1/objections", objection(clerk, event=event), handler)
    told = clerk.look_up(a_code(1), bank).json
    assert told["under_objection"] is True
    assert [one["under_objection"] for one in told["records"]] == [one["event"] == event for one in told["records"]]  # fmt: skip
    here = made.headers["Location"]
    send(client, f"{here}/acceptance", papers(clerk), handler, 1)
    stated = {**two_major_accidents()[0], "facts": {"deaths": 0, "liable": False}}
    verdict = papers(clerk, "异决1号", outcome="partly_upheld", reasons="死亡人数有误")
    bad = {**stated, "uscc": "91"}
    refused = send(client, f"{here}/decision", {**verdict, "corrections": [{"event": event, "content": bad}]}, approver, 2)  # fmt: skip
    assert refused.json["field"] == "/corrections/0/content/uscc"
    done = send(client, f"{here}/decision", {**verdict, "corrections": [{"event": event, "content": stated}]}, approver, 2)  # fmt: skip
    assert done.status_code == 200, done.json
    shown = client.get(f"/v1/events/{event}", headers=clerk.person("clerk", "clerk")).json
    assert shown["event"]["facts"]["deaths"] == 0
    assert clerk.look_up(a_code(1), bank).json["under_objection"] is False


def test_an_identity_is_contested_by_code(clerk, client, bank):
    clerk.record(*two_major_accidents())
    handler = clerk.person("handler", "handler")
    made = send(client, "/v1/objections", objection(clerk, uscc=a_code(1), ground="wrong_subject"), handler)  # fmt: skip
    assert made.json["subject"]["kind"] == "enterprise"
    assert clerk.look_up(a_code(1), bank).json["under_objection"] is True
    here = made.headers["Location"]
    assert send(client, f"{here}/withdrawal", papers(clerk), handler, 1).json["stage"] == "withdrawn"  # fmt: skip
    found = client.get("/v1/objections", query_string={"uscc": a_code(1), "stage": "withdrawn"}, headers=handler)  # fmt: skip
    assert len(found.json["objections"]) == 1
    assert client.get("/v1/objections?stage=accepted", headers=handler).json["objections"] == []


def test_the_remedies_of_an_entry_stand_together_with_the_time_of_the_party(clerk, client, listed):
    handler = clerk.person("handler", "handler")
    send(client, "/v1/objections", objection(clerk, listing=listed), handler)
    send(client, "/v1/reconsiderations", suit(clerk, listing=listed), handler)
    shown = client.get(f"/v1/listings/{listed}/remedies", headers=handler).json
    assert [clock["key"] for clock in shown["party_clocks"]] == ["serious_dishonesty.reconsideration", "serious_dishonesty.litigation"]  # fmt: skip
    assert (len(shown["objections"]), shown["suits"][0]["kind"]) == (1, "reconsideration")
    found = client.get(f"/v1/reconsiderations?uscc={a_code(1)}", headers=handler).json["suits"]
    assert [one["kind"] for one in found] == ["reconsideration"]
    wrong = client.get(f"/v1/litigations/{found[0]['id']}", headers=handler)
    assert problem(wrong) == (404, "unknown-suit")


@pytest.mark.parametrize("subject", [{}, {"listing": NOWHERE, "event": NOWHERE}])
def test_exactly_one_thing_is_contested(clerk, client, subject):
    answer = send(client, "/v1/objections", objection(clerk, **subject), clerk.person("handler", "handler"))  # fmt: skip
    assert problem(answer) == (422, "remedy-not-in-order")


def test_an_authority_sets_right_only_what_is_its_own(clerk, client):
    event, _ = clerk.record(
        *(one | {"authority": "虚构市应急管理局"} for one in two_major_accidents())
    )
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    here = send(client, "/v1/objections", objection(clerk, event=event), handler).headers[
        "Location"
    ]
    verdict = papers(clerk, "异决1号", outcome="upheld", reasons="有误")
    for answer in (
        send(client, f"{here}/acceptance", papers(clerk), handler, 1),
        send(client, f"{here}/decision", verdict, approver, 1),
    ):
        assert problem(answer) == (403, "outside-remit")
        assert answer.json["may"]["authority"] == "虚构市应急管理局"


def test_a_move_names_its_version_and_nobody_removes_as_annulled_beside_a_remedy(clerk, client, listed):  # fmt: skip
    handler = clerk.person("handler", "handler")
    here = send(client, "/v1/objections", objection(clerk, listing=listed), handler).headers["Location"]  # fmt: skip
    assert problem(send(client, f"{here}/acceptance", papers(clerk), handler))[0] == 428
    assert problem(send(client, f"{here}/acceptance", papers(clerk), handler, 2)) == (412, "stale-objection")  # fmt: skip
    body = {"reason": "annulled", "detail": "自行纠正", "document_no": "纠1号"}
    answer = send(client, f"/v1/listings/{listed}/removal", body, handler)
    assert answer.status_code == 422
    assert "/v1/objections" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("role", "path"), [("approver", "objections/{}/acceptance"), ("handler", "litigations/{}/suspension"), ("clerk", "reconsiderations/{}/acceptance"), ("handler", "reconsiderations/{}/resumption")])  # fmt: skip
def test_a_person_with_another_role_may_not(clerk, client, role, path):
    who = clerk.person(f"some-{role}", role)
    answer = send(client, f"/v1/{path.format(NOWHERE)}", papers(clerk), who, 1)
    assert problem(answer) == (403, "scope-missing")
