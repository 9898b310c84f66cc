"""Papers of a person's entry, written from the register at the step each belongs to; masked throughout."""

from datetime import timedelta

import pytest
import remedying
from asking_out import EARLIEST, Asks
from due_process import Office, a_paper
from one_person import Case
from people_in_cases import NAME

from creditsvc.documents.domain import FactsMissing, OtherDocument
from creditsvc.kernel.clock import day_begins
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Answer

COURTS = {"review_body": "虚构区人民政府", "court": "虚构区人民法院"}
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def missing(asked, *of, **said):
    with pytest.raises(FactsMissing) as why:
        asked(*of, **said)
    return {each["field"] for each in why.value.facts["missing"]}


def test_a_person_is_told_and_listed_in_writing(runtime, clock, asked):
    case = Case(Office(runtime, clock))
    case.propose()
    this = ("person_entry", case.one.id)
    told = asked(*this, "person_notice")
    assert "虚**（虚构甲煤业有限公司主要负责人）" in told
    assert NAME not in told
    assert "5个工作日" in told
    assert {"heard", "notice_number"} <= missing(asked, *this, "person_decision", **COURTS)
    case.open()
    case.tell()
    case.waive()
    assert "放弃1号" in asked(*this, "person_decision", **COURTS)
    case.review()
    case.decide()
    with pytest.raises(OtherDocument):
        asked(*this, "person_decision", **COURTS)  # its number is on record and another
    assert "2029年11月20日" in asked(*this, "person_decision", number="列1号", **COURTS)
    assert "removal_known" in missing(asked, *this, "person_removal", reasons="误")
    case.serve()
    assert "removal_known" in missing(asked, *this, "person_removal")
    clock.move_to(day_begins(case.one.last_day + timedelta(days=1)) + timedelta(hours=9))
    assert "已于2029年11月20日届满" in asked(*this, "person_removal")


def test_an_application_and_an_objection_are_answered_in_writing(runtime, clock, asked):
    office = Office(runtime, clock)
    asks = Asks(office)
    entry = asks.case.one.id
    one = remedying.accept(office, remedying.object_to(office, "person_entry", entry))
    said = {"number": "异决1号", "objection_outcome": "rejected", "reasons": "经核实"}
    before = asked("objection", one.id, "person_objection_answer", **said)
    assert "异议不成立" in before
    with pytest.raises(OtherDocument):
        asked("objection", one.id, "objection_answer", **said)
    remedying.resolve(office, one, "rejected")
    assert asked("objection", one.id, "person_objection_answer", number="异决1号") == before

    clock.move_to(day_begins(EARLIEST - timedelta(days=1)) + timedelta(hours=9))
    asks.apply()
    this = ("repair", asks.one.id)
    assert "can_accept" in missing(asked, *this, "person_repair_acceptance")
    told = asked(*this, "person_repair_non_acceptance", reasons="未满一年", **COURTS)
    assert "自2027年11月20日起，你可以再次申请" in told
    with pytest.raises(OtherDocument):
        asked(*this, "repair_acceptance")
    clock.advance(days=1)
    asks.do(lambda act, law, *at: _withdrawn(act, *at), asks.one.id, asks.one.version)
    asks.apply()
    this = ("repair", asks.one.id)
    assert "20个工作日" in asked(*this, "person_repair_acceptance")
    asks.accept()
    assert "赔偿未付" in asked(*this, "person_removal_refusal", reasons="赔偿未付", **COURTS)
    assert "属实" in asked(*this, "person_early_removal_decision", verification="属实")
    asks.grant()
    granted = asked(*this, "person_early_removal_decision", number="移1号")
    assert "已核实" in granted
    assert "准予提前移出" in asked("person_entry", entry, "person_removal", number="移1号")


def _withdrawn(act, key, version):
    given = Answer(document=a_paper(act.day, "撤1号"), by=act.actor.id)
    return repairs.withdraw(act, key, version, given)
