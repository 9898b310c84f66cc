"""The register of enterprises, read by number or searched by name."""

import pytest
from builders import a_code, an_event

WRONG = a_code(1)[:-1] + ("0" if a_code(1)[-1] != "0" else "1")


@pytest.fixture
def get(client, clerk):
    who = clerk.person("clerk", "clerk")
    return lambda path, **query: client.get(path, query_string=query, headers=who)


def test_an_enterprise_has_its_names_newest_first(get, clerk, clock):
    clerk.record(an_event())
    clock.advance(minutes=5)
    clerk.record(an_event(source_ref="E-2", name="虚构甲煤业（集团）有限公司"))
    told = get(f"/v1/enterprises/{a_code(1).lower()}").json
    assert (told["uscc"], told["name"]) == (a_code(1), "虚构甲煤业（集团）有限公司")
    newest, first = told["names"]
    assert (newest["name"], first["name"]) == ("虚构甲煤业（集团）有限公司", "虚构甲煤业有限公司")
    assert newest["recorded_at"] > first["recorded_at"] == told["registered_at"]
    assert first["since_act"] == told["registered_act"]


def test_an_enterprise_without_a_code_is_read_by_its_older_number(get, clerk):
    clerk.record(an_event(uscc=None, other_id="620100200000018"))
    told = get("/v1/enterprises/620100200000018").json
    assert (told["uscc"], told["other_id"]) == (None, "620100200000018")


def test_a_valid_code_that_nobody_reported_is_not_found(get):
    answer = get(f"/v1/enterprises/{a_code(1)}")
    assert answer.status_code == 404
    assert answer.json["type"] == "/problems/unknown-enterprise"


@pytest.mark.parametrize("number", [WRONG, "x", "11010519491231002X"])
def test_a_wrong_number_is_told_to_be_wrong(get, number):
    answer = get(f"/v1/enterprises/{number}")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad-number")
    assert " / " in answer.json["detail"]


def test_a_search_finds_past_names_and_spellings_and_only_what_contains_them(get, clerk):
    clerk.record(
        an_event(name="虚构甲煤业（集团）有限公司"),
        an_event(source_ref="E-2", name="虚构新名有限公司"),
        an_event(source_ref="E-3", uscc=a_code(2), name="虚构乙煤业有限公司"),
    )
    told = get("/v1/enterprises", q="甲煤业(集 团)").json
    assert [one["uscc"] for one in told["enterprises"]] == [a_code(1)]
    assert told["enterprises"][0]["name"] == "虚构新名有限公司"
    assert told["more"] is False
    assert len(get("/v1/enterprises", q="煤业").json["enterprises"]) == 2


@pytest.mark.parametrize("part", ["%%", "__", "\\\\", "煤%"])
def test_signs_of_a_pattern_are_plain_signs_of_a_name(get, clerk, part):
    clerk.record(an_event())
    assert get("/v1/enterprises", q=part).json["enterprises"] == []


def test_a_search_that_finds_too_many_says_so(get, clerk, monkeypatch):
    monkeypatch.setattr("creditsvc.enterprises.service.SEARCH_LIMIT", 1)
    clerk.record(an_event(), an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙煤业"))
    told = get("/v1/enterprises", q="虚构").json
    assert (len(told["enterprises"]), told["more"]) == (1, True)


@pytest.mark.parametrize("query", [{}, {"q": "煤"}, {"q": " 煤 "}, {"q": "煤业", "x": "1"}])
def test_a_search_takes_two_signs_and_nothing_else(get, query):
    answer = get("/v1/enterprises", **query)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.content_type == "application/problem+json"
