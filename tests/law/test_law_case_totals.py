"""What is counted of cases: who concerns which rule, what is expected of it, and what stands at an edge."""

from dataclasses import astuple

import pytest
from lawbooks import LAW, day

from creditsvc.law.case_totals import totals
from creditsvc.law.casebook import Book, Case
from creditsvc.law.places import Place

RULE, BESIDE, BAN, PERSON = "WS11-7-1", "WS11-7-3", "BAN-113d", "WS11-6-5"
HERE = Place("book.yaml", 1)
EVENT = {"kind": "ws.unlicensed_operation", "occurred_on": "2026-03-01"}


def verdict(*met, left_open=(), not_met=()):
    said = {
        "findings": [{"rule": each} for each in met],
        "undetermined": [{"rule": each} for each in left_open],
    }
    return {**said, "not_met": list(not_met)} if not_met else said


def case(*expect, rows=(EVENT,), on="2026-06-30", switched_on=()):
    book = Book(
        name="book",
        switched_on=frozenset(switched_on),
        switched_at=HERE,
        scheme=None,
        scheme_at=HERE,
    )
    return Case(
        book=book,
        title="虚构",
        law_note="x",
        on=day(on),
        rows=rows,
        places=(HERE,) * len(rows),
        expect=expect or (verdict(),),
        place=HERE,
    )


def counted(rule, *cases):
    """How often *rule* is met, not met and left open, and how many cases stand at an edge of it."""
    return astuple(totals(LAW, cases)[rule])


def test_a_case_concerns_each_rule_in_force_that_its_events_could_meet():
    assert counted(RULE, case()) == (0, 1, 0, 0)
    assert counted(RULE, case(rows=({"kind": "ws.penalty"}, EVENT))) == (0, 1, 0, 0)
    assert counted(RULE, case(rows=({"kind": "ws.penalty"},))) == (0, 0, 0, 0)
    assert counted(RULE, case(rows=({},))) == (0, 0, 0, 0)
    assert counted(RULE, case(on="2023-10-01")) == (0, 1, 0, 0)
    assert counted(RULE, case(on="2023-09-30")) == (0, 0, 0, 0)
    assert counted("WS49-2-02", case(on="2023-09-30")) == (0, 1, 0, 0)


def test_what_a_case_says_of_a_rule_goes_before_what_its_events_could_meet():
    assert counted(RULE, case(verdict(RULE))) == (1, 0, 0, 0)
    assert counted(RULE, case(verdict(left_open=[RULE]))) == (0, 0, 1, 0)
    assert counted(RULE, case(verdict(not_met=[RULE]))) == (0, 1, 0, 0)
    assert counted(BESIDE, case(verdict(not_met=[BESIDE]))) == (0, 1, 0, 0)
    assert counted(BESIDE, case(verdict(RULE))) == (0, 0, 0, 0)
    assert counted(RULE, case(verdict(RULE)), case(), case(verdict(RULE))) == (2, 1, 0, 0)


def test_of_several_enterprises_the_one_that_meets_a_rule_counts_then_the_one_that_leaves_it_open():
    told = verdict(), verdict(RULE), verdict(left_open=[RULE]), verdict(not_met=[RULE])
    assert counted(RULE, case(*told)) == (1, 0, 0, 0)
    assert counted(RULE, case(*told[2:], told[0])) == (0, 0, 1, 0)


def test_rules_without_a_list_are_asked_about_only_by_a_case_that_names_one():
    penalty = (
        {"kind": "ws.penalty"},
        {"kind": "ws.hazard_ignored"},
        {"kind": "ws.suspension_defied"},
    )
    assert counted(BAN, case(rows=penalty)) == (0, 0, 0, 0)
    assert counted(BAN, case(verdict(not_met=[BAN]), rows=penalty)) == (0, 1, 0, 0)
    assert counted(BAN, case(verdict(not_met=["BAN-92"]), rows=penalty)) == (0, 1, 0, 0)
    assert counted(BAN, case(verdict(not_met=[RULE]), rows=penalty)) == (0, 0, 0, 0)


def test_rules_about_persons_are_not_counted_and_rules_of_no_rulebook_are():
    told = totals(LAW, [case(verdict(not_met=[PERSON, "X-1"]), verdict("X-1"))])
    assert PERSON not in told
    assert astuple(told["X-1"]) == (1, 0, 0, 0)


