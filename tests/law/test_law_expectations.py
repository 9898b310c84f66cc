"""How a case tells what is not as expected: where, what should stand there, and what does."""

from dataclasses import replace

import pytest
from lawbooks import LAW, day

from creditsvc.law.casebook import Book, Case
from creditsvc.law.expectations import Difference, compare, differences, named
from creditsvc.law.places import Place

FOUND = {"rule": "WS11-6-2", "list": "serious_dishonesty", "term": {"last_day": "2029-06-30"}}
OPEN = {"rule": "WS11-6-3", "missing": ["A.liable"]}
UNLISTED = {"rule": "BAN-X", "list": None, "term": None}
ANSWER = {
    "on": "2026-06-30",
    "tier": "D",
    "findings": [FOUND],
    "undetermined": [OPEN],
    "warnings": ["grade of A differs from its figures", "B is undated"],
}
EXPECTED = {
    "tier": "D",
    "findings": [{"rule": "WS11-6-2"}],
    "undetermined": [{"rule": "WS11-6-3"}],
}
LAW_WITH_BAN = replace(
    LAW, rules=(*LAW.rules, replace(LAW.rule("WS11-7-3"), id="BAN-X", list=None))
)


def case(*expected):
    place = Place("book.yaml", 1)
    return Case(
        book=Book(
            name="book",
            switched_on=frozenset(),
            switched_at=place,
            scheme=None,
            scheme_at=place,
        ),
        title="虚构",
        law_note="x",
        on=day("2026-06-30"),
        rows=(),
        places=(),
        expect=tuple({**EXPECTED, **each} for each in expected or [{}]),
        place=place,
    )


def apart(*expected, answer=ANSWER, law=LAW, **changed):
    answers = [{**answer, **changed}] * max(len(expected), 1)
    return [
        (each.where, each.expected, each.found)
        for each in differences(case(*expected), answers, law)
    ]


def test_what_is_as_expected_is_not_told():
    assert apart() == []


def test_the_day_of_the_case_must_be_the_day_of_the_answer():
    assert apart(on="2026-07-01") == [("on", "2026-06-30", "2026-07-01")]


def test_of_several_enterprises_each_difference_says_which():
    assert apart({}, {"tier": "A"}) == [("2. tier", "A", "D")]
    assert apart({"tier": "A"}, {"tier": "B"}) == [("1. tier", "A", "D"), ("2. tier", "B", "D")]
    assert apart({}, {"warnings": ["late"]}, {"not_met": ["WS11-6-2"]}, {"more": 1}) == [
        ("2. warnings", ["late"], ANSWER["warnings"]),
        ("3. not_met", "WS11-6-2", "findings: WS11-6-2"),
        ("4. more", 1, "—"),
    ]
    assert apart({"tier": "A"}) == [("tier", "A", "D")]


def test_a_rule_that_should_not_be_met_is_told_as_found_or_left_open():
    assert apart({"not_met": ["WS11-6-1", "WS11-6-2", "WS11-6-3"]}) == [
        ("not_met", "WS11-6-2", "findings: WS11-6-2"),
        ("not_met", "WS11-6-3", "undetermined: WS11-6-3"),
    ]


@pytest.mark.parametrize("wanted", ["differs", ["differs"], ["differs", "undated"], []])
def test_each_word_wanted_stands_in_some_warning(wanted):
    assert apart({"warnings": wanted}) == []


def test_a_word_that_stands_in_no_warning_is_told_with_all_of_them():
    told = ANSWER["warnings"]
    assert apart({"warnings": "late"}) == [("warnings", ["late"], told)]
    assert apart({"warnings": ["differs", "late"]}) == [("warnings", ["differs", "late"], told)]
    assert apart({"warnings": "none"}) == [("warnings", [], told)]
    assert apart({"warnings": "none"}, warnings=[]) == []


def test_a_rule_without_a_list_is_asked_about_only_by_a_case_that_names_one():
    beside = {"law": LAW_WITH_BAN, "findings": [FOUND, UNLISTED]}
    left_open = {"law": LAW_WITH_BAN, "undetermined": [OPEN, {"rule": "BAN-X", "missing": []}]}
    assert apart(**beside) == []
    assert apart(**left_open) == []
    told = {**UNLISTED, "last_day": None}
    assert apart({"findings": [{"rule": "WS11-6-2"}, {"rule": "BAN-X"}]}, **beside) == []
    assert apart({"not_met": ["BAN-X"]}, **beside) == [
        ("findings[BAN-X]", "—", told),
        ("not_met", "BAN-X", "findings: BAN-X"),
    ]
    assert [each[0] for each in apart({"not_met": ["BAN-X"]}, **left_open)] == [
        "undetermined[BAN-X]",
        "not_met",
    ]


def test_a_verdict_names_what_it_finds_leaves_open_or_denies():
    assert named({**EXPECTED, "not_met": ["WS11-6-1"]}) == {"WS11-6-1", "WS11-6-2", "WS11-6-3"}
    assert named(EXPECTED) == {"WS11-6-2", "WS11-6-3"}


def compared(wanted, told):
    return list(compare(wanted, told, "x"))


def difference(where, wanted, told):
    return [Difference(where=where, expected=wanted, found=told)]


def test_of_a_mapping_only_what_is_wanted_counts_and_its_path_is_told():
    assert compared({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}) == []
    assert compared({"a": {"b": 1}}, {"a": {"b": 2}}) == difference("x.a.b", 1, 2)
    assert compared({"a": {"b": 1}}, {"a": {}}) == difference("x.a.b", 1, "—")


@pytest.mark.parametrize(
    ("wanted", "told"), [({"a": 1}, "a"), ("a", {"a": 1}), (["a"], "a"), ("a", ["a"]), (1, 2)]
)
def test_values_of_another_shape_differ(wanted, told):
    assert compared(wanted, told) == difference("x", wanted, told)


def test_a_list_of_plain_values_of_any_kind_is_compared_in_any_order():
    assert compared([1, "a", None], [None, "a", 1]) == []
    assert compared(["a"], ["b"]) == difference("x", ["a"], ["b"])
    assert compared(["a"], []) == difference("x", ["a"], [])


def test_members_of_a_list_are_matched_by_their_first_key():
    wanted, told = [{"id": 2, "n": 1}, {"id": 1}], [{"id": 1}, {"id": 2, "n": 3}]
    assert compared(wanted, told) == difference("x[2].n", 1, 3)


def test_a_member_too_few_and_one_too_many_are_told_whole():
    assert compared([{"id": 1}], []) == difference("x[1]", {"id": 1}, "—")
    assert compared([], [{"n": 5, "id": 1}]) == difference("x[5]", "—", {"n": 5, "id": 1})
    two = [{"n": 5, "id": 1}, {"n": 6, "id": 2}]
    assert compared([{"id": 1}], two) == difference("x[2]", "—", two[1])
    assert compared([{"id": 1}], [{"id": 1}, {"n": 6}]) == difference("x[None]", "—", {"n": 6})
