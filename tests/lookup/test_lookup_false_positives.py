"""What a partner decided of names: remembered for it alone, bounded by identifiers and new names."""

import pytest
from builders import a_code, an_event

HELD = "兰州市虚构宏远化工有限公司"
NEAR = "兰州虚构宏达化工有限公司"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def bank(clerk):
    return clerk.partner("credit.screen")


@pytest.fixture
def decide(client, clerk):
    def decided(name, enterprise, who="虚构银行"):
        return client.post(
            "/v1/screenings/false-positives",
            json={"name": name, "enterprise": enterprise, "reason": "已核对营业执照"},
            headers=clerk.partner("credit.screen", name=who),
        )

    return decided


def test_a_decided_false_positive_is_set_aside_for_its_partner_alone_until_withdrawn(
    clerk, held, client, screen, decide, bank
):
    held(HELD)
    [candidate] = screen({"name": NEAR})[0]["candidates"]
    made = decide(NEAR, candidate["id"])
    assert made.status_code == 201
    again = decide("兰州虚构宏达化工 有限公司", candidate["id"])
    assert (again.status_code, again.json["id"]) == (200, made.json["id"])
    [one] = screen({"name": NEAR})
    assert (one["kind"], one["candidates"]) == ("none_found", [])
    assert [each["false_positive"] for each in one["set_aside"]] == [made.json["id"]]
    assert screen({"name": NEAR}, name="虚构保险")[0]["kind"] == "candidates"
    assert screen({"name": HELD})[0]["kind"] == "candidates"
    listed = client.get("/v1/screenings/false-positives", headers=bank).json["false_positives"]
    assert [each["id"] for each in listed] == [made.json["id"]]
    place = f"/v1/screenings/false-positives/{made.json['id']}/withdrawal"
    other = clerk.partner("credit.screen", name="虚构保险")
    assert client.post(place, json={"reason": "x"}, headers=other).status_code == 404
    assert client.post(place, json={"reason": "误判"}, headers=bank).status_code == 204
    assert client.post(place, json={"reason": "误判"}, headers=bank).status_code == 404
    assert screen({"name": NEAR})[0]["kind"] == "candidates"


def test_a_decision_never_hides_whom_an_identifier_names(held, screen, decide):
    held(HELD)
    [candidate] = screen({"name": NEAR})[0]["candidates"]
    decide(NEAR, candidate["id"])
    [one] = screen({"name": NEAR, "uscc": a_code(1)})
    assert (one["kind"], one["enterprise"]["uscc"]) == ("identified", a_code(1))
    assert one["set_aside"] == []


def test_an_enterprise_with_a_new_name_is_shown_again(clerk, held, screen, decide):
    held(HELD)
    [candidate] = screen({"name": NEAR})[0]["candidates"]
    made = decide(NEAR, candidate["id"])
    clerk.record(an_event(source_ref="E-9", name="虚构新名科技有限公司"))
    [one] = screen({"name": NEAR})
    assert one["kind"] == "candidates"
    assert one["candidates"][0]["decided_before"] == made.json["id"]
    assert decide(NEAR, candidate["id"]).status_code == 201
    assert screen({"name": NEAR})[0]["kind"] == "none_found"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_decision_on_nobody_or_on_no_name_is_refused(held, decide):
    held(HELD)
    assert decide(NEAR, NOBODY).status_code == 404
    assert decide("😀", NOBODY).status_code == 422
    assert decide("", "x").status_code == 422
