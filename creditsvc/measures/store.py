"""Every SQL statement about joint actions, orders and answers; rows ↔ values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Select,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.db.tables import ActRow
from creditsvc.measures.criteria import (
    answered,
    concerns,
    flag,
    handled,
    last_word,
    latest,
    of_action,
    state_of,
)
from creditsvc.measures.domain import APPLY, Action, Order
from creditsvc.measures.tables import (
    MeasureActionRow,
    MeasureOrderRow,
)

Key = tuple[UUID, str, str]  # entry, measure, executor


class Told(NamedTuple):
    """An action that was laid out, and its latest order."""

    action_id: UUID
    valid_to: date | None
    no: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An action, its latest order, and the last word of one executor to it."""

    action: Action
    order: Order
    last: str | None


class Tally(NamedTuple):
    """How many orders are alike: to whom, about which list, since when, and what came of them."""

    executor: str
    list: str
    kind: str
    since: date
    latest: bool
    received: bool
    handled: bool
    orders: int


def add(
    session: Session, actions: Sequence[Mapping[str, Any]], orders: Sequence[Mapping[str, Any]]
) -> None:
    """New actions, and new orders about these and older ones."""
    if actions:
        session.execute(insert(MeasureActionRow), actions)
    if orders:
        session.execute(insert(MeasureOrderRow), orders)


def last_seq(session: Session) -> int:
    """The number of the newest order; 0 before the first."""
    return session.scalar(select(func.max(MeasureOrderRow.seq))) or 0


def latest_instant(session: Session) -> datetime | None:
    """The instant of the latest act, which may be a little later than the clock's."""
    return session.scalar(select(ActRow.at).order_by(ActRow.no.desc()).limit(1))


def told(session: Session, entries: Iterable[UUID]) -> dict[Key, Told]:
    """The actions laid out under *entries*, each with its latest order."""
    query = select(MeasureActionRow, MeasureOrderRow).join(MeasureOrderRow, of_action())
    return {
        (one.listing_id, one.measure, one.executor): Told(
            one.id, one.valid_to, order.no, order.kind
        )
        for some in chunks(entries)
        for one, order in session.execute(
            query.where(latest(), MeasureActionRow.listing_id.in_(some))
        )
    }


def tasks(
    session: Session, field: str, client_id: str, *, state: str | None, after: int, limit: int
) -> list[Task]:
    """The actions of *field* whose latest order is numbered beyond *after*, in order, at most *limit*."""
    last = last_word(client_id)
    query = (
        select(MeasureActionRow, MeasureOrderRow, last)
        .join(MeasureOrderRow, of_action())
        .where(latest(), concerns(field), MeasureOrderRow.seq > after)
        .order_by(MeasureOrderRow.seq)
        .limit(limit)
    )
    if state is not None:
        query = query.where(state_of(last) == state)
    return _tasks(session, query)


def task(session: Session, action_id: UUID, field: str, client_id: str) -> Task | None:
    """The action with that key if it is of *field*."""
    query = (
        select(MeasureActionRow, MeasureOrderRow, last_word(client_id))
        .join(MeasureOrderRow, of_action())
        .where(latest(), concerns(field), MeasureActionRow.id == action_id)
    )
    return next(iter(_tasks(session, query)), None)


def action_with_order(session: Session, action_id: UUID) -> tuple[Action, Order] | None:
    """The action with that key, whoever executes it, and its latest order."""
    query = (
        select(MeasureActionRow, MeasureOrderRow)
        .join(MeasureOrderRow, of_action())
        .where(latest(), MeasureActionRow.id == action_id)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (_action(row[0]), _order(row[1]))


def open_tasks(session: Session) -> list[Task]:
    """Every action whose latest order nobody has answered finally, oldest order first."""
    query = (
        select(MeasureActionRow, MeasureOrderRow, literal(None))
        .join(MeasureOrderRow, of_action())
        .where(latest(), ~handled())
        .order_by(MeasureOrderRow.seq)
    )
    return _tasks(session, query)


def overtaken(session: Session, today: date) -> bool:
    """Whether time has ended an action before *today* that is still ordered to be applied."""
    query = (
        select(MeasureOrderRow.seq)
        .join(MeasureActionRow, of_action())
        .where(latest(), MeasureOrderRow.kind == APPLY, MeasureActionRow.valid_to < today)
        .limit(1)
    )
    return session.scalar(query) is not None


def of_listing(session: Session, listing_id: UUID) -> list[Action]:
    """The actions laid out under one entry, in the order they were."""
    query = (
        select(MeasureActionRow)
        .where(MeasureActionRow.listing_id == listing_id)
        .order_by(MeasureActionRow.act_no, MeasureActionRow.measure, MeasureActionRow.executor)
    )
    return [_action(row) for row in session.scalars(query)]


def orders(session: Session, actions: Iterable[UUID]) -> dict[UUID, list[Order]]:
    """The orders about *actions*, oldest first."""
    found: defaultdict[UUID, list[Order]] = defaultdict(list)
    query = select(MeasureOrderRow).order_by(MeasureOrderRow.seq)
    for some in chunks(actions):
        for row in session.scalars(query.where(MeasureOrderRow.action_id.in_(some))):
            found[row.action_id].append(_order(row))
    return found


def tallies(session: Session, first: date, last: date) -> list[Tally]:
    """The orders of the days from *first* to *last*, those alike counted together."""
    what = (
        MeasureActionRow.executor,
        MeasureActionRow.list,
        MeasureOrderRow.kind,
        MeasureOrderRow.since,
        flag(latest()).label("latest"),
        flag(answered()).label("received"),
        flag(handled()).label("handled"),
    )
    each = (
        select(*what)
        .join(MeasureOrderRow, of_action())
        .where(MeasureOrderRow.since.between(first, last))
        .subquery()
    )
    alike = tuple(each.c)
    query = select(each, func.count()).group_by(*alike).order_by(*alike)
    return [
        Tally(executor, of, kind, since, bool(latest), bool(received), bool(handled), orders)
        for executor, of, kind, since, latest, received, handled, orders in session.execute(query)
    ]


def _tasks(session: Session, query: Select[*tuple[Any, ...]]) -> list[Task]:
    return [
        Task(action=_action(one), order=_order(order), last=last)
        for one, order, last in session.execute(query)
    ]


def _action(row: MeasureActionRow) -> Action:
    return Action(
        id=row.id,
        listing_id=row.listing_id,
        enterprise_id=row.enterprise_id,
        list=row.list,
        measure=row.measure,
        executor=row.executor,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        body=row.body,
    )


def _order(row: MeasureOrderRow) -> Order:
    return Order(seq=row.seq, no=row.no, kind=row.kind, reason=row.reason, since=row.since)
