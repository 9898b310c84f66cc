"""Early removal over HTTP: from the application to the answer of a partner, and back after fraud."""

from dataclasses import replace

import pytest
from builders import a_code, a_document, a_review, a_service, an_opening, two_major_accidents
from removals import JUDGED, PROOFS

from creditsvc.kernel.periods import Calendar

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def listed(clerk, clock):
    """The key of an entry that has stood for more than a year."""
    clerk.record(*two_major_accidents())
    key = clerk.listed(a_code(1), "WS11-6-2", clock)
    clock.advance(days=366)
    return key


def application(clerk, listing, **changes):
    day = str(clerk.today())
    papers = {name: a_document(f"证{name}", day) for name in PROOFS}
    return {"listing": listing, "received_on": day, "document": a_document("申1号", day), "proofs": papers, **changes}  # fmt: skip


def send(client, path, body, who, version=None):
    return client.post(
        path, json=body, headers=who | ({"If-Match": f'"{version}"'} if version else {})
    )


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_an_enterprise_gets_out_early_and_is_listed_again_after_fraud(clerk, client, clock, listed):
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    today = str(clerk.today())
    applied = send(client, "/v1/repairs", application(clerk, listed), handler)
    assert applied.status_code == 201, applied.json
    assert (applied.json["stage"], applied.json["obstacles"]) == ("received", [])
    assert applied.json["clocks"][0]["article"] == "应急管理部令第11号第十九条"
    here = applied.headers["Location"]
    paper = {"document": a_document("受1号", today)}
    assert send(client, f"{here}/acceptance", paper, handler, 1).status_code == 200
    verdict = {"granted": True, "judged": JUDGED, "document": a_document("移1号", today)}
    done = send(client, f"{here}/decision", verdict, approver, 2)
    assert (done.status_code, done.json["stage"]) == (200, "granted")
    bank = clerk.partner("credit.read", "changes.read")
    assert clerk.look_up(a_code(1), bank).json["status"] == "not_listed"
    lines = client.get("/v1/changes?after=0", headers=bank).json["changes"]
    assert "repaired" in [line["reason"] for line in lines]
    assert a_code(1) not in client.get("/public/lists.json").get_data(as_text=True)

    opened = send(client, f"{here}/revocation", {"reason": "证明系伪造"}, handler)
    assert opened.status_code == 201, opened.json
    case = opened.json["id"]
    told = {"document": a_document("告2号", today), "service": a_service(today)}
    for move, body, who in (("opening", an_opening(today), handler), ("notice", told, handler)):
        assert clerk.move(case, move, body, who).status_code == 200
    calendar = clerk.runtime.part(Calendar)  # in which the days off of these years are announced
    clerk.runtime.parts[Calendar] = replace(calendar, last_announced_year=2028)
    clock.advance(days=15)
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    reviewer, today = clerk.person("reviewer", "legal_reviewer"), str(clerk.today())
    bank = clerk.partner("credit.read", name="虚构银行二")
    for move, body, who in (
        ("review", a_review(today), reviewer),
        ("decision", {"document": a_document("决2号", today), "authority": "虚构区应急管理局"}, approver),
    ):  # fmt: skip
        moved = clerk.move(case, move, body, who)
        assert moved.status_code == 200, (move, moved.json)
    served = {"service": a_service(today, "EMS-9")}
    again = clerk.move(case, "conclusion", served, handler)
    assert again.status_code == 201, again.json
    assert again.json["last_day"] == today.replace("2027", "2030")
    assert clerk.look_up(a_code(1), bank).json["status"] == "listed"
    shown = client.get(here, headers=handler)
    assert shown.json["restored_by"] == again.json["id"]
    assert client.get(f"/v1/listings/{listed}", headers=handler).json["end"]["reason"] == "repaired"


def test_nobody_removes_early_beside_an_application(clerk, client, listed):
    handler = clerk.person("handler", "handler")
    body = {"reason": "repaired", "detail": "提前移出", "document_no": "移1号"}
    answer = send(client, f"/v1/listings/{listed}/removal", body, handler)
    assert answer.status_code in {400, 422}
    assert "/v1/repairs" in answer.get_data(as_text=True)


def test_the_answer_tells_conditions_obstacles_and_clocks(clerk, client, listed):
    handler = clerk.person("handler", "handler")
    body = application(clerk, listed, proofs={})
    made = send(client, "/v1/repairs", body, handler)
    assert [one["id"] for one in made.json["obstacles"]] == ["obligations", "effects", "commitment"]
    assert {one["id"] for one in made.json["conditions"]} == {*PROOFS, "no_new_conduct", "ban_running"}  # fmt: skip
    refused = send(client, f"{made.headers['Location']}/acceptance", {"document": a_document("受1号", str(clerk.today()))}, handler, 1)  # fmt: skip
    assert problem(refused) == (409, "not-eligible")
    assert len(refused.json["obstacles"]) == 3
    found = client.get("/v1/repairs", query_string={"uscc": a_code(1)}, headers=handler).json
    assert [one["id"] for one in found["repairs"]] == [made.json["id"]]
    assert client.get("/v1/repairs?stage=granted", headers=handler).json["repairs"] == []


def test_a_move_names_its_version_and_a_passed_one_is_stale(clerk, client, listed):
    handler, today = clerk.person("handler", "handler"), str(clerk.today())
    here = send(client, "/v1/repairs", application(clerk, listed), handler).headers["Location"]
    reasoned = {"document": a_document("不1号", today), "reasons": "材料不实"}
    assert problem(send(client, f"{here}/non-acceptance", reasoned, handler))[0] == 428
    assert problem(send(client, f"{here}/non-acceptance", reasoned, handler, 2)) == (412, "stale-repair")  # fmt: skip
    declined = send(client, f"{here}/non-acceptance", reasoned, handler, 1)
    assert (declined.json["stage"], declined.headers["ETag"]) == ("declined", '"2"')
    assert problem(send(client, f"{here}/withdrawal", reasoned, handler, 2)) == (409, "wrong-repair-stage")  # fmt: skip


def test_a_refusal_and_an_extension_over_http(clerk, client, listed):
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    today = str(clerk.today())
    here = send(client, "/v1/repairs", application(clerk, listed), handler).headers["Location"]
    send(client, f"{here}/acceptance", {"document": a_document("受1号", today)}, handler, 1)
    reasoned = {"document": a_document("延1号", today), "reasons": "复杂"}
    assert problem(send(client, f"{here}/extension", reasoned, handler, 2)) == (409, "no-extension")
    verdict = {"granted": False, "document": a_document("驳1号", today), "reasons": "危害后果未消除"}  # fmt: skip
    answer = send(client, f"{here}/decision", verdict, approver, 2)
    assert (answer.json["stage"], answer.json["outcome"]["reasons"]) == ("refused", "危害后果未消除")  # fmt: skip


@pytest.mark.parametrize(("role", "move"), [("approver", "acceptance"), ("handler", "decision"), ("auditor", "withdrawal"), ("clerk", "revocation")])  # fmt: skip
def test_a_person_with_another_role_may_not(clerk, client, role, move):
    document = {"document": a_document()}
    bodies = {
        "acceptance": document, "decision": {**document, "granted": True},
        "withdrawal": {**document, "reasons": "x"}, "revocation": {"reason": "x"},
    }  # fmt: skip
    who = clerk.person(f"some-{role}", role)
    answer = send(client, f"/v1/repairs/{NOWHERE}/{move}", bodies[move], who, 1)
    assert problem(answer) == (403, "scope-missing")
