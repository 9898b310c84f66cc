"""Every SQL statement about objections and suits; rows ↔ values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.remedies.domain import (
    ENTERPRISE,
    EVENT,
    LISTING,
    PERSON,
    Contest,
    Objection,
    Stage,
    Step,
    Subject,
)
from creditsvc.remedies.form import document_form, document_of, plain, suit_of
from creditsvc.remedies.suits import Suit
from creditsvc.remedies.tables import (
    ObjectionDecisionRow,
    ObjectionMoveRow,
    ObjectionRow,
    SuitOutcomeRow,
    SuitRow,
)


def add(session: Session, one: Objection, *, act_no: int) -> None:
    """An objection as received; the database refuses a second open one on the same ground."""
    row = {
        "id": one.id,
        "act_no": act_no,
        "enterprise_id": one.enterprise_id,
        **_contested(one.subject),
        "origin": one.origin,
        "ground": one.ground,
        "grounds": one.grounds,
        "raised_at": one.raised_at,
        "raised_by": one.received_by,
        "received_on": one.received_on,
        "document": document_form(one.document),
        "attachments": [dict(each) for each in one.attachments],
        "repeats": one.repeats,
    }
    session.execute(insert(ObjectionRow), [row])


def add_move(session: Session, key: UUID, move: str, step: Step, *, act_no: int) -> None:
    """That an objection was taken up, or that others were asked to check."""
    row = {"objection_id": key, "move": move, "act_no": act_no, "by": step.by}
    told = {"document": document_form(step.document), "reasons": step.reasons}
    session.execute(insert(ObjectionMoveRow), [{**row, **told}])


def add_decision(
    session: Session, key: UUID, outcome: Stage, step: Step, *, act_no: int, at: datetime
) -> None:
    """How an objection was closed; the database checks who did."""
    row = {
        "objection_id": key,
        "act_no": act_no,
        "decided_at": at,
        "decided_by": step.by,
        "outcome": outcome.value,
        "reason": step.reasons,
        "document_no": step.document.number,
        "document": document_form(step.document),
        "redress": step.redress,
    }
    session.execute(insert(ObjectionDecisionRow), [row])


def get(session: Session, key: UUID) -> Objection | None:
    """The objection with that key, as it stands."""
    found = _objections(session, select(ObjectionRow).where(ObjectionRow.id == key))
    return found[0] if found else None


def of_subject(session: Session, subject: Subject) -> list[Objection]:
    """All objections to the same, oldest first."""
    query = select(ObjectionRow)
    for name, value in _contested(subject).items():
        column = getattr(ObjectionRow, name)
        query = query.where(column.is_(None) if value is None else column == value)
    if subject.kind == ENTERPRISE:
        query = query.where(ObjectionRow.enterprise_id == subject.id)
    return _objections(session, query)


def find(
    session: Session, *, enterprise_id: UUID | None, stage: str | None, limit: int
) -> list[Objection]:
    """Objections, newest first, narrowed to an enterprise or a stage."""
    query = select(ObjectionRow)
    if enterprise_id is not None:
        query = query.where(ObjectionRow.enterprise_id == enterprise_id)
    if stage is not None:
        query = query.where(_in_stage(Stage(stage)))
    newest = query.order_by(ObjectionRow.act_no.desc(), ObjectionRow.id)
    return list(reversed(_objections(session, newest.limit(limit))))


def watched(session: Session, since: int, limit: int) -> list[Objection]:
    """Objections that are not closed, or were closed after act *since*; the oldest first."""
    closed = exists().where(
        ObjectionDecisionRow.objection_id == ObjectionRow.id, ObjectionDecisionRow.act_no <= since
    )
    oldest = select(ObjectionRow).where(~closed).order_by(ObjectionRow.act_no, ObjectionRow.id)
    return _objections(session, oldest.limit(limit))


def contests(
    session: Session, enterprises: Iterable[UUID], known_at: int | None
) -> dict[UUID, list[Contest]]:
    """What of *enterprises* is or was under objection, entries apart, which bear marks.

    What persons contest is no enterprise's.
    """
    closed = ObjectionDecisionRow.objection_id == ObjectionRow.id
    query = select(ObjectionRow).where(
        ObjectionRow.listing_id.is_(None), ObjectionRow.person_entry_id.is_(None)
    )
    if known_at is not None:
        closed = closed & (ObjectionDecisionRow.act_no <= known_at)
        query = query.where(ObjectionRow.act_no <= known_at)
    joined = (
        query.add_columns(ObjectionDecisionRow.decided_at)
        .outerjoin(ObjectionDecisionRow, closed)
        .order_by(ObjectionRow.act_no, ObjectionRow.id)
    )
    found: dict[UUID, list[Contest]] = {}
    for some in chunks(enterprises):
        for row, until in session.execute(joined.where(ObjectionRow.enterprise_id.in_(some))):
            made = Contest(
                enterprise_id=row.enterprise_id,
                subject=_subject(row),
                since=row.raised_at,
                until=until,
            )
            found.setdefault(row.enterprise_id, []).append(made)
    return found


def add_suit(session: Session, suit: Suit, *, act_no: int, move: str, by: str) -> None:
    """The suit as one more move left it."""
    row = {
        "id": suit.id,
        "version": suit.version,
        "act_no": act_no,
        "enterprise_id": suit.enterprise_id,
        "kind": suit.kind,
        **_columns(suit.subject),
        "stage": suit.stage.value,
        "move": move,
        "by": by,
        "state": plain(suit),
    }
    session.execute(insert(SuitRow), [row])


def add_outcome(session: Session, row: Mapping[str, object]) -> None:
    """The outcome of an instance."""
    session.execute(insert(SuitOutcomeRow), [dict(row)])


def suit(session: Session, key: UUID) -> Suit | None:
    """The present state of a suit."""
    state = session.scalar(_present().where(SuitRow.id == key))
    return None if state is None else suit_of(state)


def suits_about(session: Session, subject: Subject) -> list[Suit]:
    """The present states of all suits about the same, oldest first."""
    query = _present()
    for name, value in _columns(subject).items():
        if value is not None:
            query = query.where(getattr(SuitRow, name) == value)
    return [suit_of(state) for state in session.scalars(query.order_by(SuitRow.act_no, SuitRow.id))]


def find_suits(
    session: Session, kind: str, *, enterprise_id: UUID | None, stage: str | None, limit: int
) -> list[Suit]:
    """Present states of one kind, the last moved first, narrowed to an enterprise or a stage."""
    query = _present().where(SuitRow.kind == kind)
    if enterprise_id is not None:
        query = query.where(SuitRow.enterprise_id == enterprise_id)
    if stage is not None:
        query = query.where(SuitRow.stage == stage)
    query = query.order_by(SuitRow.act_no.desc(), SuitRow.id).limit(limit)
    return [suit_of(state) for state in session.scalars(query)]


def suits_since(session: Session, since: int, limit: int) -> list[Suit]:
    """Suits of either kind moved after act *since*, the one longest unmoved first."""
    query = _present().where(SuitRow.act_no > since).order_by(SuitRow.act_no, SuitRow.id)
    return [suit_of(state) for state in session.scalars(query.limit(limit))]


def _present() -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(SuitRow)
    moved_on = exists().where(later.id == SuitRow.id, later.version > SuitRow.version)
    return select(SuitRow.state).where(~moved_on)


def _columns(subject: Subject) -> dict[str, UUID | None]:
    return {
        "listing_id": subject.id if subject.kind == LISTING else None,
        "event_id": subject.id if subject.kind == EVENT else None,
    }


def _contested(subject: Subject) -> dict[str, UUID | None]:
    """What an objection is about, which may be a person's entry besides."""
    return {
        **_columns(subject),
        "person_entry_id": subject.id if subject.kind == PERSON else None,
    }


