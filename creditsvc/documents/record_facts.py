"""The facts of the documents about a record on display: its repair or shield, fraud, the repair notice. Pure."""

from collections.abc import Mapping
from datetime import date

from creditsvc.documents.domain import Facts
from creditsvc.documents.exit_facts import obstacles, of_repair
from creditsvc.documents.matters import Matter, remedies
from creditsvc.documents.penalties import Penalty
from creditsvc.documents.words import PROVISIONAL, UNITS, counted, day_text, numbered
from creditsvc.kernel.periods import Due
from creditsvc.law.course import Period
from creditsvc.repairs import clocks
from creditsvc.repairs.domain import Effect, Repair, Stage

EFFECTS = {Effect.REPAIR: "信用修复", Effect.SHIELD: "重整期间信息屏蔽"}


def repair_notice(matter: Matter, on: date) -> Facts:
    """信用修复告知书 (国办发〔2025〕22号, 两书同达): goes out with the penalty, and says what leads out of display."""
    return penalty(matter).order(matter.law, on)


def acceptance(matter: Matter, on: date) -> Facts:
    """受理、不予受理、补正告知书: what came in, what is lacking, until when it is decided."""
    repair = of_repair(matter)
    known, declined = repair.outcome, repair.stage is Stage.DECLINED
    first = [each.from_day for each in matter.obstacles if each.from_day is not None]
    return {
        **_applied(matter),
        **_decided_by(matter, on),
        **remedies(matter, on),
        "can_accept": "1" if repair.acceptance is not None or not matter.obstacles else None,
        "obstacles": obstacles(matter),
        "reasons": known.reasons if declined and known is not None else None,
        "apply_again_from": day_text(max(first)) if first else None,
    }


def extension(matter: Matter, on: date) -> Facts:
    """延长办理期限告知书: why, and until when it is decided now."""
    repair = of_repair(matter)
    longer = _longer(matter, repair)
    given = repair.extension
    return {
        **_applied(matter),
        **_decided_by(matter, on),
        "extended_days": f"{longer[0].amount}{UNITS[longer[0].unit]}" if longer else None,
        "extended_article": longer[0].article if longer else None,
        "extended_until": _until(longer[1]) if longer else None,
        "reasons": given.reasons if given is not None else None,
    }


def decision(matter: Matter, on: date) -> Facts:
    """准予、不予修复决定书: verified how, or refused why."""
    repair = of_repair(matter)
    ended, stage = repair.outcome, repair.stage
    granted = ended is not None and stage in {Stage.GRANTED, Stage.QUESTIONED, Stage.REVOKED}
    refused = ended is not None and stage is Stage.REFUSED
    judged = ended.judged if granted and ended is not None else {}
    asked = {each["id"]: each["text"] for each in _asked(matter)}
    return {
        **_applied(matter),
        **remedies(matter, on),
        "judged": numbered({"text": asked.get(key, key), "how": how} for key, how in judged.items())
        or None,
        "verified": "1" if granted or matter.given.said.get("verification") else None,
        "reasons": ended.reasons if refused and ended is not None else None,
        "obstacles": obstacles(matter),
        "may_grant": "1" if granted or (stage is Stage.ACCEPTED and not matter.obstacles) else None,
        "may_refuse": "1" if refused or stage is Stage.ACCEPTED else None,
    }


def revocation(matter: Matter, on: date) -> Facts:
    """拟撤销修复告知书、撤销决定书、不予撤销决定书: the fraud, the party's word on it, what follows."""
    repair, told = of_repair(matter), of_repair(matter).questioned
    stage, outcome = repair.stage, repair.outcome
    reply = penalty(matter).periods(matter.law)("revocation_reply", on)
    decided = repair.revocation if stage is Stage.REVOKED or _upheld(repair) else None
    hidden_on = outcome.document.day if outcome is not None else on
    return {
        **_applied(matter),
        **remedies(matter, on),
        **counted(matter.calendar, reply[0] if reply else None, on, "reply"),
        **_hides(repair, penalty(matter).again(matter.law, on, hidden_on)),
        "granted_number": outcome.document.number if outcome is not None else None,
        "granted_on": day_text(hidden_on) if outcome is not None else None,
        "may_question": "1" if stage is Stage.GRANTED or told is not None else None,
        "may_revoke": "1" if stage in {Stage.QUESTIONED, Stage.REVOKED} else None,
        "may_uphold": "1" if stage is Stage.QUESTIONED or _upheld(repair) else None,
        "notice_number": told.notice.document.number if told else None,
        "served_on": day_text(told.service.served_on) if told else None,
        "told_until": day_text(told.reply_until) if told else None,
        "facts_told": told.notice.reasons if told else None,
        "reasons": decided.reasons if decided is not None else None,
    }


def penalty(matter: Matter) -> Penalty:
    """The record it is about."""
    if not isinstance(matter.told, Penalty):
        raise TypeError("the template is of a record")  # `page_of` asks for its own matters
    return matter.told


def _hides(repair: Repair, again: Facts) -> Facts:
    """What follows once a repair is revoked; after a shield the display goes on as if there was none."""
    if repair.effect is Effect.SHIELD:
        return {"again_until": None, "again_months": None, "again_from": None, "unshielded": "1"}
    return again


def _upheld(repair: Repair) -> bool:
    return repair.stage is Stage.GRANTED and repair.revocation is not None


def _applied(matter: Matter) -> Facts:
    repair, about = of_repair(matter), penalty(matter)
    order = about.order(matter.law, repair.received_on)
    papers = [
        {"text": each["text"], "paper": repair.proofs[each["id"]].number}
        for each in _asked(matter)
        if each["id"] in repair.proofs
    ]
    accepted = repair.acceptance
    return {
        "effect": EFFECTS[repair.effect],
        "repairs_it": "1" if repair.effect is Effect.REPAIR else None,
        "shields_it": "1" if repair.effect is Effect.SHIELD else None,
        "order": order["order"],
        "received_on": day_text(repair.received_on),
        "application_number": repair.application.number,
        "proofs": numbered(papers) or None,
        "accepted_on": day_text(accepted.document.day) if accepted else None,
        "acceptance_number": accepted.document.number if accepted else None,
    }


def _asked(matter: Matter) -> list[Mapping[str, str]]:
    """Everything the application had to show, in the order's words."""
    way = matter.way
    if way is None:
        return []
    every = (*way.conditions, *way.documents, *way.bars)
    return [{"id": each.id, "text": each.text["zh"]} for each in every]


def _decided_by(matter: Matter, on: date) -> Facts:
    """The time to decide, from the acceptance or, before it, from *on*."""
    repair = of_repair(matter)
    starts = repair.acceptance.document.day if repair.acceptance is not None else on
    found = clocks.first_due(
        penalty(matter).periods(matter.law), matter.calendar, "decision", starts
    )
    return counted(matter.calendar, found[0] if found else None, starts, "decide")


def _longer(matter: Matter, repair: Repair) -> tuple[Period, Due] | None:
    """The extension of the time to decide; None: nothing is taken up, or the law gives none."""
    accepted, periods = repair.acceptance, penalty(matter).periods(matter.law)
    if accepted is None:
        return None
    day = accepted.document.day
    decided = clocks.first_due(periods, matter.calendar, "decision", day)
    if decided is None:
        return None
    return clocks.first_due(periods, matter.calendar, "extension", decided[1].day, on=day)


def _until(due: Due) -> str:
    return day_text(due.day) + (PROVISIONAL if due.provisional else "")
