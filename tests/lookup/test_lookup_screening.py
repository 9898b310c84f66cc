"""Screenings: identifiers decide, names only propose, nothing is clean for not being found."""

import pytest
from builders import a_code, an_event, two_major_accidents
from lookup_house import a_parked_row, an_entry, the_log
from sqlalchemy import text

from creditsvc.enterprises.naming import plain
from creditsvc.lookup.screening_questions import MOST
from creditsvc.signing.service import Keys

HELD = "兰州市虚构宏远化工有限公司"
NEAR = "兰州虚构宏达化工有限公司"
WRONG = a_code(1)[:-1] + ("0" if a_code(1)[-1] != "0" else "1")


def test_a_code_identifies_and_the_name_is_only_compared(held, screen):
    held(HELD, NEAR)
    same, slip, other = screen(
        {"ref": "a", "uscc": a_code(1).lower(), "name": HELD},
        {"uscc": a_code(1), "name": NEAR},
        {"uscc": a_code(1), "name": "毫不相干商贸有限公司"},
    )
    for one in (same, slip, other):
        assert (one["kind"], one["by"], one["enterprise"]["uscc"]) == (
            "identified", "uscc", a_code(1),
        )  # fmt: skip
        assert one["candidates"] == []
    assert (same["ref"], slip["ref"]) == ("a", None)
    assert same["name_check"]["class"] == "same_name"
    assert slip["name_check"]["class"] == "slip"
    assert other["name_check"]["class"] is None
    # the namesake has another valid code: it is vetoed, whatever its name
    assert [one["uscc"] for one in slip["vetoed"]] == [a_code(2)]
    assert slip["vetoed"][0]["reason"]["code"] == "identifier_differs"


def test_a_name_proposes_and_never_identifies(clerk, runtime, screen):
    an_entry(runtime, name=HELD)
    clerk.record(an_event(source_ref="E-2", uscc=a_code(2), name=HELD))
    [one] = screen({"name": "甘肃省兰州市虚构宏远化工有限公司"})
    assert (one["kind"], one["enterprise"]) == ("candidates", None)
    assert {(each["uscc"], each["status"]) for each in one["candidates"]} == {
        (a_code(1), "listed"), (a_code(2), "not_listed"),
    }  # fmt: skip
    likeness = one["candidates"][0]["likeness"]
    assert likeness["class"] == "same_core"
    assert [each["code"] for each in likeness["reasons"]] == ["region_broader"]
    assert likeness["differing"] == [{"part": "region", "asked": "甘肃兰州", "held": "兰州"}]


def test_a_candidate_without_a_code_is_not_called_clean_while_a_row_under_its_name_waits(
    clerk, runtime, screen
):
    clerk.record(an_event(source_ref="E-9", uscc=None, other_id="620100200000018", name=HELD))
    [clean] = screen({"registration_no": "620100200000018"})
    assert clean["enterprise"]["status"] == "not_listed"
    a_parked_row(runtime, name=HELD)
    by_number, by_name = screen({"registration_no": "620100200000018"}, {"name": HELD})
    for one in (by_number["enterprise"], by_name["candidates"][0]):
        assert (one["uscc"], one["status"]) == (None, "cannot_say")
        assert [each["code"] for each in one["status_reasons"]] == ["unresolved_row"]


def test_a_valid_code_of_nobody_is_never_answered_with_a_namesake(held, screen):
    held(HELD)
    [one] = screen({"uscc": a_code(9), "name": HELD})
    assert (one["kind"], one["candidates"]) == ("none_found", [])
    assert [each["uscc"] for each in one["vetoed"]] == [a_code(1)]
    assert [each["code"] for each in one["reasons"]] == ["not_registered"]
    assert "status" not in one
    assert "不表示" in one["zh"]


def test_identifiers_that_contradict_each_other_decide_nothing(clerk, held, screen):
    held(HELD, NEAR)
    clerk.record(an_event(source_ref="E-9", uscc=None, other_id="620100200000018", name="虚构旧厂"))
    parts, subjects, agreeing = screen(
        {"uscc": a_code(1), "organisation_code": "00000000-0"},
        {"uscc": a_code(1), "registration_no": "620100200000018"},
        {"uscc": a_code(1), "name": HELD},
    )
    assert (parts["kind"], parts["conflict"]["code"]) == (
        "conflict", "organisation_code_not_in_uscc",
    )  # fmt: skip
    assert (subjects["kind"], subjects["conflict"]["code"]) == ("conflict", "two_subjects")
    assert [each["uscc"] for each in subjects["candidates"]] == [a_code(1), None]
    assert subjects["enterprise"] is None
    assert agreeing["kind"] == "identified"


def test_older_numbers_identify_whom_they_hold(clerk, screen):
    clerk.record(an_event(uscc=None, other_id="620100200000018", name="虚构旧厂"))
    known, unknown = screen(
        {"registration_no": "620100200000018"}, {"registration_no": "620100200000019"}
    )
    assert (known["kind"], known["by"], known["enterprise"]["other_id"]) == (
        "identified", "registration_no", "620100200000018",
    )  # fmt: skip
    assert known["enterprise"]["status"] in {"not_listed", "cannot_say", "listed"}
    assert unknown["kind"] == "none_found"


