"""Counsel leaves no rule out: each is met, not met and left open in a case, and its days are tried."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from shipped import all_cases, law

from creditsvc.law.case_totals import totals
from creditsvc.law.casebook import Case
from creditsvc.law.conditions import Absent, All, AnyOf, Condition, Count, Not, Sum
from creditsvc.law.expectations import met, named
from creditsvc.law.rulebook import Rule
from creditsvc.law.rules import needed_kinds

ONE_DAY = timedelta(days=1)
CASES = all_cases()
ENTERPRISES = [rule for rule in law().rules if rule.about == "enterprise"]


def _named(rules: Iterable[Rule]):
    return [pytest.param(rule, id=rule.id) for rule in rules]


RULES = _named(ENTERPRISES)
PERSONS = _named(rule for rule in law().rules if rule.about == "person")
OFF = _named(rule for rule in ENTERPRISES if rule.off is not None)
ENDED = _named(rule for rule in ENTERPRISES if rule.instrument.in_force.until is not None)
# an honour is a status, no conduct: one older than the redlist's instrument counts
FROM_FIRST_DAY = _named(rule for rule in ENTERPRISES if not rule.counts_earlier)


def _windows(when: Condition) -> Iterator[Count | Sum | Absent]:
    match when:
        case Count() | Sum() if when.within is not None:
            yield when
        case Absent():
            yield when
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _windows(part)
        case Not(part=part):
            yield from _windows(part)


WINDOWS = [
    pytest.param(rule, window, id=f"{rule.id}-{number}")
    for rule in ENTERPRISES
    for number, window in enumerate(_windows(rule.when), start=1)
]


def _asks(case: Case, rule: Rule) -> bool:
    """Whether *case* runs under *rule*, and would say if it were met."""
    on = rule.off is None or not case.book.switched_on.isdisjoint({rule.id, rule.instrument.id})
    heard = rule.list is not None or any(rule.id in named(each) for each in case.expect)
    return on and heard and rule.instrument.in_force.covers(case.on)


def _outcomes(rule: Rule) -> Iterator[tuple[Case, bool]]:
    for case in CASES:
        if _asks(case, rule):
            yield case, any(rule.id in met(each) for each in case.expect)


def _days(case: Case, kinds: frozenset[str] | tuple[str, ...], key: str) -> list[date]:
    rows = (row for row in case.rows if row.get("kind") in kinds and row.get(key))
    return [date.fromisoformat(row[key]) for row in rows]


def _reaches(case: Case, window: Count | Sum | Absent, over: int) -> bool:
    """Whether two days of *case* are a whole window apart, and *over* days more."""
    late = timedelta(days=over)
    if isinstance(window, Absent):
        keys = [{"conduct": "occurred_on", "penalty": "penalised_on"}[by] for by in window.days]
        days = [day for key in keys for day in _days(case, window.event.kinds, key)]
        return any(_after(day, window.months) + late == case.on for day in days)
    by = window.by if isinstance(window, Count) else "conduct"
    days = _days(case, window.event.kinds, "occurred_on" if by == "conduct" else "penalised_on")
    assert window.within is not None
    return any(window.within.last(one) + late == other for one, other in product(days, days))


def _after(day: date, months: int) -> date:
    """The corresponding day, worked out here again; no case of a redlist turns on a 31st."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28 if month == 1 else 30))


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_met_not_met_and_left_open(rule):
    told = totals(law(), CASES)[rule.id]
    assert told.met, "no case meets it"
    assert told.not_met, "no case with its kind of event falls short of it"
    assert told.undetermined, "no case leaves it open: a suspended event does, for every rule"


@pytest.mark.parametrize(("rule", "window"), WINDOWS)
def test_each_window_is_tried_on_its_last_day_and_on_the_day_after(rule, window):
    inside, outside = isinstance(window, Absent), not isinstance(window, Absent)
    ends = [case for case, found in _outcomes(rule) if found is outside]
    past = [case for case, found in _outcomes(rule) if found is inside]
    assert any(_reaches(case, window, 0) for case in ends), "no case on the last day"
    assert any(_reaches(case, window, 1) for case in past), "no case on the day after"


@pytest.mark.parametrize("rule", FROM_FIRST_DAY)
def test_each_rule_is_tried_on_conduct_of_the_first_day_and_the_day_before(rule):
    kinds = needed_kinds(rule.when)
    first = rule.instrument.in_force.from_
    assert kinds is not None
    tried = [
        (day, found, review)
        for case, found in _outcomes(rule)
        for review in [_for_review(case, rule)]
        for day in [min(_days(case, kinds, "occurred_on"), default=date.max)]
    ]
    assert any(found and not review for day, found, review in tried if day == first)
    before = [(found, review) for day, found, review in tried if day == first - ONE_DAY]
    assert any(review or not found for found, review in before)


def _for_review(case: Case, rule: Rule) -> bool:
    findings = (each for verdict in case.expect for each in verdict["findings"])
    return any(each["legal_review"] for each in findings if each["rule"] == rule.id)


@pytest.mark.parametrize("rule", ENDED)
def test_each_rule_that_has_ended_is_tried_on_its_last_day_and_on_the_day_after(rule):
    until = rule.instrument.in_force.until
    found = {case.on for case, found in _outcomes(rule) if found}
    lapsed = {case.on for case in CASES if any(rule.id in each.get("not_met", ()) for each in case.expect)}  # fmt: skip
    assert until - ONE_DAY in found
    assert until in lapsed


@pytest.mark.parametrize("rule", OFF)
def test_each_rule_that_is_off_finds_nothing_where_it_would_if_it_were_on(rule):
    kinds = needed_kinds(rule.when) or frozenset()
    silent = [
        case
        for case in CASES
        if case.book.switched_on.isdisjoint({rule.id, rule.instrument.id})
        and any(rule.id in each.get("not_met", ()) for each in case.expect)
        and any(row.get("kind") in kinds for row in case.rows)
    ]
    assert silent, "no case shows that by default nothing is found"


@pytest.mark.parametrize("rule", PERSONS)
def test_each_rule_about_persons_is_shown_to_find_nothing_against_the_enterprise(rule):
    kinds = needed_kinds(rule.when) or frozenset()
    assert not any(rule.id in named(each) - set(each.get("not_met", ())) for case in CASES for each in case.expect)  # fmt: skip
    assert any(
        rule.id in each.get("not_met", ()) and any(row.get("kind") in kinds for row in case.rows)
        for case in CASES
        for each in case.expect
    )
