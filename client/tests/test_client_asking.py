"""Questions and answers: the purpose always, nothing strange read as clean, ETags, batches, refusals."""

import pytest
import requests
from client_house import BASE, CODE, Told, a_client, an_answer, ok, refused

from creditsvc_client import (
    CannotSay,
    Forbidden,
    Invalid,
    Problem,
    Refused,
    Unauthorized,
    Unreachable,
)
from creditsvc_client.values import StrangeAnswerError


def test_a_look_up_states_its_purpose_and_its_times():
    told = Told(ok(an_answer(status="listed", tier="D")))
    answer = a_client(told).credit(CODE, purpose="loan", valid_at="2026-01-01", known_at="5")
    assert (answer.status, answer.tier, answer.data_version) == ("listed", "D", 7)
    [asked] = told.asked
    assert asked.url == f"{BASE}/v1/credit/{CODE}?valid_at=2026-01-01&known_at=5"
    assert asked.headers["Purpose"] == "loan"
    assert asked.headers["Authorization"] == "Bearer first"


def test_what_the_purpose_may_not_see_is_withheld_and_never_reads_as_nothing():
    body = {k: v for k, v in an_answer().items() if k not in {"tier", "measures"}}
    told = Told(ok(body | {"withheld": ["tier", "measures"]}), ok(body))
    answer = a_client(told).credit(CODE, purpose="bid")
    assert (answer.tier, answer.withheld) == (None, ["tier", "measures"])
    with pytest.raises(KeyError):
        _ = answer.measures
    with pytest.raises(StrangeAnswerError):  # not there, and nobody says why
        a_client(told).credit(CODE, purpose="bid")


def test_without_a_purpose_nothing_is_sent():
    told = Told()
    with pytest.raises(ValueError, match="purpose"):
        a_client(told).credit(CODE, purpose="")
    assert told.asked == []


def test_an_identifier_never_changes_the_address():
    told = Told(refused(422, "wrong-code"))
    with pytest.raises(Invalid):
        a_client(told).credit("../events?x=1#", purpose="loan")
    assert told.asked[0].url == f"{BASE}/v1/credit/..%2Fevents%3Fx%3D1%23"


@pytest.mark.parametrize("body", [{}, [], None, {"status": "clean"}, {"status": "not_listed"}])
def test_what_is_no_answer_is_never_read_as_one(body):
    with pytest.raises(StrangeAnswerError):
        a_client(Told(ok(body))).credit(CODE, purpose="loan")


def test_an_answer_in_hand_is_asked_for_by_its_etag_per_purpose_and_time():
    told = Told(
        ok(an_answer(), ETag='"a"'), (304, b"", {"ETag": '"a"'}), ok(an_answer(data_version=9), ETag='"b"'),
        ok(an_answer()), ok(an_answer()),
    )  # fmt: skip
    client = a_client(told)
    assert not client.credit(CODE, purpose="loan").revalidated
    again = client.credit(CODE, purpose="loan")
    assert (again.revalidated, again.data_version) == (True, 7)
    assert client.credit(CODE, purpose="loan").data_version == 9
    client.credit(CODE, purpose="bid")
    client.credit(CODE, purpose="loan", known_at="3")
    shown = [one.headers.get("If-None-Match") for one in told.asked]
    assert shown == [None, '"a"', '"a"', None, None]


def test_a_batch_keeps_its_order_and_what_was_refused_in_it():
    problem = {"type": "/problems/wrong-code", "status": 422}
    body = {
        "as_of": "x",
        "data_version": 7,
        "results": [{"identifier": "1", "problem": problem}, an_answer()],
    }
    told = Told(ok(body), ok(body))
    first, second = a_client(told).credits(["1", CODE], purpose="loan").results
    assert first == Refused(identifier="1", problem=problem)
    assert second.status == "not_listed"
    assert told.asked[0].body == b'{"identifiers": ["1", "91999999000000001K"]}'
    with pytest.raises(ValueError, match="another number"):
        a_client(told).credits(["1"], purpose="loan")


