"""A contract that requires sources: nobody is told to be clear while their data is not complete."""

from datetime import date

import pytest
from builders import OPERATOR, a_code, an_event
from lookup_house import SCOPES, an_entry, the_log

from creditsvc.events import service as events
from creditsvc.lookup.domain import lacking

SOURCE = "虚构市应急管理局"
DAY = date(2026, 11, 20)  # the day of the tests


@pytest.mark.parametrize(
    ("complete", "missing"),
    [
        ({}, [SOURCE]),
        ({"another": "2026-11-20"}, [SOURCE]),
        ({SOURCE: "2026-11-12"}, [SOURCE]),
        ({SOURCE: "2026-11-13"}, []),
        ({SOURCE: "2026-11-20"}, []),
    ],
)
def test_a_source_lacks_what_is_older_than_the_contract_allows(complete, missing):
    assert lacking([(SOURCE, 7)], complete, DAY) == missing


def test_every_required_source_has_its_own_days():
    complete = {"monthly": "2026-10-21", "daily": "2026-11-18"}
    assert lacking([("daily", 1), ("monthly", 30)], complete, DAY) == ["daily"]


def test_a_day_near_the_first_of_all_days_is_answered_too():
    asked = [(SOURCE, 366), ("none", 366)]
    assert lacking(asked, {SOURCE: "0001-01-01"}, date(1, 1, 2)) == ["none"]


@pytest.fixture
def bank(clerk):
    """A bank whose contract requires a source complete to within seven days."""
    return clerk.partner(*SCOPES, "credit.screen", required_sources={SOURCE: 7})


def complete_to(runtime, day):
    with runtime.work.act(OPERATOR) as act:
        events.state_complete(act, SOURCE, day)


def test_nobody_is_clear_before_the_source_has_spoken(clerk, runtime, bank):
    clerk.record(an_event())
    told = clerk.look_up(a_code(1), bank).json
    assert told["status"] == "cannot_say"
    assert [(one["code"], one["sources"]) for one in told["reasons"]] == [
        ("sources_incomplete", [SOURCE])
    ]
    assert clerk.look_up(a_code(9), bank).json["status"] == "cannot_say"  # one nobody has heard of
    assert clerk.look_up(a_code(1), clerk.partner(*SCOPES, name="另一家")).json["status"] == "not_listed"  # fmt: skip
    assert [row["outcome"] for row in the_log(runtime)] == [
        "cannot_say",
        "cannot_say",
        "not_listed",
    ]


def test_a_day_too_late_and_the_same_register_says_nothing_any_more(clerk, runtime, bank, clock):
    clerk.record(an_event())
    complete_to(runtime, date(2026, 11, 13))
    first = clerk.look_up(a_code(1), bank)
    assert first.json["status"] == "not_listed"
    held = {"If-None-Match": first.headers["ETag"]}
    assert clerk.look_up(a_code(1), bank | held).status_code == 304
    clock.advance(days=1)
    later = clerk.look_up(a_code(1), clerk.partner(*SCOPES) | held)
    assert (later.status_code, later.json["status"]) == (200, "cannot_say")


def test_who_is_listed_is_listed_however_old_the_data(clerk, runtime, bank):
    an_entry(runtime)
    assert clerk.look_up(a_code(1), bank).json["status"] == "listed"


def test_a_day_in_the_past_is_judged_by_that_day(clerk, runtime, bank):
    clerk.record(an_event())
    complete_to(runtime, date(2026, 11, 1))
    assert clerk.look_up(a_code(1), bank, valid_at="2026-11-08").json["status"] == "not_listed"
    assert clerk.look_up(a_code(1), bank, valid_at="2026-11-09").json["status"] == "cannot_say"


def test_batches_and_screenings_say_the_same(clerk, bank):
    clerk.record(an_event())
    many = clerk.client.post("/v1/credit/lookups", json={"identifiers": [a_code(1), a_code(9)]}, headers=bank)  # fmt: skip
    assert [one["status"] for one in many.json["results"]] == ["cannot_say", "cannot_say"]
    found = clerk.client.post("/v1/screenings", json={"queries": [{"uscc": a_code(1)}]}, headers=bank)  # fmt: skip
    assert found.status_code == 200, found.json
    assert '"not_listed"' not in found.text
    assert "sources_incomplete" in found.text
