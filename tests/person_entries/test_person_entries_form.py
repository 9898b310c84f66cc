"""An entry as it is stored, one stored before an entry had a case, and which of them bar a new one. Pure."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest

from creditsvc.person_entries.clocks import term
from creditsvc.person_entries.domain import EnteredBefore, Stage, must_be_first
from creditsvc.person_entries.form import entry_of, stored
from creditsvc.proceedings import telling
from creditsvc.proceedings.domain import Document, Opening

KEY = "00000000-0000-4000-8000-000000000001"
PAPER = {"number": "文1号", "day": "2026-11-20", "digest": "0" * 64}
SERVICE = {"kind": "mail", "day": "2026-11-20", "reference": "E-1", "proofs": {}, "counts_from": "2026-11-20"}  # fmt: skip
NOTICE = {
    "document": PAPER, "service": SERVICE, "reply_until": "2026-11-27", "provisional": False, "article": "第九条",
    "by": "user:handler",
}  # fmt: skip
REPLY = {"document": PAPER, "received_on": "2026-11-25", "by": "user:handler"}
DECISION = {
    "document": {**PAPER, "day": "2026-12-05"}, "decided_by": "user:approver", "reply_answer": "不予采纳",
    "last_day": "2029-12-05",
}  # fmt: skip
SERVED = {"service": SERVICE, "by": "user:handler", "at": "2026-12-05T01:00:00.000000Z"}
END = {"at": "2027-01-01T01:00:00.000000Z", "reason": "clerical", "detail": "误", "document_no": "更1号"}  # fmt: skip


def before(stage, **more):
    """A state as it was written before."""
    return {
        "id": KEY, "version": 2, "enterprise_id": KEY, "person_id": KEY, "role": "principal",
        "authority": "虚构区应急管理局", "stage": stage, "opened_on": "2026-11-20", "proposed_by": "user:handler",
        "basis": {
            "rule": "WS11-6-5", "list": "serious_dishonesty", "instrument": "应急管理部令第11号", "article": "第六条第（五）项",
            "law_digest": "0" * 64, "rule_digest": "1" * 64, "evidence": [KEY], "months": 36,
        },
        "notice": None, "reply": None, "decision": None, "served": None, "end": None, "dropped": None, **more,
    }  # fmt: skip


STATES = {
    "proposed": before("proposed"),
    "noticed": before("noticed", notice=NOTICE),
    "replied": before("noticed", notice=NOTICE, reply=REPLY),
    "decided": before("decided", notice=NOTICE, reply=REPLY, decision=DECISION),
    "served": before("served", notice=NOTICE, decision=DECISION, served=SERVED),
    "ended": before("ended", notice=NOTICE, decision=DECISION, served=SERVED, end=END),
    "dropped": before("dropped", dropped="误登"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_before_is_read_with_a_case_and_kept_as_such(name):
    one = entry_of(STATES[name])
    assert one.stage.value == STATES[name]["stage"]
    assert (one.months, one.case.ground.rule) == (36, "WS11-6-5")
    assert entry_of(stored(one)) == one


def test_what_was_decided_and_served_before_stands_as_it_did():
    one = entry_of(STATES["served"])
    assert (one.last_day, one.case.decision.decided_on) == (date(2029, 12, 5), date(2026, 12, 5))
    assert one.begun_at == datetime(2026, 12, 5, 1, tzinfo=UTC)
    assert one.case.notice.handled_by == "user:handler"
    ended = entry_of(STATES["ended"])
    assert (ended.stage, ended.end.reason) == (Stage.ENDED, "clerical")


def test_a_case_told_before_files_its_opening_late_and_goes_on():
    one = entry_of(STATES["replied"])
    day = date(2026, 11, 20)
    opening = Opening(
        document=Document(number="立1号", day=day, digest="0" * 64), approved_by="局长", handled_by="user:handler",
        complex_case=False, review_due=True, deliberation_due=False,
    )  # fmt: skip
    opened = telling.open_case(one.case, opening, today=date(2026, 12, 1))
    assert (opened.stage.value, opened.opening.review_due) == ("replied", True)


@pytest.mark.parametrize(
    ("decided", "last"),
    [("2024-02-17", "2027-02-17"), ("2023-10-03", "2026-10-03"), ("2026-12-05", "2029-12-05")],
    ids=["spring-festival", "national-day", "past-the-announced-years"],
)  # fmt: skip
def test_the_last_day_of_an_entry_stays_in_a_festival_and_is_never_provisional(decided, last):
    made = {**DECISION, "document": {**PAPER, "day": decided}}
    one = entry_of(before("served", notice=NOTICE, decision=made, served=SERVED))
    (clock,) = term(one, date(2026, 12, 5))
    assert (clock.due.day.isoformat(), clock.due.provisional, clock.overdue) == (last, False, False)


@pytest.mark.parametrize(
    ("before", "bars"),
    [("proposed", True), ("decided", True), ("served", True), ("dropped", False), ("ended", False)],
)
def test_the_same_facts_list_a_person_once_unless_it_was_a_mistake(before, bars):
    new, old = entry_of(STATES["proposed"]), entry_of(STATES[before])
    with pytest.raises(EnteredBefore) if bars else nullcontext():
        must_be_first(new, [old])


@pytest.mark.parametrize(
    ("reason", "bars"),
    [
        ("annulled", False), ("wrong_subject", False), ("repaired", False), ("objection_upheld", True),
        ("decision_revoked", True),
    ],
)  # fmt: skip
def test_how_it_ended_says_whether_the_same_facts_may_be_put_anew(reason, bars):
    ended = entry_of({**STATES["ended"], "end": {**END, "reason": reason}})
    with pytest.raises(EnteredBefore) if bars else nullcontext():
        must_be_first(entry_of(STATES["proposed"]), [ended])
