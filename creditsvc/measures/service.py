"""Laying out joint actions with the walk, and taking the answers of executors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.measures import Measure
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.measures import letter_store, response_store, store
from creditsvc.measures.binding import Binding, binding, proposed
from creditsvc.measures.clocks import clock
from creditsvc.measures.domain import (
    APPLY,
    BASIS_ENDED,
    EXPIRED,
    LIFT,
    SUSPENDED,
    Action,
    Given,
    Letter,
    NoField,
    Order,
    ReferenceTaken,
    Response,
    UnknownMeasure,
    must_fit,
)
from creditsvc.measures.layout import Layout
from creditsvc.measures.store import Key, Task, Told
from creditsvc.proceedings.clocks import Clock
from creditsvc.tiers.service import Position

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock that runs for the executor of an action: to answer, or to lift."""

    action: Action
    order: Order
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An action with every order about it, every answer of programs and every letter."""

    action: Action
    orders: tuple[Order, ...]
    responses: tuple[Response, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEntry:
    """The actions under one entry, and the `may` measures that could be decided for it."""

    actions: tuple[History, ...]
    proposals: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one executor was ordered in a year, and what came of it; overdue: late and still open."""

    executor: str
    year: int
    ordered: int = 0
    received: int = 0
    handled: int = 0
    overdue: int = 0


def follow(act: Act, law: Law, positions: Sequence[Position]) -> None:
    """Order what the entries of *positions* bind from now on applied, and what they no longer bind lifted.

    Raises nothing: an executor that cannot be reached is chased, it stops no act.
    """
    entries = [entry.id for one in positions for entry in _every(one)]
    if not entries:
        return
    told = store.told(act.session, entries)
    by_entry: dict[UUID, dict[Key, Told]] = {}
    for key, last in told.items():
        by_entry.setdefault(key[0], {})[key] = last
    layout = Layout(act=act, seq=store.last_seq(act.session))
    for one in positions:
        bound = dict(_bound(law, one))
        _lift(layout, one, bound, by_entry)
        since = legal_day(one.moment)
        for key, each in bound.items():
            if key not in told:
                layout.lay_out(key, each, since)
            elif told[key].kind == LIFT:
                layout.again(told[key], since)
    store.add(act.session, layout.actions, layout.orders)


def tasks(
    session: Session, caller: Caller, *, state: str | None, after: int, limit: int
) -> list[Task]:
    """What the partner's field must apply or lift, by its latest orders numbered beyond *after*."""
    return store.tasks(
        session, _field(caller), _client(caller), state=state, after=after, limit=limit
    )


def respond(act: Act, action_id: UUID, given: Given) -> tuple[Response, bool]:
    """Take the answer of an executor's program; sent again, it is answered as the first time.

    The answer, and whether it is new. Raises UnknownMeasure, ReferenceTaken, OrderSuperseded,
    AnswerNotInOrder, AnswerIncomplete, NoField.
    """
    mine, client = _field(act.actor), _client(act.actor)
    before = response_store.by_reference(act.session, client, given.reference)
    if before is not None:
        return _same(before, action_id, given), False
    task = store.task(act.session, action_id, mine, client)
    if task is None:
        raise UnknownMeasure(
            "没有这项措施，或者不属于本单位的领域",
            "no such measure, or it is not one of your field",
            measure=str(action_id),
        )
    must_fit(task.action, task.order, task.last, given, act.day)
    key = act.new_id()
    no = response_store.count(act.session, action_id, given.order, client) + 1
    row = {
        "id": key,
        "act_no": act.no,
        "action_id": action_id,
        "order_no": given.order,
        "client_id": client,
        "no": no,
        "reference": given.reference,
        "word": given.word,
        "reason": given.reason,
        "service_item": given.service_item,
        "amount": given.amount,
        "basis": given.basis,
        "acted_on": given.acted_on,
    }
    response_store.add(act.session, row)
    trail.note(act, f"measure.{given.word}", key, action=str(action_id), order=given.order)
    return response_store.responses(act.session, [action_id])[action_id][-1], True


