"""The feed over HTTP: cursors, pages, and what a foreign cursor is told."""

import pytest
from builders import a_code, an_event


@pytest.fixture
def reader(clerk):
    return clerk.partner("changes.read", purpose=None)


def fill(office, count):
    office.record(*(an_event(source_ref=f"E-{n}", uscc=a_code(n), name=f"虚构{n}") for n in range(count)))  # fmt: skip


def read(client, reader, **query):
    return client.get("/v1/changes", headers=reader, query_string=query)


def test_an_empty_feed_is_read_from_its_start(client, reader):
    assert read(client, reader).json == {"changes": [], "cursor": "0", "more": False}


def test_pages_follow_each_other_without_loss(office, client, reader):
    fill(office, 5)
    seen, cursor, more = [], "0", True
    while more:
        page = read(client, reader, after=cursor, limit=2).json
        seen += [line["seq"] for line in page["changes"]]
        cursor, more = page["cursor"], page["more"]
    assert seen == [1, 2, 3, 4, 5]
    assert read(client, reader, after=cursor).json == {"changes": [], "cursor": "5", "more": False}


def test_the_largest_page_still_says_that_there_is_more(office, client, reader):
    fill(office, 1001)
    page = read(client, reader, limit=1000).json
    assert (len(page["changes"]), page["more"]) == (1000, True)
    assert len(read(client, reader, after=page["cursor"]).json["changes"]) == 1


@pytest.mark.parametrize("cursor", ["-1", "x", "", "１", "9" * 16, "1.0", "6"])
def test_a_cursor_this_feed_never_gave_is_refused(office, client, reader, cursor):
    fill(office, 5)
    answer = read(client, reader, after=cursor)
    assert (answer.status_code, answer.json["type"]) == (400, "/problems/bad-cursor")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"colour": "red"}])
def test_a_query_out_of_shape_is_refused_with_a_pointer(client, reader, query):
    answer = read(client, reader, **query)
    assert answer.status_code in {400, 422}
    assert answer.json["errors"][0]["pointer"] == f"/{next(iter(query))}"


def test_reading_the_feed_writes_what_time_has_changed(office, client, clerk, clock):
    office.record(an_event(kind="ws.penalty", facts={"penalty_types": ["fine"]}, occurred_on="2025-10-01", penalised_on="2025-11-25"))  # fmt: skip
    clock.advance(days=30)
    lines = read(client, clerk.partner("changes.read", purpose=None)).json["changes"]
    assert [line["after"] for line in lines] == [{"tier": "B"}, {"tier": "A"}]
    assert lines[-1]["effective_at"] < lines[-1]["recorded_at"]


@pytest.mark.parametrize(
    ("purposes", "seen"),
    [(("bid",), False), (("bid", "insurance"), True), (("loan",), True), ((), False)],
)
def test_what_no_agreed_purpose_sees_is_in_the_feed_as_a_change_and_no_more(
    office, client, clerk, purposes, seen
):
    one, _ = office.two_accidents()
    office.listed(one.enterprise_id)
    who = clerk.partner("changes.read", purposes=purposes, purpose=None)
    lines = read(client, who).json["changes"]
    whole = read(client, clerk.person("officer", "credit_officer")).json["changes"]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert "tier_changed" in [line["reason"] for line in whole]
    for told, line in zip(lines, whole, strict=True):
        if line["reason"] != "tier_changed" or seen:
            assert told == line
        else:
            assert (told["reason"], told["part"]) == ("withheld", "tier")
            assert (told["uscc"], told["before"], told["after"]) == (None, None, None)
            assert told["recorded_at"] == line["recorded_at"]
    listed = [line for line in lines if line["reason"] == "listed"]
    assert [line["uscc"] for line in listed] == [a_code(1)]
