"""The script of docs/audit reads due process from the lines of a trail: each check at both its sides."""

import sys

import pytest

from creditsvc.settings import ROOT

sys.path.insert(0, str(ROOT / "docs" / "audit"))

from process import Process

WHO = {"review": "r", "decide": "d", "hear": "p"}
FACTS = {
    "open": {"review_due": True, "deliberation_due": False},
    "notice": {
        "served_on": "2026-03-02",
        "reply_until": "2026-03-09",
        "hearing_until": "2026-03-09",
    },
    "waive": {"hearing": True},
    "review": {"opinion": "approve"},
    "decide": {"decided_on": "2026-03-10"},
    "conclude": {"served_on": "2026-03-12"},
}
FACTS["renotice"] = FACTS["notice"]
WHOLE = ("propose", "open", "notice", "review", "decide", "conclude")


def faults(*moves, at="2026-03-12T02:00:00.000000Z", by=None, **facts):
    """What is found of one entry whose case had *moves*; *by*, *facts*: other people, other facts."""
    found = []
    process = Process(lambda _, what: found.append(what))
    for move in moves:
        process.begin({"actor": {**WHO, **(by or {})}.get(move, "h"), "at": at})
        process.line("proceeding.x", "case", {"move": move} | facts.get(move, FACTS.get(move, {})))
    process.line("listing.entered", "entry", {"proceeding": "case", "origin": "own"})
    return found


def without(*left_out):
    return [move for move in WHOLE if move not in left_out]


def put_in(before, *more):
    return [each for move in WHOLE for each in ([*more, move] if move == before else [move])]


def test_a_case_that_went_its_way_has_no_fault():
    assert faults(*WHOLE) == []
    assert faults(*put_in("review", "reply")) == []


@pytest.mark.parametrize("missing", ["propose", "notice", "decide", "conclude"])
def test_a_missing_step_is_told(missing):
    assert "lacks a step" in faults(*without(missing))[0]


def test_a_decision_before_the_notice_and_an_entry_without_a_case_are_told():
    assert "lacks a step" in faults("propose", "open", "decide", "notice", "conclude")[0]
    assert "no case" in faults()[0]


def test_a_notice_before_the_opening_is_told():
    assert faults("propose", "notice", "open", "review", "decide", "conclude") == [
        "its party was told before the case was opened"
    ]
    assert "its party was told before the case was opened" in faults(*without("open"))


def test_an_older_trail_that_tells_no_days_needs_the_four_steps_alone():
    old = ("propose", "notice", "decide", "conclude")
    assert faults(*old, notice={}, decide={}, conclude={}) == []


@pytest.mark.parametrize(
    ("by", "what"),
    [
        ({"decide": "h"}, "whoever handled its case decided it"),
        ({"decide": "r"}, "whoever reviewed its case, or presided over its hearing, decided it"),
        ({"decide": "p"}, "whoever reviewed its case, or presided over its hearing, decided it"),
        ({"review": "h"}, "whoever handled its case reviewed it"),
        ({"hear": "h"}, "whoever handled its case presided over its hearing"),
    ],
)
def test_one_person_in_two_parts_is_told(by, what):
    heard = put_in("review", "request_hearing", "call_hearing", "hear")
    assert faults(*heard) == []
    assert faults(*heard, by={"hear": "r"}) == []  # the reviewer may preside
    assert faults(*heard, by=by) == [what]


def test_a_decision_on_the_last_day_to_reply_is_told_and_one_on_the_day_after_is_not():
    early = {"decided_on": "2026-03-09"}
    assert [what.partition(", ")[2] for what in faults(*WHOLE, decide=early)] == [
        "while its party could still reply",
        "while its party could still ask for a hearing",
    ]
    assert faults(*put_in("review", "waive"), decide=early) == []
    kept = faults(*put_in("review", "waive"), decide=early, waive={"hearing": False})
    assert [what.partition(", ")[2] for what in kept] == [
        "while its party could still ask for a hearing"
    ]
    again = faults(*put_in("review", "waive", "renotice"), decide=early)
    assert len(again) == 2  # a waiver of before the party was told anew counts no more


def test_a_hearing_that_was_asked_for_is_held_or_taken_back():
    missing = "the hearing that its party asked for was neither held nor taken back"
    assert faults(*put_in("review", "request_hearing")) == [missing]
    assert faults(*put_in("review", "request_hearing", "withdraw_hearing")) == []
    assert faults(*put_in("conclude", "request_hearing", "withdraw_hearing")) == [
        missing,
        "its legal review is missing, or older than what came in since",
    ]
    assert faults(*put_in("review", "request_hearing", "hear")) == [
        "its hearing was held without having been called"
    ]


