"""The redlist over HTTP: through every level to a partner's answer, and who may not."""

import pytest
from builders import OPERATOR, PASSWORD, a_code, a_document, a_service
from honours import GRANTS, JUDGED, LEVELS, ON_PAPER, RULE, a_fine, certificate, commitment

from creditsvc.access import people

BASE = "/v1/redlist"


@pytest.fixture
def who(clerk, runtime):
    """Headers of people, each of the authority of its level."""
    staff = {name: (authority, "handler") for name, authority in LEVELS.values()}
    staff["approver"] = (GRANTS, "approver")
    with runtime.work.act(OPERATOR) as act:
        for name, (authority, role) in staff.items():
            people.add_user(act, username=name, name=name, roles=[role], password=PASSWORD, authority=authority, region=None)  # fmt: skip
            clerk.people[name] = " ".join(sorted(people.person(act.session, name).scopes))
    return clerk.person


def send(client, path, body, headers, version=None):
    match = {"If-Match": f'"{version}"'} if version else {}
    return client.post(path, json=body, headers=headers | match)


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def application(day, **changes):
    proofs = {name: a_document(f"证{name}", day) for name in ON_PAPER}
    return {"uscc": a_code(1), "rule": RULE, "received_on": day, "document": a_document("申1号", day), "proofs": proofs, **changes}  # fmt: skip


def paper(day, authority, **more):
    return {"document": a_document("文1号", day), "authority": authority, **more}


def test_an_enterprise_is_redlisted_told_to_partners_and_loses_it(clerk, client, clock, who):
    clerk.record(commitment(), certificate())
    day = str(clerk.today())
    applied = send(client, f"{BASE}/applications", application(day), who("handler"), version=None)
    assert applied.status_code == 201, applied.json
    states = {one["id"]: (one["automatic"], one["state"]) for one in applied.json["conditions"]}
    assert states["commitment"] == (True, "for_people")
    assert states["no_fatal_accident"] == (True, "met")
    assert len(states) == 7
    assert applied.json["may"][0] == {"move": "review", "role": "handler", "level": "county"}
    here = applied.headers["Location"]
    for version, (level, (name, authority)) in enumerate(LEVELS.items(), start=1):
        body = paper(day, authority, level=level, judged=JUDGED)
        moved = send(client, f"{here}/review", body, who(name), version)
        assert moved.status_code == 200, moved.json
    assert [one["move"] for one in moved.json["may"]] == ["announcement", "decision", "withdrawal"]
    notice = {"document": a_document("公1号", day), "channel": "虚构信用网"}
    told = send(client, f"{here}/announcement", notice, who("ministry"), 5)
    assert (told.json["stage"], told.json["clocks"][0]["due"]) == ("announced", "2026-11-27")
    objection = {"document": a_document("异1号", day), "received_on": day}
    objected = send(client, f"{here}/objections", objection, who("ministry"), 6)
    key = objected.json["objections"][0]["id"]
    answer = paper(day, GRANTS, reasons="查无实据", upheld=False)
    answered = send(client, f"{here}/objections/{key}/answer", answer, who("ministry"), 7)
    assert answered.status_code == 200, answered.json

    clock.advance(days=8)
    day = str(clerk.today())
    verdict = paper(day, GRANTS, granted=True, judged=JUDGED)
    assert problem(send(client, f"{here}/decision", verdict, who("approver"))) == (428, "version-missing")  # fmt: skip
    assert problem(send(client, f"{here}/decision", verdict, who("ministry"), 8)) == (403, "scope-missing")  # fmt: skip
    foreign = paper(day, "虚构省应急管理厅", granted=True, judged=JUDGED)
    assert problem(send(client, f"{here}/decision", foreign, who("approver"), 8)) == (403, "foreign-authority")  # fmt: skip
    granted = send(client, f"{here}/decision", verdict, who("approver"), 8)
    assert (granted.status_code, granted.json["stage"]) == (200, "granted"), granted.json
    assert granted.json["listing"]
    stale = send(client, f"{here}/withdrawal", paper(day, "企业", reasons="自愿"), who("handler"), 8)  # fmt: skip
    assert problem(stale) == (412, "stale-redlist")

    bank = clerk.partner("credit.read", "changes.read")
    answer = clerk.look_up(a_code(1), bank).json
    assert (answer["status"], answer["tier"]) == ("not_listed", "A+")
    (entry,) = answer["listings"]
    assert entry["last_day"] == "2029-11-28"
    assert {one["id"] for one in entry["way_out"]["lost_by"]} == {"conditions_lost", "false_information"}  # fmt: skip
    clerk.record(a_fine())
    after = clerk.look_up(a_code(1), clerk.partner("credit.read", "changes.read")).json
    assert (after["listings"], after["tier"]) == ([], "B")
    lines = client.get("/v1/changes?after=0", headers=bank).json["changes"]
    assert "lost_conditions" in [line["reason"] for line in lines]


