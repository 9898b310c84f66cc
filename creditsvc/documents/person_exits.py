"""The facts of the documents of an application for a person's early removal. Pure."""

from datetime import date

from creditsvc.documents.barred import day_or_none
from creditsvc.documents.domain import Facts
from creditsvc.documents.entered import Entered
from creditsvc.documents.exit_facts import contested, obstacles, of_repair
from creditsvc.documents.matters import Matter, remedies
from creditsvc.documents.words import day_text, numbered, period
from creditsvc.law.rulebook import Requirement
from creditsvc.repairs.domain import Repair, Stage


def acceptance(matter: Matter, on: date) -> Facts:
    """受理、不予受理通知书 (令第11号第十九条): what came in, what is lacking, until when it is decided."""
    repair = of_repair(matter)
    declined = repair.stage is Stage.DECLINED
    able = repair.stage is not Stage.RECEIVED or not matter.obstacles
    days = [each.from_day for each in matter.obstacles]
    last = max((day for day in days if day is not None), default=None)
    return {
        **_applied(repair, matter),
        **period(matter.law, matter.calendar, f"{matter.told.remedies}.early_decision", on, "decide"),
        **remedies(matter, on),
        "can_accept": "1" if able and not declined else None,
        "reasons": repair.outcome.reasons if declined and repair.outcome is not None else None,
        "obstacles": obstacles(matter),
        "apply_again_from": day_or_none(last if None not in days else None),
    }  # fmt: skip


def decision(matter: Matter, on: date) -> Facts:
    """准予、不予移出决定书 (令第11号第二十条): verified how, or refused why."""
    repair, ended = of_repair(matter), of_repair(matter).outcome
    granted, refused = repair.stage is Stage.GRANTED, repair.stage is Stage.REFUSED
    asked = {each.id: each.text["zh"] for each in _asked(matter)}
    judged = ended.judged if granted and ended is not None else {}
    open_ = repair.stage is Stage.ACCEPTED
    key = f"{matter.told.remedies}.removal_update"
    return {
        **_applied(repair, matter),
        **remedies(matter, on),
        **period(matter.law, matter.calendar, key, on, "update"),
        "accepted_on": day_text(repair.acceptance.document.day) if repair.acceptance else None,
        "judged": numbered({"text": asked.get(name, name), "how": how} for name, how in judged.items())
        or None,
        "verified": "1" if granted or matter.given.said.get("verification") else None,
        "reasons": ended.reasons if refused and ended is not None else None,
        "obstacles": obstacles(matter),
        "may_grant": "1" if granted or (open_ and not matter.obstacles) else None,
        "may_refuse": "1" if refused or open_ else None,
    }  # fmt: skip


def objection_answer(matter: Matter, on: date) -> Facts:
    """异议处理答复书: what the person contested of the entry and what became of it."""
    one = matter.person_entry
    made = None if one is None else one.case.decision
    return {
        **contested(matter, on),
        "decision_number": made.document.number if made is not None else None,
    }


def _asked(matter: Matter) -> tuple[Requirement, ...]:
    """Everything that the application is held against."""
    way = matter.way
    return () if way is None else (*way.conditions, *way.documents, *way.bars)


def _applied(repair: Repair, matter: Matter) -> Facts:
    one, told = matter.person_entry, matter.told
    if one is None or one.case.decision is None or not isinstance(told, Entered):
        raise AssertionError("the template is of a person's entry")
    made = one.case.decision
    papers = [
        {"text": each.text["zh"], "paper": repair.proofs[each.id].number}
        for each in _asked(matter)
        if each.id in repair.proofs
    ]
    return {
        **told.told.way_out(matter.law, made.decided_on, one.last_day),
        "entered_on": day_text(made.decided_on),
        "last_day": day_or_none(one.last_day),
        "decision_number": made.document.number,
        "decided_by": one.authority,
        "received_on": day_text(repair.received_on),
        "application_number": repair.application.number,
        "proofs": numbered(papers) or None,
    }
