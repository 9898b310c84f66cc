"""The facts of the documents of a person's entry, one function a template. Pure."""

from datetime import date, timedelta

from creditsvc.bans.domain import EXPIRED
from creditsvc.documents.ban_facts import heard_of, party_periods
from creditsvc.documents.barred import day_or_none
from creditsvc.documents.case_facts import term
from creditsvc.documents.domain import Facts
from creditsvc.documents.entered import Entered
from creditsvc.documents.matters import Matter, remedies
from creditsvc.documents.words import counted, day_text
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.person_entries.domain import PersonEntry


def notice(matter: Matter, on: date) -> Facts:
    """人员列入告知书 (令第11号第九条): what is intended, and the rights."""
    one, entered = _of(matter)
    return {**party_periods(matter, entered.remedies, on), **term(one.case, None)}


def decision(matter: Matter, on: date) -> Facts:
    """人员列入决定书 (令第11号第十条): what was told and heard, the term, the way out, the remedies."""
    one, entered = _of(matter)
    return {
        **heard_of(one.case, on),
        **term(one.case, on),
        **entered.told.way_out(matter.law, on),
        **remedies(matter, on),
    }


def removal(matter: Matter, on: date) -> Facts:
    """人员移出决定书: that the term ran out, or what ended the entry before."""
    one, entered = _of(matter)
    made, end, last = one.case.decision, one.end, one.last_day
    reason = end.reason if end is not None else one.end_reason_at(day_begins(on))
    given = matter.given.said.get("reasons")
    starts = made.decided_on if made is not None else on
    key, law = f"{entered.remedies}.removal_update", matter.law
    update = law.course.period(key, entered.region, on)
    return {
        **entered.told.way_out(law, starts, last),
        **counted(matter.calendar, update, on, "update"),
        "number": end.document_no if end is not None else None,
        "entered_on": day_or_none(made.decided_on if made is not None else None),
        "last_day": day_or_none(last),
        "decision_number": made.document.number if made is not None else None,
        "decided_by": one.authority,
        "removed_expired": "1" if reason == EXPIRED else None,
        "removal_detail": end.detail.partition(" / ")[0] if end is not None else None,
        "removed_on": day_text(_removed_on(one, on)),
        "removal_known": "1" if one.begun_at is not None and (reason or given) else None,
    }


def _removed_on(one: PersonEntry, on: date) -> date:
    if one.end is not None:
        return legal_day(one.end.at)
    over = one.end_reason_at(day_begins(on)) == EXPIRED
    return one.last_day + timedelta(days=1) if over and one.last_day is not None else on


def _of(matter: Matter) -> tuple[PersonEntry, Entered]:
    if matter.person_entry is None or not isinstance(matter.told, Entered):
        raise AssertionError("the template is of a person's entry")
    return matter.person_entry, matter.told
