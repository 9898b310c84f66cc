"""A plainly fictional entry of a principal who fled, at the step where each document is written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from creditsvc.documents.barred import party_of
from creditsvc.documents.entered import Entered
from creditsvc.documents.grounds import Told
from creditsvc.documents.specimens_said import NUMBERS
from creditsvc.law.rulebook import Law
from creditsvc.person_entries.domain import End, PersonEntry
from creditsvc.proceedings.domain import (
    Decision,
    Deliberation,
    Document,
    Ground,
    Notice,
    Proceeding,
    Service,
    Stage,
    Waiver,
)
from creditsvc.repairs.domain import Answer, Effect, Obstacle, Repair
from creditsvc.repairs.domain import Stage as Repairing
from creditsvc.repairs.of_persons import PersonSubject

KEY = UUID("00000000-0000-4000-8000-000000000001")
RULE = "WS11-6-5"
FLED: Mapping[str, Any] = {
    "kind": "ws.rescue_failure", "occurred_on": "2026-10-01", "authority": "虚构区应急管理局", "region": "620102",
    "facts": {"mode": "fled"},
}  # fmt: skip
DAYS: Mapping[str, date] = {
    "person_notice": date(2026, 11, 23),
    "person_decision": date(2026, 12, 16),
    "person_removal": date(2028, 3, 1),
}


def entry(cited: Mapping[str, Any], told: Told, name: str) -> dict[str, Any]:
    """The entry as it is then, and how papers tell it."""
    ground = Ground(
        law_digest="0" * 64, rule_digest="0" * 64, evidence=(), explanation={}, discretionary=False, **cited,
    )  # fmt: skip
    case = Proceeding(
        id=KEY, version=1, enterprise_id=KEY, stage=Stage.OPENED, ground=ground, opened_on=date(2026, 11, 20),
        proposed_by="user:handler",
    )  # fmt: skip
    if name != "person_notice":
        case = _given_up(case)
    one = PersonEntry(
        id=KEY, version=1, enterprise_id=KEY, person_id=KEY, role="principal", authority="虚构区应急管理局", case=case,
    )  # fmt: skip
    if name == "person_removal":
        one = _ended(one)
    party = party_of("虚构甲煤业有限公司", None, "principal", "虚**")
    return {"person_entry": one, "told": Entered(told=told, party=party)}


def listed(cited: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """The entry while it stands, for what is applied for about it."""
    made = entry(cited, told, "person_removal")
    return {**made, "person_entry": replace(made["person_entry"], end=None)}


def application(law: Law, one: PersonEntry, name: str) -> dict[str, Any]:
    """The application for its early removal at the step where that document is written."""
    subject = PersonSubject(entry=one, bans=(), open=())
    received = date(2028, 1, 4)
    way = subject.way(law, Effect.REMOVAL, received)
    names = {"obligations": "缴款凭证", "effects": "善后情况报告", "commitment": "信用承诺书"}
    proofs = {each.id: _paper(names[each.id], date(2027, 12, 20)) for each in way.on_paper}
    repair = Repair(
        id=KEY, version=1, enterprise_id=KEY, listing_id=None, person_entry_id=KEY, stage=Repairing.RECEIVED,
        received_on=received, application=_paper("虚人申〔2028〕1号", date(2027, 12, 30)), proofs=proofs,
        received_by="user:handler",
    )  # fmt: skip
    lacking = Obstacle(
        id="commitment", article="发展改革委令第36号", zh="缺少证明材料：已公开作出信用承诺", en=""
    )
    if name == "person_repair_non_acceptance":
        return {"repair": repair, "way": way, "obstacles": (lacking,)}
    if name == "person_repair_acceptance":
        return {"repair": repair, "way": way}
    taken = Answer(document=_paper("虚应急人受〔2028〕1号", date(2028, 1, 6)), by="user:handler")
    repair = replace(repair, stage=Repairing.ACCEPTED, acceptance=taken)
    if name == "person_removal_refusal":
        return {"repair": repair, "way": way}
    judged = dict.fromkeys(way.to_judge, "已核实（虚复查〔2028〕1号）")
    granted = Answer(
        document=_paper(NUMBERS["person_early_removal_decision"], date(2028, 1, 10)), by="user:approver", judged=judged
    )  # fmt: skip
    return {"repair": replace(repair, stage=Repairing.GRANTED, outcome=granted), "way": way}


def _given_up(case: Proceeding) -> Proceeding:
    """Told; the person gave up its time, and the principals deliberated."""
    told = Notice(
        service_id=KEY, document=_paper("虚应急人告〔2026〕1号", date(2026, 11, 23)),
        service=Service(kind="in_person", day=date(2026, 11, 23), reference="虚送〔2026〕41号"),
        reply_until=date(2026, 11, 30), provisional=False, article="", handled_by="user:handler",
        hearing_until=date(2026, 11, 30),
    )  # fmt: skip
    return replace(
        case,
        stage=Stage.REVIEWED,
        notice=told,
        waiver=Waiver(document=_paper("放弃声明1号", date(2026, 11, 24)), hearing=True),
        deliberation=Deliberation(
            document=_paper("虚会〔2026〕12号", date(2026, 12, 14)), present=("局长", "副局长")
        ),
    )


def _ended(one: PersonEntry) -> PersonEntry:
    """Listed, and ended when the record it rested on was annulled."""
    day = date(2026, 12, 16)
    made = Decision(
        document=_paper("虚应急人列〔2026〕1号", day), authority=one.authority, decided_by="user:approver",
        decided_on=day, reply_answer=None, waiver="放弃声明1号",
    )  # fmt: skip
    end = End(
        at=datetime(2028, 3, 1, 3, tzinfo=UTC), reason="annulled", document_no=None,
        detail="列入所依据的事故调查认定已被虚复〔2028〕3号行政复议决定撤销",
    )  # fmt: skip
    case = replace(one.case, stage=Stage.SERVED, decision=made)
    return replace(one, case=case, begun_at=datetime(2026, 12, 16, 3, tzinfo=UTC), end=end)


def _paper(number: str, day: date) -> Document:
    return Document(number=number, day=day, digest="0" * 64)