def test_a_branch_is_told_to_be_another_enterprise(held, screen):
    held(HELD)
    [one] = screen({"name": HELD + "城关分公司"})
    assert one["kind"] == "candidates"
    assert one["candidates"][0]["likeness"]["class"] == "related_unit"


def test_a_former_name_is_told_with_its_days(clerk, clock, screen):
    clerk.record(an_event(name=HELD))
    clock.advance(minutes=5)
    clerk.record(an_event(source_ref="E-2", name="虚构新名科技有限公司"))
    [one] = screen({"name": HELD})
    [found] = one["candidates"]
    assert (found["name"], found["matched_name"], found["former_name"]) == (
        "虚构新名科技有限公司", HELD, True,
    )  # fmt: skip
    assert found["name_since"] < found["name_until"]


def test_each_query_is_answered_or_refused_on_its_own(held, runtime, screen):
    held(HELD)
    sent = [
        {"ref": "1", "uscc": WRONG},
        {"name": HELD},
        {"name": ""},
        {"name": "虚" * 10_000},
        {"name": "😀\x00"},
        {"organisation_code": "12345678-9"},
        {"registration_no": "123"},
        {"uscc": 7},
        {"name": HELD, "legal_person": "张三"},
        "x",
        None,
        {"name": "有限公司"},
        {"uscc": "110105194912310021"},
    ]
    results = screen(*sent)
    problems = [one.get("problem", {}).get("type", "").rpartition("/")[2] for one in results]
    assert problems == [
        "wrong-code", "", "wrong-query", "wrong-query", "wrong-query", "wrong-code", "wrong-code",
        "wrong-query", "wrong-query", "wrong-query", "wrong-query", "", "wrong-code",
    ]  # fmt: skip
    assert results[0]["ref"] == "1"
    assert results[0]["problem"]["field"] == "uscc"
    assert all(" / " in one["problem"]["detail"] for one in results if "problem" in one)
    assert results[11]["kind"] == "none_found"
    rows = the_log(runtime)
    assert len(rows) == len(sent) + 1  # a row a query, and one for the candidate's status
    assert [row["status"] for row in rows].count(422) == problems.count("wrong-code") + 7


def test_queries_and_the_statuses_told_are_in_the_log_before_the_answer(held, runtime, post):
    held(HELD)
    version = post({"queries": [{"name": HELD}]}).json["data_version"]
    digest = runtime.part(Keys).keyed_digest
    assert [
        (row["outcome"], row["subject"], row["route"], row["purpose"], row["data_version"])
        for row in the_log(runtime)
    ] == [
        ("screened:candidates", digest(plain(HELD)), "/v1/screenings", "loan", version),
        ("not_listed", digest(a_code(1)), "/v1/screenings", "loan", version),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"queries": []}, {"queries": [{"name": "虚构"}], "x": 1}, {"queries": "虚构"},
        {"queries": [{"name": "虚构"}] * (MOST + 1)}, {"queries": [{"name": "虚构"}], "limit": 0},
        {"queries": [{"name": "虚构"}], "limit": True}, {"queries": [{"name": "虚构"}], "limit": 51},
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_body_of_another_shape_is_refused_and_logged(held, runtime, post, body):
    held(HELD)
    answer = post(body)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/wrong-screening")
    assert the_log(runtime)[-1]["outcome"] == "refused:wrong-screening"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_purpose_and_json_are_asked_for(clerk, held, client, post):
    held(HELD)
    assert post({"queries": [{"name": HELD}]}, Purpose="other").status_code == 403
    assert post({"queries": [{"name": HELD}]}, Purpose="").status_code == 400
    who = clerk.partner("credit.screen")
    assert client.post("/v1/screenings", data=b"{", headers=who).status_code == 400


def test_while_the_index_is_made_identifiers_are_answered_and_names_cannot_be(
    held, runtime, screen
):
    held(HELD)
    with runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE name_index_state SET complete = false"))
    both, only, number = screen(
        {"uscc": a_code(1), "name": HELD}, {"name": HELD}, {"uscc": a_code(1)}
    )
    assert (both["kind"], only["kind"], number["kind"]) == (
        "identified",
        "cannot_say",
        "identified",
    )
    for one in (both, only):
        assert [each["code"] for each in one["reasons"]] == ["name_index_incomplete"]
    assert number["reasons"] == []


def test_a_subject_held_by_its_name_alone_is_a_candidate_with_its_status(runtime, screen):
    an_entry(runtime, uscc=None, name=HELD)
    [one] = screen({"name": HELD})
    [candidate] = one["candidates"]
    assert (candidate["uscc"], candidate["other_id"], candidate["status"]) == (None, None, "listed")


def test_the_status_is_the_one_a_look_up_tells(clerk, client, screen):
    clerk.record(*two_major_accidents(name=HELD))
    [one] = screen({"name": HELD})
    who = clerk.partner("credit.read", name="虚构查询")
    told = client.get(f"/v1/credit/{a_code(1)}", headers=who).json
    assert one["candidates"][0]["status"] == told["status"]
