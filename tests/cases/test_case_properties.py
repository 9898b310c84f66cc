"""What must hold for every record, not only for the cases somebody thought of."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import assessed

OURS = {"uscc": "91999999MA00000154", "name": "虚构甲矿业有限公司"}
THEIRS = {"uscc": "91999999MA0000023Y", "name": "虚构乙化工有限公司"}
BEST_FIRST = ["A+", "A", "B", "C", "D"]
MODES = {
    "ws.report_violation": ["concealed", "false", "late", "omitted"],
    "ws.rescue_failure": ["no_rescue", "left_post", "fled"],
    "ws.false_certification": ["false_report", "lent_qualification", "affiliation"],
    "fs.false_document": ["false", "inaccurate", "unqualified"],
}
PLAIN = [
    "ws.unlicensed_operation",
    "ws.hazard_ignored",
    "ws.supervision_evasion",
    "ws.suspension_defied",
    "ws.unaccepted_facilities",
    "ws.mining_out_of_bounds",
    "ws.investigation_obstructed",
    "ws.penalty_defied",
    "ws.hazard_overdue",
    "fs.hazard_unrectified",
    "fs.venue_unchecked",
    "fs.false_commitment",
    "fs.correction_refused",
    "fs.stop_order_defied",
    "fs.seal_broken",
    "fs.crime",
    "fs.product_fraud",
    "lp.false_report",
]
# Around the first and last days of every instrument, where the law is most easily read wrongly.
TURNS = [
    date(2015, 7, 29),
    date(2017, 5, 9),
    date(2017, 12, 7),
    date(2021, 9, 1),
    date(2023, 3, 1),
    date(2023, 5, 1),
    date(2023, 10, 1),
    date(2024, 2, 29),
    date(2026, 4, 1),
]
DAYS = st.builds(
    lambda turn, days: turn + timedelta(days=days), st.sampled_from(TURNS), st.integers(-500, 500)
)
LATER = [0, 1, 6, 7, 8, 29, 30, 31, 200, 400]  # days after the conduct
ACCIDENT = {
    "deaths": st.sampled_from([0, 1, 2, 3, 9, 10, 30]),
    "serious_injuries": st.sampled_from([0, 10, 50]),
    "direct_loss": st.sampled_from(["0", "9999999.99", "10000000", "50000000"]),
    "grade": st.sampled_from(["general", "major", "serious", "extraordinary"]),
    "liable": st.booleans(),
    "egregious": st.booleans(),
    "fine_multiplier": st.sampled_from(["1.99", "2"]),
}
PENALTY = {
    "penalty_types": st.lists(
        st.sampled_from(["warning", "fine", "licence_suspended", "suspension", "closure"]),
        min_size=1,
        max_size=2,
        unique=True,
    ),
    "procedure": st.sampled_from(["simple", "general"]),
    "egregious": st.booleans(),
}


def _facts_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    if kind == "ws.accident":
        return st.fixed_dictionaries({}, optional={**ACCIDENT, "road_traffic": st.booleans()})
    if kind == "fs.accident":
        return st.fixed_dictionaries({}, optional=ACCIDENT)
    if kind.endswith(".penalty"):
        return st.fixed_dictionaries({}, optional=PENALTY)
    if kind in MODES:
        return st.fixed_dictionaries({}, optional={"mode": st.sampled_from(MODES[kind])})
    return st.just({})


@st.composite
def _later_facts(draw: st.DrawFn, kind: str, conduct: date) -> list[dict[str, Any]]:
    """What became of the facts later: about the days to which casualties count, or long after."""
    if not kind.endswith((".accident", ".penalty")):
        return []
    days = draw(st.lists(st.sampled_from(LATER), max_size=3, unique=True))
    told = [{"from": conduct + timedelta(days=n), "facts": draw(_facts_of(kind))} for n in days]
    return [{**one, "from": one["from"].isoformat()} for one in told if one["facts"]]


@st.composite
def adverse(draw: st.DrawFn, ref: str) -> dict[str, Any]:
    """An adverse event of ours, with some facts known and some not."""
    accidents = ["ws.accident"] * 6 + ["fs.accident"]
    kind = draw(st.sampled_from([*accidents, "ws.penalty", "fs.penalty", *MODES, *PLAIN]))
    row = {**OURS, "source": "虚构来源", "source_ref": ref, "kind": kind}
    row["occurred_on"] = draw(DAYS).isoformat()
    row["facts"] = draw(_facts_of(kind))
    if later := draw(_later_facts(kind, date.fromisoformat(row["occurred_on"]))):
        row["later_facts"] = later
    choices = {
        "penalised_on": DAYS.map(date.isoformat),
        "sector": st.sampled_from(["chemical", "chemical", "service_body", "construction"]),
        "region": st.sampled_from(["620102", "370602"]),
        "status": st.sampled_from(["effective", "effective", "suspended", "revoked"]),
    }
    return {**row, **draw(st.fixed_dictionaries({}, optional=choices))}


@st.composite
def honours(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What the redlist asks for, all of it or some of it."""
    day = draw(DAYS).isoformat()
    base = {**OURS, "source": "虚构来源", "occurred_on": day}
    promise = {"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True}
    rows = [
        {**base, "source_ref": "H1", "kind": "honour.commitment", "facts": promise},
        {
            **base,
            "source_ref": "H2",
            "kind": "honour.standardization",
            "facts": {"level": 1, "valid_until": "2030-12-31"},
        },
    ]
    return draw(st.sampled_from([rows, rows, [], rows[:1]]))


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The whole record of one enterprise."""
    count = draw(st.integers(1, 5))
    return [*draw(honours()), *(draw(adverse(f"E{number}")) for number in range(count))]


thorough = settings(max_examples=150, deadline=None)


def _of(answers: list[dict[str, Any]], enterprise: dict[str, str]) -> dict[str, Any]:
    """The answer for *enterprise*; warnings about rows come in the order of the rows, so sorted."""
    found = next(one for one in answers if one["enterprise"]["uscc"] == enterprise["uscc"])
    return {**found, "warnings": sorted(found["warnings"])}


def _law_alone(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the warnings, which also speak of rows that have not happened yet."""
    return {key: value for key, value in answer.items() if key != "warnings"}


@thorough
@given(rows=records(), on=DAYS, data=st.data())
def test_the_order_of_events_does_not_matter(rows, on, data):
    shuffled = data.draw(st.permutations(rows))
    assert _of(assessed(rows, on), OURS) == _of(assessed(shuffled, on), OURS)


@thorough
@given(rows=records(), other=adverse("X"), on=DAYS)
def test_an_event_of_another_enterprise_changes_nothing(rows, other, on):
    alone = assessed(rows, on)
    beside = assessed([{**other, **THEIRS}, *rows], on)
    assert _of(beside, OURS) == _of(alone, OURS)


@thorough
@given(rows=records(), more=adverse("X"), on=DAYS)
def test_an_adverse_event_never_improves_the_tier(rows, more, on):
    before = _of(assessed(rows, on), OURS)["tier"]
    after = _of(assessed([*rows, more], on), OURS)["tier"]
    assert BEST_FIRST.index(after) >= BEST_FIRST.index(before)


@thorough
@given(rows=records(), more=adverse("X"), on=DAYS)
def test_an_adverse_event_never_takes_a_firm_adverse_finding_away(rows, more, on):
    def firm(events: list[dict[str, Any]]) -> set[str]:
        found = _of(assessed(events, on), OURS)["findings"]
        weak = {one["rule"] for one in found if one["legal_review"] or one["list"] == "redlist"}
        return {one["rule"] for one in found} - weak

    assert firm(rows) <= firm([*rows, more])


@thorough
@given(rows=records(), on=DAYS)
def test_with_every_event_revoked_nothing_is_left(rows, on):
    annulled = [{**row, "status": "revoked"} for row in rows]
    answer = _of(assessed(annulled, on), OURS)
    assert (answer["tier"], answer["findings"], answer["undetermined"]) == ("A", [], [])


@thorough
@given(rows=records(), on=DAYS)
def test_with_every_adverse_event_suspended_nothing_adverse_is_met(rows, on):
    held = [
        row if row["kind"].startswith("honour.") else {**row, "status": "suspended"} for row in rows
    ]
    answer = _of(assessed(held, on), OURS)
    assert {one["list"] for one in answer["findings"]} <= {"redlist"}
    assert answer["tier"] in {"A+", "A"}


def _known(row: dict[str, Any], today: str) -> dict[str, Any]:
    """*row* without a penalty and without facts of a later day than *today*.

    An event that is itself a penalty keeps its day: without one it would count as undated (AW14-4).
    """
    is_penalty = row["kind"] in ("ws.penalty", "fs.penalty")
    told = {k: v for k, v in row.items() if k != "penalised_on" or v <= today or is_penalty}
    if "later_facts" in told:
        told["later_facts"] = [one for one in told["later_facts"] if one["from"] <= today]
    return told


@thorough
@given(rows=records(), on=DAYS, data=st.data())
def test_the_order_in_which_later_facts_are_told_does_not_matter(rows, on, data):
    told = [
        {**row, "later_facts": data.draw(st.permutations(row["later_facts"]))}
        if "later_facts" in row
        else row
        for row in rows
    ]
    assert assessed(told, on) == assessed(rows, on)


@thorough
@given(rows=records(), on=DAYS)
def test_what_has_not_happened_yet_changes_nothing(rows, on):
    today = on.isoformat()
    kept = [row for row in rows if row["occurred_on"] <= today]
    known = [_known(row, today) for row in kept]
    if known:
        told = _law_alone(_of(assessed(rows, on), OURS))
        assert told == _law_alone(_of(assessed(known, on), OURS))


@thorough
@given(rows=records(), on=DAYS)
def test_no_rule_is_both_met_and_undetermined(rows, on):
    answer = _of(assessed(rows, on), OURS)
    met = [one["rule"] for one in answer["findings"]]
    left_open = [one["rule"] for one in answer["undetermined"]]
    assert met == sorted(set(met))
    assert not set(met) & set(left_open)
    assert all(one["missing"] for one in answer["undetermined"])
