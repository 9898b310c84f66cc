"""Evidence for a tender: all members at all its days, one number, kept as given, corrections told."""

import pytest
from builders import a_code
from lookup_house import an_entry, the_log

from creditsvc.lookup.bids import TYPE, differing
from creditsvc.signing.service import check_jws

once = pytest.mark.parametrize("engine_name", ["sqlite"])  # what refuses or compares reads no store
DAYS = {"announcement": "2026-04-01", "deadline": "2026-10-20T09:30:00+08:00", "evaluation": "2026-11-20"}  # fmt: skip


@pytest.fixture
def platform(clerk):
    return clerk.partner("credit.read", name="虚构交易平台", field="bidding")


def ask(client, platform, **changed):
    body = {"reference": "（虚）招〔2026〕8号", "subjects": [a_code(1), a_code(2)], "days": DAYS}
    return client.post("/v1/credit/bids", json=body | changed, headers=platform)


def test_all_members_are_answered_at_each_day_under_one_number(runtime, client, platform):
    an_entry(runtime)  # in force since 2026-05-01
    answer = ask(client, platform)
    assert answer.status_code == 201, answer.json
    told = answer.json["evidence"]
    found = {one["uscc"]: {d: a["status"] for d, a in one["answers"].items()} for one in told["subjects"]}  # fmt: skip
    assert found == {
        a_code(1): {"announcement": "not_listed", "deadline": "listed", "evaluation": "listed"},
        a_code(2): dict.fromkeys(DAYS, "not_listed"),
    }
    assert told["days"]["announcement"] == "2026-04-01T15:59:59.999999Z"
    assert told["days"]["deadline"] == "2026-10-20T01:30:00.000000Z"
    rows = the_log(runtime)
    assert len(rows) == 6
    assert {row["evidence"] for row in rows} == {answer.json["number"]}
    assert {row["route"] for row in rows} == {"/v1/credit/bids"}


def test_the_evidence_proves_itself_with_the_public_keys_alone(runtime, client, platform):
    given = ask(client, platform).json
    told = check_jws(given["jws"], TYPE, client.get("/oauth/jwks").json)
    assert told == given["evidence"]
    assert (told["jti"], told["purpose"], told["partner"]) == (given["number"], "loan", "虚构交易平台")  # fmt: skip


def test_read_again_it_is_the_same(runtime, client, platform):
    an_entry(runtime)
    given = ask(client, platform).json
    again = client.get(f"/v1/credit/bids/{given['number']}", headers=platform).json
    assert {name: again[name] for name in given} == given
    assert (again["corrected"], again["differences"]) == (False, [])
    assert len(the_log(runtime)) == 12


def test_a_correction_leaves_the_evidence_as_it_was(runtime, client, clerk, platform, clock):
    given = ask(client, platform).json
    clock.advance(minutes=5)
    an_entry(runtime)
    again = client.get(f"/v1/credit/bids/{given['number']}", headers=platform).json
    assert (again["evidence"], again["jws"]) == (given["evidence"], given["jws"])
    assert again["corrected"] is True
    days = {(one["uscc"], one["day"]): one for one in again["differences"]}
    listed = {key for key, one in days.items() if "listings" in one["members"]}
    assert listed == {(a_code(1), "deadline"), (a_code(1), "evaluation")}
    one = days[a_code(1), "deadline"]
    assert (one["was"]["status"], one["now"]["status"]) == ("not_listed", "listed")
    assert {"status", "listings"} <= set(one["members"])


@once
@pytest.mark.parametrize("number", ["X", "7K3M-9QWX-7K3M-9QWX-7K3M"])
def test_a_number_that_nobody_was_given_is_not_found(client, platform, number):
    answer = client.get(f"/v1/credit/bids/{number}", headers=platform)
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/bid-evidence-unknown")


@once
def test_another_partner_does_not_find_it_and_a_receipt_is_no_tender(client, clerk, platform):
    number = ask(client, platform).json["number"]
    other = clerk.partner("credit.read", name="虚构银行")
    assert client.get(f"/v1/credit/bids/{number}", headers=other).status_code == 404
    receipt = client.get(f"/v1/credit/{a_code(1)}/receipt", headers=platform)
    number = receipt.headers["Evidence-Number"]
    assert client.get(f"/v1/credit/bids/{number}", headers=platform).status_code == 404


@once
@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"subjects": [a_code(1), "x"]}, 422, "subjects/1"),
        ({"subjects": [a_code(1), a_code(1).lower()]}, 422, "subjects"),
        ({"subjects": []}, 422, "subjects"),
        ({"subjects": [a_code(n) for n in range(21)]}, 422, "subjects"),
        ({"days": {}}, 422, "days"),
        ({"days": {"deadline": "2026-11-21"}}, 422, "deadline"),
        ({"days": {"deadline": "soon"}}, 422, "deadline"),
        ({"days": {"opening": "2026-11-20"}}, 422, "days/opening"),
        ({"reference": ""}, 422, "reference"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field_and_logged(runtime, client, platform, changed, status, field):  # fmt: skip
    answer = ask(client, platform, **changed)
    assert (answer.status_code, answer.json["field"]) == (status, field)
    [row] = the_log(runtime)
    assert row["outcome"].startswith("refused:")


@once
def test_a_body_that_is_no_json_is_refused(client, platform):
    answer = client.post("/v1/credit/bids", data=b"{", headers=platform)
    assert (answer.status_code, answer.json["type"]) == (400, "/problems/not-json")


@once
def test_a_purpose_is_stated_as_with_every_look_up(client, clerk, platform):
    bare = {"Authorization": platform["Authorization"]}
    assert ask(client, bare).status_code == 400
    assert ask(client, bare | {"Purpose": "curiosity"}).status_code == 403


SAME = {
    "status": "listed", "tier": "D", "reasons": [], "suspended_listings": [], "bans": [], "records": [],
    "listings": [{"id": "1", "last_day": "2029-05-01", "way_out": {"zh": "甲"}}],
}  # fmt: skip


def test_other_words_about_the_same_entry_are_no_correction_and_another_day_is():
    reworded = SAME | {"listings": [{"id": "1", "last_day": "2029-05-01", "way_out": {"zh": "乙"}}]}
    moved = SAME | {"listings": [{"id": "1", "last_day": "2029-05-02"}]}
    assert differing(SAME, reworded) is None
    assert differing(SAME, moved)["members"] == ["listings"]
