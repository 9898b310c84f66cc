"""Papers of penalties, of repairs of records and of honours, each written at the step it belongs to."""

from uuid import UUID

import pytest
import remedying
from builders import an_event
from due_process import Office
from honours import Hall
from mending import a_penalty, accept, apply, grant, question, revoke
from remedying import object_to, resolve

from creditsvc.documents.domain import FactsMissing, OtherDocument
from creditsvc.repairs.domain import Effect

COURTS = {"review_body": "虚构区人民政府", "court": "虚构区人民法院"}


def missing(asked, *of, **said):
    with pytest.raises(FactsMissing) as why:
        asked(*of, **said)
    return {each["field"] for each in why.value.facts["missing"]}


def test_the_repair_of_a_record_is_answered_in_writing_at_each_step(runtime, clock, asked):
    office = Office(runtime, clock)
    (event,) = office.record(a_penalty())
    told = asked("event", event.event_id, "penalty_repair_notice")
    assert "自2026年11月1日起" in told
    assert "公示至2027年8月1日" in told

    one = apply(office, event, proofs=("obligations",))
    key = one.id
    assert "缺少证明材料：已公开作出信用承诺" in asked("repair", key, "record_repair_gaps")
    assert "can_accept" in missing(asked, "repair", key, "record_repair_acceptance")
    assert "60日" in asked(
        "repair", key, "record_repair_non_acceptance", reasons="缺少承诺", **COURTS
    )
    with pytest.raises(OtherDocument):
        asked("repair", key, "repair_acceptance")


def test_a_grant_and_its_revocation_for_fraud_are_written_before_they_are_made(
    runtime, clock, asked
):
    office = Office(runtime, clock)
    (event,) = office.record(a_penalty())
    one = apply(office, event)
    key = one.id
    assert "7个工作日" in asked("repair", key, "record_repair_acceptance")
    assert "may_grant" in missing(asked, "repair", key, "record_repair_decision")
    one = accept(office, one)
    assert "最后一日为2026年12月15日" in asked(
        "repair", key, "record_repair_extension", reasons="现场核查"
    )
    assert "隐患" in asked("repair", key, "record_repair_refusal", reasons="隐患未改正", **COURTS)
    assert "核实属实" in asked("repair", key, "record_repair_decision", verification="核实属实")
    one = grant(office, one)
    assert "已核实" in asked("repair", key, "record_repair_decision", number="修1号")
    assert "may_revoke" in missing(asked, "repair", key, "repair_revocation_decision", **COURTS)

    clock.advance(days=4)
    notice = asked("repair", key, "repair_revocation_notice", reasons="材料虚假")
    assert "公示至2027年8月5日" in notice  # four days out of sight are not days on display
    assert "5个工作日" in notice
    one = question(office, one)
    clock.advance(days=10)
    said = {"reasons": "查实", "reply_answer": "期限内未陈述、申辩。", **COURTS}
    before = asked("repair", key, "repair_revocation_decision", **said)
    assert "公示至2027年8月15日" in before
    assert "继续有效" in asked("repair", key, "repair_upheld_decision", reasons="查无此事")
    revoke(office, one)
    said = {"number": "撤1号", "reply_answer": "期限内未陈述、申辩。", **COURTS}
    assert asked("repair", key, "repair_revocation_decision", **said) == before.replace("虚文1号", "撤1号")  # fmt: skip


def test_a_shield_is_written_in_its_own_words(runtime, clock, asked):
    office = Office(runtime, clock)
    (event,) = office.record(a_penalty())
    one = accept(office, apply(office, event, Effect.SHIELD))
    said = asked("repair", one.id, "record_repair_decision", verification="裁定书核对无误")
    assert "在重整计划执行期间屏蔽" in said
    assert "终止该处罚信息的公示" not in said


def test_a_record_that_no_longer_stands_is_declined_and_not_an_error(runtime, clock, asked):
    office = Office(runtime, clock)
    (event,) = office.record(a_penalty())
    one = apply(office, event)
    office.status(event, "revoke")
    said = asked("repair", one.id, "record_repair_non_acceptance", reasons="处罚已撤销", **COURTS)
    assert "没有有效的处罚记录" in said
    assert "may_grant" in missing(asked, "repair", one.id, "record_repair_decision")


def test_what_was_never_penalised_has_no_repair_notice(runtime, clock, asked):
    (event,) = Office(runtime, clock).record(an_event(penalised_on=None))
    assert "penalty_day" in missing(asked, "event", event.event_id, "penalty_repair_notice")


