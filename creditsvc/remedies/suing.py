"""Reconsideration and litigation, one function a move; what an order or outcome entails is done in its act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db import acts
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events.domain import EventContent, Move
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import SUSPENSION
from creditsvc.listings.parts import HANDLES
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.clocks import Clock
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import clocks, parts, store, suits
from creditsvc.remedies.domain import LISTING, RemedyNotInOrder, Subject
from creditsvc.remedies.suits import Instance, Outcome, Paper, Suit, SuitStage

Counted = tuple[Law, Calendar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A suit as reported: against what, by which body, under which number, since when."""

    kind: str
    subject: Subject
    body: str
    number: str
    filed_on: date
    document: Document


def get(session: Session, kind: str, key: UUID) -> Suit:
    """The present state of a suit of that kind; raises UnknownSuit."""
    found = store.suit(session, key)
    if found is None or found.kind != kind:
        raise suits.UnknownSuit("没有这个案件", f"no such {kind}", suit=str(key))
    return found


def find(
    session: Session, kind: str, *, enterprise_id: UUID | None = None, stage: str | None = None
) -> list[Suit]:
    """Present states, the last moved first, at most 500."""
    return store.find_suits(session, kind, enterprise_id=enterprise_id, stage=stage, limit=500)


def moved_since(session: Session, since: int, limit: int) -> list[Suit]:
    """Suits of either kind moved after act *since*, the longest unmoved first."""
    return store.suits_since(session, since, limit)


def about(session: Session, subject: Subject) -> list[Suit]:
    """All suits about the same, oldest first."""
    return store.suits_about(session, subject)


def running(
    session: Session, law: Law, calendar: Calendar, suit: Suit, today: date
) -> tuple[Clock, ...]:
    """The clocks of a suit: once it annulled, the time to withdraw what was published."""
    withdrawn_on = None
    if suit.subject.kind == LISTING and (end := listings.get(session, suit.subject.id).end):
        withdrawn_on = legal_day(end.at)
    elif suit.subject.kind != LISTING:
        number = events.current(session, suit.subject.id).act_no
        withdrawn_on = legal_day(acts.moments(session, [number])[number])
    return clocks.of_suit(law, calendar, suit, today, withdrawn_on=withdrawn_on)


def party_clocks(
    session: Session, law: Law, calendar: Calendar, subject: Subject, today: date
) -> tuple[Clock, ...]:
    """How long the party may seek reconsideration or sue; empty where service is not known."""
    if subject.kind != LISTING:
        return ()
    entry = listings.get(session, subject.id)
    case = entry.ground.get("proceeding")
    served = proceedings.get(session, UUID(case)).decision_service if case else None
    day = served.served_on if served else None
    return clocks.of_party(law, calendar, entry.list, day, today)


def file(act: Act, counted: Counted, filed: Filed) -> Suit:
    """Record that it was filed. A late one is recorded too, and flagged: the body decides on that."""
    if filed.subject.kind == LISTING:
        entry = listings.get(act.session, filed.subject.id)
        whose, decided_on = entry.enterprise_id, date.fromisoformat(entry.ground["decided_on"])
    else:
        record = events.current(act.session, filed.subject.id)
        whose, decided_on = record.enterprise_id, _penalised_on(record)
    before = store.suits_about(act.session, filed.subject)
    _must_be_new(filed, before)
    limit, late = _timeliness(act, counted, filed, reconsidered=bool(before))
    first = Instance(
        level=suits.FIRST,
        body=filed.body,
        number=filed.number,
        filed_on=filed.filed_on,
        document=filed.document,
        filed_by=act.actor.id,
    )
    suit = Suit(
        id=act.new_id(),
        version=1,
        kind=filed.kind,
        enterprise_id=whose,
        subject=filed.subject,
        stage=SuitStage.FILED,
        limit=limit,
        late=late,
        instances=(first,),
    )
    return _moved(act, suits.filed(suit, decided_on=decided_on, today=act.day), "file")


def accept(act: Act, kind: str, key: UUID, version: int, given: Paper) -> Suit:
    """The body takes it up."""
    return _moved(act, suits.accept(_at(act, kind, key, version), given, today=act.day), "accept")


def refuse(act: Act, kind: str, key: UUID, version: int, given: Paper) -> Suit:
    """The body does not take it up; a suspension it carried on is over."""
    before = _at(act, kind, key, version)
    after = _moved(act, suits.refuse(before, given, today=act.day), "refuse")
    if before.suspended and not after.suspended:
        _lift(act, after, given.document)
    return after


def suspend(act: Act, kind: str, key: UUID, version: int, given: Paper) -> Suit:
    """Execution is ordered to stop: the entry no longer binds, the record is suspended."""
    before = _at(act, kind, key, version)
    suit = _moved(act, suits.suspend(before, given, today=act.day), "suspend")
    if suit.subject.kind == LISTING:
        listings.mark(act, suit.subject.id, SUSPENSION, suit.id)
    elif events.current(act.session, suit.subject.id).status == "effective":
        _set(act, suit, "suspend", given.document)
    return suit


def resume(act: Act, kind: str, key: UUID, version: int, given: Paper) -> Suit:
    """Execution goes on, unless another suit suspends it too."""
    before = _at(act, kind, key, version)
    suit = _moved(act, suits.resume(before, given, today=act.day), "resume")
    _lift(act, suit, given.document)
    return suit


