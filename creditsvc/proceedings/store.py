"""Every SQL statement about proceedings, notices and decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.proceedings.domain import Proceeding
from creditsvc.proceedings.form import case_of, plain
from creditsvc.proceedings.tables import (
    CaseOpeningRow,
    DecisionRow,
    ExternalDecisionRow,
    ExternalOutcomeRow,
    NoticeServiceRow,
    ProceedingPaperRow,
    ProceedingRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A decision made elsewhere, as one person imported it."""

    id: UUID
    act_no: int
    source: str
    source_ref: str
    digest: str
    file_digest: str
    imported_by: str
    content: dict[str, Any]


def add(session: Session, cases: Sequence[Proceeding], *, act_no: int, move: str, by: str) -> None:
    """The cases, at least one, as one more move left them."""
    rows = [
        {
            "id": case.id,
            "version": case.version,
            "act_no": act_no,
            "enterprise_id": case.enterprise_id,
            "stage": case.stage.value,
            "move": move,
            "by": by,
            "state": plain(case),
        }
        for case in cases
    ]
    session.execute(insert(ProceedingRow), rows)


def many(session: Session, cases: Iterable[UUID]) -> dict[UUID, Proceeding]:
    """The present states of *cases*."""
    found = (
        case_of(state)
        for some in chunks(cases)
        for state in session.scalars(_present().where(ProceedingRow.id.in_(some)))
    )
    return {case.id: case for case in found}


def in_stage(
    session: Session, enterprises: Iterable[UUID], stages: Iterable[str]
) -> dict[UUID, list[Proceeding]]:
    """The cases of *enterprises* that are in one of *stages*, newest first, by enterprise."""
    query = (
        _present()
        .where(ProceedingRow.stage.in_(sorted(stages)))
        .order_by(ProceedingRow.act_no.desc(), ProceedingRow.id)
    )
    found: dict[UUID, list[Proceeding]] = {}
    for some in chunks(enterprises):
        for state in session.scalars(query.where(ProceedingRow.enterprise_id.in_(some))):
            case = case_of(state)
            found.setdefault(case.enterprise_id, []).append(case)
    return found


def _present() -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(ProceedingRow)
    moved_on = exists().where(later.id == ProceedingRow.id, later.version > ProceedingRow.version)
    return select(ProceedingRow.state).where(~moved_on)


def moves(session: Session, case_id: UUID) -> list[tuple[int, str, str, int]]:
    """Every move of a case as (version, move, by, act number), oldest first."""
    query = (
        select(ProceedingRow.version, ProceedingRow.move, ProceedingRow.by, ProceedingRow.act_no)
        .where(ProceedingRow.id == case_id)
        .order_by(ProceedingRow.version)
    )
    return [tuple(row) for row in session.execute(query)]  # type: ignore[misc] # a Row is a tuple


def find(
    session: Session, *, enterprise_id: UUID | None = None, stage: str | None = None, limit: int
) -> list[Proceeding]:
    """Present states, newest case first, narrowed to an enterprise or a stage."""
    query = _present()
    if enterprise_id is not None:
        query = query.where(ProceedingRow.enterprise_id == enterprise_id)
    if stage is not None:
        query = query.where(ProceedingRow.stage == stage)
    query = query.order_by(ProceedingRow.act_no.desc(), ProceedingRow.id).limit(limit)
    return [case_of(state) for state in session.scalars(query)]


def add_paper(session: Session, row: Mapping[str, object]) -> None:
    """The paper of a move that is on file."""
    session.execute(insert(ProceedingPaperRow), [dict(row)])


def add_opening(session: Session, row: Mapping[str, object]) -> None:
    """The opening of a case, whose paper is on file."""
    session.execute(insert(CaseOpeningRow), [dict(row)])


def watched(session: Session, stages: Iterable[str], since: int, limit: int) -> list[Proceeding]:
    """Cases in one of *stages*, or moved after act *since*, the one longest unmoved first."""
    query = (
        _present()
        .where(or_(ProceedingRow.stage.in_(sorted(stages)), ProceedingRow.act_no > since))
        .order_by(ProceedingRow.act_no, ProceedingRow.id)
        .limit(limit)
    )
    return [case_of(state) for state in session.scalars(query)]


def add_notice(session: Session, row: Mapping[str, object]) -> None:
    """The proof that a notice was served."""
    session.execute(insert(NoticeServiceRow), [dict(row)])


def add_decision(session: Session, row: Mapping[str, object]) -> None:
    """A decision to list; the database checks that it was lawful."""
    session.execute(insert(DecisionRow), [dict(row)])


def decision(session: Session, decision_id: UUID) -> DecisionRow | None:
    """The decision with that key."""
    return session.get(DecisionRow, decision_id)


def add_external(session: Session, row: Mapping[str, object]) -> None:
    """A decision made elsewhere, imported."""
    session.execute(insert(ExternalDecisionRow), [dict(row)])


def externals_by_ref(session: Session, source: str, source_ref: str) -> list[External]:
    """What *source* sent under *source_ref*, oldest first; all but the last were refused."""
    query = (
        select(ExternalDecisionRow)
        .where(ExternalDecisionRow.source == source, ExternalDecisionRow.source_ref == source_ref)
        .order_by(ExternalDecisionRow.act_no, ExternalDecisionRow.id)
    )
    return [_external(row) for row in session.scalars(query)]


def external(session: Session, external_id: UUID) -> External | None:
    """An imported decision."""
    row = session.get(ExternalDecisionRow, external_id)
    return None if row is None else _external(row)


def external_waiting(session: Session, limit: int) -> list[External]:
    """Imported decisions that nobody has confirmed or refused, oldest first."""
    query = (
        select(ExternalDecisionRow)
        .where(~exists().where(ExternalOutcomeRow.external_id == ExternalDecisionRow.id))
        .order_by(ExternalDecisionRow.act_no, ExternalDecisionRow.id)
        .limit(limit)
    )
    return [_external(row) for row in session.scalars(query)]


def external_outcome(session: Session, external_id: UUID) -> str | None:
    """`confirmed` or `refused`; None while it waits."""
    row = session.get(ExternalOutcomeRow, external_id)
    return None if row is None else row.outcome


def add_external_outcome(session: Session, row: Mapping[str, object]) -> None:
    """What another person made of an imported decision."""
    session.execute(insert(ExternalOutcomeRow), [dict(row)])


def _external(row: ExternalDecisionRow) -> External:
    return External(
        id=row.id,
        act_no=row.act_no,
        source=row.source,
        source_ref=row.source_ref,
        digest=row.digest,
        file_digest=row.file_digest,
        imported_by=row.imported_by,
        content=row.content,
    )
