"""Edges of an evaluation, a display and a way out that no case of the shipped rulebook comes to."""

from dataclasses import replace

import pytest
from lawbooks import LAW, day, event
from test_law_refusals import KINDS_TEXT

from creditsvc.law.case import open_case
from creditsvc.law.conditions import Scope, read_condition
from creditsvc.law.display import records
from creditsvc.law.domain import Event, Finding, LaterFacts
from creditsvc.law.evaluate import evaluate, evaluate_case
from creditsvc.law.kinds import kinds_of
from creditsvc.law.meaning import compile_condition
from creditsvc.law.orders import read_classes
from creditsvc.law.parsing import parse
from creditsvc.law.way_out import of_finding, of_record

ON = day("2026-11-21")
UNLICENSED = event("A", "ws.unlicensed_operation", "2026-03-01", "2026-05-01", sector="chemical")


def test_a_rule_that_could_be_met_without_any_event_is_asked_all_the_same():
    open_to_all = tuple(replace(rule, kinds=None) for rule in LAW.in_use)
    events = [UNLICENSED]
    said = evaluate(replace(LAW, in_use=open_to_all), events, ON)
    assert said == evaluate(LAW, events, ON)
    assert [each.rule for each in said.findings] == ["WS11-7-1"]


def test_what_the_record_lacks_is_complete_on_the_day_that_is_asked_about():
    text = "{absent: {event: {kind: ws.penalty}, for: {months: 12}}}"
    lacks = compile_condition(read_condition(parse(text, "x.yaml"), LAW.kinds), Scope())
    rule = replace(LAW.rule("RL133-2"), meets=lacks, kinds=None)
    law = replace(LAW, in_use=(rule,))
    for said in (
        evaluate(law, [UNLICENSED], ON),
        evaluate_case(law, open_case([UNLICENSED], ON, LAW.kinds), under=day("2026-01-01")),
    ):
        (found,) = said.findings
        assert (found.triggered_on, found.evidence) == (ON, ())


def test_what_is_left_open_names_its_instrument_and_list():
    (open_,) = evaluate(LAW, [replace(UNLICENSED, status="suspended")], ON).undetermined
    assert (open_.rule, open_.instrument, open_.list, open_.missing) == (
        "WS11-7-1",
        LAW.instruments["order11"].number,
        "serious_dishonesty",
        ("A is suspended",),
    )


CLASSES = """\
titles: {minor: {zh: 轻微, en: minor}, general: {zh: 一般, en: general}, severe: {zh: 严重, en: severe}}
kinds: [x.*, z.*]
classes:
  - {class: severe, source: 第一条, any: [{kind: x.accident, where: {until: {not_before: assessment}}}]}
  - {class: general, source: 第二条, otherwise: true}
"""


@pytest.fixture(scope="module")
def invented():
    """The shipped law with invented kinds, and records classed by a day that may have passed."""
    kinds = kinds_of(parse(KINDS_TEXT, "kinds.yaml"))
    return replace(LAW, kinds=kinds, classes=read_classes(parse(CLASSES, "x.yaml"), kinds))


def of(ref, kind, **facts):
    return Event(
        ref=ref,
        kind=kind,
        occurred_on=day("2026-05-01"),
        penalised_on=day("2026-05-01"),
        facts=facts,
    )


@pytest.mark.parametrize(
    ("until", "klass"), [("2026-11-21", "severe"), ("2026-11-20", "general"), (None, "general")]
)
def test_a_record_is_classed_by_the_day_that_is_asked_about(until, klass, invented):
    (record,) = records(invented, [of("A", "x.accident", until=until)], ON)
    assert record.klass == klass


def test_a_kind_that_no_class_names_is_of_the_class_for_the_rest(invented):
    found = records(invented, [of("B", "x.fire"), of("A", "z.certificate")], ON)
    assert [(each.ref, each.klass) for each in found] == [("A", "general"), ("B", "general")]