def appeal(act: Act, kind: str, key: UUID, version: int, given: Instance) -> Suit:
    """The next instance has it; a concluded suit revives, and what it undid stays undone."""
    return _moved(act, suits.appeal(_at(act, kind, key, version), given, today=act.day), "appeal")


def conclude(
    act: Act, kind: str, key: UUID, version: int, given: Outcome, correction: EventContent | None
) -> Suit:
    """Record the outcome with effect, and do what it entails.

    An entry that it annuls ends at once. One that fell before and is now maintained does not come
    back by itself: that takes a decision of its own (a new case). A penalty is revoked, reinstated or
    (changed) corrected, and what rests on it follows.
    """
    before = _at(act, kind, key, version)
    about_entry = before.subject.kind == LISTING
    suit = suits.conclude(before, given, about_entry=about_entry, today=act.day)
    if (correction is not None) is not (not about_entry and given.outcome == "changed"):
        raise RemedyNotInOrder(
            "变更处罚的，须写更正后的事件（correction）；其他结果不写",
            "give the event as changed (correction) where a penalty was changed, and nowhere else",
            field="correction",
        )
    _moved(act, suit, "conclude")
    _note_outcome(act, suit, given)
    if before.suspended:
        _lift(act, suit, given.document)
    if about_entry:
        _end_annulled(act, suit, given)
    else:
        _settle_penalty(act, suit, given, correction)
    return suit


def _note_outcome(act: Act, suit: Suit, given: Outcome) -> None:
    row = {
        "suit_id": suit.id,
        "instance": len(suit.instances),
        "act_no": act.no,
        "listing_id": suit.subject.id if suit.subject.kind == LISTING else None,
        "outcome": given.outcome,
        "annuls": given.annuls,
        "effective_on": given.effective_on,
        "document_no": given.document.number,
        "document_digest": given.document.digest,
    }
    store.add_outcome(act.session, row)
    trail.note(act, "suit.outcome", suit.id, outcome=given.outcome, document=given.document.number)


def _end_annulled(act: Act, suit: Suit, given: Outcome) -> None:
    if given.annuls and listings.get(act.session, suit.subject.id).stands_at(act.at):
        detail = f"{suit.now.body}：{given.outcome}"
        number = given.document.number
        listings.remedied(act, suit.subject.id, "annulled", detail=detail, document_no=number)


def _settle_penalty(act: Act, suit: Suit, given: Outcome, correction: EventContent | None) -> None:
    status = events.current(act.session, suit.subject.id).status
    if given.annuls and status != "revoked":
        _set(act, suit, "revoke", given.document)
    elif given.outcome == "maintained" and status == "revoked" and suit.annulled_before:
        _set(act, suit, "reinstate", given.document)
    elif correction is not None:
        events.correct(act, suit.subject.id, correction, reason=_why(suit, given.document))


def _lift(act: Act, suit: Suit, document: Document) -> None:
    """Take the suspension by *suit* away."""
    if suit.subject.kind == LISTING:
        listings.unmark(act, suit.subject.id, SUSPENSION, suit.id)
        return
    others = (one for one in store.suits_about(act.session, suit.subject) if one.id != suit.id)
    suspended = events.current(act.session, suit.subject.id).status == "suspended"
    if suspended and not any(one.suspended for one in others):
        _set(act, suit, "reinstate", document)


def _set(act: Act, suit: Suit, move: Move, document: Document) -> None:
    why = _why(suit, document)
    events.set_status(act, suit.subject.id, move, reason=why, document_no=document.number)


def _why(suit: Suit, document: Document) -> str:
    return f"{suit.now.body} {document.number}"


def _penalised_on(record: events.Version) -> date:
    day = record.content.get("penalised_on")
    if day is None:
        raise RemedyNotInOrder(
            "该事件没有处罚决定，无从申请复议或者起诉",
            "the event has no penalty, so there is nothing to reconsider or sue against",
            field="event",
        )
    return date.fromisoformat(day)


def _must_be_new(filed: Filed, before: list[Suit]) -> None:
    for one in before:
        same = (one.kind, one.now.body, one.now.number) == (filed.kind, filed.body, filed.number)
        if same:
            raise suits.SuitOpen(
                "该案件已登记", "this matter is on record already", suit=str(one.id)
            )


def _timeliness(
    act: Act, counted: Counted, filed: Filed, *, reconsidered: bool
) -> tuple[date | None, bool | None]:
    """The party's last day and whether it was missed; None: not known.

    After another suit the time to sue runs from that one's outcome, which the tables do not hold.
    """
    for clock in party_clocks(act.session, *counted, filed.subject, act.day):
        if clock.period.key.endswith(f".{filed.kind}") and not reconsidered:
            late = None if clock.due.provisional else filed.filed_on > clock.due.day
            return clock.due.day, late
    return None, None


def _moved(act: Act, suit: Suit, move: str) -> Suit:
    store.add_suit(act.session, suit, act_no=act.no, move=move, by=act.actor.id)
    act.touch(suit.enterprise_id, f"suit_{suit.stage.value}")
    trail.note(act, f"suit.{suit.stage.value}", suit.id, move=move, version=suit.version)
    return suit


def _at(act: Act, kind: str, key: UUID, version: int) -> Suit:
    suit = get(act.session, kind, key)
    if suit.version != version:
        raise suits.StaleSuit(
            f"案件已是第{suit.version}版，请重新读取后再办",
            f"the suit is at version {suit.version}; read it again before you move it",
            version=suit.version,
        )
    parts.must_be_theirs(act, suit.subject, HANDLES, key)
    return suit
