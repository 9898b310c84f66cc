"""A person's entry ends early on application: a year on, on its papers, judged by another; and by no other way."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from asking_out import BARS, EARLIEST, Asks
from due_process import a_paper
from people_in_cases import AUTHORITY, acting, of
from removals import PROOFS, papers
from sqlalchemy.exc import IntegrityError

from creditsvc.access.domain import OutsideRemit
from creditsvc.bans.domain import Ban, Basis, Decision
from creditsvc.bans.domain import Stage as BanStage
from creditsvc.kernel.clock import day_begins
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import PersonEntryEnded, Stage
from creditsvc.repairs import entries, of_persons, reading
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Answer, Effect
from creditsvc.repairs.refusals import HandledIt, NoRestoration, NotEligible, NotJudged, RepairOpen
from creditsvc.repairs.ways import Given


@pytest.fixture
def asks(office):
    return Asks(office)


def to(clock, day):
    clock.move_to(day_begins(day) + timedelta(hours=9))


def test_a_person_leaves_the_list_a_year_on_by_the_decision_of_another(asks, office, clock):
    to(clock, EARLIEST - timedelta(days=1))
    asks.apply()
    with pytest.raises(NotEligible) as why:
        asks.accept()
    assert why.value.facts["obstacles"][0]["from"] == EARLIEST.isoformat()
    with pytest.raises(RepairOpen):
        asks.apply()
    asks.do(lambda act, law, *at: repairs.withdraw(act, *at), asks.one.id, asks.one.version, repairs_answer(office))  # fmt: skip
    to(clock, EARLIEST)
    before = [each.reason for each in office.feed()]
    asks.apply()
    asks.accept()
    with pytest.raises(HandledIt):
        asks.grant(by="handler")
    with pytest.raises(NotJudged):
        asks.grant(judged=dict.fromkeys(PROOFS, "已核实"))
    asks.grant()
    one = asks.case.now()
    assert (one.stage, one.end.reason, one.end.document_no) == (Stage.ENDED, "repaired", "移1号")
    assert not one.stands_at(one.end.at)
    clock.advance(seconds=1)
    assert [each.reason for each in office.feed()] == before  # the enterprise is told of nothing
    with pytest.raises(PersonEntryEnded):
        asks.apply()
    with acting(office, of(AUTHORITY)) as act, pytest.raises(NoRestoration):
        entries.revoke(act, office.law, asks.one, "骗取")


def repairs_answer(office):
    return Answer(document=a_paper(office.today, "撤1号"), by="user:handler")


def test_only_officers_find_it_and_only_those_of_its_authority_move_it(
    asks, office, clock, runtime
):
    to(clock, EARLIEST)
    with pytest.raises(OutsideRemit):
        asks.apply(authority="虚构市应急管理局")
    asks.apply()
    with runtime.work.read() as session:
        whose = asks.case.event.enterprise_id
        assert reading.find(session, enterprise_id=whose) == []
        (found,) = reading.find(session, enterprise_id=whose, persons=True)
    assert found.about == {"person_entry": str(asks.case.one.id)}


def test_what_is_asked_is_judged_by_people_and_periods_are_those_of_the_list(asks, office, runtime):
    with runtime.work.read() as session:
        about = of_persons.subject(session, asks.case.one.id)
    way = about.way(office.law, None, EARLIEST)
    assert (way.earliest, way.restoration) == (EARLIEST, None)
    assert {each.id for each in way.on_paper} == set(PROOFS)
    assert set(way.to_judge) == {*PROOFS, *BARS}
    (period,) = about.periods(office.law)("decision", EARLIEST)
    assert period.key == "serious_dishonesty.early_decision"


def a_ban_until(day):
    basis = Basis(
        rule="BAN-94", instrument="安全生产法（2021年修正）", article="第九十四条第三款", law_digest="0" * 64,
        rule_digest="1" * 64, evidence=("E-1",), since=date(2024, 1, 1), reach="any_unit", months=60, grave=False,
        counts_from="sentence_or_sanction", text={},
    )  # fmt: skip
    made = Decision(
        document=a_paper(date(2025, 3, 1)), decided_by="user:approver", from_day=date(2025, 3, 1), last_day=day
    )  # fmt: skip
    return Ban(
        id=UUID(int=1), version=2, enterprise_id=UUID(int=2), stage=BanStage.DECIDED, subject="principal",
        person_id=UUID(int=3), authority=AUTHORITY, basis=basis, opened_on=date(2025, 2, 1),
        proposed_by="user:handler", decision=made,
    )  # fmt: skip


def test_a_running_ban_of_the_same_person_bars_and_that_of_another_does_not(asks, office, runtime):
    with runtime.work.read() as session:
        about = of_persons.subject(session, asks.case.one.id)
    way = about.way(office.law, Effect.REMOVAL, EARLIEST)
    given = Given(effect=Effect.REMOVAL, received_on=EARLIEST, proofs=papers(EARLIEST, *PROOFS), today=EARLIEST)  # fmt: skip
    assert about.obstacles(office.law, way, given) == []
    ban = a_ban_until(date(2030, 3, 1))
    (bar,) = replace(about, bans=(ban,)).obstacles(office.law, way, given)
    assert (bar.id, bar.from_day) == ("ban_running", date(2030, 3, 2))


def test_the_database_ends_no_entry_as_repaired_without_a_grant_by_another(
    asks, office, clock, monkeypatch
):
    to(clock, EARLIEST)
    with pytest.raises(IntegrityError, match="by a grant"), acting(office, of(AUTHORITY)) as act:
        person_entries.repaired(act, asks.case.one.id, detail="准予", document_no="移1号")
    asks.apply()
    asks.accept()
    lawful = of_persons.store.grant_row

    def faulty(*given):
        return lawful(*given) | {"decided_by": "user:handler"}

    monkeypatch.setattr(of_persons.store, "grant_row", faulty)
    with pytest.raises(IntegrityError):
        asks.grant()
    assert asks.case.now().stage is Stage.SERVED
