"""Plainly fictional penalties, honours and what is applied for about them, for the templates that are of no case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from creditsvc.documents.penalties import Penalty, penalty_of
from creditsvc.law.domain import Record
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document, Service
from creditsvc.redlist.application import Announcement, Application, Objection, Outcome, Passed
from creditsvc.redlist.application import Stage as Honouring
from creditsvc.redlist.conditions import Checked
from creditsvc.redlist.losing import Loss, LossStage
from creditsvc.repairs import record_ways
from creditsvc.repairs.domain import Answer, Effect, Obstacle, Questioned, Repair, Stage

KEY = UUID("00000000-0000-4000-8000-000000000001")
BUREAUS = ("虚构区应急管理局", "虚构市应急管理局", "虚构省应急管理厅", "虚构部")
FINE: Mapping[str, Any] = {
    "kind": "ws.penalty", "occurred_on": "2026-06-10", "penalised_on": "2026-08-01", "region": "620102",
    "authority": BUREAUS[0], "document_no": "虚应急罚〔2026〕12号",
    "facts": {"penalty_types": ["fine"], "fine": "30000"},
}  # fmt: skip
HONOURS: tuple[Mapping[str, Any], ...] = (
    {"kind": "honour.standardization", "occurred_on": "2025-03-01", "region": "620102",
     "facts": {"level": 1, "valid_until": "2028-02-29"}},
)  # fmt: skip
JUDGED = {
    "obligations": "罚款已于2026年8月20日缴清，违法行为经复查已改正（虚复查〔2026〕31号）",
    "commitment": "信用承诺书已于2026年11月20日公开",
}
CHECKED_HONOURS = {
    "commitment": "承诺书在企业网站公开，抽查未发现违反承诺的情形",
    "no_dishonesty": "经查询，本单位和两名负责人三年内没有失信行为",
    "no_occupational_disease": "虚构区卫生健康局答复，三年内没有新增病例",
    "no_joint_punishment": "经查询，不在其他领域的联合惩戒名单上",
}


def penalty(law: Law, today: date) -> Penalty:
    """A fine whose display runs from August 2026 for a year."""
    order = law.display_on(date(2026, 12, 1))
    if order is None:
        raise ValueError("the rulebook has no display order for December 2026")
    record = Record(
        ref=str(KEY), klass="general", shown_from=date(2026, 8, 1), earliest_repair=date(2026, 11, 1),
        last_day=date(2027, 8, 1), instrument=order.instrument.number, article=order.article,
    )  # fmt: skip
    return penalty_of(law, FINE, record, today)


def repair(law: Law, name: str) -> dict[str, Any]:
    """The application at the stage where that document is written."""
    proofs = {"obligations": _paper("缴款凭证、复查意见书", 11, 25), "commitment": _paper("信用承诺书", 11, 25)}  # fmt: skip
    if name in {"record_repair_gaps", "record_repair_non_acceptance"}:
        del proofs["commitment"]
    one = Repair(
        id=KEY, version=1, enterprise_id=KEY, listing_id=None, event_id=KEY, effect=Effect.REPAIR,
        stage=Stage.RECEIVED, received_on=date(2026, 12, 1), application=_paper("虚申〔2026〕8号", 11, 28),
        proofs=proofs, received_by="user:handler",
    )  # fmt: skip
    record = penalty(law, date(2026, 12, 1)).record
    way = record_ways.way_of(law, record, (), effect=Effect.REPAIR, on=one.received_on)
    lacking = tuple(
        Obstacle(id=each.id, article=each.article, zh=f"缺少证明材料：{each.text['zh']}", en="")
        for each in way.on_paper
        if each.id not in proofs
    )
    if lacking or name == "record_repair_acceptance":
        return {"repair": one, "way": way, "obstacles": lacking}
    taken = _answer("虚应急修受〔2026〕8号", 12, 3)
    one = replace(one, stage=Stage.ACCEPTED, acceptance=taken)
    if name in {"record_repair_extension", "record_repair_refusal"}:
        return {"repair": one, "way": way}
    granted = _answer("虚应急修〔2026〕8号", 12, 9, judged=JUDGED)
    one = replace(one, stage=Stage.GRANTED, outcome=granted)
    if name in {"repair_revocation_decision", "repair_upheld_decision"}:
        told = Questioned(
            notice=_answer("虚应急修告〔2026〕8号", 12, 14, reasons="经查，你单位提交的复查意见书（虚复查〔2026〕31号）系伪造。"),
            service=Service(kind="in_person", day=date(2026, 12, 14), reference="虚送〔2026〕8号"),
            reply_until=date(2026, 12, 21), provisional=False,
        )  # fmt: skip
        one = replace(one, stage=Stage.QUESTIONED, questioned=told)
    return {"repair": one, "way": way}


def application(law: Law, name: str) -> dict[str, Any]:
    """The application for an honour at the stage where that document is written."""
    rule = law.rule("RL133-2")
    if rule is None or rule.list is None:
        raise ValueError("the rulebook has no RL133-2")
    grant = rule.instrument.grants[rule.list]
    proofs = {
        each.id: _paper(each.paper["zh"], 10, 20)
        for each in grant.conditions
        if each.paper is not None
    }
    one = Application(
        id=KEY, version=1, enterprise_id=KEY, rule=rule.id, list=rule.list, stage=Honouring.RECEIVED,
        received_on=date(2026, 11, 2), document=_paper("虚红申〔2026〕1号", 10, 30), proofs=proofs,
        received_by="user:handler",
    )  # fmt: skip
    states: tuple[Checked, ...] = ()
    if name == "redlist_refusal":
        failed = next(each for each in grant.conditions if each.id == "no_penalty")
        states = (
            Checked(
                id=failed.id, article=failed.article, text=failed.text, automatic=True, on_paper=False,
                ends_by_record=True, state="not_met",
                because={"zh": "有行政处罚（2026-06-10，2026-08-01处罚）", "en": ""},
            ),
        )  # fmt: skip
    if name in {"redlist_announcement", "redlist_grant"}:
        passed = tuple(
            Passed(level=level.id, authority=whose, document=_paper(f"虚审〔2026〕{no}号", 11, 2 + 3 * no), by=f"user:{no}")
            for no, (level, whose) in enumerate(zip(grant.levels, BUREAUS, strict=True), 1)
        )  # fmt: skip
        one = replace(one, stage=Honouring.REVIEWED, passed=passed)
    if name == "redlist_grant":
        notice = Announcement(
            document=_paper("虚公示〔2026〕1号", 11, 23), channel="虚构部网站", until=date(2026, 11, 30),
            provisional=False, article="", by="user:4",
        )  # fmt: skip
        against = Objection(
            id=KEY, document=_paper("虚异〔2026〕1号", 11, 25), received_on=date(2026, 11, 25), by="user:5", upheld=False,
            answer=Outcome(document=_paper("虚异答〔2026〕1号", 12, 2), authority=BUREAUS[-1], by="user:6"),
        )  # fmt: skip
        done = Outcome(document=_paper("虚红〔2026〕1号", 12, 16), authority=BUREAUS[-1], by="user:7", judged=CHECKED_HONOURS)  # fmt: skip
        one = replace(one, stage=Honouring.GRANTED, announcement=notice, objections=(against,), outcome=done)  # fmt: skip
    return {"application": one, "grant": grant, "states": states}


def honour(ground: Mapping[str, Any]) -> Entry:
    """The entry that such an application made."""
    day = date(2026, 12, 16)
    return Entry(
        id=KEY, decision_id=KEY, enterprise_id=KEY, list="redlist", act_no=9, from_at=datetime(2026, 12, 16, 3, tzinfo=UTC),
        starts_on=day, last_day=date(2029, 12, 16), end=None,
        ground={**ground, "authority": BUREAUS[-1], "document_no": "虚红〔2026〕1号"},
    )  # fmt: skip


def loss() -> Loss:
    """A case about the loss of that honour, its holder told."""
    return Loss(
        id=KEY, version=2, enterprise_id=KEY, listing_id=KEY, stage=LossStage.NOTICED, ground="false_information",
        article="安监总办〔2017〕133号红名单的移出", facts="经查，你单位申请时提交的职业病报告漏报两例新增病例（虚卫函〔2028〕5号）。",
        document=Document(number="虚红告〔2028〕1号", day=date(2028, 1, 10), digest="0" * 64),
        service=Service(kind="in_person", day=date(2028, 1, 10), reference="虚送〔2028〕1号"),
        reply_until=date(2028, 1, 17), provisional=False, handled_by="user:handler",
        reply=Document(number="陈述意见", day=date(2028, 1, 14), digest="0" * 64), replied_by="user:handler",
    )  # fmt: skip


def _paper(number: str, month: int, day: int) -> Document:
    return Document(number=number, day=date(2026, month, day), digest="0" * 64)


def _answer(number: str, month: int, day: int, **more: Any) -> Answer:
    return Answer(document=_paper(number, month, day), by="user:handler", **more)
