"""The facts of the documents of a ban, one function a template. Pure."""

from datetime import date

from creditsvc.bans import orders, process
from creditsvc.bans.domain import EXPIRED, Ban, first_day, last_day
from creditsvc.documents.barred import Barred, day_or_none, term_text
from creditsvc.documents.case_facts import heard, notified
from creditsvc.documents.domain import Facts, OtherDocument
from creditsvc.documents.matters import Matter, remedies
from creditsvc.documents.words import counted, day_text
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.law.course import PENALTY
from creditsvc.proceedings.domain import Document, Proceeding

GRAVITY = {"grave": True, "ordinary": False}


def notice(matter: Matter, on: date) -> Facts:
    """禁入告知书 (行政处罚法第四十四条、第四十五条、第六十三条、第六十四条): what is intended, and the rights."""
    ban = _stated(matter)
    return {**_ordered(ban), **party_periods(matter, PENALTY, on)}


def decision(matter: Matter, on: date) -> Facts:
    """禁入决定书: of an own ban what was told and heard besides; which days it sets, and the remedies."""
    ban = _stated(matter)
    if ban.decision is None and _ban(matter).own:
        process.must_not_be_heavier(_ban(matter).basis, ban.basis)
    case = ban.case
    return {
        **_ordered(ban),
        **_days(matter, ban, on),
        **(heard_of(case, on) if case is not None else dict.fromkeys(_HEARD)),
        **remedies(matter, on),
    }


def end(matter: Matter, on: date) -> Facts:
    """禁入终止告知书: that it ran out, or was ended on a paper or with its ground."""
    ban = _ban(matter)
    made = ban.decision
    reason = ban.end_reason_at(day_begins(on)) if ban.end is None else ban.end.reason
    given = matter.given.said.get("reasons")
    return {
        **_ordered(ban),
        "number": ban.end.document_no if ban.end is not None else None,
        "ban_from": day_or_none(made.from_day if made is not None else None),
        "ban_until": _until(ban) if made is not None else None,
        "decision_number": made.document.number if made is not None else None,
        "decision_day": day_or_none(made.document.day if made is not None else None),
        "ended_on": _ended_on(ban, on, reason),
        "removed_expired": "1" if reason == EXPIRED else None,
        "reasons": ban.end.detail.partition(" / ")[0] if ban.end is not None else None,
        "end_known": "1" if made is not None and (reason or given) else None,
    }


def party_periods(matter: Matter, key: str, on: date) -> Facts:
    """The time to reply to a notice served *on* that day, and to ask for a hearing where one is offered."""
    course, told = matter.law.course, matter.told
    where = getattr(told, "region", None)
    reply = course.period(f"{key}.reply", where, on)
    offered = course.step(key, "hearing", where, on) is not None
    ask = course.period(f"{key}.hearing_request", where, on) if offered else None
    return {
        **counted(matter.calendar, reply, on, "reply"),
        **counted(matter.calendar, ask, on, "ask"),
    }


def heard_of(case: Proceeding, on: date) -> Facts:
    """What a decision says of notice, reply, hearing and deliberation."""
    hearings = (*case.past_hearings, *((case.hearing,) if case.hearing is not None else ()))
    held = [each.minutes for each in hearings if each.minutes is not None]
    waits = case.hearing is not None and case.hearing.pending
    known, made = heard(case, on), case.decision
    meeting = case.deliberation
    return {
        **notified(case),
        **known,
        "heard": None if waits else known["heard"],
        "heard_on": day_text(held[-1].held_on) if held else None,
        "hearing_answer": made.hearing_answer if made is not None else None,
        "deliberated_on": day_or_none(meeting.document.day if meeting is not None else None),
    }


_HEARD = (
    "notice_number", "served_on", "reply_until", "replied_on", "not_replied", "waiver", "heard",
    "reply_answer", "heard_on", "hearing_answer", "deliberated_on",
)  # fmt: skip


def _ban(matter: Matter) -> Ban:
    if matter.ban is None or not isinstance(matter.told, Barred):
        raise AssertionError("the template is of a ban")
    return matter.ban


def _stated(matter: Matter) -> Ban:
    """The ban in a grave case or not, as a person says; as it is on record where nobody says."""
    ban, said = _ban(matter), matter.given.said.get("gravity")
    if said is None:
        return ban
    if said not in GRAVITY:
        raise OtherDocument(
            "情节须为 grave（情节严重）或者 ordinary（一般）",
            "the gravity is grave or ordinary",
            field="gravity",
        )
    if ban.decision is not None and GRAVITY[said] != ban.basis.grave:
        raise OtherDocument(
            "禁入已决定，情节不得另写",
            "the ban is decided; its gravity cannot be said otherwise",
            field="gravity",
        )
    return orders.as_stated(ban, matter.law, grave=GRAVITY[said])


def _ordered(ban: Ban) -> Facts:
    """What the rule orders, as it is or would be decided."""
    basis = ban.basis
    return {
        "ban_text": basis.text["zh"],
        "gravity": "grave" if basis.grave else "ordinary",
        "is_grave": "1" if basis.grave else None,
        "term": term_text(basis.months),
        "from_decision": "1" if basis.counts_from == "decision" else None,
        "from_sentence": "1" if basis.counts_from == "sentence_or_sanction" else None,
        "from_stated": "1" if basis.counts_from is None else None,
    }


def _days(matter: Matter, ban: Ban, on: date) -> Facts:
    """The first and the last day: as decided, else as the law or, where it leaves it open, a person says."""
    if ban.decision is not None:
        starts: date | None = ban.decision.from_day
    else:
        starts = _starts(ban, matter.given.said.get("starts_on"), on)
    ends = None if starts is None else last_day(ban.basis, starts)
    return {
        "starts_on": None if starts is None else starts.isoformat(),
        "ban_from": day_or_none(starts),
        "ban_until": None if starts is None else day_or_none(ends) or term_text(None),
    }


def _starts(ban: Ban, said: str | None, on: date) -> date | None:
    if said is None and ban.basis.counts_from != "decision":
        return None
    try:
        stated = None if said is None else date.fromisoformat(said)
    except ValueError:
        raise OtherDocument(
            "起算日请写成 2026-12-16 的样子", "write the day as in 2026-12-16", field="starts_on"
        ) from None
    return first_day(ban.basis, Document(number="", day=on, digest=""), stated)


def _until(ban: Ban) -> str:
    made = ban.decision
    return term_text(None) if made is None or made.last_day is None else day_text(made.last_day)


def _ended_on(ban: Ban, on: date, reason: str | None) -> str | None:
    """From which day nobody is barred any more."""
    if ban.end is not None:
        return day_text(legal_day(ban.end.at))
    if reason == EXPIRED and ban.until_at is not None:
        return day_text(legal_day(ban.until_at))
    return day_text(on)
