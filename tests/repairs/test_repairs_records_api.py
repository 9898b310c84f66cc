"""Repair of records and repair notices over HTTP: from the decision served to the answer of a partner."""

import pytest
from builders import a_code, a_document, a_service
from mending import JUDGED, PROOFS, a_penalty

SCOPES = ("credit.read", "credit.batch", "changes.read", "assessments.read")
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def penalty(clerk):
    """The key of an event that is a record on display."""
    clerk.record(a_penalty())
    bank = clerk.partner(*SCOPES)
    return clerk.look_up(a_code(1), bank).json["records"][0]["event"]


def send(client, path, body, who, version=None):
    return client.post(
        path, json=body, headers=who | ({"If-Match": f'"{version}"'} if version else {})
    )


def application(clerk, about, **changes):
    day = str(clerk.today())
    papers = {name: a_document(f"证{name}", day) for name in PROOFS}
    return {**about, "received_on": day, "document": a_document("修申1号", day), "proofs": papers, **changes}  # fmt: skip


def test_a_repaired_record_is_gone_from_every_output_and_back_after_fraud(clerk, client, penalty):
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    bank = clerk.partner(*SCOPES)
    today = str(clerk.today())
    told = clerk.look_up(a_code(1), bank)
    assert (told.json["tier"], len(told.json["records"])) == ("B", 1)
    made = send(client, "/v1/repairs", application(clerk, {"record": penalty}), handler)
    assert made.status_code == 201, made.json
    assert (made.json["about"], made.json["effect"], made.json["obstacles"]) == ({"record": penalty}, "repair", [])  # fmt: skip
    assert [one["key"] for one in made.json["clocks"]] == ["repair.acceptance", "repair.feedback"]
    here = made.headers["Location"]
    assert send(client, f"{here}/acceptance", {"document": a_document("修受1号", today)}, handler, 1).status_code == 200  # fmt: skip
    verdict = {"granted": True, "judged": JUDGED, "document": a_document("修1号", today)}
    done = send(client, f"{here}/decision", verdict, approver, 2)
    assert (done.status_code, done.json["stage"]) == (200, "granted"), done.json

    after = clerk.look_up(a_code(1), bank)
    assert (after.json["tier"], after.json["records"]) == ("A", [])
    assert after.headers["ETag"] != told.headers["ETag"]
    many = client.post("/v1/credit/lookups", json={"identifiers": [a_code(1)]}, headers=bank)
    assessed = client.get(f"/v1/enterprises/{a_code(1)}/assessment", headers=bank)
    pages = ("/public/lists.json", "/public/")
    for answer in (after, many, assessed, *(client.get(page) for page in pages)):
        assert "应急罚" not in answer.get_data(as_text=True)
    assert (assessed.json["tier"], assessed.json["records"]) == ("A", [])
    lines = client.get("/v1/changes?after=0", headers=bank).json["changes"]
    assert [(one["reason"], one["record"]) for one in lines[-2:]] == [("repaired", penalty), ("tier_changed", None)]  # fmt: skip

    notice = {"document": a_document("撤告1号", today), "reasons": "材料虚假", "service": a_service(today)}  # fmt: skip
    asked = send(client, f"{here}/revocation-notice", notice, handler, 3)
    assert (asked.json["stage"], asked.json["questioned"]["reply_until"]) == ("questioned", "2026-11-27")  # fmt: skip
    ruling = {"revoked": True, "document": a_document("撤1号", today), "reasons": "查实"}
    early = send(client, f"{here}/revocation-decision", ruling, approver, 4)
    assert (early.status_code, early.json["type"]) == (409, "/problems/too-early-to-revoke")
    # whoever granted may revoke: another than handled it and than proposed it
    back = send(client, f"{here}/revocation-decision", {**ruling, "waiver": "弃1号"}, approver, 4)
    assert (back.status_code, back.json["stage"]) == (200, "revoked"), back.json
    assert clerk.look_up(a_code(1), bank).json["tier"] == "B"


def test_a_shield_is_asked_for_by_its_effect(clerk, client, penalty):
    handler, day = clerk.person("handler", "handler"), str(clerk.today())
    papers = {"court_ruling": a_document("（虚）破1号", day)}
    body = application(clerk, {"record": penalty}, effect="shield", proofs=papers)
    made = send(client, "/v1/repairs", body, handler)
    assert (made.status_code, made.json["effect"], made.json["obstacles"]) == (201, "shield", [])


