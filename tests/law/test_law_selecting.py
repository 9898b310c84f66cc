"""Which events count: at the first day of a window, and where the latest day has several."""

from dataclasses import replace

import pytest
from lawbooks import LAW, day, event

from creditsvc.law.case import open_case
from creditsvc.law.conditions import Scope, read_condition
from creditsvc.law.evaluate import evaluate
from creditsvc.law.meaning import compile_condition
from creditsvc.law.parsing import parse
from creditsvc.law.selecting import Window

ON = day("2026-11-21")


@pytest.mark.parametrize(
    ("occurred", "penalised", "narrow", "wide"),
    [
        ("2026-03-01", None, True, True),
        ("2026-02-28", None, False, False),
        ("2026-02-28", "2026-02-28", False, False),
        ("2026-02-28", "2026-03-01", False, True),
    ],
)
def test_a_window_admits_its_first_day_and_a_wide_one_what_was_penalised_since(
    occurred, penalised, narrow, wide
):
    case = open_case([event("A", "ws.penalty", occurred, penalised)], ON, LAW.kinds)
    (view,) = case.by_kind["ws.penalty"]
    first = day("2026-03-01")
    assert Window(first, wide=False).admits(view) is narrow
    assert Window(first, wide=True).admits(view) is wide


def meaning(text):
    """The law with one rule alone, met as *text* says."""
    meets = compile_condition(read_condition(parse(text, "x.yaml"), LAW.kinds), Scope())
    return replace(LAW, in_use=(replace(LAW.rule("WS11-7-1"), meets=meets, kinds=None),))


LATEST = meaning("{event: {kind: ws.accident, latest: true, where: {liable: true}}}")


def accident(ref, occurred, liable, status="effective"):
    told = {} if liable is None else {"liable": liable}
    return event(ref, "ws.accident", occurred, "2026-06-01", status=status, **told)


def said_of(law, *events):
    """What is met, by which events; or what is missing; or None."""
    said = evaluate(law, events, ON)
    for each in said.findings:
        return each.evidence
    for each in said.undetermined:
        return set(each.missing)
    return None


EARLY, LATE = "2026-03-01", "2026-04-01"
SUSPENDED = "suspended"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([("A", LATE, True), ("B", LATE, True)], ("A", "B")),
        ([("B", LATE, True), ("A", LATE, True)], ("A", "B")),
        ([("A", LATE, True), ("B", LATE, False)], None),
        ([("A", EARLY, False), ("B", LATE, True)], ("B",)),
        ([("A", EARLY, True), ("B", LATE, False)], None),
        ([("A", EARLY, True), ("B", LATE, True, SUSPENDED)], ("A",)),
        ([("A", EARLY, True), ("B", LATE, True, SUSPENDED), ("C", LATE, True, SUSPENDED)], ("A",)),
        ([("A", EARLY, False), ("B", LATE, True, SUSPENDED)], {"B is suspended"}),
        ([("B", LATE, True, SUSPENDED)], {"B is suspended"}),
        ([("B", LATE, False, SUSPENDED)], None),
        ([("A", LATE, True), ("B", LATE, True, SUSPENDED)], ("A",)),
        ([("A", LATE, True), ("B", LATE, False, SUSPENDED)], {"B is suspended"}),
        ([("A", LATE, False), ("B", LATE, True, SUSPENDED)], None),
        ([("A", EARLY, None), ("B", LATE, None, SUSPENDED)],
         {"B is suspended", "facts.liable of A", "facts.liable of B"}),
    ],
)  # fmt: skip
def test_all_of_the_latest_day_must_match_in_every_world_that_a_suspension_leaves(events, said):
    assert said_of(LATEST, *(accident(*each) for each in events)) == said


@pytest.mark.parametrize(("until", "said"), [("2026-11-21", ("A",)), ("2026-11-20", None)])
def test_the_latest_is_weighed_on_the_day_that_is_asked_about(until, said):
    kind = "honour.standardization"
    where = "where: {valid_until: {not_before: assessment}}"
    law = meaning(f"{{event: {{kind: {kind}, latest: true, {where}}}}}")
    assert said_of(law, event("A", kind, "2024-01-01", valid_until=until, level="2")) == said


@pytest.mark.parametrize(
    ("penalised", "met"), [(None, True), ("2026-11-21", True), ("2026-11-22", False)]
)
def test_where_no_later_penalty_is_asked_one_still_to_come_does_not_match(penalised, met):
    asked = meaning("{event: {kind: ws.penalty, requires: no_later_penalty}}")
    one = event("A", "ws.penalty", "2026-03-01", penalised)
    assert bool(evaluate(asked, [one], ON).findings) is met