def of_entry(session: Session, law: Law, listing_id: UUID, moment: datetime) -> OfEntry:
    """All about one entry; proposals only while it is in force. Raises UnknownListing."""
    entry = listings.get(session, listing_id)
    found = store.of_listing(session, listing_id)
    orders = store.orders(session, [one.id for one in found])
    answers = response_store.responses(session, [one.id for one in found])
    written = letter_store.letters(session, [one.id for one in found])
    proposals: Sequence[Measure] = ()
    if entry.in_force_at(max(moment, store.latest_instant(session) or moment)):
        record = events.record_of(session, entry.enterprise_id)
        proposals = proposed(law, entry, record, legal_day(moment))
    return OfEntry(
        actions=tuple(
            History(
                action=one,
                orders=tuple(orders[one.id]),
                responses=tuple(answers.get(one.id, ())),
                letters=tuple(written.get(one.id, ())),
            )
            for one in found
        ),
        proposals=tuple(proposals),
    )


def clocks(session: Session, law: Law, calendar: Calendar, today: date) -> list[Running]:
    """Every clock that runs for an executor, by the age of its order: answer by, lift by."""
    found = []
    for one in store.open_tasks(session):
        running = clock_of(law, calendar, one.action.list, one.order, today)
        if running is not None:
            found.append(Running(action=one.action, order=one.order, clock=running))
    return found


def clock_of(law: Law, calendar: Calendar, list_id: str, order: Order, today: date) -> Clock | None:
    """The clock of an order about *list_id* that nobody has answered finally."""
    return clock(law, calendar, list_id, order.kind, order.since, today)


def figures(
    session: Session, law: Law, calendar: Calendar, *, year: int, today: date
) -> list[Figures]:
    """What each executor was ordered in *year*, and what came of it, by executor."""
    found: dict[str, Figures] = {}
    for each in store.tallies(session, date(year, 1, 1), date(year, 12, 31)):
        old = found.get(each.executor, Figures(executor=each.executor, year=year))
        running = clock(law, calendar, each.list, each.kind, each.since, today)
        late = each.latest and not each.handled and running is not None and running.overdue
        found[each.executor] = Figures(
            executor=each.executor,
            year=year,
            ordered=old.ordered + each.orders,
            received=old.received + each.orders * each.received,
            handled=old.handled + each.orders * each.handled,
            overdue=old.overdue + each.orders * late,
        )
    return list(found.values())


def overtaken(session: Session, today: date) -> bool:
    """Whether time has ended an action that is still ordered to be applied: an act will say so."""
    return store.overtaken(session, today)


def _every(position: Position) -> tuple[Entry, ...]:
    return (*position.entries, *position.suspended, *position.ended)


def _bound(law: Law, position: Position) -> Iterator[tuple[Key, Binding]]:
    for one in binding(law, position):
        for executor in one.measure.executors:
            yield (one.entry.id, one.measure.id, executor.id), one


def _lift(
    layout: Layout,
    position: Position,
    bound: Mapping[Key, Binding],
    by_entry: Mapping[UUID, Mapping[Key, Told]],
) -> None:
    for entry in _every(position):
        for key, told in by_entry.get(entry.id, {}).items():
            if told.kind == APPLY and key not in bound:
                layout.lift(told, *_why(position, entry, told))


def _why(position: Position, entry: Entry, told: Told) -> tuple[str, date]:
    """Why an action under *entry* is lifted, and since which day that is so."""
    day = legal_day(position.moment)
    ended = entry.end_reason_at(position.moment)
    if ended is not None:
        return ended, legal_day(entry.until_at or position.moment)
    if entry.suspended_at(position.moment) is not None:
        return SUSPENDED, day
    over = told.valid_to is not None and told.valid_to < day
    return (EXPIRED if over else BASIS_ENDED), day


def _field(caller: Caller) -> str:
    if caller.field is None:
        raise NoField(
            "合作单位的约定没有写明领域（field），请由运维人员以 creditsvc partner add --field 重新登记",
            "your contract names no field; an operator registers you anew with partner add --field",
        )
    return caller.field


def _client(caller: Caller) -> str:
    return caller.id.removeprefix("client:")


def _same(before: tuple[UUID, Response], action_id: UUID, given: Given) -> Response:
    key, made = before
    names = ("reference", "word", "reason", "service_item", "amount", "basis", "acted_on")
    same = all(getattr(made, name) == getattr(given, name) for name in names)
    if key == action_id and made.order_no == given.order and same:
        return made
    raise ReferenceTaken(
        "这一编号已用于另一反馈，请换一个编号",
        "the reference was used for another answer; send this one under a new one",
        field="reference",
    )
