"""Facts over time in answers: what was so on a day, and what we knew of it at an act, are two things."""

from datetime import date

import pytest
from builders import a_code, an_event, two_major_accidents
from lookup_house import a_bank

from creditsvc.kernel.clock import day_begins, instant_text

FROM = "2026-09-15"  # the day from which the second accident is 较大, and the penalty a suspension
BEFORE = "2026-09-14"


@pytest.fixture
def bank(clerk):
    return a_bank(clerk)


def correct(clerk, event, stated):
    answer = clerk.client.post(
        f"/v1/events/{event}/corrections",
        json={"event": stated, "reason": "补报其后的事实"},
        headers=clerk.person("clerk", "clerk"),
    )
    assert answer.status_code == 201, answer.json
    return answer.json


def assess(clerk, who, **query):
    answer = clerk.client.get(
        f"/v1/enterprises/{a_code(1)}/assessment", headers=who, query_string=query
    )
    assert answer.status_code == 200, answer.json
    return answer.json


def rules(told):
    return {one["rule"] for one in told["findings"] if one["list"]}


@pytest.fixture
def accidents(clerk, bank):
    """Two accidents of which the second is made 较大 by a correction; the act before it."""
    first, second = map(dict, two_major_accidents())
    second["facts"] = {"deaths": 2, "liable": True}
    _, key = clerk.record(first, second)
    known = assess(clerk, bank)["data_version"]
    later = [{"from": FROM, "facts": {"grade": "major"}}]
    correct(clerk, key, second | {"later_facts": later})
    return str(known)


@pytest.mark.parametrize(
    ("on", "corrected", "found"),
    [
        (BEFORE, False, set()),
        (FROM, False, set()),
        (BEFORE, True, set()),
        (FROM, True, {"WS11-6-2"}),
        ("2026-11-20", False, set()),
        ("2026-11-20", True, {"WS11-6-2"}),
    ],
)
def test_a_grade_counts_from_its_day_and_only_as_of_the_act_that_told_it(
    clerk, bank, accidents, on, corrected, found
):
    asked = {"on": on} if corrected else {"on": on, "known_at": accidents}
    told = assess(clerk, bank, **asked)
    assert rules(told) == found
    assert told["tier"] == ("D" if found else "B")


def test_a_finding_says_since_when_the_grade_has_stood(clerk, bank, accidents):
    told = assess(clerk, bank)
    [finding] = [one for one in told["findings"] if one["rule"] == "WS11-6-2"]
    assert f"较大（自{FROM}起，批准）" in finding["explanation"]["zh"]
    assert f"major since {FROM}, approved" in finding["explanation"]["en"]
    assert finding["triggered_on"] == "2026-05-03"
    assert any("approved grade" in one for one in told["warnings"])
    assert assess(clerk, bank, known_at=accidents)["warnings"] == []


def test_what_is_asked_for_as_known_before_is_word_for_word_what_was_told_then(clerk, bank):
    first, second = map(dict, two_major_accidents())
    _, key = clerk.record(first, second)
    before = assess(clerk, bank)
    correct(clerk, key, second | {"later_facts": [{"from": FROM, "facts": {"grade": "general"}}]})
    assert rules(assess(clerk, bank)) == set()
    then = assess(clerk, bank, known_at=str(before["data_version"]))
    assert then["findings"] == before["findings"]


@pytest.mark.parametrize(
    ("valid_at", "corrected", "tier"),
    [(BEFORE, False, "B"), (FROM, False, "B"), (BEFORE, True, "B"), (FROM, True, "C")],
)
def test_a_look_up_agrees_with_both_times(clerk, bank, valid_at, corrected, tier):
    penalty = an_event(kind="ws.penalty", facts={"penalty_types": ["fine"]})
    [key] = clerk.record(penalty)
    known = str(clerk.look_up(a_code(1), bank).json["data_version"])
    later = [{"from": FROM, "facts": {"penalty_types": ["fine", "suspension"]}}]
    correct(clerk, key, penalty | {"later_facts": later})
    asked = {"valid_at": valid_at} if corrected else {"valid_at": valid_at, "known_at": known}
    assert clerk.look_up(a_code(1), bank, **asked).json["tier"] == tier


def test_a_fact_of_a_day_to_come_turns_the_answer_when_that_day_begins(clerk, bank, clock):
    later = [{"from": "2026-12-01", "facts": {"penalty_types": ["closure"]}}]
    clerk.record(an_event(kind="ws.penalty", facts={"penalty_types": ["fine"]}, later_facts=later))
    begins = day_begins(date(2026, 12, 1))
    told = clerk.look_up(a_code(1), bank)
    assert (told.json["tier"], told.json["next_change_at"]) == ("B", instant_text(begins))
    clock.move_to(begins)
    bank = a_bank(clerk)
    again = clerk.look_up(a_code(1), bank | {"If-None-Match": told.headers["ETag"]})
    assert (again.status_code, again.json["tier"]) == (200, "C")
    assert clerk.look_up(a_code(1), bank, valid_at="2026-11-30").json["tier"] == "B"
