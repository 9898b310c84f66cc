"""A plainly fictional case for every template, so that whoever changes one can look at it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from creditsvc.documents import specimens_others
from creditsvc.documents.domain import Given, Page
from creditsvc.documents.grounds import Told, told_of
from creditsvc.documents.matters import Matter
from creditsvc.documents.penalties import Penalty
from creditsvc.documents.service import page_of
from creditsvc.documents.templates import Templates
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.uscc import check_sign
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import End, Entry
from creditsvc.proceedings.domain import (
    Decision,
    Document,
    Ground,
    Notice,
    Proceeding,
    Reply,
    Service,
    Stage,
)
from creditsvc.remedies.domain import EVENT, LISTING, PARTY, Objection, Subject
from creditsvc.remedies.domain import Stage as Objecting
from creditsvc.repairs.domain import Answer, Obstacle, Repair
from creditsvc.repairs.domain import Stage as Repairing

KEY = UUID("00000000-0000-4000-8000-000000000001")
CODE = "91999999" + "000000001"
AUTHORITY = "虚构区应急管理局"
OFFICE: Mapping[str, str] = {
    "contact": "虚构区应急管理局法规科，虚构路1号，000-00000000",
    "review_body": "虚构区人民政府",
    "court": "虚构区人民法院",
    "hearing_at": "2026年12月15日9时30分",
    "hearing_place": "虚构路1号二楼听证室",
    "presider": "虚构甲（法规科）",
    "opinion": "事实清楚，证据充分，适用依据准确，程序合法，同意按拟办意见办理。",
    "reply_answer": "你单位提出事故发生后已全部整改。经复核，整改情况属实，但不影响列入情形的成立，对该意见不予采纳。",
    "served_title": "列入安全生产严重失信主体名单告知书",
    "served_number": "虚应急告〔2026〕1号",
    "loss_ground": "false_information",
    "loss_facts": "经查，你单位申请时提交的职业病报告漏报两例新增病例（虚卫函〔2028〕5号）。",
    "reasons": "经现场核实，行政处罚决定规定的整改义务尚有一项未履行完毕（三号巷道支护），不符合提前移出的条件。",
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "objection_answer": {"reasons": "经核查事故调查报告及批复，两起事故均认定为责任事故，应当计入。"},
    "record_objection_answer": {"reasons": "经核查处罚决定书和送达回证，当事人的统一社会信用代码与你单位一致。"},
    "record_repair_non_acceptance": {"reasons": "申请未附公开作出的信用承诺，经告知后未补正。"},
    "record_repair_extension": {"reasons": "整改涉及三处场所，须会同消防救援机构现场核查。"},
    "record_repair_refusal": {"reasons": "经现场复查，处罚决定责令改正的两项隐患尚有一项未改正（二号仓库疏散通道）。"},
    "repair_revocation_notice": {"reasons": "经查，你单位申请时提交的复查意见书（虚复查〔2026〕31号）系伪造。"},
    "repair_revocation_decision": {
        "reasons": "经向出具机关核实，该文号的复查意见书并未出具，违法行为至今没有改正。",
        "reply_answer": "你单位期限内提出系员工个人所为。经复核，材料由你单位盖章提交，对该意见不予采纳。",
    },
    "repair_upheld_decision": {"reasons": "经向出具机关核实，该复查意见书系其出具，因归档错误未能查到。"},
    "redlist_refusal": {"reasons": "你单位2026年8月1日受到安全生产行政处罚，未满三年。"},
    "redlist_loss_decision": {"reasons": "你单位提出漏报系工作疏忽。经复核，漏报的事实成立，所报材料不真实，对该意见不予采纳。"},
    "redlist_kept_decision": {"reasons": "虚构区卫生健康局更正：两例病例不属于你单位，原函撤回。"},
}  # fmt: skip
NUMBERS = {
    "listing_notice": "虚应急告〔2026〕1号",
    "listing_decision": "虚应急列〔2026〕1号",
    "early_removal_decision": "虚应急移〔2028〕1号",
    "record_repair_decision": "虚应急修〔2026〕8号",
    "redlist_grant": "虚红〔2026〕1号",
}
ACCIDENTS = (
    {"occurred_on": "2026-02-01", "penalised_on": "2026-04-01", "document_no": "虚应急罚〔2026〕3号"},
    {"occurred_on": "2026-05-03", "penalised_on": "2026-08-01", "document_no": "虚应急罚〔2026〕9号"},
)  # fmt: skip
ACCIDENT: Mapping[str, Any] = {
    "kind": "ws.accident", "authority": AUTHORITY, "region": "620102",
    "facts": {"deaths": 3, "liable": True},
}  # fmt: skip
HONOURS: tuple[Mapping[str, Any], ...] = (
    {"kind": "honour.standardization", "occurred_on": "2025-03-01", "region": "620102",
     "facts": {"level": 1, "valid_until": "2028-02-29"}},
)  # fmt: skip


def pages(law: Law, calendar: Calendar, templates: Templates) -> dict[str, Page]:
    """A filled page of each template, by its id."""
    made = Maker(law=law, calendar=calendar, templates=templates)
    return {name: made.page(name) for name in templates.by_id}


class Maker:
    """Makes the matter that each template asks for."""

    def __init__(self, *, law: Law, calendar: Calendar, templates: Templates) -> None:
        self.law, self.calendar, self.templates = law, calendar, templates

    def page(self, name: str) -> Page:
        """The filled page of the template of that id."""
        template = self.templates.by_id[name]
        matter = self.matter(name)
        said = {n: OFFICE[n] for n in OFFICE if n in template.fields and self._is_open(name, n)}
        if "number" in template.needs:
            said["number"] = NUMBERS.get(name, f"虚应急文〔{matter.today.year}〕7号")
        said |= REASONS.get(name, {})
        code = "XG7K-2M4P-9QRT" if "access_code" in template.fields else None
        given = Given(said=said, access_code=code)
        return page_of(self.templates, template, replace(matter, given=given))

    def _is_open(self, name: str, said: str) -> bool:
        """Whether a person says it; the rest is on record here."""
        return (name, said) not in {("removal_decision", "reasons"), ("redlist_loss_decision", "loss_facts")}  # fmt: skip

    def matter(self, name: str) -> Matter:
        """What the template of that id is written about; nobody has said anything yet."""
        template = self.templates.by_id[name]
        of = template.of
        if of == "proceeding":
            return self._of_case(name)
        if of == "event" or "record" in template.about:
            return self._of_record(name, of)
        if "favourable" in template.about:
            return self._of_honour(name, of)
        entry = self._entry(ended=name == "removal_decision")
        more: dict[str, Any] = {"entry": entry}
        if of == "repair":
            more |= self._repair(name)
        if of == "objection":
            more["objection"] = _objection(
                "本单位认为其中一起事故属于自然灾害引发，不应计入。", LISTING
            )
        today = date(2026, 12, 28) if of == "objection" else date(2028, 1, 10)
        return self._base(self._told("WS11-6-2"), today, **more)

    def _of_record(self, name: str, of: str) -> Matter:
        day = date(2026, 12, 22) if name.startswith("repair_") else date(2026, 12, 4)
        day = {"penalty_repair_notice": date(2026, 8, 1), "record_repair_decision": date(2026, 12, 9), "repair_revocation_notice": date(2026, 12, 14)}.get(name, day)  # fmt: skip
        more = specimens_others.repair(self.law, name) if of == "repair" else {}
        if of == "objection":
            more["objection"] = _objection(
                "该处罚决定书的当事人是同名的另一家企业，不是本单位。", EVENT
            )
        return self._base(specimens_others.penalty(self.law, day), day, **more)

    def _of_honour(self, name: str, of: str) -> Matter:
        told = self._told("RL133-2")
        if of == "application":
            early = name in {"redlist_acceptance", "redlist_announcement"}
            day = date(2026, 11, 23) if early else date(2026, 12, 16)
            return self._base(told, day, **specimens_others.application(self.law, name))
        more: dict[str, Any] = {"entry": specimens_others.honour(self._cited("RL133-2"))}
        if of == "loss":
            more["loss"] = specimens_others.loss()
        return self._base(told, date(2028, 1, 20) if of == "loss" else date(2028, 1, 10), **more)

    def _of_case(self, name: str) -> Matter:
        early = name in {"case_opening", "listing_notice", "restoration_notice"}
        case = self._case("WS11-6-2", restores=name.startswith("restoration"))
        if not early:
            case = replace(case, notice=_notice(), stage=Stage.NOTICED)
        if name in {"legal_review", "listing_decision"}:
            reply = Reply(document=_paper("陈述意见", 12, 1), received_on=date(2026, 12, 1))
            case = replace(case, replies=(reply,))
        if name == "repair_notice":
            case = replace(case, decision=_decision(), stage=Stage.DECIDED)
        day = date(2026, 11, 23) if early else date(2026, 12, 16)
        return self._base(self._told("WS11-6-2"), day, case=case)

    def _base(self, told: Told | Penalty, today: date, **more: Any) -> Matter:
        honoured = told.about(self.law) == "favourable"
        return Matter(
            law=self.law,
            calendar=self.calendar,
            enterprise=Enterprise(
                id=KEY,
                uscc=CODE + check_sign(CODE),
                other_id=None,
                name="虚构乙化工有限公司" if honoured else "虚构甲煤业有限公司",
                act_no=1,
            ),
            given=Given(said={}),
            authority=AUTHORITY,
            today=today,
            base_url="https://credit.example.cn",
            told=told,
            **more,
        )

    def _told(self, rule_id: str) -> Told:
        ground = self._cited(rule_id)
        contents = HONOURS if rule_id == "RL133-2" else [{**ACCIDENT, **each} for each in ACCIDENTS]
        return told_of(self.law, ground["list"], ground, contents, date(2026, 11, 20))

    def _cited(self, rule_id: str) -> dict[str, Any]:
        rule = self.law.rule(rule_id)
        if rule is None or rule.term is None:
            raise ValueError(f"the rulebook has no {rule_id} with a term")
        return {
            "rule": rule_id,
            "list": str(rule.list),
            "instrument": rule.instrument.number,
            "article": rule.article,
            "term": {"months": rule.term.months, "counts_from": rule.term.counts_from},
        }

    def _case(self, rule_id: str, *, restores: bool) -> Proceeding:
        ground = Ground(
            law_digest="0" * 64, rule_digest="0" * 64, evidence=(), explanation={}, discretionary=False,
            restores={
                "listing": str(KEY), "repair": str(KEY), "article": "第二十一条",
                "reason": "经查，你单位申请提前移出时提交的整改验收报告（虚验〔2027〕2号）系伪造。",
                "term": {"months": 36, "counts_from": "decision"},
            } if restores else None,
            **self._cited(rule_id),
        )  # fmt: skip
        return Proceeding(
            id=KEY, version=1, enterprise_id=KEY, stage=Stage.PROPOSED, ground=ground,
            opened_on=date(2026, 11, 20), proposed_by="user:handler",
        )  # fmt: skip

    def _entry(self, *, ended: bool) -> Entry:
        end = End(
            at=datetime(2028, 1, 10, 3, tzinfo=UTC), reason="annulled", document_no=None,
            detail="列入所依据的行政处罚决定（虚应急罚〔2026〕9号）已被虚复〔2027〕5号行政复议决定撤销",
        ) if ended else None  # fmt: skip
        ground = {
            **self._cited("WS11-6-2"),
            "authority": AUTHORITY,
            "document_no": "虚应急列〔2026〕1号",
        }
        return Entry(
            id=KEY, decision_id=KEY, enterprise_id=KEY, list="serious_dishonesty", act_no=9,
            from_at=datetime(2026, 12, 16, 3, tzinfo=UTC), starts_on=date(2026, 12, 16),
            last_day=date(2029, 12, 16), ground=ground, end=end,
        )  # fmt: skip

    def _repair(self, name: str) -> dict[str, Any]:
        proofs = {"obligations": _paper("缴款凭证及整改验收报告", 12, 20), "effects": _paper("事故善后情况报告", 12, 20)}  # fmt: skip
        repair = Repair(
            id=KEY, version=1, enterprise_id=KEY, listing_id=KEY, stage=Repairing.RECEIVED,
            received_on=date(2028, 1, 4), application=_paper("虚申〔2028〕1号", 12, 30), proofs=proofs,
            received_by="user:handler",
        )  # fmt: skip
        accepted = Answer(document=Document(number="虚应急受〔2028〕1号", day=date(2028, 1, 6), digest="0" * 64), by="user:handler")  # fmt: skip
        if name in {"early_removal_decision", "removal_refusal"}:
            repair = replace(repair, stage=Repairing.ACCEPTED, acceptance=accepted)
        if name == "early_removal_decision":
            judged = {
                "obligations": "罚款已缴清，整改经复查合格（虚复查〔2027〕8号）",
                "effects": "善后已完成，未发现新的不良影响",
            }
            given = Answer(document=Document(number="虚应急移〔2028〕1号", day=date(2028, 1, 10), digest="0" * 64), by="user:approver", judged=judged)  # fmt: skip
            return {"repair": replace(repair, stage=Repairing.GRANTED, outcome=given)}
        lacking = Obstacle(
            id="commitment",
            article="发展改革委令第36号",
            zh="缺少证明材料：公开作出信用承诺",
            en="",
        )
        missing = (lacking,) if name == "repair_non_acceptance" else ()
        return {"repair": repair, "obstacles": missing}


def _objection(grounds: str, kind: str) -> Objection:
    return Objection(
        id=KEY, enterprise_id=KEY, subject=Subject(kind=kind, id=KEY), origin=PARTY, ground="facts", grounds=grounds,
        raised_at=datetime(2026, 12, 20, 3, tzinfo=UTC), received_on=date(2026, 12, 20),
        document=_paper("异议书", 12, 20), attachments=(), received_by="user:handler",
        closed_as=Objecting.REJECTED,
    )  # fmt: skip


def _paper(number: str, month: int, day: int) -> Document:
    return Document(number=number, day=date(2027, month, day), digest="0" * 64)


def _notice() -> Notice:
    day = date(2026, 11, 23)
    return Notice(
        service_id=KEY, document=Document(number=NUMBERS["listing_notice"], day=day, digest="0" * 64),
        service=Service(kind="in_person", day=day, reference="虚送〔2026〕1号"),
        reply_until=date(2026, 11, 30), provisional=False, article="", handled_by="user:handler",
    )  # fmt: skip


def _decision() -> Decision:
    day = date(2026, 12, 16)
    return Decision(
        document=Document(number=NUMBERS["listing_decision"], day=day, digest="0" * 64),
        authority=AUTHORITY, decided_by="user:approver", decided_on=day, reply_answer=None, waiver=None,
    )  # fmt: skip
