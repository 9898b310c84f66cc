"""What anyone sees: the entries in force at the instant of asking, and no person."""

import csv
import io
from datetime import timedelta

import pytest
from builders import a_code, two_major_accidents

from creditsvc.kernel.canonical import digest
from creditsvc.kernel.clock import day_begins, parse_day

NAMES = ("handler", "approver", "clerk", "user:")


@pytest.fixture
def listed(clerk, clock):
    clerk.record(*two_major_accidents(1))
    return clerk.listed(a_code(1), "WS11-6-2", clock)


def test_the_empty_page_says_that_it_is_no_certificate(client):
    answer = client.get("/public/lists")
    assert answer.status_code == 200
    assert "没有公开条目在有效期内" in answer.text
    assert "no certificate" in answer.text
    assert client.get("/public/lists.json").json["record_count"] == 0


def test_an_entry_in_force_is_on_the_page_with_its_article_and_days(client, listed):
    page = client.get("/public/lists").text
    for text in (
        "虚构甲煤业有限公司",
        a_code(1),
        "应急管理部令第11号",
        "虚应急决〔2026〕1号",
        "2029-12-05",
    ):
        assert text in page, text
    assert '<th scope="col">' in page
    assert '<th scope="row">' in page
    assert "<caption" in page
    assert "<script" not in page
    assert "style=" not in page


def test_the_json_counts_and_digests_its_records(client, listed):
    body = client.get("/public/lists.json").json
    assert body["record_count"] == len(body["records"]) == 1
    assert body["counts"] == {"serious_dishonesty": 1}
    assert body["digest"] == digest(body["records"])
    record = body["records"][0]
    assert record["published_on"] == record["decided_on"] == "2026-12-05"
    assert record["last_day"] == "2029-12-05"
    assert record["under_objection_since"] is None


def test_the_csv_opens_in_excel_and_says_the_same(client, listed):
    answer = client.get("/public/lists.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["uscc"] for row in rows] == [a_code(1)]
    assert rows[0]["ground"]


@pytest.mark.parametrize("name", ["=1+1有限公司", "+公司", "-公司", "@公司"])
def test_a_name_that_looks_like_a_formula_is_text_in_the_csv(client, clerk, clock, name):
    clerk.record(*two_major_accidents(1, name))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    rows = list(
        csv.DictReader(io.StringIO(client.get("/public/lists.csv").data.decode("utf-8-sig")))
    )
    assert rows[0]["name"] == "'" + name


def test_a_name_with_marks_of_html_is_shown_as_text(client, clerk, clock):
    clerk.record(*two_major_accidents(1, "<b>甲</b>公司"))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    assert "<b>甲" not in client.get("/public/lists").text
    assert "&lt;b&gt;甲" in client.get("/public/lists").text


@pytest.mark.parametrize("address", ["/public/lists", "/public/lists.json", "/public/lists.csv"])
def test_no_person_is_named(client, listed, address):
    text = client.get(address).data.decode()
    assert not [name for name in NAMES if name in text]
    assert "people" not in text


def test_it_ends_at_midnight_in_beijing_without_any_job(client, listed, clock):
    end = day_begins(parse_day("2029-12-06"))
    clock.move_to(end - timedelta(microseconds=1))
    assert client.get("/public/lists.json").json["record_count"] == 1
    clock.move_to(end)
    assert client.get("/public/lists.json").json["record_count"] == 0


def test_nobody_may_keep_it_past_the_next_change(client, listed, clock):
    end = day_begins(parse_day("2029-12-06"))
    for seconds, expected in (
        (61, "public, max-age=60"),
        (60, "public, max-age=60"),
        (7, "public, max-age=7"),
    ):
        clock.move_to(end - timedelta(seconds=seconds))
        assert client.get("/public/lists.json").headers["Cache-Control"] == expected
    clock.move_to(end - timedelta(milliseconds=900))
    assert client.get("/public/lists.json").headers["Cache-Control"] == "no-store"


def test_an_annulled_entry_leaves_the_lists_at_once(client, clerk, clock):
    first, _ = clerk.record(*two_major_accidents(1))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    assert client.get("/public/lists.json").json["record_count"] == 1
    assert clerk.status(first, "revoke").status_code == 200
    assert client.get("/public/lists.json").json["record_count"] == 0


def test_it_is_found_by_a_part_of_its_name_or_its_whole_code(client, listed):
    def count(**query):
        return client.get("/public/lists.json", query_string=query).json["record_count"]

    assert count(q="甲煤业") == 1
    assert count(q=" 甲煤业 ") == 1
    assert count(q=a_code(1).lower()) == 1
    assert count(q=a_code(2)) == 0
    assert count(q=a_code(1)[:10]) == 0
    assert count(q="乙") == 0
    assert count(list="serious_dishonesty") == 1
    assert count(list="redlist") == 0


def test_a_search_without_result_says_that_it_is_no_proof(client, listed):
    page = client.get("/public/lists", query_string={"q": "乙"}).text
    assert "没有与查询相符的公开条目" in page
    assert "no proof of a clean record" in page


@pytest.mark.parametrize(
    "query", [{"list": "unknown"}, {"page": "0"}, {"page": "x"}, {"who": "x"}, {"q": "长" * 201}]
)
def test_a_question_that_cannot_be_meant_is_refused(client, query):
    answer = client.get("/public/lists", query_string=query)
    assert answer.status_code in {400, 422}
    assert answer.mimetype == "application/problem+json"


def test_pages_are_linked_and_a_page_past_the_end_is_the_last(client, clerk, clock, monkeypatch):
    monkeypatch.setattr("creditsvc.publishing.api.PAGE", 1)
    for number in (1, 2):
        clerk.record(*two_major_accidents(number, f"虚构{number}号公司"))
        clerk.listed(a_code(number), "WS11-6-2", clock)
    first, last = client.get("/public/lists").text, client.get("/public/lists?page=9").text
    assert "虚构1号公司" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert "虚构2号公司" in last
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_the_style_sheet_is_our_own_and_nothing_else_may_load(client):
    page = client.get("/public/lists")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    with client.get("/public/static/public.css") as sheet:
        assert sheet.mimetype == "text/css"
    assert client.get("/public/static/../api.py").status_code == 404
