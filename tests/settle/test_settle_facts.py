"""Facts from a later day on are taken up by time alone: in day order, in feed, findings and entries."""

from datetime import date

from builders import OPERATOR, a_code, an_event, two_major_accidents

from creditsvc.changes import service as changes
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.regions import Regions
from creditsvc.proceedings import service as proceedings


def record(runtime, *stated):
    made = [
        parse(
            one, runtime.part(Laws).directory.law.kinds, runtime.part(Regions), strict_code=True
        ).content
        for one in stated
    ]
    with runtime.work.act(OPERATOR) as act:
        return [events.record(act, one).version for one in made]


def another(runtime):
    """An act that has nothing to do with the first enterprise."""
    record(runtime, an_event(uscc=a_code(3), name="虚构丙", source_ref="E-3", penalised_on=None))


def a_penalty(*later):
    return an_event(
        kind="ws.penalty",
        facts={"penalty_types": ["fine"]},
        later_facts=[{"from": day, "facts": {"penalty_types": types}} for day, types in later],
    )


def second_major_from(day, grade="major", figures=2):
    first, second = map(dict, two_major_accidents())
    second |= {
        "facts": {"deaths": figures, "liable": True},
        "later_facts": [{"from": day, "facts": {"grade": grade}}],
    }
    return first, second


def test_the_feed_tells_each_turn_as_of_its_own_day_in_day_order(runtime, clock):
    record(runtime, a_penalty(("2026-12-10", ["fine"]), ("2026-12-01", ["suspension"])))
    clock.move_to(day_begins(date(2026, 12, 20)))
    another(runtime)
    with runtime.work.read() as session:
        mine = [line for line in changes.after(session, 0) if line.uscc == a_code(1)]
    assert [line.body["after"]["tier"] for line in mine] == ["B", "C", "B"]
    assert [line.effective_at for line in mine[1:]] == [
        day_begins(date(2026, 12, 1)),
        day_begins(date(2026, 12, 10)),
    ]
    assert {line.recorded_at for line in mine[1:]} == {mine[-1].recorded_at}


def test_findings_are_stored_anew_when_the_day_of_a_fact_has_come(runtime, clock):
    first, _ = record(runtime, *second_major_from("2026-12-01"))

    def outcome():
        with runtime.work.read() as session:
            held = findings.held(session, first.enterprise_id).get("WS11-6-2")
        return held and (held.outcome, str(held.assessed_on))

    clock.move_to(day_begins(date(2026, 11, 30)))
    another(runtime)
    assert outcome() is None
    clock.move_to(day_begins(date(2026, 12, 1)))
    record(runtime, an_event(uscc=a_code(4), name="虚构丁", source_ref="E-4"))
    assert outcome() == ("met", "2026-12-01")


def test_an_open_case_is_dropped_when_a_lowered_grade_takes_its_ground_away(runtime, clock):
    first, _ = record(runtime, *second_major_from("2026-12-01", "general", figures=3))
    with runtime.work.act(OPERATOR) as act:
        case = proceedings.propose(
            act, runtime.part(Laws).directory.law, first.enterprise_id, "WS11-6-2"
        )

    def stage():
        with runtime.work.read() as session:
            return proceedings.get(session, case.id).stage

    clock.move_to(day_begins(date(2026, 11, 30)))
    another(runtime)
    assert stage() == "proposed"
    clock.move_to(day_begins(date(2026, 12, 1)))
    record(runtime, an_event(uscc=a_code(4), name="虚构丁", source_ref="E-4"))
    assert stage() == "dropped"
