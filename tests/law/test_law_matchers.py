"""What a comparison says of each value a fact may have: met, not met, or not to be told."""

from datetime import date

import pytest
from lawbooks import day
from test_law_refusals import KINDS_TEXT

from creditsvc.law.kinds import kinds_of
from creditsvc.law.matchers import read_matcher
from creditsvc.law.parsing import parse

T, F, U = True, False, None
ON = day("2026-11-21")
TABLE = [
    ("deaths", "3", [(3, T), ("3", T), (2, F), (4, F), ("x", F), (True, F), (None, U)]),
    ("deaths", "[1, 3]", [(1, T), (3, T), (2, F), (None, U)]),
    ("deaths", "{at_least: 0}", [(0, T), (1, T), ("x", U), (True, U), (None, U)]),
    ("deaths", "{at_least: 1}", [(0, F), (1, T), (2, T)]),
    ("deaths", "{at_most: 0}", [(0, T), (1, F)]),
    ("deaths", "{at_least: 2, at_most: 3}", [(1, F), (2, T), (3, T), (4, F), ("x", U), (None, U)]),
    ("times", "{at_least: '2'}", [("1.99", F), ("2", T), ("2.00", T), (2, T), (False, F)]),
    ("loss", "{at_most: '10.50'}", [("10.50", T), ("10.51", F), (10, T)]),
    ("liable", "true", [(True, T), (False, F), (None, U)]),
    ("liable", "false", [(True, F), (False, T), (None, U)]),
    ("liable", "[true, false]", [(True, T), (False, T), (None, U)]),
    ("mode", "late", [("late", T), ("never", F), ("other", F), (None, U)]),
    ("mode", "[late, never]", [("late", T), ("never", T), ("other", F)]),
    ("mode", "{one_of: [late]}", [("late", T), ("never", F)]),
    ("grade", "{at_least: high}", [("low", F), ("high", T), ("other", U), (None, U)]),
    ("grade", "{at_most: low}", [("low", T), ("high", F), ("other", U)]),
    ("grade", "{at_least: low, at_most: high}", [("low", T), ("high", T), ("other", U)]),
    ("grade", "{at_least: low, one_of: [high]}", [("low", F), ("high", T), ("other", F)]),
    ("grade", "{one_of: [high], at_least: low}", [("low", F), ("high", T), ("other", F)]),
    ("types", "{includes: fine}", [(["fine", "stop"], T), (("fine",), T), (["stop"], F), ([], F), ("fine", U)]),
    ("types", "{includes: [fine, stop]}", [(["stop"], T), ([], F)]),
    ("types", "{only: fine}", [(["fine"], T), (["fine", "stop"], F), (["stop"], F), ([], U), ("fine", U)]),
    ("types", "{only: [fine, stop]}", [(["stop"], T), (("fine", "stop"), T)]),
    ("until", "{not_before: assessment}",
     [("2026-11-21", T), ("2026-11-20", F), (date(2026, 11, 22), T), ("soon", U), (None, U)]),
]  # fmt: skip


def told(name, asked, values, kinds):
    test = read_matcher(name, parse(asked, "x.yaml"), [kinds.kinds["x.accident"]]).test()
    return [test(value, ON) for value, _ in values]


@pytest.mark.parametrize(("name", "asked", "values"), TABLE, ids=lambda each: str(each)[:40])
def test_what_is_asked_of_a_fact(name, asked, values):
    kinds = kinds_of(parse(KINDS_TEXT, "kinds.yaml"))
    assert told(name, asked, values, kinds) == [truth for _, truth in values]


@pytest.mark.parametrize(("means", "absent"), [("false", F), ("true", T)])
def test_where_absence_is_a_statement_it_is_compared_like_one(means, absent):
    text = KINDS_TEXT.replace("type: boolean", f"type: boolean, absent_means: {means}")
    kinds = kinds_of(parse(text, "kinds.yaml"))
    assert told("liable", "true", [(None, absent), (True, T), (False, F)], kinds) == [absent, T, F]
    text = KINDS_TEXT.replace("type: decimal", "type: decimal, absent_means: false")
    assert told("times", "{at_least: '2'}", [(None, F)], kinds_of(parse(text, "k.yaml"))) == [F]
