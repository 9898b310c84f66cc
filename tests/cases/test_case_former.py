"""What a former release said, this one says: no release changes the law.

Each run scatters sets anew, so this also finds a verdict that hangs on the order of one.
"""

import json

import pytest
from former import KEPT, Bench, differences, kept_verdicts, only_what_was_said, texts_of

FORMER = sorted(KEPT.glob("*/"))


def test_the_verdicts_of_a_release_are_kept():
    assert FORMER


@pytest.mark.parametrize("folder", FORMER, ids=lambda folder: folder.name)
def test_a_kept_rulebook_is_the_one_it_was(folder):
    assert Bench(texts_of(folder)).law().digest.startswith(folder.name)


@pytest.mark.parametrize("folder", FORMER, ids=lambda folder: folder.name)
def test_every_verdict_of_a_former_release_stands(folder):
    assert differences(Bench(texts_of(folder)), folder) == []


@pytest.mark.parametrize("folder", FORMER, ids=lambda folder: folder.name)
def test_what_is_kept_says_something(folder):
    kept = list(kept_verdicts(folder))
    answers = [each for _, told in kept for each in told]
    assert len(kept) >= 700
    assert {each["tier"] for each in answers} >= {"A+", "A", "B", "C", "D"}
    rules = {one["rule"] for each in answers for one in each["findings"]}
    open_ = {one["rule"] for each in answers for one in each["undetermined"]}
    law = Bench(texts_of(folder)).law()
    assert {rule.id for rule in law.in_use if rule.list is not None} <= rules | open_
    assert len(open_) >= 15


def test_a_rule_read_otherwise_is_noticed():
    texts = texts_of(FORMER[0])
    order = "instruments/order11.yaml"
    assert "at_least: 2" in texts[order]
    other = Bench({**texts, order: texts[order].replace("at_least: 2", "at_least: 3", 1)})
    found = differences(other, FORMER[0])
    assert any(_tiers(then) != _tiers(now) for _, then, now in found)


def _tiers(answers):
    return [each["tier"] for each in json.loads(answers)]


def test_more_may_be_said_but_nothing_otherwise():
    then = [{"tier": "A", "findings": [{"rule": "X"}]}]
    more = [{"tier": "A", "findings": [{"rule": "X", "article": "1"}], "exits": []}]
    assert only_what_was_said(more, then) == then
    another = [{"tier": "A", "findings": [{"rule": "X"}, {"rule": "Y"}]}]
    assert only_what_was_said(another, then) == another
    less = [{"tier": "A"}]
    assert only_what_was_said(less, then) != then