def test_a_record_cites_the_order_that_shows_it_and_both_days_belong_to_the_display():
    (record,) = records(LAW, [event("A", "ws.penalty", "2026-05-01", "2026-05-10", penalty_types=["fine"])], ON)  # fmt: skip
    order = LAW.display_on(ON)
    assert (record.instrument, record.article) == (order.instrument.number, order.article)
    assert (record.shown_from, record.last_day) == (day("2026-05-10"), day("2027-05-10"))
    shown = ["2026-05-09", "2026-05-10", "2027-05-10", "2027-05-11"]
    assert [record.on_display(day(each)) for each in shown] == [False, True, True, False]
    assert not replace(record, last_day=None).on_display(day("2026-05-10"))
    way = of_record(LAW, record)
    assert (way.instrument, way.started_on, way.last_day) == (
        order.instrument.id,
        record.shown_from,
        record.last_day,
    )
    assert (way.ends, way.earliest, way.earliest_article) == (
        "ex_officio",
        record.earliest_repair,
        order.article,
    )
    assert of_record(LAW, replace(record, instrument="其他")) is None
    assert of_record(LAW, replace(record, last_day=None)) is None


def finding(**change) -> Finding:
    (found,) = evaluate(LAW, [UNLICENSED], ON).findings
    return replace(found, **change)


def test_the_way_out_of_a_finding_counts_its_own_term():
    term = finding().term
    assert of_finding(LAW, finding(), ON).last_day == day("2029-11-21")
    shorter = finding(term=replace(term, months=6))
    assert of_finding(LAW, shorter, ON).last_day == day("2027-05-21")
    assert of_finding(LAW, finding(term=None), ON).last_day == day("2029-11-21")
    assert of_finding(LAW, finding(list=None), ON) is None


def test_the_way_out_of_a_ban_is_its_last_day_and_of_one_for_life_none():
    ban = LAW.rule("BAN-113d").ban
    way = of_finding(LAW, finding(list=None, ban=ban), ON)
    assert (way.ends, way.last_day) == ("lapses", day("2031-11-21"))
    assert (way.instrument, way.started_on) == ("order11", ON)
    assert way.article == "应急管理部令第11号第七条第（一）项"
    way = of_finding(LAW, finding(list=None, ban=replace(ban, months=None)), ON)
    assert (way.ends, way.last_day) == ("never", None)


def test_conduct_of_the_day_after_a_text_ended_is_none_of_its():
    ended = LAW.instruments["order49"].in_force.until
    events = [event("A", "ws.hazard_ignored", each) for each in ("2023-09-30", "2023-10-01")]
    for one, found in zip(events, (["WS49-2-03"], []), strict=True):
        case = open_case([replace(one, ref="A")], ended, LAW.kinds)
        said = evaluate_case(LAW, case, under=day("2023-09-30"))
        assert [each.rule for each in said.findings] == found


def test_events_of_a_kind_that_no_rulebook_knows_say_nothing():
    later = replace(
        event("A", "x.flood", "2026-01-01"),
        later_facts=(LaterFacts(from_=day("2026-02-01"), facts={"deaths": 1}),),
    )
    assert evaluate(LAW, [later], ON) == evaluate(LAW, [], ON)


def test_a_rule_on_grades_may_count_events_that_have_none():
    text = "{all: [{event: {kind: ws.accident, where: {grade: major}}}, {event: {kind: ws.hazard_ignored}}]}"
    both = compile_condition(read_condition(parse(text, "x.yaml"), LAW.kinds), Scope())
    rule = replace(LAW.rule("WS11-6-1"), meets=both, grades=True)
    events = [
        event("A", "ws.accident", "2026-01-01", deaths=3),
        event("B", "ws.hazard_ignored", "2026-01-02"),
    ]
    (found,) = evaluate(replace(LAW, in_use=(rule,)), events, ON).findings
    assert found.evidence == ("A", "B")
    assert found.not_stated == ("facts.serious_injuries of A", "facts.direct_loss of A")