def test_a_refusal_tells_what_is_lacking_and_the_right_door(clerk, client, who):
    clerk.record(commitment(), certificate(), a_fine())
    day = str(clerk.today())
    case = send(client, "/v1/proceedings", {"uscc": a_code(1), "rule": RULE}, who("handler"))
    assert case.status_code == 409
    made = send(client, f"{BASE}/applications", application(day), who("handler"))
    here = made.headers["Location"]
    body = paper(day, LEVELS["county"][1], level="county", judged=JUDGED)
    refused = send(client, f"{here}/review", body, who("handler"), 1)
    assert problem(refused) == (409, "conditions-not-met")
    assert {one["id"] for one in refused.json["conditions"]} == {"no_dishonesty", "no_penalty"}
    assert all(one["against"] for one in refused.json["conditions"])
    no = paper(day, GRANTS, granted=False, reasons="三年内受过处罚")
    above = send(client, f"{here}/decision", no, who("approver"), 1)
    assert problem(above) == (403, "outside-remit")  # it has not left the county yet
    assert [one["username"] for one in above.json["may"]["people"]] == []
    no = paper(day, LEVELS["county"][1], granted=False, reasons="三年内受过处罚")
    ended = send(client, f"{here}/decision", no, who("chief", "approver"), 1)
    assert (ended.status_code, ended.json["stage"]) == (200, "refused")
    shown = client.get(f"{BASE}/applications?stage=refused", headers=who("handler"))
    assert [one["id"] for one in shown.json["applications"]] == [made.json["id"]]
    assert client.get(here, headers=who("handler")).headers["ETag"] == '"2"'


def test_a_loss_is_decided_over_http(clerk, client, clock, hall, who):
    entry = hall.honoured()
    day = str(clerk.today())
    told = {"listing": str(entry.id), "ground": "false_information", "facts": "材料虚假", "document": a_document("告1号", day), "service": a_service(day)}  # fmt: skip
    opened = send(client, f"{BASE}/losses", told, who("ministry"))
    assert opened.status_code == 201, opened.json
    here, clocks = opened.headers["Location"], opened.json["clocks"]
    assert clocks[0]["due"] == opened.json["reply_until"]
    replied = send(client, f"{here}/reply", {"document": a_document("辩", day)}, who("ministry"), 1)
    assert replied.json["reply"]["number"] == "辩"
    clock.advance(days=8)
    verdict = paper(str(clerk.today()), GRANTS, lost=True, reasons="查证属实，申辩不成立")
    done = send(client, f"{here}/decision", verdict, who("approver"), 2)
    assert (done.status_code, done.json["stage"]) == (200, "lost"), done.json
    listed = client.get(f"{BASE}/losses?listing={entry.id}&stage=lost", headers=who("handler"))
    assert [one["id"] for one in listed.json["losses"]] == [opened.json["id"]]
    assert client.get(here, headers=who("handler")).status_code == 200
    assert client.get(f"{BASE}/doubts", headers=who("handler")).json == {"doubts": []}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_doubt_is_told_with_what_is_missing(clerk, client, hall, who):
    entry = hall.honoured()
    hall.record(
        a_fine(kind="ws.accident", penalised_on=None, document_no=None, facts={"deaths": 1})
    )
    (doubt,) = client.get(f"{BASE}/doubts", headers=who("handler")).json["doubts"]
    assert (doubt["listing"], doubt["origin"]) == (str(entry.id), "grant")
    assert [one["state"] for one in doubt["conditions"]] == ["unknown"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_unknown_applications_and_cases_are_not_found(client, who):
    for path, kind in (("applications", "unknown-application"), ("losses", "unknown-loss")):
        nowhere = f"{BASE}/{path}/00000000-0000-4000-8000-000000000000"
        assert problem(client.get(nowhere, headers=who("handler"))) == (404, kind)