@pytest.mark.parametrize(
    "about",
    [{}, {"listing": NOWHERE, "record": NOWHERE}, {"listing": NOWHERE, "effect": "shield"}],
    ids=["nothing", "both", "an-entry-shielded"],
)
def test_an_application_names_one_thing_and_an_entry_has_one_way_out(clerk, client, about):
    handler = clerk.person("handler", "handler")
    answer = send(client, "/v1/repairs", application(clerk, about), handler)
    assert answer.status_code in {400, 422}


def test_an_unknown_record_is_not_found(clerk, client):
    handler = clerk.person("handler", "handler")
    answer = send(client, "/v1/repairs", application(clerk, {"record": NOWHERE}), handler)
    assert answer.status_code == 404


def test_the_repair_notice_goes_with_the_penalty_and_the_duty_is_open_until_then(clerk, client, penalty):  # fmt: skip
    handler, today = clerk.person("handler", "handler"), str(clerk.today())
    (duty,) = client.get("/v1/repairs/notices", query_string={"uscc": a_code(1)}, headers=handler).json["duties"]  # fmt: skip
    assert (duty["open"], duty["about"], duty["clock"]["due"]) == (True, {"record": penalty}, "2026-08-11")  # fmt: skip
    assert duty["clock"]["overdue"]
    way = client.get("/v1/repairs/way", query_string={"record": penalty}, headers=handler).json
    assert (way["earliest"], way["notice"]["open"]) == ("2026-11-01", True)
    assert [one["id"] for one in way["obstacles"]] == ["obligations", "commitment"]
    paper = {"record": penalty, "document": a_document("修告1号", today), "service": a_service(today)}  # fmt: skip
    early = {**paper, "document": a_document("修告1号", "2026-07-31"), "service": a_service("2026-07-31")}  # fmt: skip
    assert send(client, "/v1/repairs/notices", early, handler).status_code == 422
    bare = {**paper, "service": {**a_service(today), "kind": "electronic"}}
    lacking = send(client, "/v1/repairs/notices", bare, handler)
    assert (lacking.status_code, lacking.json["missing"]) == (422, ["consent"])
    proofs = {"consent": a_document("确认书", "2026-11-01")}
    told = {**paper, "service": {**bare["service"], "proofs": proofs}}
    done = send(client, "/v1/repairs/notices", told, handler)
    assert (done.status_code, done.json["open"]) == (201, False), done.json
    assert done.json["notice"]["service"] == {**told["service"], "counts_from": today}
    assert send(client, "/v1/repairs/notices", paper, handler).status_code == 409


def test_a_penalty_from_before_the_duty_takes_no_notice(clerk, client):
    clerk.record(a_penalty(occurred_on="2025-05-01", penalised_on="2025-06-21"))
    handler = clerk.person("handler", "handler")
    found = client.get("/v1/repairs/notices", query_string={"uscc": a_code(1)}, headers=handler)
    assert found.json["duties"] == []
    clerk.record(a_penalty(source_ref="P-2", occurred_on="2025-05-01", penalised_on="2025-06-22"))
    found = client.get("/v1/repairs/notices", query_string={"uscc": a_code(1)}, headers=handler)
    assert len(found.json["duties"]) == 1


@pytest.mark.parametrize(("role", "move"), [("approver", "gaps-notice"), ("clerk", "supplement"), ("approver", "revocation-notice"), ("handler", "revocation-decision")])  # fmt: skip
def test_a_person_with_another_role_may_not(clerk, client, role, move):
    reasoned = {"document": a_document(), "reasons": "x"}
    bodies = {
        "gaps-notice": {"document": a_document()}, "supplement": {"proofs": {}},
        "revocation-notice": {**reasoned, "service": a_service()},
        "revocation-decision": {**reasoned, "revoked": True},
    }  # fmt: skip
    answer = send(
        client, f"/v1/repairs/{NOWHERE}/{move}", bodies[move], clerk.person(role, role), 1
    )
    assert answer.status_code == 403
