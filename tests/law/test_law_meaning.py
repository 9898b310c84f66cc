"""Every word of a condition, held against the plainest reading of it in every world left open.

Conditions of all words are made up; each is met, not met, or open. It may be met only if every world
meets it, and not met only if none does. A condition of one word is open only where the worlds differ.
"""

import json
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lawbooks import LAW
from plain_reading import holds
from worlds import how_many, worlds

from creditsvc.law.case import open_case
from creditsvc.law.conditions import Scope, read_condition
from creditsvc.law.domain import Event
from creditsvc.law.meaning import compile_condition
from creditsvc.law.parsing import parse
from creditsvc.law.selecting import EVER

thorough = settings(max_examples=300, deadline=None)
ON = date(2026, 3, 1)
# About the edges of a year and of 30 days before ON and before one another; two are leap days.
GAPS = [0, 1, 30, 31, 306, 364, 365, 366, 396, 732]
LEAP = [
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2024, 3, 31),
    date(2024, 4, 30),
]
DAYS = st.one_of(st.sampled_from(LEAP), st.sampled_from(GAPS).map(lambda n: ON - timedelta(days=n)))
FACTS = {
    "ws.accident": {"grade": ["general", "major", "serious"], "deaths": [0, 1, 3, 10], "liable": [True, False]},
    "ws.report_violation": {"mode": ["concealed", "false", "late", "omitted"]},
    "ws.penalty": {"penalty_types": [["fine"], ["warning"], ["suspension", "fine"]]},
    "honour.standardization": {"level": ["1", "2"], "valid_until": ["2026-02-28", "2026-03-01"]},
}  # fmt: skip
WHERE = {
    "grade": ["major", ["general", "serious"], {"at_least": "major"}, {"at_most": "major"}],
    "deaths": [3, {"at_least": 3}, {"at_most": 3}, {"at_least": 1, "at_most": 3}],
    "liable": [True, False],
    "mode": ["late", ["concealed", "false"]],
    "penalty_types": [{"includes": ["suspension"]}, {"only": ["warning", "fine"]}],
    "level": ["1"],
    "valid_until": [{"not_before": "assessment"}],
}
WITHIN = [{"months": 12}, {"months": 1}, {"days": 30}, {"days": 365}, None]


@st.composite
def events_meant(draw: st.DrawFn, *kinds: str) -> dict:
    """A description of events."""
    kind = draw(st.sampled_from(kinds or sorted(FACTS)))
    said = {"kind": kind}
    if where := {
        name: draw(st.sampled_from(WHERE[name])) for name in FACTS[kind] if draw(st.booleans())
    }:
        said["where"] = where
    if need := draw(st.sampled_from([None, None, "penalty", "no_later_penalty"])):
        said["requires"] = need
    return said


@st.composite
def leaf(draw: st.DrawFn) -> dict:
    """A condition of one word."""
    word = draw(st.sampled_from(["event", "latest", "count", "sum", "absent"]))
    meant = draw(events_meant(*(["ws.accident"] if word == "sum" else [])))
    window = draw(st.sampled_from(WITHIN))
    within = {"within": window} if window is not None else {}
    if word == "count":
        by = draw(st.sampled_from(["conduct", "penalty"]))
        return {
            "count": {
                "event": meant,
                "at_least": draw(st.sampled_from([2, 2, 3])),
                "by": by,
                **within,
            }
        }
    if word == "sum":
        at_least = draw(st.sampled_from([2, 4, 10]))
        meant.get("where", {}).pop("deaths", None)  # bounded and added up at once: open, if unknown
        return {"sum": {"event": meant, "fact": "deaths", "at_least": at_least, **within}}
    if word == "absent":
        by = draw(st.sampled_from([["conduct"], ["penalty"], ["conduct", "penalty"]]))
        return {
            "absent": {"event": meant, "for": {"months": draw(st.sampled_from([1, 12]))}, "by": by}
        }
    return {"event": meant if word == "event" else {**meant, "latest": True}}


def nested(parts: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda these: {"all": these}),
        several.map(lambda these: {"any": these}),
        parts.map(lambda this: {"not": this}),
    )


conditions = st.recursive(leaf(), nested, max_leaves=4)


