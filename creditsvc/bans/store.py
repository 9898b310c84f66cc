"""Every SQL statement about bans; rows ↔ values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.bans.domain import Ban, Stage
from creditsvc.bans.form import ban_of, stored
from creditsvc.bans.tables import BanDecisionRow, BanEndRow, BanNoticeRow, BanPaperRow, BanRow
from creditsvc.db.chunks import chunks
from creditsvc.law.bans import BY_DECISION


def add(session: Session, bans: Sequence[Ban], *, act_no: int, move: str, by: str) -> None:
    """Bans, at least one, as one more move left them."""
    rows = [
        {
            "id": ban.id,
            "version": ban.version,
            "act_no": act_no,
            "enterprise_id": ban.enterprise_id,
            "stage": ban.stage.value,
            "move": move,
            "by": by,
            "state": stored(ban),
        }
        for ban in bans
    ]
    session.execute(insert(BanRow), rows)


def add_decision(session: Session, row: Mapping[str, object]) -> None:
    """A decision; the database checks that it was lawful."""
    session.execute(insert(BanDecisionRow), [dict(row)])


def add_paper(session: Session, row: Mapping[str, object]) -> None:
    """The paper of one move."""
    session.execute(insert(BanPaperRow), [dict(row)])


def add_notice(session: Session, row: Mapping[str, object]) -> None:
    """The service of a notice."""
    session.execute(insert(BanNoticeRow), [dict(row)])


def add_ends(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """The early ends of bans, at least one."""
    session.execute(insert(BanEndRow), rows)


def get(session: Session, ban_id: UUID) -> Ban | None:
    """The present state of a ban."""
    state = session.scalar(_present(None).where(BanRow.id == ban_id))
    return None if state is None else ban_of(state)


def of_enterprises(
    session: Session, enterprises: Iterable[UUID], known_at: int | None = None
) -> list[Ban]:
    """All bans ever proposed in cases of *enterprises* (as of act *known_at*), each's oldest first."""
    query = _present(known_at).order_by(BanRow.act_no, BanRow.id)
    return [
        ban_of(state)
        for some in chunks(enterprises)
        for state in session.scalars(query.where(BanRow.enterprise_id.in_(some)))
    ]


def moves(session: Session, ban_id: UUID) -> frozenset[tuple[str, str]]:
    """Who made which move so far."""
    found = session.execute(select(BanRow.move, BanRow.by).where(BanRow.id == ban_id))
    return frozenset((move, by) for move, by in found)


def hands(session: Session, ban_id: UUID) -> frozenset[str]:
    """Whoever moved a ban so far."""
    return frozenset(session.scalars(select(BanRow.by).where(BanRow.id == ban_id)))


def latest(session: Session, limit: int) -> list[Ban]:
    """The bans that were moved last."""
    query = _present(None).order_by(BanRow.act_no.desc(), BanRow.id).limit(limit)
    return [ban_of(state) for state in session.scalars(query)]


def watched(session: Session, stages: Iterable[str], since: int, limit: int) -> list[Ban]:
    """Bans in one of *stages*, whose decision is to be served, or moved after act *since*.

    The one longest unmoved first.
    """
    own = exists().where(BanDecisionRow.ban_id == BanRow.id, BanDecisionRow.arises == BY_DECISION)
    query = _present(None).where(
        or_(
            BanRow.stage.in_(sorted(stages)),
            BanRow.act_no > since,
            and_(BanRow.move == "decide", own),
        )
    )
    ordered = query.order_by(BanRow.act_no, BanRow.id).limit(limit)
    return [ban_of(state) for state in session.scalars(ordered)]


def ending(session: Session, first: date, last: date, limit: int) -> list[Ban]:
    """Bans not ended early whose last day lies between *first* and *last*, the earlier first."""
    row = BanDecisionRow
    query = (
        _present(None)
        .join(row, row.ban_id == BanRow.id)
        .where(BanRow.stage == Stage.DECIDED.value, row.last_day.between(first, last))
    )
    ordered = query.order_by(row.last_day, BanRow.id).limit(limit)
    return [ban_of(state) for state in session.scalars(ordered)]


def _present(known_at: int | None) -> Select[Any]:
    """The states that no later version, as of act *known_at*, replaced."""
    later = aliased(BanRow)
    newer = [later.id == BanRow.id, later.version > BanRow.version]
    query = select(BanRow.state)
    if known_at is not None:
        newer.append(later.act_no <= known_at)
        query = query.where(BanRow.act_no <= known_at)
    return query.where(~exists().where(*newer))
