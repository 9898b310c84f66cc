"""Look-ups that read a replica: what it says while it follows, and that it says nothing when it does not."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from builders import a_code
from lookup_house import a_bank, an_entry, the_log

from creditsvc.app import build, create_app

pytestmark = pytest.mark.parametrize(
    "engine_name", ["sqlite"]
)  # a file copied stands for a replica


@pytest.fixture
def bank(clerk):
    return a_bank(clerk)


@pytest.fixture
def trailing(runtime, settings, bank, clock, tmp_path):
    """A service whose replica stopped before an entry came in, at the same instant."""
    path = tmp_path / "replica.db"
    source = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(path)) as other:
        one.backup(other)
    an_entry(runtime)
    made = build(replace(settings, replica_url=f"sqlite:///{path}", replica_seconds=10), clock=clock)  # fmt: skip
    yield create_app(made).test_client()
    made.work.engine.dispose()


def test_within_the_limit_it_answers_as_of_the_version_it_names(runtime, trailing, bank, clock):
    clock.advance(seconds=9)
    told = trailing.get(f"/v1/credit/{a_code(1)}", headers=bank).json

    with runtime.work.read() as session:
        latest = session.connection().exec_driver_sql("SELECT max(no) FROM acts").scalar_one()
    assert told["status"] == "not_listed"
    assert told["data_version"] < latest


def test_past_the_limit_nothing_can_be_said_and_the_log_has_it(runtime, trailing, bank, clock):
    clock.advance(seconds=11)
    told = trailing.get(f"/v1/credit/{a_code(1)}", headers=bank).json
    assert told["status"] == "cannot_say"
    assert [one["code"] for one in told["reasons"]] == ["replica_lag"]
    many = trailing.post("/v1/credit/lookups", json={"identifiers": [a_code(1)]}, headers=bank)
    assert many.json["results"][0]["status"] == "cannot_say"
    assert [row["outcome"] for row in the_log(runtime)] == ["cannot_say", "cannot_say"]


def test_a_tag_of_before_does_not_hold_where_nothing_can_be_said(trailing, bank, clock):
    tag = trailing.get(f"/v1/credit/{a_code(1)}", headers=bank).headers["ETag"]
    clock.advance(seconds=11)
    again = trailing.get(f"/v1/credit/{a_code(1)}", headers=bank | {"If-None-Match": tag})
    assert (again.status_code, again.json["status"]) == (200, "cannot_say")


def test_a_replica_that_knows_the_latest_act_answers_however_old_that_is(runtime, settings, bank, clock):  # fmt: skip
    an_entry(runtime)
    made = build(replace(settings, replica_url=settings.database_url), clock=clock)
    clock.advance(seconds=400)
    told = create_app(made).test_client().get(f"/v1/credit/{a_code(1)}", headers=bank).json
    assert told["status"] == "listed"
    made.work.engine.dispose()
