"""Every SQL statement about applications for an honour and its loss; rows ↔ values."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.redlist.application import Application
from creditsvc.redlist.form import application_of, loss_of, plain
from creditsvc.redlist.losing import Loss
from creditsvc.redlist.tables import (
    AnnouncementRow,
    ApplicationRow,
    GrantRow,
    LossCaseRow,
    LossRow,
    RedlistAnswerRow,
    RedlistObjectionRow,
    ReviewRow,
)

Row = Mapping[str, object]


def add(session: Session, one: Application, *, act_no: int, move: str, by: str) -> None:
    """The application as one more move left it."""
    session.execute(insert(ApplicationRow), [_state_row(one, act_no, move, by)])


def add_loss_case(session: Session, one: Loss, *, act_no: int, move: str, by: str) -> None:
    """The case about a loss as one more move left it."""
    row = {**_state_row(one, act_no, move, by), "listing_id": one.listing_id}
    session.execute(insert(LossCaseRow), [row])


def add_review(session: Session, row: Row) -> None:
    """That a level passed it."""
    session.execute(insert(ReviewRow), [dict(row)])


def add_announcement(session: Session, row: Row) -> None:
    """The public notice."""
    session.execute(insert(AnnouncementRow), [dict(row)])


def add_objection(session: Session, row: Row) -> None:
    """An objection to it."""
    session.execute(insert(RedlistObjectionRow), [dict(row)])


def add_answer(session: Session, row: Row) -> None:
    """The answer to an objection."""
    session.execute(insert(RedlistAnswerRow), [dict(row)])


def add_grant(session: Session, row: Row) -> None:
    """A grant; the database checks that it was lawful."""
    session.execute(insert(GrantRow), [dict(row)])


def add_loss(session: Session, row: Row) -> None:
    """That an honour was lost."""
    session.execute(insert(LossRow), [dict(row)])


def get(session: Session, application_id: UUID) -> Application | None:
    """The present state of an application."""
    state = session.scalar(_applications().where(ApplicationRow.id == application_id))
    return None if state is None else application_of(state)


def find(
    session: Session, *, enterprise_id: UUID | None, stage: str | None, limit: int
) -> list[Application]:
    """Present states, newest first, narrowed to an enterprise or a stage."""
    query = _applications().order_by(ApplicationRow.act_no.desc(), ApplicationRow.id).limit(limit)
    if enterprise_id is not None:
        query = query.where(ApplicationRow.enterprise_id == enterprise_id)
    if stage is not None:
        query = query.where(ApplicationRow.stage == stage)
    return [application_of(state) for state in session.scalars(query)]


def watched(session: Session, stages: Iterable[str], since: int, limit: int) -> list[Application]:
    """Applications in one of *stages*, or moved after act *since*, the one longest unmoved first."""
    row = ApplicationRow
    query = _applications().where(or_(row.stage.in_(sorted(stages)), row.act_no > since))
    ordered = query.order_by(row.act_no, row.id).limit(limit)
    return [application_of(state) for state in session.scalars(ordered)]


def watched_losses(session: Session, stages: Iterable[str], since: int, limit: int) -> list[Loss]:
    """Cases about a loss in one of *stages*, or moved after act *since*, longest unmoved first."""
    row = LossCaseRow
    query = _losses().where(or_(row.stage.in_(sorted(stages)), row.act_no > since))
    ordered = query.order_by(row.act_no, row.id).limit(limit)
    return [loss_of(state) for state in session.scalars(ordered)]


def loss_case(session: Session, case_id: UUID) -> Loss | None:
    """The present state of a case about a loss."""
    state = session.scalar(_losses().where(LossCaseRow.id == case_id))
    return None if state is None else loss_of(state)


def loss_hands(session: Session, case_id: UUID) -> frozenset[str]:
    """Whoever moved a case about a loss so far."""
    return frozenset(session.scalars(select(LossCaseRow.by).where(LossCaseRow.id == case_id)))


def loss_cases(
    session: Session, *, listing_id: UUID | None, stage: str | None, limit: int
) -> list[Loss]:
    """Present states, newest first, narrowed to an entry or a stage."""
    query = _losses().order_by(LossCaseRow.act_no.desc(), LossCaseRow.id).limit(limit)
    if listing_id is not None:
        query = query.where(LossCaseRow.listing_id == listing_id)
    if stage is not None:
        query = query.where(LossCaseRow.stage == stage)
    return [loss_of(state) for state in session.scalars(query)]


def _state_row(one: Application | Loss, act_no: int, move: str, by: str) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "act_no": act_no,
        "enterprise_id": one.enterprise_id,
        "stage": one.stage.value,
        "move": move,
        "by": by,
        "state": plain(one),
    }


def _applications() -> Select[Any]:
    """The states that no later version replaced."""
    later = aliased(ApplicationRow)
    moved_on = exists().where(later.id == ApplicationRow.id, later.version > ApplicationRow.version)
    return select(ApplicationRow.state).where(~moved_on)


def _losses() -> Select[Any]:
    later = aliased(LossCaseRow)
    moved_on = exists().where(later.id == LossCaseRow.id, later.version > LossCaseRow.version)
    return select(LossCaseRow.state).where(~moved_on)
