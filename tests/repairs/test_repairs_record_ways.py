"""The way out of a record, at both sides of each day: which order, which class, which clock. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from lawbooks import LAW
from removals import papers

from creditsvc.kernel.periods import Calendar
from creditsvc.law.display import records
from creditsvc.law.domain import Event
from creditsvc.proceedings.clocks import NoProcedure
from creditsvc.repairs.clocks import clocks, gaps_until, record_periods
from creditsvc.repairs.domain import Answer, Effect, Mending, Repair, Stage
from creditsvc.repairs.record_ways import UNCLEAR, hidden_at, mended, seen, term_again, way_of
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.settings import ROOT

CALENDAR = Calendar.read(ROOT / "config" / "codes" / "holidays.csv")
KEY = UUID(int=7)
FINED, SUSPENDED, WARNED = ["fine"], ["suspension"], ["warning"]


def a_record(on, penalised=date(2025, 9, 1), types=FINED):
    event = Event(
        ref=str(KEY), kind="ws.penalty", occurred_on=penalised, penalised_on=penalised,
        region="620102", sector="coal_mine", facts={"penalty_types": types},
    )  # fmt: skip
    (found,) = records(LAW, [event], on)
    return found


def an_entry(**ground):
    return SimpleNamespace(id=KEY, ground=ground)


def way(on, *, effect=Effect.REPAIR, entries=(), **given):
    return way_of(LAW, a_record(on, **given), entries, effect=effect, on=on)


@pytest.mark.parametrize(
    ("on", "types", "earliest", "article"),
    [
        (date(2026, 3, 31), FINED, date(2026, 9, 1), "国家发展改革委令第58号"),
        (date(2026, 4, 1), FINED, date(2025, 12, 1), "国家发展改革委令第36号"),
        (date(2026, 4, 1), SUSPENDED, date(2026, 9, 1), "国家发展改革委令第36号"),
    ],
)
def test_the_order_on_the_day_of_the_application_governs(on, types, earliest, article):
    found = way(on, types=types)
    assert found.earliest == earliest
    assert found.article.startswith(article)
    assert found.to_judge == ("obligations", "commitment")


def test_order_58_takes_more_papers_than_order_36():
    ids = [[each.id for each in way(on).on_paper] for on in (date(2026, 3, 31), date(2026, 4, 1))]
    assert ids == [["obligations", "commitment", "licence", "representative"], ["obligations", "commitment"]]  # fmt: skip


def test_the_last_day_of_display_is_the_last_day_to_apply():
    assert way(date(2026, 9, 1)).earliest == date(2025, 12, 1)
    with pytest.raises(NotRepairable, match="2026-09-01止"):
        way(date(2026, 9, 2))
    with pytest.raises(NotRepairable, match="不公示"):
        way(date(2026, 4, 1), types=WARNED)
    with pytest.raises(NotRepairable, match="没有有效的处罚记录"):
        way_of(LAW, None, (), effect=Effect.REPAIR, on=date(2026, 4, 1))


def test_an_entry_that_rests_on_it_closes_the_way_and_a_silent_one_is_looked_up():
    on = date(2026, 4, 1)
    with pytest.raises(NotRepairable, match="提前移出"):
        way(on, entries=(an_entry(evidence=[str(KEY)]),))
    assert way(on, entries=(an_entry(evidence=["other"]),)).bars == ()
    assert way(on, entries=(an_entry(document_no="列1号"),)).to_judge[-1] == UNCLEAR


def test_order_58_knows_no_shield_and_a_shield_waits_for_no_day():
    with pytest.raises(NotRepairable, match="屏蔽"):
        way(date(2026, 3, 31), effect=Effect.SHIELD)
    found = way(date(2026, 4, 1), effect=Effect.SHIELD)
    assert (found.earliest, found.to_judge) == (None, ("court_ruling",))


GRANTED, REVOKED = datetime(2026, 4, 1, 4, tzinfo=UTC), datetime(2026, 5, 1, 4, tzinfo=UTC)
MENDING = Mending(repair_id=KEY, enterprise_id=KEY, event_id=KEY, effect=Effect.REPAIR, from_at=GRANTED, document_no="修1号")  # fmt: skip


def test_a_repair_hides_from_its_own_instant_to_that_of_its_end():
    ended = replace(MENDING, ended_at=REVOKED)
    before = datetime(2026, 4, 1, 3, 59, 59, tzinfo=UTC)
    hides = [bool(hidden_at([ended], at)) for at in (before, GRANTED, datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC), REVOKED)]  # fmt: skip
    assert hides == [False, True, True, False]


def test_after_fraud_the_days_out_of_sight_are_added_and_the_law_of_that_day_decides():
    record = a_record(date(2026, 5, 1))
    last, earliest = term_again(LAW, record, MENDING, REVOKED)
    assert (last, earliest) == (date(2026, 10, 1), date(2026, 8, 1))
    ended = replace(MENDING, ended_at=REVOKED, last_day=last, earliest=earliest)
    again = mended(record, [ended], REVOKED)
    assert (again.last_day, again.earliest_repair) == (last, earliest)
    days = [datetime(2026, 10, day, 4, tzinfo=UTC) for day in (1, 2)]
    assert [len(seen([record], [ended], at)) for at in days] == [1, 0]
    # under Order 58: three years, and no repair before
    then = datetime(2026, 3, 2, 4, tzinfo=UTC)
    early = replace(MENDING, from_at=datetime(2026, 2, 1, 4, tzinfo=UTC))
    assert term_again(LAW, a_record(date(2026, 3, 2)), early, then) == (date(2029, 3, 2), None)
    closed = replace(a_record(date(2026, 4, 1)), earliest_repair=None)
    with pytest.raises(NotRepairable, match="骗取"):
        way_of(LAW, closed, (), effect=Effect.REPAIR, on=date(2026, 4, 1))


def test_a_lifted_shield_adds_nothing():
    assert term_again(LAW, a_record(date(2026, 5, 1)), replace(MENDING, effect=Effect.SHIELD), REVOKED) == (None, None)  # fmt: skip


def an_application(received, accepted=None, extended=None):
    def answer(day):
        return Answer(document=papers(day, "x")["x"], by="user:handler")

    return Repair(
        id=KEY, version=1, enterprise_id=KEY, listing_id=None, event_id=KEY, effect=Effect.REPAIR,
        stage=Stage.ACCEPTED if accepted else Stage.RECEIVED, received_on=received,
        application=papers(received, "x")["x"], proofs={}, received_by="user:handler",
        acceptance=accepted and answer(accepted), extension=extended and answer(extended),
    )  # fmt: skip


def due_days(region, repair, kind="ws.penalty"):
    periods = record_periods(LAW, region=region, kind=kind)
    return {one.period.key: str(one.due.day) for one in clocks(periods, CALENDAR, repair, date(2026, 11, 20))}  # fmt: skip


def test_of_several_periods_the_one_due_first_binds_and_only_in_its_place():
    monday = date(2026, 11, 2)
    taken = an_application(monday, monday)
    assert due_days("620102", taken) == {"repair.acceptance": "2026-11-05", "repair.decision": "2026-11-11", "repair.feedback": "2026-11-16"}  # fmt: skip
    assert due_days("410102", taken)["repair.decision.henan"] == "2026-11-03"
    assert due_days("440305", taken)["repair.decision.shenzhen"] == "2026-11-05"
    assert "repair.decision" in due_days("440106", taken)  # 广州
    assert "repair.decision" in due_days(None, taken)


def test_an_extension_moves_the_decision_and_the_whole():
    monday = date(2026, 11, 2)
    longer = an_application(monday, monday, extended=date(2026, 11, 4))
    assert due_days("620102", longer) == {"repair.acceptance": "2026-11-05", "repair.extension": "2026-11-25", "repair.feedback": "2026-11-30"}  # fmt: skip
    assert due_days("440305", longer)["repair.extension.shenzhen"] == "2026-11-10"


def test_under_order_58_the_whole_takes_ten_days_and_before_it_there_is_no_procedure():
    found = due_days("620102", an_application(date(2026, 3, 30), date(2026, 3, 31)))
    assert set(found) == {"repair.acceptance.order58", "repair.feedback.order58"}
    with pytest.raises(NoProcedure):
        due_days("620102", an_application(date(2023, 4, 28)))


def test_only_fire_in_hangzhou_gets_a_notice_of_gaps():
    received = an_application(date(2026, 11, 2))
    told = [
        gaps_until(record_periods(LAW, region=region, kind=kind), CALENDAR, received)
        for region, kind in (("330102", "fs.penalty"), ("330102", "ws.penalty"), ("330200", "fs.penalty"))
    ]  # fmt: skip
    assert told == [date(2026, 11, 4), None, None]
