"""The facts of the documents of an entry: its removal, applications for that, objections. Pure."""

from collections.abc import Mapping
from datetime import date

from creditsvc.documents.domain import Facts, OtherDocument
from creditsvc.documents.matters import Matter, listed, remedies
from creditsvc.documents.words import day_text, numbered, period
from creditsvc.kernel.clock import legal_day
from creditsvc.listings.domain import Entry
from creditsvc.remedies.domain import DECIDED, Objection
from creditsvc.remedies.domain import Stage as Objecting
from creditsvc.repairs.domain import Repair
from creditsvc.repairs.domain import Stage as Repairing


def removal(matter: Matter, on: date) -> Facts:
    """移出决定书 (令第11号第十三条至第十五条): why the entry ends, and what follows within which days."""
    entry = _entry(matter)
    reason = entry.end.reason if entry.end is not None else None
    if reason is None and entry.last_day is not None and on > entry.last_day:
        reason = "expired"
    given = matter.given.said.get("reasons")
    list_id = entry.list
    return {
        **_entered(matter),
        **listed(matter).way_out(matter.law, entry.starts_on, entry.last_day),
        **period(matter.law, matter.calendar, f"{list_id}.removal_update", on, "update"),
        **period(matter.law, matter.calendar, f"{list_id}.lift", on, "lift"),
        "removed_expired": "1" if reason == "expired" else None,
        "removal_detail": entry.end.detail.partition(" / ")[0] if entry.end is not None else None,
        "removal_known": "1" if reason or given else None,
    }


def acceptance(matter: Matter, on: date) -> Facts:
    """受理、不予受理通知书 (令第11号第十九条): what came in, what is lacking, until when it is decided."""
    repair, entry = of_repair(matter), _entry(matter)
    known = repair.outcome if repair.outcome is not None else None
    declined = repair.stage is Repairing.DECLINED
    open_to_accept = repair.stage is not Repairing.RECEIVED or not matter.obstacles
    again = [each.from_day for each in matter.obstacles]
    days = [day for day in again if day is not None]
    return {
        **_applied(repair, entry, matter),
        **period(matter.law, matter.calendar, f"{entry.list}.early_decision", on, "decide"),
        **remedies(matter, on),
        "can_accept": "1" if open_to_accept and not declined else None,
        "reasons": known.reasons if declined and known is not None else None,
        "obstacles": obstacles(matter),
        "apply_again_from": day_text(max(days)) if days and len(days) == len(again) else None,
    }


def repair_decision(matter: Matter, on: date) -> Facts:
    """准予提前移出决定书、不予移出决定书 (令第11号第二十条): verified how, or refused why."""
    repair, entry = of_repair(matter), _entry(matter)
    ended = repair.outcome
    granted = ended is not None and repair.stage is Repairing.GRANTED
    refused = ended is not None and repair.stage is Repairing.REFUSED
    asked = {
        each["id"]: each["text"]
        for each in listed(matter).asked(matter.law, entry, repair.received_on)
    }
    judged = ended.judged if granted and ended is not None else {}
    return {
        **_applied(repair, entry, matter),
        **remedies(matter, on),
        **period(matter.law, matter.calendar, f"{entry.list}.removal_update", on, "update"),
        **period(matter.law, matter.calendar, f"{entry.list}.lift", on, "lift"),
        "accepted_on": day_text(repair.acceptance.document.day) if repair.acceptance else None,
        "judged": numbered({"text": asked.get(key, key), "how": how} for key, how in judged.items())
        or None,
        "verified": "1" if granted or matter.given.said.get("verification") else None,
        "reasons": ended.reasons if refused and ended is not None else None,
        "obstacles": obstacles(matter),
        "may_grant": "1"
        if granted or (repair.stage is Repairing.ACCEPTED and not matter.obstacles)
        else None,
        "may_refuse": "1" if refused or repair.stage is Repairing.ACCEPTED else None,
    }


def objection_answer(matter: Matter, on: date) -> Facts:
    """异议处理答复书: what the party contested of an entry and what became of it."""
    return {**_entered(matter), **contested(matter, on)}


def contested(matter: Matter, on: date) -> Facts:
    """The same of a record, or of who somebody is."""
    objection = matter.objection
    if objection is None:
        raise AssertionError("the template is of an objection")
    decided = objection.outcome if objection.stage in DECIDED else None
    outcome = _outcome(objection, matter.given.said.get("objection_outcome"))
    return {
        **remedies(matter, on),
        "raised_on": day_text(legal_day(objection.raised_at)),
        "grounds": objection.grounds,
        "objection_outcome": outcome,
        "upheld": "1" if outcome == Objecting.UPHELD else None,
        "partly_upheld": "1" if outcome == Objecting.PARTLY_UPHELD else None,
        "rejected": "1" if outcome == Objecting.REJECTED else None,
        "may_answer": "1" if outcome is not None else None,
        "reasons": decided.reasons if decided is not None else None,
    }


def _outcome(objection: Objection, stated: str | None) -> str | None:
    """What became of it, or, before that is decided, what is about to be; raises OtherDocument."""
    if objection.stage in DECIDED:
        return objection.stage.value
    able = sorted(each.value for each in DECIDED)
    if stated is not None and stated not in able:
        raise OtherDocument(
            f"处理结果须为：{'、'.join(able)}",
            f"the outcome is one of {', '.join(able)}",
            field="objection_outcome",
        )
    return stated if objection.stage is Objecting.ACCEPTED else None


def _entry(matter: Matter) -> Entry:
    if matter.entry is None:
        raise AssertionError("the template is of an entry")
    return matter.entry


def of_repair(matter: Matter) -> Repair:
    """The application that it is about."""
    if matter.repair is None:
        raise AssertionError("the template is of an application")
    return matter.repair


def _entered(matter: Matter) -> Facts:
    entry = _entry(matter)
    return {
        "entered_on": day_text(entry.starts_on),
        "last_day": day_text(entry.last_day) if entry.last_day else None,
        "decision_number": entry.ground.get("document_no"),
        "decided_by": entry.ground.get("authority"),
    }


def _applied(repair: Repair, entry: Entry, matter: Matter) -> Facts:
    papers = [
        {"text": each["text"], "paper": repair.proofs[each["id"]].number}
        for each in listed(matter).asked(matter.law, entry, repair.received_on)
        if each["id"] in repair.proofs
    ]
    return {
        **_entered(matter),
        **listed(matter).way_out(matter.law, entry.starts_on, entry.last_day),
        "received_on": day_text(repair.received_on),
        "application_number": repair.application.number,
        "proofs": numbered(papers) or None,
    }


def obstacles(matter: Matter) -> list[Mapping[str, str]] | None:
    """What stands in the way: as the answer stated it, else as the record is now."""
    stated = matter.repair.outcome.obstacles if matter.repair and matter.repair.outcome else ()
    kept = [{"text": str(each["zh"]), "article": str(each["article"])} for each in stated]
    now = [{"text": each.zh, "article": each.article} for each in matter.obstacles]
    return numbered(kept or now) or None
