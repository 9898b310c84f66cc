"""Plainly fictional bans of a principal, one decided by the authority and one that follows by law."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from creditsvc.bans import process
from creditsvc.bans.domain import Ban, Basis, Decision, End, Stage
from creditsvc.documents.barred import barred, party_of
from creditsvc.documents.specimens_said import NUMBERS
from creditsvc.law.bans import BY_LAW
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Document, Hearing, Minutes, Notice, Reply, Service
from creditsvc.proceedings.domain import Stage as Standing
from creditsvc.proceedings.steps import moved

KEY = UUID("00000000-0000-4000-8000-000000000001")
OWN, FOLLOWS = "BAN-113d", "BAN-94"
DEFIED: Mapping[str, Any] = {
    "kind": "ws.suspension_defied", "occurred_on": "2026-10-12", "penalised_on": "2026-11-02",
    "authority": "虚构区应急管理局", "document_no": "虚应急罚〔2026〕21号", "region": "620102", "facts": {},
}  # fmt: skip
DISMISSED: Mapping[str, Any] = {
    "kind": "ws.accident", "occurred_on": "2026-02-01", "authority": "虚构区应急管理局", "region": "620102",
    "facts": {"deaths": 3, "liable": True, "principal_sanction": "dismissed"},
}  # fmt: skip
DAYS: Mapping[str, date] = {
    "ban_notice": date(2026, 11, 23),
    "ban_decision": date(2026, 12, 28),
    "ban_by_law_decision": date(2026, 12, 4),
    "ban_end": date(2028, 3, 1),
}


def ban(law: Law, name: str) -> dict[str, Any]:
    """The ban at the step where the document of that name is written, and how papers tell it."""
    by_law = name == "ban_by_law_decision"
    one = _proposed(law, FOLLOWS if by_law else OWN)
    if name == "ban_decision":
        one = _heard(one)
    if name == "ban_end":
        one = _ended(one)
    party = party_of("虚构甲煤业有限公司", None, "principal", "虚**")
    events = [DISMISSED if by_law else DEFIED]
    return {"ban": one, "told": barred(law, one, party, events, DAYS[name])}


def _proposed(law: Law, rule_id: str) -> Ban:
    rule = law.rule(rule_id)
    if rule is None or rule.ban is None:
        raise ValueError(f"the rulebook has no {rule_id} with a ban")
    order = rule.ban
    basis = Basis(
        rule=rule_id, instrument=rule.instrument.number, article=rule.article, law_digest="0" * 64,
        rule_digest="0" * 64, evidence=(), since=date(2026, 2, 1), reach=order.from_, months=order.months,
        grave=False, counts_from=order.counts_from, text=dict(order.text), arises=order.arises,
    )  # fmt: skip
    day = date(2026, 12, 1) if order.arises == BY_LAW else date(2026, 11, 20)
    return Ban(
        id=KEY, version=1, enterprise_id=KEY, stage=Stage.PROPOSED, subject="principal", person_id=KEY,
        authority="虚构区应急管理局", basis=basis, opened_on=day, proposed_by="user:handler",
    )  # fmt: skip


def _heard(one: Ban) -> Ban:
    """Told, answered, heard; the decision not signed yet."""
    begun = process.begun(one)
    told = Notice(
        service_id=KEY, document=_paper("虚应急禁告〔2026〕1号", date(2026, 11, 23)),
        service=Service(kind="in_person", day=date(2026, 11, 23), reference="虚送〔2026〕31号"),
        reply_until=date(2026, 11, 30), provisional=False, article="", handled_by="user:handler",
        hearing_until=date(2026, 11, 30),
    )  # fmt: skip
    minutes = Minutes(
        document=_paper("虚听〔2026〕1号", date(2026, 12, 15)), held_on=date(2026, 12, 15),
        presided_by="user:presider",
    )  # fmt: skip
    heard = Hearing(
        request=_paper("听证申请", date(2026, 11, 25)), requested_on=date(2026, 11, 25), minutes=minutes
    )  # fmt: skip
    reply = Reply(document=_paper("陈述意见", date(2026, 11, 25)), received_on=date(2026, 11, 25))
    case = moved(
        process.case_of(begun), stage=Standing.HEARD, notice=told, replies=(reply,), hearing=heard
    )
    return process.moved(begun, case)


def _ended(one: Ban) -> Ban:
    """Decided, and ended by a review of the decision."""
    made = Decision(
        document=_paper("虚应急禁〔2026〕1号", date(2026, 12, 28)), decided_by="user:approver",
        from_day=date(2026, 12, 28), last_day=date(2031, 12, 28),
    )  # fmt: skip
    end = End(
        at=datetime(2028, 3, 1, 3, tzinfo=UTC), reason="decision_revoked", document_no=NUMBERS["ban_end"],
        detail="禁入决定已被虚复〔2028〕2号行政复议决定撤销。",
    )  # fmt: skip
    return replace(one, stage=Stage.ENDED, decision=made, end=end)


def _paper(number: str, day: date) -> Document:
    return Document(number=number, day=day, digest="0" * 64)
