"""Which conditions can never be met, and why; what may be met is never complained of."""

import json

import pytest
from lawbooks import LAW

from creditsvc.law.conditions import read_condition
from creditsvc.law.contradictions import impossible
from creditsvc.law.parsing import parse

GRADE = {"grade": {"at_least": "major", "at_most": "general"}}
DEATHS = {"deaths": {"at_least": 3, "at_most": 2}}
OF_GRADE = ("没有任何值能满足对“事故等级”的要求", "no value of grade can be what is asked")
OF_DEATHS = ("没有任何值能满足对“死亡人数”的要求", "no value of deaths can be what is asked")
AT_ODDS = ("同一条件既要求成立又要求不成立", "one part is demanded and denied at once")


def accident(where=None):
    return {"event": {"kind": "ws.accident", **({"where": where} if where else {})}}


POSSIBLE, OTHER = accident(), accident({"deaths": 1})


def why(condition):
    return impossible(read_condition(parse(json.dumps(condition), "condition"), LAW.kinds))


def penalty(**types):
    return {"event": {"kind": "ws.penalty", "where": {"penalty_types": types}}}


@pytest.mark.parametrize("word", ["event", "count", "sum"])
def test_a_description_that_no_event_can_have_is_told_with_the_fact(word):
    described = accident(DEATHS)["event"]
    said = {
        "event": described,
        "count": {"event": described, "at_least": 1},
        "sum": {"event": described, "fact": "deaths", "at_least": 1},
    }
    assert why({word: said[word]}) == OF_DEATHS


def test_the_first_fact_that_cannot_be_is_told():
    assert why(accident({"deaths": 1, **GRADE})) == OF_GRADE
    assert why(accident({**DEATHS, **GRADE})) == OF_DEATHS


def test_all_is_impossible_for_one_part_and_says_which():
    assert why({"all": [POSSIBLE, accident(GRADE), accident(DEATHS)]}) == OF_GRADE
    assert why({"all": [POSSIBLE, {"all": [OTHER, accident(DEATHS)]}]}) == OF_DEATHS
    assert why({"all": [POSSIBLE, OTHER]}) is None


def test_any_is_impossible_only_with_every_part_and_says_the_first():
    assert why({"any": [accident(GRADE), accident(DEATHS)]}) == OF_GRADE
    assert why({"any": [accident(GRADE)]}) == OF_GRADE
    assert why({"any": [accident(GRADE), POSSIBLE]}) is None
    assert why({"any": [POSSIBLE, accident(GRADE)]}) is None


def test_a_part_demanded_and_denied_is_told_but_not_what_is_denied_of_another():
    assert why({"all": [POSSIBLE, {"not": POSSIBLE}]}) == AT_ODDS
    assert why({"all": [{"not": POSSIBLE}, OTHER, POSSIBLE]}) == AT_ODDS
    assert why({"all": [POSSIBLE, {"not": OTHER}]}) is None
    assert why({"any": [POSSIBLE, {"not": POSSIBLE}]}) is None
    assert why({"all": [accident(GRADE), POSSIBLE, {"not": POSSIBLE}]}) == OF_GRADE


def test_the_absence_or_denial_of_what_cannot_be_is_possible():
    assert why({"not": accident(DEATHS)}) is None
    assert why({"absent": {**accident(DEATHS), "for": {"months": 1}}}) is None


@pytest.mark.parametrize(
    ("where", "possible"),
    [
        ({"at_least": 2, "at_most": 2}, True),
        ({"at_least": 3, "at_most": 2}, False),
        ({"at_least": 3}, True),
        ({"at_most": 0}, True),
        ({"at_least": 1, "at_most": 0}, False),
        ({"at_least": 0, "at_most": 0}, True),
    ],
)
def test_a_figure_may_be_equal_to_both_bounds_but_not_beyond_one(where, possible):
    assert (why(accident({"deaths": where})) is None) is possible


@pytest.mark.parametrize(
    ("where", "possible"),
    [
        ({"at_least": "major", "at_most": "major"}, True),
        ({"at_least": "serious", "at_most": "major"}, False),
        ({"at_least": "extraordinary"}, True),
        ({"at_most": "general"}, True),
        ({"one_of": ["general", "major"], "at_least": "major"}, True),
        ({"one_of": ["general", "major"], "at_least": "serious"}, False),
        ({"one_of": ["serious", "major"], "at_most": "major"}, True),
        ({"one_of": ["serious", "extraordinary"], "at_most": "major"}, False),
        (
            {"one_of": ["general", "extraordinary"], "at_least": "major", "at_most": "serious"},
            False,
        ),
    ],
)
def test_grades_are_held_against_each_other_in_their_order(where, possible):
    assert (why(accident({"grade": where})) is None) is possible


@pytest.mark.parametrize(
    ("types", "possible"),
    [
        ({"includes": ["fine"]}, True),
        ({"only": ["fine"]}, True),
        ({"includes": ["fine"], "only": ["fine", "warning"]}, True),
        ({"includes": ["fine", "closure"], "only": ["warning", "fine"]}, True),
        ({"includes": ["fine"], "only": ["warning"]}, False),
    ],
)
def test_what_must_be_among_the_penalties_must_be_allowed_among_them(types, possible):
    assert (why(penalty(**types)) is None) is possible
