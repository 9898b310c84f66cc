"""Records: their class, and how long the order in force shows them."""

import pytest
from lawbooks import LAW, day, event

from creditsvc.law.display import display, records


def one(on, kind="ws.penalty", penalised="2026-04-01", **facts):
    made = event("P", kind, "2026-03-01", penalised, **facts)
    return next(iter(records(LAW, [made], day(on))), None)


@pytest.mark.parametrize(
    ("facts", "klass"),
    [
        ({}, "general"),
        ({"penalty_types": ["fine"]}, "general"),
        ({"penalty_types": ["fine", "suspension"]}, "severe"),
        ({"penalty_types": ["closure"], "procedure": "simple"}, "severe"),
        ({"penalty_types": ["activity_restricted"]}, "general"),
        ({"penalty_types": ["warning", "criticism"]}, "minor"),
        ({"penalty_types": ["warning", "fine"]}, "general"),
        ({"penalty_types": ["fine"], "procedure": "simple"}, "minor"),
        ({"procedure": "general"}, "general"),
    ],
)
def test_a_penalty_is_classed_by_its_types_and_procedure(facts, klass):
    assert one("2026-11-21", **facts).klass == klass


@pytest.mark.parametrize(
    ("facts", "klass"),
    [
        ({"mode": "false"}, "severe"),
        ({"mode": "unqualified"}, "severe"),
        ({"mode": "inaccurate", "heavy_loss": True}, "severe"),
        ({"mode": "inaccurate", "heavy_loss": False}, "general"),
        ({"mode": "inaccurate"}, "general"),
        ({}, "general"),
    ],
)
def test_a_false_document_is_severe_by_mode_or_loss(facts, klass):
    assert one("2026-11-21", "fs.false_document", **facts).klass == klass


def test_a_crime_is_a_record_from_its_conduct_day_without_a_penalty():
    crime = one("2026-11-21", "fs.crime", None)
    assert (crime.klass, crime.shown_from) == ("severe", day("2026-03-01"))


def test_without_a_penalty_there_is_no_record():
    assert one("2026-11-21", penalised=None) is None
    assert one("2026-03-31") is None
    assert one("2026-04-01") is not None


def test_honours_are_no_records():
    assert one("2026-11-21", "honour.commendation") is None


@pytest.mark.parametrize(("status", "count"), [("effective", 1), ("suspended", 0), ("revoked", 0)])
def test_only_effective_penalties_are_shown(status, count):
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", status=status)
    assert len(display(LAW, [made], day("2026-11-21"))) == count


@pytest.mark.parametrize(
    ("types", "earliest", "last"),
    [(["fine"], "2026-07-01", "2027-04-01"), (["suspension"], "2027-04-01", "2029-04-01")],
)
def test_order_36_shows_from_the_penalty_to_the_last_day_inclusive(types, earliest, last):
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", penalty_types=types)
    (shown,) = display(LAW, [made], day(last))
    assert (shown.earliest_repair, shown.last_day) == (day(earliest), day(last))
    assert display(LAW, [made], day(last).replace(day=2)) == ()


def test_a_minor_record_is_classed_and_not_shown():
    minor = one("2026-11-21", procedure="simple")
    assert (minor.earliest_repair, minor.last_day) == (None, None)
    assert not minor.on_display(day("2026-04-01"))


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2023-04-30", None),
        ("2023-05-01", "2026-01-31"),
        ("2026-03-31", None),
        ("2026-04-01", None),
    ],
)
def test_the_order_in_force_on_the_day_governs_every_record(on, last):
    made = event("P", "ws.penalty", "2023-01-01", "2023-01-31", penalty_types=["fine"])
    shown = display(LAW, [made], day(on))
    assert [each.last_day for each in shown] == ([day(last)] if last else [])


def test_a_general_record_of_2025_leaves_display_when_order_36_begins():
    made = event("P", "ws.penalty", "2025-03-01", "2025-03-31", penalty_types=["fine"])
    assert display(LAW, [made], day("2026-03-31"))
    assert display(LAW, [made], day("2026-04-01")) == ()
