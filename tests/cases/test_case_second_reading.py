"""The rulebook and a second, plain reading of the law agree on records that nobody thought of."""

from hypothesis import given, settings
from second_reading import findings, tier
from shipped import assessed
from test_case_properties import DAYS, OURS, records


@settings(max_examples=400, deadline=None)
@given(rows=records(), on=DAYS)
def test_the_second_reading_finds_the_same_rules_and_the_same_tier(rows, on):
    (answer,) = assessed(rows, on)
    assert answer["enterprise"]["uscc"] == OURS["uscc"]
    met = {one["rule"]: one["legal_review"] for one in answer["findings"]}
    left_open = {one["rule"] for one in answer["undetermined"]}
    assert (met, left_open, answer["tier"]) == (*findings(rows, on), tier(rows, on))
