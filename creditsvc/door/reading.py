"""The case as its party reads it: stage, ground, days, ways on. Names no officer, and no other enterprise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.documents.grounds import Told, told_of
from creditsvc.documents.words import event_text
from creditsvc.door import matters, served, store
from creditsvc.door.domain import Door
from creditsvc.door.exits import entry_form, honours_form, objections_form, records_form
from creditsvc.door.filing import TITLES
from creditsvc.door.matters import Matter
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.kernel.clock import instant_text, legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import TOLD, Hearing, Proceeding, Stage

Form = dict[str, Any]
STAGES = {
    Stage.PROPOSED: ("已提出，尚未立案", "proposed, not yet opened"),
    Stage.OPENED: ("已立案，尚未告知", "opened, notice not yet served"),
    Stage.NOTICED: ("已告知，可以陈述申辩", "notice served, you may reply"),
    Stage.REPLIED: ("已收到陈述申辩", "your reply is in"),
    Stage.HEARD: ("已听证", "heard"),
    Stage.REVIEWED: ("已法制审核，等待决定", "reviewed in law, not yet decided"),
    Stage.DECIDED: ("审理结束，等待送达", "decided, not yet served"),
    Stage.SERVED: ("决定已送达", "decision served"),
    Stage.CONCLUDED: ("已决定并送达", "decided and served"),
    Stage.DROPPED: ("已撤案或者终止，未列入", "ended without a listing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the case is read with: law and calendar in use, and the moment."""

    law: Law
    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.now)


def case_form(session: Session, desk: Desk, door: Door) -> Form:
    """Everything that the door shows, as JSON values."""
    matter = matters.behind(session, door)
    who = enterprises.by_id(session, door.enterprise_id)
    code = store.code(session, door.number)
    shuts = matters.shuts_under(session, door, code) if code is not None else None
    counted = (desk.law, desk.calendar)
    return {
        "number": door.number,
        "enterprise": {"name": who.name, "code": who.uscc or who.other_id},
        "as_of": instant_text(desk.now),
        "today": desk.today.isoformat(),
        "open_until": shuts and shuts.isoformat(),
        "ground": None
        if matter.enterprise is not None
        else _ground_form(session, desk, door, matter),
        "proceeding": matter.case and _proceeding_form(matter.case, desk.today),
        "entry": entry_form(session, counted, door, matter, desk.now),
        "records": records_form(session, counted, door, matter, desk.now),
        "objections": objections_form(session, door, matter),
        "honours": honours_form(session, desk.law, door, matter, desk.now),
        "submissions": _submissions(session, door),
        "papers": [
            {
                "title": _both(one.title),
                "number": one.number,
                "name": one.name,
                "digest": one.paper.digest,
                "size": one.paper.size,
            }
            for one in served.papers_of(session, door)
        ],
    }


def door_form(session: Session, kind: str, key: UUID) -> Form:
    """The door to a proceeding or an entry as officers see it: nothing of the code but who made it, when."""
    door = store.door_of(session, *matters.place_of(session, kind, key))
    code = store.code(session, door.number) if door is not None else None
    return {
        "number": door and door.number,
        "issued_by": code and code.issued_by,
        "issued_at": code and instant_text(acts.moments(session, [code.act_no])[code.act_no]),
        "submissions": _seen_by_officers(session, door) if door is not None else [],
    }


def _ground_form(session: Session, desk: Desk, door: Door, matter: Matter) -> Form:
    """On what it rests: rule, article, events, and what would follow."""
    ground, list_id = _cited(matter)
    contents = _contents(session, door, matter)
    told = told_of(desk.law, list_id, ground, contents, desk.today)
    rule = desk.law.rule(str(ground["rule"]))
    return {
        "list": dict(desk.law.lists[list_id].title),
        "rule": rule and dict(rule.title),
        "instrument": told.instrument,
        "article": told.article,
        "events": [event_text(desk.law, each, desk.today) for each in contents],
        "explanation": _explained(ground.get("explanation"), matter.evidence),
        "months": (ground.get("term") or {}).get("months"),
        "measures": _measures(desk, told),
    }


