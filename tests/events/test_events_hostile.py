"""Bodies and days that nobody sends by mistake twice."""

import csv
from io import BytesIO

import pytest
from builders import an_event

from creditsvc.events import rejects
from creditsvc.events.import_store import Reject

LIMIT = 4096


@pytest.fixture
def small(app, monkeypatch):
    """A service that takes small bodies only, so that a large one is soon made."""
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", LIMIT)
    monkeypatch.setattr("creditsvc.events.api_imports.LARGEST", LIMIT)


@pytest.mark.parametrize(("size", "status"), [(LIMIT - 1, 422), (LIMIT, 413), (LIMIT + 1, 413)])
@pytest.mark.usefixtures("small")
def test_a_body_of_no_stated_length_is_read_whole_or_refused(client, clerk, size, status):
    sent = client.post(
        "/v1/imports",
        query_string={"filename": "rows.csv"},
        headers=clerk.person("clerk", "clerk"),
        environ_overrides={
            "wsgi.input": BytesIO(b"x" * size),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )
    assert sent.status_code == status, sent.json


@pytest.mark.parametrize("name", ["occurred_on", "penalised_on"])
def test_a_day_that_cannot_be_reckoned_with_is_refused(client, clerk, name):
    for day, status in (("0001-01-01", 422), ("1899-12-31", 422), ("1900-01-01", 201)):
        event = an_event(source_ref=day, **{name: day})
        answer = client.post("/v1/events", json=event, headers=clerk.person("clerk", "clerk"))
        assert answer.status_code == status, answer.json
    assert (
        client.post(
            "/v1/events",
            json=an_event(**{name: "1899-12-31"}),
            headers=clerk.person("clerk", "clerk"),
        ).json["field"]
        == f"/{name}"
    )


@pytest.mark.parametrize("raw", ["=HYPERLINK(1)", "@x", "+1", "-1", " =x", "＝x", "\tx"])
def test_a_rejected_row_is_no_formula_where_its_table_is_opened(raw):
    table = list(csv.reader(rejects.table([Reject(line=2, field=raw, reason="错", raw=raw)])))
    assert table[1] == ["2", f"'{raw}", "错", f"'{raw}"]