@pytest.mark.parametrize("count", [0, 10_001])
def test_a_batch_of_none_or_too_many_is_not_sent(count):
    with pytest.raises(ValueError, match="10000"):
        a_client(Told()).credits(["1"] * count, purpose="loan")


@pytest.mark.parametrize(
    ("status", "kind", "sort"),
    [
        (400, "purpose-missing", Invalid),
        (403, "purpose-not-agreed", Forbidden),
        (422, "wrong-code", Invalid),
    ],
)
def test_a_refusal_is_raised_by_its_meaning_with_the_field_and_is_not_repeated(status, kind, sort):
    told = Told(refused(status, kind))
    with pytest.raises(sort) as caught:
        a_client(told).credit(CODE, purpose="loan")
    assert (caught.value.kind, caught.value.field, caught.value.detail) == (
        kind,
        "uscc",
        "中文 / English",
    )
    assert len(told.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"x"'])
def test_an_error_without_a_problem_document_is_still_a_problem(body):
    with pytest.raises(Problem) as caught:
        a_client(Told((418, body, {}))).credit(CODE, purpose="loan")
    assert caught.value.status == 418


def test_a_redirect_is_not_followed():
    told = Told((302, b"", {"Location": "https://elsewhere.example/"}))
    with pytest.raises(Problem):
        a_client(told).credit(CODE, purpose="loan")
    assert len(told.asked) == 1


def test_a_refused_token_is_renewed_once():
    told = Told(refused(401, "not-authenticated"), ok(an_answer()))
    assert a_client(told).credit(CODE, purpose="loan").status == "not_listed"
    assert [one.headers["Authorization"] for one in told.asked] == ["Bearer first", "Bearer second"]
    told = Told(refused(401, "not-authenticated"), refused(401, "not-authenticated"))
    with pytest.raises(Unauthorized):
        a_client(told).credit(CODE, purpose="loan")


def test_it_waits_as_long_as_it_is_told_and_doubles_otherwise():
    cannot = (503, {"status": "cannot_say", "type": "/problems/cannot-say"}, {})
    told = Told(
        refused(429, "too-many", Retry_After="7"),
        requests.ConnectionError(),
        cannot,
        ok(an_answer()),
    )
    pauses: list[float] = []
    assert a_client(told, pauses).credit(CODE, purpose="loan").status == "not_listed"
    assert pauses == [7.0, 1.0, 2.0]


def test_a_date_to_retry_after_counts_from_the_answers_own_date():
    told = Told(
        refused(
            503,
            "x",
            Retry_After="Fri, 20 Nov 2026 04:00:09 GMT",
            Date="Fri, 20 Nov 2026 04:00:00 GMT",
        ),
        ok(an_answer()),
    )
    pauses: list[float] = []
    a_client(told, pauses).credit(CODE, purpose="loan")
    assert pauses == [9.0]


def test_longer_than_it_would_wait_it_tells_the_caller_at_once():
    told = Told(refused(429, "too-many", Retry_After="3600"))
    with pytest.raises(Problem) as caught:
        a_client(told).credit(CODE, purpose="loan")
    assert (caught.value.status, len(told.asked)) == (429, 1)


def test_patience_ends_and_cannot_say_is_never_an_answer():
    cannot = (503, {"status": "cannot_say", "type": "/problems/cannot-say"}, {})
    told = Told(*[cannot] * 4)
    with pytest.raises(CannotSay):
        a_client(told).credit(CODE, purpose="loan")
    assert len(told.asked) == 4
    with pytest.raises(Unreachable):
        a_client(Told(*[requests.Timeout()] * 4)).credit(CODE, purpose="loan")


def test_a_response_to_a_measure_is_repeated_only_under_a_reference():
    told = Told(requests.Timeout(), (201, {"id": "1"}, {}))
    answer = a_client(told).respond("m-1", {"order": 1, "word": "received", "reference": "R-1"})
    assert answer == {"id": "1"}
    assert len(told.asked) == 2
    with pytest.raises(ValueError, match="reference"):
        a_client(Told()).respond("m-1", {"order": 1, "word": "received"})