@st.composite
def event(draw: st.DrawFn, ref: str, kinds: list[str]) -> Event:
    kind = draw(st.sampled_from(kinds))
    known = {name for name in FACTS[kind] if draw(st.sampled_from([True, True, False]))}
    if kind == "ws.accident" and "deaths" in known:
        known.add("grade")  # else the figure tells it
    facts = {
        name: draw(st.sampled_from(FACTS[kind][name])) for name in FACTS[kind] if name in known
    }
    if kind == "ws.accident":
        facts |= {"unfit": False, "principal_sanction": "liable"}  # nothing here asks for them
    return Event(
        ref=ref,
        kind=kind,
        occurred_on=draw(DAYS),
        penalised_on=draw(st.one_of(st.none(), DAYS, st.just(ON + timedelta(days=1)))),
        status=draw(st.sampled_from(["effective"] * 4 + ["suspended"])),
        sector="chemical",
        region="620102",
        facts=facts,
    )


def meant_by(condition: dict) -> list[str]:
    """The kinds that *condition* speaks of."""
    ((word, said),) = condition.items()
    if word in ("all", "any"):
        return [kind for part in said for kind in meant_by(part)]
    if word == "not":
        return meant_by(said)
    return [(said if word == "event" else said["event"])["kind"]]


@st.composite
def questions(draw: st.DrawFn, asked: st.SearchStrategy[dict]) -> tuple[dict, list[Event]]:
    """A condition, and a record that it speaks of, some of which is not known."""
    condition = draw(asked)
    kinds = meant_by(condition)
    events = [draw(event(f"E{n}", kinds)) for n in range(draw(st.integers(0, 4)))]
    assume(how_many(events) <= 150)
    return condition, events


def told(condition, events, on=ON):
    """What the program makes of *condition*."""
    read = read_condition(parse(json.dumps(condition), "condition"), LAW.kinds)
    return compile_condition(read, Scope())(open_case(events, on, LAW.kinds), EVER)


@thorough
@given(question=questions(conditions))
def test_a_condition_is_settled_only_as_every_world_has_it(question):
    condition, events = question
    truth = told(condition, events).truth
    if truth is not None:
        assert {holds(condition, world, ON) for world in worlds(events)} == {truth}


@thorough
@given(question=questions(leaf()))
def test_a_condition_of_one_word_is_open_only_where_the_worlds_differ(question):
    condition, events = question
    in_worlds = {holds(condition, world, ON) for world in worlds(events)}
    (expected,) = in_worlds if len(in_worlds) == 1 else (None,)
    assert told(condition, events).truth is expected


@thorough
@given(question=questions(conditions))
def test_in_a_world_where_all_is_known_every_condition_is_settled(question):
    condition, events = question
    for world in worlds(events):
        assert told(condition, world).truth is holds(condition, world, ON)


@thorough
@given(question=questions(conditions), data=st.data())
def test_what_hits_and_what_is_missing_do_not_hang_on_the_order_of_events(question, data):
    condition, events = question
    one, other = told(condition, events), told(condition, data.draw(st.permutations(events)))
    refs = [[view.ref for view in outcome.hits] for outcome in (one, other)]
    assert refs[0] == refs[1]
    assert (one.truth, one.since, sorted(one.missing)) == (
        other.truth,
        other.since,
        sorted(other.missing),
    )


@thorough
@given(question=questions(leaf()), ago=st.sampled_from(GAPS))
def test_a_condition_is_first_met_on_the_day_of_conduct_it_names(question, ago):
    """A single word, all known, that looks at conduct days only: cut off after that day it still holds."""
    condition, events = question
    assume("absent" not in condition and not condition.get("event", {}).get("latest"))
    for world in worlds(events):
        outcome = told(condition, world)
        if outcome.truth:
            hits = {view.ref for view in outcome.hits}
            completed, since = outcome.since
            assert since in {view.day for view in outcome.hits}
            assert holds(condition, [each for each in world if each.ref in hits], ON)
            assert not holds(condition, [each for each in world if each.ref not in hits], ON)
            if condition.get("count", {}).get("by") != "penalty":
                assert completed == since
                assert holds(condition, [e for e in world if e.occurred_on <= since], ON)
                earlier = [e for e in world if e.occurred_on < since]
                assert not holds(condition, earlier, ON)
