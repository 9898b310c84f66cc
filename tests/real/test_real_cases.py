"""Real lists and real accidents: the page is what the law says today, and the grades agree."""

import csv
from collections import Counter
from datetime import date

import pytest
from make_real_cases import PAGE, WHY, document
from real_rows import DEMO, full_rows, publication_day
from real_verdicts import AGREE, DISAGREE, INSUFFICIENT, NO_INSTRUMENT, graded, judged, read_law


@pytest.fixture(scope="module")
def verdicts():
    law, regions = read_law()
    return {one.row.id: one for one in judged(law, regions)}


def test_the_page_is_what_the_generator_makes_now():
    assert PAGE.read_text(encoding="utf-8") == document()


def test_every_row_told_in_full_is_judged(verdicts):
    with (DEMO / "published_listings.csv").open(encoding="utf-8", newline="") as lines:
        full = [row["id"] for row in csv.DictReader(lines) if row["fact_level"] == "full"]
    assert list(verdicts) == full
    assert len(full) == 15


def test_how_the_verdicts_compare(verdicts):
    assert Counter(one.result for one in verdicts.values()) == {
        AGREE: 2,
        NO_INSTRUMENT: 7,
        INSUFFICIENT: 4,
        DISAGREE: 2,
    }


def test_every_disagreement_is_explained_and_nothing_else_is(verdicts):
    assert {key for key, one in verdicts.items() if one.result == DISAGREE} == set(WHY)


def test_before_july_2015_there_was_no_instrument(verdicts):
    early = {key for key, one in verdicts.items() if one.row.on < date(2015, 7, 29)}
    assert early == {key for key, one in verdicts.items() if one.result == NO_INSTRUMENT}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-07-22", date(2016, 7, 22)),
        ("2015-12", date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 29)),
        ("2016", date(2016, 12, 31)),
    ],
)
def test_the_last_day_of_the_month_or_year_where_that_is_all_there_is(text, day):
    assert publication_day(text) == day


def test_an_inquiry_not_over_leaves_liability_unknown():
    rows = {row.id: row for row in full_rows()}
    assert "liable" not in rows["A018"].events[0]["facts"]
    assert rows["A001"].events[0]["facts"]["liable"] is True


def test_mixed_injuries_are_never_graded_on():
    facts = [event["facts"] for row in full_rows() for event in row.events if "facts" in event]
    assert all("serious_injuries" not in told for told in facts)


def test_grades_agree_with_order_493_on_every_accident_with_figures():
    law, _ = read_law()
    rows = list(graded(law))
    told = [row for row in rows if row.ours is not None]
    assert (len(rows), len(told)) == (59, 57)
    assert [row.id for row in told if row.ours != row.by_order493] == []


@pytest.mark.parametrize(
    ("name", "count"), [("published_listings", 112), ("accidents", 59), ("penalty_decisions", 38)]
)
def test_bundled_rows_are_all_there_and_name_their_source(name, count):
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == count
    assert all(row["source"] for row in rows)
