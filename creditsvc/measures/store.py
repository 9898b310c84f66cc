"""Every SQL statement about joint actions, orders and answers; rows ↔ values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.db.tables import ActRow
from creditsvc.measures.domain import APPLY, FINAL, LIFT, LIFTED, RECEIVED, Action, Order
from creditsvc.measures.tables import (
    MeasureActionRow,
    MeasureLetterRow,
    MeasureOrderRow,
    MeasureResponseRow,
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
    query = select(MeasureActionRow, MeasureOrderRow).join(MeasureOrderRow, _of_action())
    return {
        (one.listing_id, one.measure, one.executor): Told(
            one.id, one.valid_to, order.no, order.kind
        )
        for some in chunks(entries)
        for one, order in session.execute(
            query.where(_latest(), MeasureActionRow.listing_id.in_(some))
        )
    }


def tasks(
    session: Session, field: str, client_id: str, *, state: str | None, after: int, limit: int
) -> list[Task]:
    """The actions of *field* whose latest order is numbered beyond *after*, in order, at most *limit*."""
    last = _last_word(client_id)
    query = (
        select(MeasureActionRow, MeasureOrderRow, last)
        .join(MeasureOrderRow, _of_action())
        .where(_latest(), _concerns(field), MeasureOrderRow.seq > after)
        .order_by(MeasureOrderRow.seq)
        .limit(limit)
    )
    if state is not None:
        query = query.where(_state(last) == state)
    return _tasks(session, query)


def task(session: Session, action_id: UUID, field: str, client_id: str) -> Task | None:
    """The action with that key if it is of *field*."""
    query = (
        select(MeasureActionRow, MeasureOrderRow, _last_word(client_id))
        .join(MeasureOrderRow, _of_action())
        .where(_latest(), _concerns(field), MeasureActionRow.id == action_id)
    )
    return next(iter(_tasks(session, query)), None)


def action_with_order(session: Session, action_id: UUID) -> tuple[Action, Order] | None:
    """The action with that key, whoever executes it, and its latest order."""
    query = (
        select(MeasureActionRow, MeasureOrderRow)
        .join(MeasureOrderRow, _of_action())
        .where(_latest(), MeasureActionRow.id == action_id)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (_action(row[0]), _order(row[1]))


def open_tasks(session: Session) -> list[Task]:
    """Every action whose latest order nobody has answered finally, oldest order first."""
    query = (
        select(MeasureActionRow, MeasureOrderRow, literal(None))
        .join(MeasureOrderRow, _of_action())
        .where(_latest(), ~_handled())
        .order_by(MeasureOrderRow.seq)
    )
    return _tasks(session, query)


def overtaken(session: Session, today: date) -> bool:
    """Whether time has ended an action before *today* that is still ordered to be applied."""
    query = (
        select(MeasureOrderRow.seq)
        .join(MeasureActionRow, _of_action())
        .where(_latest(), MeasureOrderRow.kind == APPLY, MeasureActionRow.valid_to < today)
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
        _flag(_latest()).label("latest"),
        _flag(_answered()).label("received"),
        _flag(_handled()).label("handled"),
    )
    each = (
        select(*what)
        .join(MeasureOrderRow, _of_action())
        .where(MeasureOrderRow.since.between(first, last))
        .subquery()
    )
    alike = tuple(each.c)
    query = select(each, func.count()).group_by(*alike).order_by(*alike)
    return [
        Tally(executor, of, kind, since, bool(latest), bool(received), bool(handled), orders)
        for executor, of, kind, since, latest, received, handled, orders in session.execute(query)
    ]


def _of_action() -> ColumnElement[bool]:
    return MeasureOrderRow.action_id == MeasureActionRow.id


def _latest() -> ColumnElement[bool]:
    """No later order about the action."""
    other = aliased(MeasureOrderRow)
    return ~exists().where(
        other.action_id == MeasureOrderRow.action_id, other.no > MeasureOrderRow.no
    )


def _concerns(field: str) -> ColumnElement[bool]:
    """The action's executor is *field*, or *field* is one it bites in (see `binding.concerns`)."""
    fields = type_coerce(MeasureActionRow.fields, Text)
    return or_(MeasureActionRow.executor == field, fields.contains(f'"{field}"', autoescape=True))


def _to_order(row: Any) -> ColumnElement[bool]:
    return and_(row.action_id == MeasureOrderRow.action_id, row.order_no == MeasureOrderRow.no)


def _last_word(client_id: str) -> ScalarSelect[str]:
    """The last answer of that partner to the order."""
    row = aliased(MeasureResponseRow)
    return (
        select(row.word)
        .where(_to_order(row), row.client_id == client_id)
        .order_by(row.no.desc())
        .limit(1)
        .scalar_subquery()
    )


def _state(last: ScalarSelect[str]) -> ColumnElement[str]:
    """`domain.state_of` in SQL."""
    word = func.coalesce(last, RECEIVED)
    lifting = MeasureOrderRow.kind == LIFT
    return case(
        (and_(lifting, word == LIFTED), LIFTED),
        (lifting, "to_lift"),
        (word == RECEIVED, "to_apply"),
        else_=word,
    )


def _answered(*words: str) -> ColumnElement[bool]:
    """Whether somebody answered the order, by program or by letter, with one of *words* (none: any)."""
    found = []
    for table in (MeasureResponseRow, MeasureLetterRow):
        row: Any = aliased(table)
        said = [row.word.in_(words)] if words else []
        found.append(exists().where(_to_order(row), *said))
    return or_(*found)


def _handled() -> ColumnElement[bool]:
    """Applied, refused or not applicable by somebody; or lifted by all who ever answered about it.

    All letters about an action come from its executor and are one voice; each program is another.
    """
    other, lifted = aliased(MeasureResponseRow), aliased(MeasureResponseRow)
    letter, lifting = aliased(MeasureLetterRow), aliased(MeasureLetterRow)
    still = exists().where(
        other.action_id == MeasureOrderRow.action_id,
        ~exists()
        .where(_to_order(lifted), lifted.word == LIFTED, lifted.client_id == other.client_id)
        .correlate(other, MeasureOrderRow),
    )
    unwritten = and_(
        exists().where(letter.action_id == MeasureOrderRow.action_id),
        ~exists().where(_to_order(lifting), lifting.word == LIFTED),
    )
    return or_(
        and_(MeasureOrderRow.kind == APPLY, _answered(*FINAL[APPLY])),
        and_(MeasureOrderRow.kind == LIFT, _answered(LIFTED), ~still, ~unwritten),
    )


def _flag(claim: ColumnElement[bool]) -> ColumnElement[int]:
    return case((claim, 1), else_=0)


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
