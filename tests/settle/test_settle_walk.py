"""The walk after a change: from a recorded event to findings, entries, the feed and ready answers."""

import itertools
from datetime import timedelta

import pytest
from builders import OPERATOR, a_code, an_event, two_major_accidents

from creditsvc.changes import service as changes
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.regions import Regions
from creditsvc.proceedings import service as proceedings
from creditsvc.tiers import service as tiers


def content(runtime, **changes_):
    return parsed(runtime, an_event(**changes_))


def parsed(runtime, event):
    return parse(
        event, runtime.part(Laws).directory.law.kinds, runtime.part(Regions), strict_code=True
    ).content


def record(runtime, *stated):
    with runtime.work.act(OPERATOR) as act:
        return [events.record(act, parsed(runtime, one)).version for one in stated]


def test_findings_follow_the_record_in_the_same_act(runtime):
    first, second = record(runtime, *two_major_accidents())
    with runtime.work.read() as session:
        held = findings.held(session, first.enterprise_id)
    assert held["WS11-6-2"].outcome == "met"
    assert held["WS11-6-2"].act_no == second.act_no
    assert set(held["WS11-6-2"].body["evidence"]) == {str(first.event_id), str(second.event_id)}


def test_a_revoked_event_takes_its_finding_along(runtime):
    first, _ = record(runtime, *two_major_accidents())
    with runtime.work.act(OPERATOR) as act:
        events.set_status(act, first.event_id, "revoke", reason="复议撤销", document_no="1")
    with runtime.work.read() as session:
        assert findings.held(session, first.enterprise_id)["WS11-6-2"].outcome == "gone"


def test_an_open_case_is_dropped_when_its_ground_falls(runtime):
    first, _ = record(runtime, *two_major_accidents())
    with runtime.work.act(OPERATOR) as act:
        case = proceedings.propose(
            act, runtime.part(Laws).directory.law, first.enterprise_id, "WS11-6-2"
        )
    with runtime.work.act(OPERATOR) as act:
        events.set_status(act, first.event_id, "revoke", reason="复议撤销", document_no="1")
    with runtime.work.read() as session:
        assert proceedings.get(session, case.id).stage == "dropped"


def test_the_feed_has_no_gaps_and_names_reasons(runtime):
    record(runtime, *two_major_accidents())
    record(runtime, an_event(uscc=a_code(2), name="虚构乙", source_ref="E-2", penalised_on=None))
    with runtime.work.read() as session:
        lines = changes.after(session, 0)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert {line.reason for line in lines} == {"tier_changed"}


def test_an_enterprise_touched_after_its_walk_is_an_error(runtime):
    first, _ = record(runtime, *two_major_accidents())
    with runtime.work.act(OPERATOR) as act:
        act.settled.add(first.enterprise_id)
        with pytest.raises(RuntimeError, match="after the walk"):
            act.touch(first.enterprise_id, "late")


def test_nothing_is_left_of_an_act_that_fails(runtime):
    def fail():
        with runtime.work.act(OPERATOR) as act:
            events.record(act, content(runtime))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with runtime.work.read() as session:
        assert enterprises.find(session, a_code(1)) is None


def test_acts_are_numbered_without_gaps_and_each_later_than_the_last(runtime):
    seen = []
    for number in range(3):
        with runtime.work.act(OPERATOR) as act:
            events.record(act, content(runtime, source_ref=f"E-{number}"))
            seen.append((act.no, act.at))
    assert [no for no, _ in seen] == [1, 2, 3]
    assert all(a[1] < b[1] for a, b in itertools.pairwise(seen))


def test_what_time_alone_changes_is_written_by_the_next_act_as_of_its_own_moment(runtime, clock):
    (version,) = record(
        runtime,
        an_event(
            kind="ws.penalty",
            facts={"penalty_types": ["fine"], "fine": "60000"},
            occurred_on="2025-10-01",
            penalised_on="2025-11-25",
        ),
    )
    with runtime.work.read() as session:
        before = tiers.position(
            session, runtime.part(Laws).directory.law, version.enterprise_id, clock.now()
        )
    assert before.standing.tier == "B"
    clock.advance(days=10)
    record(runtime, an_event(uscc=a_code(3), name="虚构丙", source_ref="E-3"))
    with runtime.work.read() as session:
        mine = [c for c in changes.after(session, 0) if c.uscc == a_code(1)]
    assert [c.body["after"] for c in mine] == [{"tier": "B"}, {"tier": "A"}]
    assert mine[-1].effective_at == before.next_change_at
    assert mine[-1].recorded_at - mine[-1].effective_at > timedelta(days=1)


def test_a_waiting_row_that_states_a_valid_code_casts_doubt_on_that_code(runtime, clock):
    waiting = content(runtime, uscc=a_code(5), name="虚构戊", source_ref="E-5")
    with runtime.work.act(OPERATOR) as act:
        events.park(act, waiting, field="penalised_on", reason="日不详", adverse=True)
    with runtime.work.read() as session:
        found = enterprises.find(session, a_code(5))
        position = tiers.position(session, runtime.part(Laws).directory.law, found.id, clock.now())
    assert (position.status, position.reasons) == ("cannot_say", ("unresolved_row",))
    assert position.standing is None
