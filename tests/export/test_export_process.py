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


TOLD = {**FACTS["notice"], "own": True, "deliberation_due": False}
BAN = {"propose": {"own": True}, "notice": TOLD, "decide": {**FACTS["decide"], "own": True}, "waive": {"hearing": True}}  # fmt: skip
PERSON = {**FACTS, "serve": {"served_on": "2026-03-12"}}
PERSONS_WAY = ("propose", "open", "notice", "review", "decide", "serve")


def of(noun, *moves, at="2026-03-12T02:00:00.000000Z", by=None, **facts):
    """What is found of one ban or person's entry that had those moves."""
    known, found = {"ban": BAN, "person_entry": PERSON}[noun], []
    process = Process(lambda _, what: found.append(what))
    for move in moves:
        process.begin({"actor": {**WHO, **(by or {})}.get(move, "h"), "at": at})
        process.line(f"{noun}.x", "it", {"move": move} | facts.get(move, known.get(move, {})))
    return found


def test_an_own_ban_is_told_and_decided_by_another_after_the_partys_time():
    assert of("ban", "propose", "notice", "decide") == []
    assert "lacks a step" in of("ban", "propose", "decide")[0]
    assert of("ban", "propose", "notice", "decide", by={"decide": "h"}) == ["whoever handled its case decided it"]  # fmt: skip
    early = {"decide": {"decided_on": "2026-03-09", "own": True}}
    assert len(of("ban", "propose", "notice", "decide", **early)) == 2
    assert of("ban", "propose", "notice", "waive", "decide", **early) == []


def test_a_heard_ban_is_reviewed_and_a_grave_one_deliberated_on():
    heard = ("propose", "notice", "request_hearing", "call_hearing", "hear")
    assert of("ban", *heard, "review", "decide", review={"opinion": "approve"}) == []
    assert "legal review" in of("ban", *heard, "decide")[0]
    grave = {"notice": TOLD | {"deliberation_due": True}}
    assert of("ban", "propose", "notice", "deliberate", "decide", **grave) == []
    assert "deliberation" in of("ban", "propose", "notice", "decide", **grave)[0]


def test_a_ban_by_law_takes_two_people_and_an_older_line_says_nothing():
    law = {"decide": {"own": False}}
    assert of("ban", "propose", "decide", **law) == []
    assert of("ban", "propose", "decide", by={"decide": "h"}, **law) == ["whoever handled its case decided it"]  # fmt: skip
    assert of("ban", "propose", "decide", by={"decide": "h"}, decide={}) == []


def test_a_person_stands_on_the_list_after_all_that_comes_before():
    assert of("person_entry", *PERSONS_WAY) == []
    for missing in ("propose", "notice", "decide"):
        assert "lacks a step" in of("person_entry", *(m for m in PERSONS_WAY if m != missing))[0]
    told = of("person_entry", *(m for m in PERSONS_WAY if m != "open"))
    assert told == ["its party was told before the case was opened"]
    assert "legal review" in of("person_entry", *(m for m in PERSONS_WAY if m != "review"))[0]
    late = {"serve": {"served_on": "2026-04-11"}}  # by public notice: it counts later
    assert of("person_entry", *PERSONS_WAY, **late) == []
    assert of("person_entry", *PERSONS_WAY, serve={"served_on": "2026-03-09"}) == ["its decision counts as served before it was made"]  # fmt: skip


def test_a_person_leaves_early_by_a_grant_alone_and_never_before_the_service():
    ends = {"end": {"reason": "repaired"}}
    assert of("person_entry", *PERSONS_WAY, "end", **ends) == [
        "removed early without an application that was granted"
    ]
    assert of("person_entry", *PERSONS_WAY, "end", end={"reason": "clerical"}) == []
    assert of("person_entry", "propose", "end", end={"reason": "clerical"}) == [
        "ended without having been served"
    ]
    lines = [
        ("h", "person_repair.accepted", "A", {"move": "accept", "person_entry": "it"}),
        ("d", "person_repair.granted", "A", {"move": "grant", "person_entry": "it"}),
    ]
    ended = ("s", "person_entry.ended", "it", {"move": "end", "reason": "repaired"})
    assert "removed early" not in str(matters(*lines, ended))
    assert "removed early" in str(matters(ended))
    swapped = [*lines[:1], ("h", "person_repair.granted", "A", {"move": "grant", "person_entry": "it"})]  # fmt: skip
    assert matters(*swapped) == ["person_repair A: whoever handled the application granted it"]
