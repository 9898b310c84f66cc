"""The rulebook and a second, plain reading of the law agree on records that nobody thought of."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from second_reading import findings, tier
from shipped import assessed
from test_case_properties import DAYS, LATER, OURS, honours, records

KINDS = ["ws.accident", "ws.accident", "ws.accident", "fs.accident", "ws.penalty"]
FIRST_TOLD = st.fixed_dictionaries(
    {"deaths": st.sampled_from([0, 2, 9]), "liable": st.sampled_from([True, True, False])},
    optional={"serious_injuries": st.just(9), "grade": st.sampled_from(["general", "major"])},
)
TOLD_LATER = st.sampled_from(
    [
        {"deaths": 0}, {"deaths": 1}, {"deaths": 3}, {"deaths": 3}, {"deaths": 10}, {"deaths": 10},
        {"serious_injuries": 10}, {"direct_loss": "10000000"}, {"grade": "general"},
        {"grade": "serious"}, {"liable": True}, {"liable": False},
    ]
)  # fmt: skip
PENALTIES = st.sampled_from(["fine", "warning", "suspension", "licence_revoked"])


@st.composite
def _changing(draw: st.DrawFn, ref: str, conduct: date) -> dict[str, Any]:
    """An event of *conduct*, penalised next day, whose facts change about the days that count."""
    kind = draw(st.sampled_from(KINDS))
    row = {**OURS, "source": "虚构来源", "source_ref": ref, "kind": kind, "sector": "chemical"}
    row |= {"occurred_on": str(conduct), "penalised_on": str(conduct + timedelta(days=1))}
    days = draw(st.lists(st.sampled_from(LATER), min_size=1, max_size=3, unique=True))
    if kind == "ws.penalty":
        first, later = {"penalty_types": [draw(PENALTIES)]}, PENALTIES.map(lambda one: {"penalty_types": [one]})  # fmt: skip
    else:
        first, later = draw(FIRST_TOLD), TOLD_LATER
    if kind == "ws.accident":
        road = st.sampled_from([{}, {}, {"road_traffic": False}, {"road_traffic": True}])
        first |= draw(road)
    told = [{"from": str(conduct + timedelta(days=n)), "facts": draw(later)} for n in days]
    return {**row, "facts": first, "later_facts": told}


@st.composite
def changing_records(draw: st.DrawFn) -> tuple[list[dict[str, Any]], date]:
    """Events near to each other whose facts change, and a day at or beside one of the changes."""
    start = draw(DAYS)
    conducts = [start + timedelta(days=draw(st.integers(0, 400))) for _ in range(3)]
    count = draw(st.integers(1, 3))
    rows = [draw(_changing(f"E{n}", day)) for n, day in enumerate(conducts[:count])]
    turns = [date.fromisoformat(one["from"]) for row in rows for one in row["later_facts"]]
    on = draw(st.sampled_from(turns)) + timedelta(days=draw(st.sampled_from([-1, 0, 0, 1, 300])))
    return [*draw(st.sampled_from([[], draw(honours())])), *rows], on


def _agree(rows: list[dict[str, Any]], on: date) -> None:
    (answer,) = assessed(rows, on)
    assert answer["enterprise"]["uscc"] == OURS["uscc"]
    met = {one["rule"]: one["legal_review"] for one in answer["findings"]}
    left_open = {one["rule"] for one in answer["undetermined"]}
    assert (met, left_open, answer["tier"]) == (*findings(rows, on), tier(rows, on))


@settings(max_examples=400, deadline=None)
@given(rows=records(), on=DAYS)
def test_the_second_reading_finds_the_same_rules_and_the_same_tier(rows, on):
    _agree(rows, on)


@settings(max_examples=400, deadline=None)
@given(record=changing_records())
def test_the_second_reading_agrees_where_facts_change_over_time(record):
    _agree(*record)