def _subject(row: ObjectionRow) -> Subject:
    if row.listing_id is not None:
        return Subject(kind=LISTING, id=row.listing_id)
    if row.event_id is not None:
        return Subject(kind=EVENT, id=row.event_id)
    if row.person_entry_id is not None:
        return Subject(kind=PERSON, id=row.person_entry_id)
    return Subject(kind=ENTERPRISE, id=row.enterprise_id)


def _in_stage(stage: Stage) -> Any:
    closed = exists().where(ObjectionDecisionRow.objection_id == ObjectionRow.id)
    taken_up = exists().where(
        ObjectionMoveRow.objection_id == ObjectionRow.id, ObjectionMoveRow.move == "accept"
    )
    if stage is Stage.RECEIVED:
        return ~closed & ~taken_up
    if stage is Stage.ACCEPTED:
        return ~closed & taken_up
    return closed.where(ObjectionDecisionRow.outcome == stage.value)


def _objections(session: Session, query: Select[ObjectionRow]) -> list[Objection]:
    """The objections of *query* as they stand, oldest first."""
    rows = sorted(session.scalars(query), key=lambda row: (row.act_no, row.id.hex))
    keys = [row.id for row in rows]
    moves: dict[tuple[UUID, str], Step] = {}
    closed: dict[UUID, ObjectionDecisionRow] = {}
    for some in chunks(keys):
        made = select(ObjectionMoveRow).where(ObjectionMoveRow.objection_id.in_(some))
        for move in session.scalars(made):
            paper = document_of(move.document)
            step = Step(document=paper, by=move.by, reasons=move.reasons)
            moves[move.objection_id, move.move] = step
        ends = select(ObjectionDecisionRow).where(ObjectionDecisionRow.objection_id.in_(some))
        closed |= {end.objection_id: end for end in session.scalars(ends)}
    return [
        Objection(
            id=row.id,
            enterprise_id=row.enterprise_id,
            subject=_subject(row),
            origin=row.origin,
            ground=row.ground,
            grounds=row.grounds,
            raised_at=row.raised_at,
            received_on=row.received_on,
            document=document_of(row.document),
            attachments=tuple(row.attachments),
            received_by=row.raised_by,
            repeats=row.repeats,
            acceptance=moves.get((row.id, "accept")),
            checking=moves.get((row.id, "check")),
            outcome=_closing(end) if (end := closed.get(row.id)) is not None else None,
            closed_as=Stage(end.outcome) if end is not None else None,
        )
        for row in rows
    ]


def _closing(row: ObjectionDecisionRow) -> Step:
    return Step(
        document=document_of(row.document),
        by=row.decided_by,
        reasons=row.reason,
        redress=row.redress,
    )
