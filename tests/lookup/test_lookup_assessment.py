"""What the law says of a record: findings, what is open, and the way out; for machines and people."""

import pytest
from builders import OPERATOR, PURPOSE, a_code, an_event, two_major_accidents
from lookup_house import NAME, a_bank, an_entry, the_log

from creditsvc.access import people


@pytest.fixture
def bank(clerk):
    return a_bank(clerk)


def assess(clerk, who, code=None, **query):
    return clerk.client.get(
        f"/v1/enterprises/{code or a_code(1)}/assessment", headers=who, query_string=query
    )


def test_a_finding_quotes_the_law_and_tells_the_way_out(clerk, bank):
    clerk.record(*two_major_accidents())
    answer = assess(clerk, bank)
    assert answer.status_code == 200
    told = answer.json
    assert (told["tier"], told["registered"], told["on"]) == ("D", True, "2026-11-20")
    assert told["enterprise"] == {"uscc": a_code(1), "name": NAME}
    [finding] = [one for one in told["findings"] if one["rule"] == "WS11-6-2"]
    assert finding["article"] == "第六条第（二）项"
    assert len(finding["evidence"]) == 2
    assert finding["term"]["last_day"] == "2029-11-20"
    assert finding["explanation"]["zh"]
    assert finding["explanation"]["en"]
    way = finding["way_out_if_listed"]
    assert (way["last_day"], way["earliest"]) == ("2029-11-20", "2027-11-20")
    measures = {one["id"]: one for one in finding["measures_if_listed"]}
    assert measures["WSL78-3"] == {
        "id": "WSL78-3",
        "title": {"zh": "上调有关保险费率", "en": "raise the rates of related insurance"},
        "field": ["insurance"],
        "executor": ["financial"],
        "may": False,
    }
    assert measures["M11-4"]["may"]
    assert "M11-6" not in measures
    assert (way["as_of"], way["time_reached"]) == ("2026-11-20", False)
    assert {one["id"]: one["state"] for one in way["conditions"]} == {
        "obligations": "for_people_to_judge",
        "effects": "for_people_to_judge",
        "no_new_conduct": "fulfilled",
    }
    assert {record["class"] for record in told["records"]} == {"general"}
    [minimum] = {
        (one["state"], record["way_out"]["time_reached"])
        for record in told["records"]
        for one in record["way_out"]["conditions"]
        if one["id"] == "minimum"
    }
    assert minimum in {("open", False), ("fulfilled", True)}
    assert told["two_dates"] == []


def test_what_is_not_known_stays_open_and_says_what_is_missing(clerk, bank):
    clerk.record(*(event | {"sector": None} for event in map(dict, two_major_accidents())))
    told = assess(clerk, bank).json
    [left_open] = [one for one in told["undetermined"] if one["rule"] == "WS11-6-2"]
    assert any("sector" in each for each in left_open["missing"])
    assert told["tier"] == "B"


def test_the_day_assessed_is_the_one_asked_for(clerk, bank):
    clerk.record(*two_major_accidents())
    before = assess(clerk, bank, on="2026-07-31")
    assert before.status_code == 200, before.json
    assert before.json["findings"] == []
    assert assess(clerk, bank, on="2026-08-01").json["tier"] == "D"


def test_known_at_keeps_what_was_believed(clerk, bank):
    first, _ = clerk.record(*two_major_accidents())
    before = assess(clerk, bank).json
    assert clerk.status(first, "revoke").status_code == 200
    assert assess(clerk, bank).json["findings"] == []
    then = assess(clerk, bank, known_at=str(before["data_version"])).json
    assert then["findings"] == before["findings"]
    assert then["known_at"] == before["data_version"]


def test_entries_in_force_are_shown_beside_what_the_law_would_say(clerk, runtime, bank):
    an_entry(runtime)
    told = assess(clerk, bank).json
    assert [one["list"] for one in told["listings"]] == ["serious_dishonesty"]
    assert told["findings"] == []


def test_new_conduct_stands_against_repair_in_an_assessment_and_not_in_an_answer(
    clerk, runtime, bank
):
    an_entry(runtime)
    new = an_event(kind="ws.unlicensed_operation", occurred_on="2026-06-01",
                   penalised_on="2026-07-01", facts={})  # fmt: skip
    [event] = clerk.record(new)
    [entry] = assess(clerk, bank).json["listings"]
    [condition] = [one for one in entry["way_out"]["conditions"] if one["id"] == "no_new_conduct"]
    assert (condition["state"], condition["against"]) == ("open", [str(event)])
    [earlier] = assess(clerk, bank, on="2026-06-30").json["listings"]
    [condition] = [one for one in earlier["way_out"]["conditions"] if one["id"] == "no_new_conduct"]
    assert condition["state"] == "for_people_to_judge"
    [answered] = clerk.look_up(a_code(1), bank).json["listings"]
    assert "state" not in answered["way_out"]["conditions"][0]


def test_older_conduct_is_held_against_the_rules_of_two_days(clerk, bank):
    late = an_event(kind="ws.report_violation", occurred_on="2023-09-30",
                    penalised_on="2024-01-10", facts={"mode": "late"})  # fmt: skip
    [event] = clerk.record(late)
    [one] = assess(clerk, bank, on="2024-05-01").json["two_dates"]
    assert (one["event"], one["milder"], one["legal_review"]) == (str(event), "decision", True)
    assert [each["rule"] for each in one["conduct"]["findings"]] == ["WS49-2-06"]
    assert one["decision"]["findings"] == []


def test_nobody_reported_means_no_tier(clerk, bank):
    told = assess(clerk, bank, a_code(5)).json
    assert (told["registered"], told["tier"], told["findings"]) == (False, None, [])


def test_a_machine_states_its_purpose_and_a_person_acts_by_office(clerk, bank, runtime):
    clerk.record(an_event())
    person = clerk.person("handler", "handler")
    assert assess(clerk, {"Authorization": bank["Authorization"]}).status_code == 400
    assert assess(clerk, bank).status_code == 200
    assert assess(clerk, person).status_code == 200
    rows = the_log(runtime)
    assert [(row["purpose"], row["outcome"]) for row in rows] == [
        (None, "refused:purpose-missing"), (PURPOSE, "assessed"), ("ex_officio", "assessed"),
    ]  # fmt: skip
    assert rows[-1]["partner"] == "user:handler"
    assert {row["route"] for row in rows} == {"/v1/enterprises/{uscc}/assessment"}


@pytest.mark.parametrize(
    ("query", "field"),
    [({"on": "2026-11-21"}, "on"), ({"on": "x"}, "on"), ({"valid_at": "2026-01-01"}, "valid_at")],
)
def test_a_day_to_come_or_unreadable_is_refused(clerk, bank, query, field):
    answer = assess(clerk, bank, **query)
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_a_wrong_code_a_missing_scope_and_a_suspended_person_are_refused(clerk, bank, runtime):
    assert assess(clerk, bank, "91999999").status_code == 422
    assert assess(clerk, clerk.partner("credit.read", name="别的")).status_code == 403
    person = clerk.person("handler", "handler")
    with runtime.work.act(OPERATOR) as act:
        people.suspend_user(act, "handler")
    assert assess(clerk, person).status_code == 401