def test_an_honour_is_granted_in_writing(runtime, clock, asked):
    hall = Hall(runtime, clock)
    key = hall.worthy()
    one = hall.apply(key)
    assert "县级、市级、省级、国家级" in asked("application", one.id, "redlist_acceptance")
    assert "may_announce" in missing(asked, "application", one.id, "redlist_announcement")
    for level in ("county", "city", "province", "national"):
        one = hall.review(one, level)
    assert "最后一日为2026年11月27日" in asked("application", one.id, "redlist_announcement")
    one = hall.objected(hall.announce(one))
    clock.advance(days=7)  # until the last day of the notice: not before the day after
    assert "may_grant" in missing(
        asked, "application", one.id, "redlist_grant", verification="属实"
    )
    clock.advance(days=1)
    assert "may_grant" in missing(
        asked, "application", one.id, "redlist_grant", verification="属实"
    )
    one = hall.answer(one, upheld=False)
    said = asked("application", one.id, "redlist_grant", verification="属实")
    assert "异议1号" in said
    assert "2029年11月28日" in said
    one, entry = hall.grant(one)
    said = asked("application", one.id, "redlist_grant", number="授予1号")
    assert "未收到异议" not in said
    assert "may_refuse" in missing(
        asked, "application", one.id, "redlist_refusal", reasons="无", **COURTS
    )

    said = {"loss_facts": "漏报病例", "number": "告1号"}
    assert "5个工作日" in asked(
        "listing", entry.id, "redlist_loss_notice", loss_ground="false_information", **said
    )
    with pytest.raises(OtherDocument) as why:
        asked("listing", entry.id, "redlist_loss_notice", loss_ground="whim", **said)
    assert "conditions_lost" in why.value.en
    case = hall.open_loss(entry)
    reasoned = {"reasons": "查实", **COURTS}
    assert "heard" in missing(asked, "loss", case.id, "redlist_loss_decision", **reasoned)
    clock.advance(days=10)
    assert "未提出陈述、申辩" in asked("loss", case.id, "redlist_loss_decision", **reasoned)
    assert "有效期不变" in asked("loss", case.id, "redlist_kept_decision", reasons="不属实")
    hall.decide_loss(case)
    assert "may_keep" in missing(asked, "loss", case.id, "redlist_kept_decision")


def test_an_objection_is_answered_on_paper_before_the_decision_that_names_it(runtime, clock, asked):
    office = Office(runtime, clock)
    (event,) = office.record(a_penalty())
    one = object_to(office, "event", event.event_id)
    this = ("objection", one.id, "record_objection_answer")
    said = {"number": "异决1号", "objection_outcome": "rejected", "reasons": "经核实", **COURTS}
    assert "may_answer" in missing(asked, *this, **said)
    taken = remedying.accept(office, one)
    before = asked(*this, **said)
    assert "异议不成立" in before
    with pytest.raises(OtherDocument):
        asked(*this, **said | {"objection_outcome": "mood"})
    resolve(office, taken, "rejected")
    assert asked(*this, **{"number": "异决1号", **COURTS}) == before
    for other in ({"objection_outcome": "upheld"}, {"reasons": "另有理由"}):
        with pytest.raises(OtherDocument):
            asked(*this, **said | other)


def test_a_refusal_names_the_conditions_that_fail(runtime, clock, asked):
    hall = Hall(runtime, clock)
    one = hall.apply(hall.worthy(), proofs={})
    assert "can_accept" in missing(asked, "application", one.id, "redlist_acceptance")
    said = asked("application", one.id, "redlist_refusal", reasons="材料不全", **COURTS)
    assert "缺少公开的承诺书（安监总办〔2017〕133号第二条第（一）项）" in said
    hall.refuse(one)
    said = asked("application", one.id, "redlist_refusal", number="不予1号", **COURTS)
    assert "理由" in said
    assert "缺少公开的承诺书" in said


def test_they_are_asked_for_over_http(clerk, client):
    (event,) = clerk.record(a_penalty())
    handler = clerk.person("handler", "handler")
    here = f"/v1/events/{event}/documents/penalty_repair_notice"
    kept = client.post(f"{here}.pdf", json={"number": "虚修1号"}, headers=handler)
    assert kept.status_code == 201, kept.json
    looked = client.get(f"{here}.pdf", query_string={"number": "虚修1号"}, headers=handler)
    assert client.get(kept.headers["Location"], headers=handler).data == looked.data
    other = client.get(here.replace("penalty_repair_notice", "listing_notice") + ".pdf", headers=handler)  # fmt: skip
    assert (other.status_code, other.json["templates"]) == (404, ["penalty_repair_notice"])
    nowhere = UUID(int=7)
    for place, file in (("applications", "redlist_grant"), ("losses", "redlist_loss_decision")):
        answer = client.get(f"/v1/redlist/{place}/{nowhere}/documents/{file}.pdf", query_string={"number": "1"}, headers=handler)  # fmt: skip
        assert answer.status_code == 404, answer.json