def test_each_rule_about_enterprises_is_told_of_even_without_a_case():
    assert set(totals(LAW, [])) == {rule.id for rule in LAW.rules if rule.about == "enterprise"}
    assert counted(RULE) == (0, 0, 0, 0)


def step(one, other, *, at="figure", met=True):
    """How many of two cases that differ in one value stand at an edge."""
    rows = [{"kind": EVENT["kind"], "facts": {at: each}} for each in (one, other)]
    return counted(RULE, case(verdict(RULE), rows=(rows[0],)), case(*([] if met else [verdict(RULE)]), rows=(rows[1],)))[3]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "edges"),
    [
        (5, 6, 2),
        (6, 5, 2),
        (5, 7, 0),
        (5, 5, 0),
        ("5", "6", 2),
        ("0.99", "1.00", 2),
        ("0.98", "1.00", 0),
        ("1", "1.01", 2),
        ("1", "1.1", 0),
        ("2026-02-28", "2026-03-01", 2),
        ("2026-03-01", "2026-02-28", 2),
        ("2026-02-28", "2026-03-02", 0),
        ("2026-02-28", "5", 0),
        ("5", "2026-02-28", 0),
        ("2026-02-28", None, 0),
        (None, "2026-02-28", 0),
        ("late", "false", 0),
        (5, "late", 0),
        ("late", 5, 0),
        (False, True, 0),
        (0, True, 0),
        (None, 1, 0),
        (1, None, 0),
        ([1, 2], [1, 3], 2),
        ([1, 2], [2, 3], 0),
        ([1, 2], [1, 2, 3], 0),
    ],
)
def test_a_step_is_one_day_one_unit_or_one_fen(one, other, edges):
    assert step(one, other) == edges


def test_where_the_rule_comes_out_alike_there_is_no_edge():
    assert step(5, 6, met=False) == 0


def test_where_two_values_differ_there_is_no_edge():
    rows = [{**EVENT, "facts": {"a": n, "b": m}} for n, m in ((1, 1), (2, 2), (1, 2))]
    cases = [case(verdict(RULE), rows=(rows[0],)), case(rows=(rows[1],))]
    assert counted(RULE, *cases)[3] == 0
    assert counted(RULE, cases[0], case(rows=(rows[2],)))[3] == 2


def test_the_day_asked_about_may_be_the_one_step():
    assert counted(RULE, case(verdict(RULE)), case(on="2026-07-01"))[3] == 2
    assert counted(RULE, case(verdict(RULE)), case(on="2026-07-02"))[3] == 0


def test_a_rule_that_one_case_does_not_concern_is_not_met_there():
    assert counted(RULE, case(verdict(RULE), on="2023-10-01"), case(on="2023-09-30")) == (
        1,
        0,
        0,
        1,
    )
    assert counted("X-1", case(verdict(left_open=["X-1"])), case(on="2026-07-01")) == (0, 0, 1, 1)
    named = case(verdict(not_met=["X-1"]))
    assert counted("X-1", named, case(on="2026-07-01")) == (0, 1, 0, 0)
    assert counted("X-1", case(on="2026-07-01"), named) == (0, 1, 0, 0)


def test_each_pair_of_cases_that_differs_by_a_step_counts():
    days = ("2026-07-01", "2026-07-02", "2026-07-05", "2026-07-06")
    cases = [case(*([verdict(RULE)] if n % 2 else []), on=on) for n, on in enumerate(days)]
    assert counted(RULE, *cases) == (2, 2, 0, 4)


def test_a_rule_that_is_off_concerns_only_cases_that_switch_it_or_its_instrument_on():
    off = next(
        rule
        for rule in LAW.rules
        if rule.off and rule.list and rule.about == "enterprise" and rule.instrument.off
        and rule.instrument.in_force.until is None
    )  # fmt: skip
    rows = ({"kind": min(off.kinds)},)
    assert counted(off.id, case(rows=rows)) == (0, 0, 0, 0)
    assert counted(off.id, case(rows=rows, switched_on=["other"])) == (0, 0, 0, 0)
    assert counted(off.id, case(rows=rows, switched_on=[off.id])) == (0, 1, 0, 0)
    assert counted(off.id, case(rows=rows, switched_on=[off.instrument.id])) == (0, 1, 0, 0)