def test_a_review_that_was_due_is_made_after_all_that_came_in():
    lacking = ["its legal review is missing, or older than what came in since"]
    assert faults(*without("review")) == lacking
    assert faults(*put_in("decide", "reply")) == lacking
    assert faults(*WHOLE, review={"opinion": "return"}) == ["its last legal review returned it"]
    not_due = {"review_due": False, "deliberation_due": False}
    assert faults(*without("review"), open=not_due) == []


def test_a_deliberation_that_was_due_is_held_after_all_that_came_in():
    due, lacking = {"deliberation_due": True}, "its deliberation is missing"
    assert lacking in faults(*WHOLE, open=due)[0]
    assert faults(*put_in("decide", "deliberate"), open=due) == []
    assert lacking in faults(*put_in("review", "deliberate", "reply"), open=due)[0]


def test_an_entry_before_its_decision_counts_as_served_is_told():
    early = ["it was entered before its decision counted as served"]
    assert faults(*WHOLE, at="2026-03-11T16:00:00.000000Z") == []  # already the 12th in Beijing
    assert faults(*WHOLE, at="2026-03-11T15:59:59.999999Z") == early
    assert faults(*WHOLE, conclude={"served_on": "2026-03-09"}) == early
    assert faults(*WHOLE, conclude={}) == early


def test_a_decision_dated_after_its_act_is_told():
    later = {"decided_on": "2026-03-13"}
    assert faults(*WHOLE, decide=later)[0] == "its decision is dated after the act that recorded it"


def matters(*lines):
    """What is found of (actor, verb, subject, facts)."""
    found = []
    process = Process(lambda where, what: found.append(f"{where}: {what}"))
    for actor, verb, subject, facts in lines:
        process.begin({"actor": actor, "at": "2026-03-12T02:00:00.000000Z"})
        process.line(verb, subject, facts)
    return found


ENTERED = ("c", "listing.entered", "L", {"origin": "external", "decision": "D"})
IMPORTED = ("a", "external.imported", "X", {})


def test_a_decision_from_elsewhere_takes_two_people_and_nobody_enters_without():
    confirmed = ("b", "external.confirmed", "X", {"decision": "D"})
    assert matters(IMPORTED, confirmed, ENTERED) == []
    assert "imported and confirmed by one person" in matters(IMPORTED, ("a", *confirmed[1:]))[0]
    assert "without having been imported" in matters(confirmed)[0]
    assert "nobody confirmed" in matters(IMPORTED, ENTERED)[0]


def test_an_early_removal_needs_a_grant_by_somebody_who_did_not_handle_it():
    begun = (IMPORTED, ("b", "external.confirmed", "X", {"decision": "D"}), ENTERED)
    applied = ("h", "repair.received", "R", {"move": "apply", "listing": "L"})
    accepted = ("h", "repair.accepted", "R", {"move": "accept", "listing": "L"})
    granted = ("d", "repair.granted", "R", {"move": "grant", "listing": "L"})
    ended = ("d", "listing.ended", "L", {"reason": "repaired"})
    assert matters(*begun, applied, accepted, granted, ended) == []
    assert "without an application" in matters(*begun, applied, accepted, ended)[0]
    assert "step before it: accept" in matters(*begun, applied, granted, ended)[0]
    own = ("h", *granted[1:])
    assert "whoever handled the application" in matters(*begun, applied, accepted, own, ended)[0]


def test_an_honour_is_announced_and_granted_by_somebody_else_before_it_is_entered():
    announced = ("h", "redlist.announced", "A", {"move": "announce"})
    granted = ("d", "redlist.granted", "A", {"move": "grant"})
    decision = ("d", "decision.granted", "D", {"application": "A"})
    entered = ("d", "listing.entered", "L", {"origin": "grant", "decision": "D"})
    assert matters(announced, granted, decision, entered) == []
    assert "step before it: announce" in matters(granted, decision, entered)[0]
    assert "whoever handled" in matters(announced, ("h", *granted[1:]), decision, entered)[0]
    assert "its application was not granted" in matters(announced, decision, entered)[0]
    assert "its application was not granted" in matters(announced, granted, entered)[0]


def test_an_entry_stands_once_and_ends_once():
    begun = (IMPORTED, ("b", "external.confirmed", "X", {"decision": "D"}), ENTERED)
    ended = ("c", "listing.ended", "L", {"reason": "annulled"})
    assert matters(*begun, ended) == []
    assert "entered twice" in matters(*begun, ENTERED)[0]
    assert "ended twice" in matters(*begun, ended, ended)[0]
    assert "without having been entered" in matters(ended)[0]
