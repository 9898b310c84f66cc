"""Many codes at once: order, refusals, limits, the log, and that each answer is the single one."""

from datetime import UTC, datetime

import pytest
from builders import a_code, an_event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lookup_house import a_bank, a_parked_row, an_entry, the_log

from creditsvc.kernel.uscc import check_sign
from creditsvc.lookup.questions import MOST
from creditsvc.signing.service import Keys

ENVELOPE = {"identifier", "complete_to", "valid_at", "known_at"}


@pytest.fixture
def bank(clerk):
    return a_bank(clerk)


@pytest.fixture
def ask(client, bank):
    def asked(identifiers, **headers):
        return client.post(
            "/v1/credit/lookups", headers=bank | headers, json={"identifiers": identifiers}
        )

    return asked


def wrong(code: str) -> str:
    return code[:-1] + ("1" if code[-1] != "1" else "2")


def test_answers_keep_the_order_and_each_is_answered_or_refused_on_its_own(clerk, runtime, ask):
    an_entry(runtime)
    clerk.record(an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙"))
    sent = [
        a_code(9),
        wrong(a_code(1)),
        a_code(1),
        7,
        a_code(2).lower(),
        None,
        a_code(1),
        "x\n" * 300,
    ]
    answer = ask(sent)
    assert answer.status_code == 200
    results = answer.json["results"]
    assert [one["identifier"] for one in results] == sent
    assert [one.get("status") for one in results] == [
        "not_listed", None, "listed", None, "not_listed", None, "listed", None,
    ]  # fmt: skip
    assert [one["problem"]["status"] for one in results if "problem" in one] == [422] * 4
    assert {one["problem"]["type"] for one in results if "problem" in one} == {
        "/problems/wrong-code"
    }
    assert a_code(1)[-1] in results[1]["problem"]["detail"]
    assert results[4]["uscc"] == a_code(2)
    assert results[0]["registered"] is False


def test_every_identifier_has_its_row_in_the_log(clerk, runtime, ask):
    an_entry(runtime)
    version = ask([a_code(1), a_code(9), wrong(a_code(1)), a_code(1)]).json["data_version"]
    rows = the_log(runtime)
    assert [(row["outcome"], row["status"]) for row in rows] == [
        ("listed", 200), ("not_listed", 200), ("refused:wrong-code", 422), ("listed", 200),
    ]  # fmt: skip
    digest = runtime.part(Keys).keyed_digest
    assert [row["subject"] for row in rows] == [
        digest(code) for code in (a_code(1), a_code(9), wrong(a_code(1)), a_code(1))
    ]
    assert {row["data_version"] for row in rows} == {version}
    assert {row["route"] for row in rows} == {"/v1/credit/lookups"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ('{"identifiers": [', 400),
        ("[]", 422),
        ("{}", 422),
        ('{"identifiers": []}', 422),
        ('{"identifiers": "91999999"}', 422),
        ('{"identifiers": ["x"], "purpose": "loan"}', 422),
    ],
)
def test_a_body_that_is_no_list_of_identifiers_is_refused_and_logged(
    client, bank, runtime, body, status
):
    answer = client.post(
        "/v1/credit/lookups", headers=bank, data=body, content_type="application/json"
    )
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert [row["status"] for row in the_log(runtime)] == [status]


def test_ten_thousand_are_answered_and_one_more_is_refused(ask, runtime):
    codes = [a_code(number) for number in range(MOST)]
    answer = ask(codes)
    assert answer.status_code == 200
    assert [one["uscc"] for one in answer.json["results"]] == codes
    assert len(the_log(runtime)) == MOST
    refused = ask([*codes, a_code(1)])
    assert (refused.status_code, refused.json["field"]) == (422, "identifiers")


def test_a_batch_needs_its_scope_and_an_agreed_purpose(clerk, client, ask, bank):
    assert ask([a_code(1)], Purpose="gossip").status_code == 403
    body = {"identifiers": [a_code(1)]}
    nothing = {"Authorization": bank["Authorization"]}
    assert client.post("/v1/credit/lookups", headers=nothing, json=body).status_code == 400
    reader = clerk.partner("credit.read", name="只查单笔")
    assert client.post("/v1/credit/lookups", headers=reader, json=body).status_code == 403
    assert client.post("/v1/credit/lookups", json=body).status_code == 401


def test_a_batch_is_right_after_time_has_overtaken_what_was_ready(clerk, runtime, clock, client):
    an_entry(runtime)
    clock.move_to(datetime(2029, 5, 1, 15, 59, tzinfo=UTC))
    bank = a_bank(clerk)
    for minute, status in ((59, "listed"), (60, "not_listed")):
        clock.move_to(datetime(2029, 5, 1, 15 + minute // 60, minute % 60, tzinfo=UTC))
        answer = client.post("/v1/credit/lookups", headers=bank, json={"identifiers": [a_code(1)]})
        assert answer.json["results"][0]["status"] == status


def test_each_answer_of_a_batch_is_the_single_answer(clerk, runtime, ask, bank):
    an_entry(runtime)
    clerk.record(*(an_event(source_ref=f"E-{n}", uscc=a_code(n), name=f"虚构{n}") for n in (2, 3)))
    a_parked_row(runtime, "虚构3")
    known = [a_code(n) for n in (1, 2, 3, 4)]

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.sampled_from([*known, *map(wrong, known), *map(str.lower, known), "", "９１"]),
            min_size=1,
            max_size=8,
        )
    )
    def same(identifiers):
        for sent, told in zip(identifiers, ask(identifiers).json["results"], strict=True):
            single = clerk.look_up(sent or "0", bank)
            if "problem" in told:
                assert single.status_code == told["problem"]["status"]
                assert single.json["type"] == told["problem"]["type"]
            else:
                left = {key: value for key, value in told.items() if key not in ENVELOPE}
                right = {key: value for key, value in single.json.items() if key not in ENVELOPE}
                assert left == right

    same()
    assert check_sign(a_code(1)[:-1]) == a_code(1)[-1]
