"""A plainly fictional case for every template, so that whoever changes one can look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from creditsvc.documents import specimens_bans, specimens_others, specimens_persons
from creditsvc.documents.barred import Barred
from creditsvc.documents.domain import Given, Page
from creditsvc.documents.entered import Entered
from creditsvc.documents.grounds import Told, told_of
from creditsvc.documents.matters import Matter
from creditsvc.documents.penalties import Penalty
from creditsvc.documents.service import page_of
from creditsvc.documents.specimens_said import NUMBERS, OFFICE, ON_RECORD, REASONS
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
from creditsvc.remedies.domain import EVENT, LISTING, PARTY, PERSON, Objection, Subject
from creditsvc.remedies.domain import Stage as Objecting
from creditsvc.repairs.domain import Answer, Obstacle, Repair
from creditsvc.repairs.domain import Stage as Repairing

KEY = UUID("00000000-0000-4000-8000-000000000001")
CODE = "91999999" + "000000001"
AUTHORITY = "虚构区应急管理局"
ACCIDENTS = (
    {"occurred_on": "2026-02-01", "penalised_on": "2026-04-01", "document_no": "虚应急罚〔2026〕3号"},
    {"occurred_on": "2026-05-03", "penalised_on": "2026-08-01", "document_no": "虚应急罚〔2026〕9号"},
)  # fmt: skip
ACCIDENT: Mapping[str, Any] = {
    "kind": "ws.accident", "authority": AUTHORITY, "region": "620102",
    "facts": {"deaths": 3, "liable": True},
}  # fmt: skip
_EVENTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "RL133-2": specimens_others.HONOURS,
    specimens_persons.RULE: [specimens_persons.FLED],
}


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
        return (name, said) not in ON_RECORD

    def matter(self, name: str) -> Matter:
        """What the template of that id is written about; nobody has said anything yet."""
        template = self.templates.by_id[name]
        of = template.of
        if of == "proceeding":
            return self._of_case(name)
        if of in {"ban", "person_entry"} or "person" in template.about:
            return self._of_sanction(name, of)
        if of == "event" or "record" in template.about:
            return self._of_record(name, of)
        if "favourable" in template.about:
            return self._of_honour(name, of)
        more: dict[str, Any] = {"entry": self._entry(ended=name == "removal_decision")}
        if of == "repair":
            more |= self._repair(name)
        if of == "objection":
            more["objection"] = _objection(
                "本单位认为其中一起事故属于自然灾害引发，不应计入。", LISTING
            )
        today = date(2026, 12, 28) if of == "objection" else date(2028, 1, 10)
        return self._base(self._told("WS11-6-2"), today, **more)

    def _of_sanction(self, name: str, of: str) -> Matter:
        """A ban, or the entry of a person, or what is applied for about that."""
        if of == "ban":
            made = specimens_bans.ban(self.law, name)
            return self._base(made.pop("told"), specimens_bans.DAYS[name], **made)
        cited, told = self._cited(specimens_persons.RULE), self._told(specimens_persons.RULE)
        if of == "person_entry":
            made = specimens_persons.entry(cited, told, name)
            return self._base(made.pop("told"), specimens_persons.DAYS[name], **made)
        made = specimens_persons.listed(cited, told)
        if of == "objection":
            against = _objection("本人事故当日在外地就医，并未离开后逃匿。", PERSON)
            return self._base(made.pop("told"), date(2026, 12, 28), **made, objection=against)
        more = specimens_persons.application(self.law, made["person_entry"], name)
        return self._base(made.pop("told"), date(2028, 1, 10), **made, **more)

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
        more |= {"loss": specimens_others.loss()} if of == "loss" else {}
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

    def _base(self, told: Told | Penalty | Barred | Entered, today: date, **more: Any) -> Matter:
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
        contents = _EVENTS.get(rule_id) or [{**ACCIDENT, **each} for each in ACCIDENTS]
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
        accepted = Answer(document=_paper("虚应急受〔2028〕1号", 1, 6, 2028), by="user:handler")  # fmt: skip
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


def _paper(number: str, month: int, day: int, year: int = 2027) -> Document:
    return Document(number=number, day=date(year, month, day), digest="0" * 64)


def _notice() -> Notice:
    day = date(2026, 11, 23)
    return Notice(
        service_id=KEY, document=_paper(NUMBERS["listing_notice"], 11, 23, 2026),
        service=Service(kind="in_person", day=day, reference="虚送〔2026〕1号"),
        reply_until=date(2026, 11, 30), provisional=False, article="", handled_by="user:handler",
    )  # fmt: skip


def _decision() -> Decision:
    day = date(2026, 12, 16)
    return Decision(
        document=Document(number=NUMBERS["listing_decision"], day=day, digest="0" * 64),
        authority=AUTHORITY, decided_by="user:approver", decided_on=day, reply_answer=None, waiver=None,
    )  # fmt: skip
