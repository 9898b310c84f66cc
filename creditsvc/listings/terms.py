"""What a final decision orders: the ground of the entry, and the days of its term."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.domain import Term
from creditsvc.law.rulebook import Rule
from creditsvc.listings.domain import Entry, FinalDecision, ListedBefore, NoTerm
from creditsvc.proceedings import service as proceedings

RIGHTLY_MADE = frozenset({"repaired", "lost_conditions"})


def final(session: Session, laws: Laws, decision_id: UUID) -> FinalDecision:
    """The decision with what the law says of its rule and term, and everybody who had a part in it.

    The law is that of the decision; for one made elsewhere, that in use when its entry is made.
    """
    row = proceedings.decision(session, decision_id)
    basis = dict(row["basis"])
    digest = basis.get("law_digest")
    law = laws.in_use(session) if digest is None else laws.of_decision(session, digest)
    rule = law.rule(row["rule"])
    term = basis.pop("term", None) or _stated_term(rule)
    if term is None:
        raise NoTerm(
            f"规则 {row['rule']} 没有列入期限",
            f"the rule {row['rule']} gives no term",
            field="rule",
        )
    case = row["proceeding_id"]
    moved = [by for _, _, by, _ in proceedings.moves(session, case)] if case else []
    signed = [row[name] for name in ("handled_by", "decided_by", "imported_by", "confirmed_by")]
    ground = {
        **_cited(rule, row["list"]),
        "law_digest": law.digest,
        **basis,
        "rule": row["rule"],
        "origin": row["origin"],
        "authority": row["authority"],
        "document_no": row["document_no"],
        "decided_on": row["decided_on"].isoformat(),
        "term": term,
        "people": sorted({who for who in (*moved, *signed, *basis.get("people", ())) if who}),
        "proceeding": case and str(case),
    }
    return FinalDecision(
        id=row["id"],
        enterprise_id=row["enterprise_id"],
        list=row["list"],
        origin=row["origin"],
        decided_on=row["decided_on"],
        published_on=row["published_on"],
        term_months=term["months"],
        repeat_months=term.get("repeat_months"),
        counts_from=term["counts_from"],
        ground={key: value for key, value in ground.items() if value is not None},
    )


def _stated_term(rule: Rule | None) -> dict[str, Any] | None:
    term: Term | None = rule.term if rule else None
    if term is None:
        return None
    stated: dict[str, Any] = {"months": term.months, "counts_from": term.counts_from}
    if term.repeat_months is not None:
        stated["repeat_months"] = term.repeat_months
    return stated


def _cited(rule: Rule | None, list_id: str) -> dict[str, object]:
    """Instrument and article of the rule, in the words of the rulebook."""
    if rule is None or rule.list != list_id:
        raise Unprocessable(
            f"规则书中没有引出 {list_id} 的这条规则",
            f"the rulebook has no such rule that leads to {list_id}",
            field="rule",
        )
    return {
        "instrument": rule.instrument.number,
        "article": rule.article,
        "title": dict(rule.title),
        "explanation": dict(rule.title),
        "rule_digest": rule.digest,
    }


def must_be_first(decision: FinalDecision, before: Sequence[Entry]) -> None:
    """Refuse a second entry for the same facts, unless the first fell and so never rightly was.

    An honour may be granted again on the same facts: it is applied for anew, and weighed anew.
    """
    if decision.origin == "grant":
        return
    if "restores" in decision.ground:
        _must_restore_once(decision, before)
        return
    facts = set(decision.ground.get("evidence", ()))
    for entry in before:
        same_rule = entry.ground.get("rule") == decision.ground["rule"]
        stood = entry.end is None or entry.end.reason in RIGHTLY_MADE
        if facts and same_rule and stood and set(entry.ground.get("evidence", ())) == facts:
            raise ListedBefore(
                "同一规则、同一事实已列入过，不得重复列入",
                "the same facts under the same rule carried an entry already",
                listing=str(entry.id),
            )


def _must_restore_once(decision: FinalDecision, before: Sequence[Entry]) -> None:
    """Refuse to restore an entry again that another one restored already."""
    removed = decision.ground["restores"]["listing"]
    for entry in before:
        if entry.ground.get("restores", {}).get("listing") == removed:
            raise ListedBefore(
                "该条目已恢复列入，不得重复恢复",
                "the entry was restored already",
                listing=str(entry.id),
            )


def days(decision: FinalDecision, before: Sequence[Entry]) -> tuple[date, date]:
    """The day the term counts from, and its last day.

    before: the entries the enterprise had; a second one may have a longer term (14号).
    """
    starts_on = (
        decision.published_on if decision.counts_from == "publication" else decision.decided_on
    )
    if starts_on is None or decision.term_months is None or decision.counts_from is None:
        raise NoTerm(
            "期限自公布之日起算，缺少公布日期",
            "the term counts from publication, and the day of publication is missing",
            field="published_on",
        )
    again = decision.repeat_months is not None and any(
        _is_earlier(entry, decision, starts_on) for entry in before
    )
    months = decision.repeat_months if again else decision.term_months
    term = Term(months=months or decision.term_months, counts_from=decision.counts_from)
    return starts_on, term.last_day(starts_on)


def _is_earlier(entry: Entry, decision: FinalDecision, starts_on: date) -> bool:
    """Whether *entry* was one on the same list under the same instrument, and was rightly made."""
    same = (entry.list, entry.ground.get("instrument")) == (
        decision.list,
        decision.ground.get("instrument"),
    )
    stood = entry.end is None or entry.end.reason in RIGHTLY_MADE
    return same and stood and entry.starts_on < starts_on