def _explained(text: Mapping[str, str] | None, evidence: Sequence[UUID]) -> Form | None:
    """The finding in words; a key of ours says nothing to the party, so it reads as a fact by its number."""
    if text is None:
        return None
    zh, en = text["zh"], text["en"]
    for number, key in enumerate(evidence, 1):
        zh, en = zh.replace(str(key), f"事实{number}"), en.replace(str(key), f"fact {number}")
    return {"zh": zh, "en": en}


def _cited(matter: Matter) -> tuple[Mapping[str, Any], str]:
    """The ground by its words, and its list."""
    if matter.case is not None:
        known = matter.case.ground
        return {
            "rule": known.rule,
            "instrument": known.instrument,
            "article": known.article,
            "explanation": dict(known.explanation),
            "term": known.term,
        }, known.list
    entry = matter.must_have_entry()
    return entry.ground, entry.list


def _contents(session: Session, door: Door, matter: Matter) -> Sequence[Mapping[str, Any]]:
    """The events it rests on, as far as they are still this enterprise's."""
    found = (events.current(session, key) for key in matter.evidence)
    return [one.content for one in found if one.enterprise_id == door.enterprise_id]


def _measures(desk: Desk, told: Told) -> list[Form]:
    found = told.measures(desk.law, desk.today) or ()
    return [{"text": f"{one['shall']}{one['text']}", "article": one["article"]} for one in found]


def _proceeding_form(case: Proceeding, today: date) -> Form:
    """Stage, notice, reply, and the decision once it was served."""
    notice, served_by = case.notice, case.decision_service
    decision = case.decision if served_by is not None else None
    return {
        "stage": case.stage.value,
        "stage_text": _both(STAGES[case.stage]),
        "opened_on": case.opened_on.isoformat(),
        "may_reply": case.stage in TOLD,
        "may_withdraw_hearing": case.stage in TOLD
        and case.hearing is not None
        and case.hearing.withdrawal is None
        and case.hearing.minutes is None,
        "may_ask_for_hearing": case.stage in TOLD
        and (case.hearing is None or case.hearing.withdrawal is not None)
        and notice is not None
        and notice.hearing_until is not None
        and today <= notice.hearing_until,
        "notice": notice
        and {
            "number": notice.document.number,
            "day": notice.document.day.isoformat(),
            "served_on": notice.service.served_on.isoformat(),
            "reply_until": notice.reply_until.isoformat(),
            "provisional": notice.provisional,
            "hearing_until": notice.hearing_until and notice.hearing_until.isoformat(),
            "article": notice.article,
            "over": today > notice.reply_until,
        },
        "replies": [
            {"number": one.document.number, "received_on": one.received_on.isoformat()}
            for one in case.replies
        ],
        "hearing": case.hearing and _hearing_form(case.hearing),
        "decision": decision
        and {
            "number": decision.document.number,
            "day": decision.document.day.isoformat(),
            "authority": decision.authority,
            "reply_answer": decision.reply_answer,
            "hearing_answer": decision.hearing_answer,
            "served_on": served_by and served_by.served_on.isoformat(),
        },
        "dropped": case.dropped,
    }


def _hearing_form(one: Hearing) -> Form:
    """A hearing: since when it is asked for, when and where it is held."""
    return {
        "requested_on": one.requested_on.isoformat(),
        "withdrawn": one.withdrawal is not None,
        "held_on": one.call and one.call.held_on.isoformat(),
        "place": one.call and one.call.place,
        "over": one.minutes is not None,
    }


def _seen_by_officers(session: Session, door: Door) -> list[Form]:
    """Each submission with who made the code by which it came: that person may have sent it."""
    codes = store.codes(session, door.number)
    found = store.submissions(session, door.number)
    return [
        form | {"code_by": [by for made, by in codes if made < one.act_no][-1]}
        for form, one in zip(_submissions(session, door), found, strict=True)
    ]


def _submissions(session: Session, door: Door) -> list[Form]:
    found = store.submissions(session, door.number)
    when = acts.moments(session, [one.act_no for one in found])
    return [
        {
            "no": one.no,
            "kind": one.kind,
            "title": _both(TITLES[one.kind]),
            "at": instant_text(when[one.act_no]),
            "number": one.document_no,
            "digest": one.digest,
            "files": [dict(each) for each in one.files],
        }
        for one in found
    ]


def _both(text: tuple[str, str]) -> Form:
    return {"zh": text[0], "en": text[1]}
