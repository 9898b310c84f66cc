"""Every SQL statement about subscriptions, their secrets, watch lists and dead letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, ScalarResult, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.subscriptions.domain import Filter, State, Subscription
from creditsvc.subscriptions.tables import (
    DeadLetterRow,
    SubscriptionRow,
    SubscriptionSecretRow,
    WatchedRow,
)

_OF_ONE = (SubscriptionSecretRow, WatchedRow, DeadLetterRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A sealed secret, since when, and until when it signs."""

    id: UUID
    sealed: str
    made_at: datetime
    retires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that did not get through."""

    seq: int
    attempts: int
    last_error: str
    at: datetime
    replayed_at: datetime | None


def add(session: Session, one: Subscription, act_no: int) -> None:
    """A new subscription, asleep."""
    row = {"id": one.id, "client_id": one.client_id, "act_no": act_no, "awake": False}
    session.execute(insert(SubscriptionRow), [{**row, **_values(one)}])


def put(session: Session, one: Subscription, act_no: int) -> None:
    """Replace what may change of a subscription."""
    mine = update(SubscriptionRow).where(SubscriptionRow.id == one.id)
    session.execute(mine.values(act_no=act_no, **_values(one)))


def remove(session: Session, key: UUID) -> None:
    """A subscription with all that hangs on it."""
    for table in _OF_ONE:
        session.execute(delete(table).where(table.subscription_id == key))
    session.execute(delete(SubscriptionRow).where(SubscriptionRow.id == key))


def get(session: Session, key: UUID) -> Subscription | None:
    """The subscription with that key."""
    row = session.get(SubscriptionRow, key, populate_existing=True)
    return None if row is None else _one(row)


def of_client(session: Session, client_id: str) -> list[Subscription]:
    """The subscriptions of a partner, oldest first."""
    query = select(SubscriptionRow).where(SubscriptionRow.client_id == client_id)
    found = session.scalars(query.order_by(SubscriptionRow.act_no, SubscriptionRow.id))
    return [_one(row) for row in found]


def every(session: Session) -> list[Subscription]:
    """All subscriptions, by partner."""
    query = select(SubscriptionRow).order_by(SubscriptionRow.client_id, SubscriptionRow.id)
    return [_one(row) for row in session.scalars(query)]


def asleep(session: Session) -> list[Subscription]:
    """Those that are told and for which no job is waiting."""
    query = select(SubscriptionRow).where(
        SubscriptionRow.state == "active", SubscriptionRow.awake.is_(False)
    )
    return [_one(row) for row in session.scalars(query.order_by(SubscriptionRow.id))]


def set_awake(session: Session, keys: Iterable[UUID], *, awake: bool) -> None:
    """Note that a job is waiting for each of *keys*, or that none is."""
    for some in chunks(keys):
        session.execute(
            update(SubscriptionRow).where(SubscriptionRow.id.in_(some)).values(awake=awake)
        )


def move(session: Session, one: Subscription, **values: Any) -> bool:
    """Write *values* unless somebody changed or moved the subscription since it was read."""
    mine = (
        update(SubscriptionRow)
        .where(
            SubscriptionRow.id == one.id,
            SubscriptionRow.version == one.version,
            SubscriptionRow.cursor == one.cursor,
        )
        .values(**values)
    )
    return cast("CursorResult[Any]", session.execute(mine)).rowcount == 1


def add_secret(session: Session, key: UUID, made: Secret) -> None:
    """A further secret of the subscription *key*."""
    row = {
        "id": made.id,
        "subscription_id": key,
        "sealed": made.sealed,
        "made_at": made.made_at,
        "retires_at": made.retires_at,
    }
    session.execute(insert(SubscriptionSecretRow), [row])


def retire_secrets(session: Session, key: UUID, until: datetime) -> None:
    """The present secret signs until *until*; the one before it is gone, so at most two sign."""
    mine = SubscriptionSecretRow.subscription_id == key
    session.execute(
        delete(SubscriptionSecretRow).where(mine, SubscriptionSecretRow.retires_at.is_not(None))
    )
    session.execute(update(SubscriptionSecretRow).where(mine).values(retires_at=until))


def secrets(session: Session, key: UUID, now: datetime) -> list[Secret]:
    """The secrets that sign at *now*, newest first."""
    row = SubscriptionSecretRow
    query = (
        select(row)
        .where(row.subscription_id == key, or_(row.retires_at.is_(None), row.retires_at > now))
        .order_by(row.made_at.desc(), row.id)
    )
    return [
        Secret(id=one.id, sealed=one.sealed, made_at=one.made_at, retires_at=one.retires_at)
        for one in session.scalars(query)
    ]


def watch(session: Session, key: UUID, codes: Sequence[str]) -> int:
    """Put *codes* on the watch list; how many are new."""
    new = sorted(set(codes) - watched(session, key, codes))
    if new:
        rows = [{"subscription_id": key, "uscc": code} for code in new]
        session.execute(insert(WatchedRow), rows)
    return len(new)


def unwatch(session: Session, key: UUID, codes: Iterable[str]) -> int:
    """Take *codes* off the watch list; how many were on it."""
    gone = 0
    for some in chunks(codes):
        mine = delete(WatchedRow).where(
            WatchedRow.subscription_id == key, WatchedRow.uscc.in_(some)
        )
        gone += cast("CursorResult[Any]", session.execute(mine)).rowcount
    return gone


def watched(session: Session, key: UUID, codes: Iterable[str]) -> set[str]:
    """Those of *codes* that are on the watch list."""
    query = select(WatchedRow.uscc).where(WatchedRow.subscription_id == key)
    return {
        code
        for some in chunks(codes)
        for code in session.scalars(query.where(WatchedRow.uscc.in_(some)))
    }


def watchers(session: Session, codes: Iterable[str]) -> set[tuple[UUID, str]]:
    """Which subscriptions watch which of *codes*."""
    query = select(WatchedRow.subscription_id, WatchedRow.uscc)
    return {
        (row.subscription_id, row.uscc)
        for some in chunks(codes)
        for row in session.execute(query.where(WatchedRow.uscc.in_(some)))
    }


def watch_list(session: Session, key: UUID, after: str, limit: int) -> list[str]:
    """The codes on the watch list beyond *after*, in order, at most *limit*."""
    query = select(WatchedRow.uscc).where(
        WatchedRow.subscription_id == key, WatchedRow.uscc > after
    )
    found: ScalarResult[str] = session.scalars(query.order_by(WatchedRow.uscc).limit(limit))
    return list(found)


def count_watched(session: Session, key: UUID) -> int:
    """How many codes are on the watch list."""
    query = select(func.count()).select_from(WatchedRow)
    return session.scalar(query.where(WatchedRow.subscription_id == key)) or 0


def bury(session: Session, key: UUID, letter: DeadLetter) -> None:
    """Keep a message that did not get through; one that had died before dies anew."""
    session.execute(
        delete(DeadLetterRow).where(
            DeadLetterRow.subscription_id == key, DeadLetterRow.seq == letter.seq
        )
    )
    row = {
        "subscription_id": key,
        "seq": letter.seq,
        "attempts": letter.attempts,
        "last_error": letter.last_error,
        "at": letter.at,
    }
    session.execute(insert(DeadLetterRow), [row])


def dead_letters(session: Session, key: UUID, *, waiting: bool = False) -> list[DeadLetter]:
    """The messages that did not get through, in order; *waiting*: those not replayed since."""
    query = select(DeadLetterRow).where(DeadLetterRow.subscription_id == key)
    if waiting:
        query = query.where(DeadLetterRow.replayed_at.is_(None))
    return [
        DeadLetter(
            seq=row.seq,
            attempts=row.attempts,
            last_error=row.last_error,
            at=row.at,
            replayed_at=row.replayed_at,
        )
        for row in session.scalars(query.order_by(DeadLetterRow.seq))
    ]


def note_replayed(session: Session, key: UUID, seq: int, at: datetime) -> None:
    """That a dead letter got through after all."""
    mine = (DeadLetterRow.subscription_id == key, DeadLetterRow.seq == seq)
    session.execute(update(DeadLetterRow).where(*mine).values(replayed_at=at))


def _values(one: Subscription) -> Mapping[str, Any]:
    """The columns that may change."""
    parts = {
        name: None if given is None else sorted(given)
        for name, given in (
            ("lists", one.filter.lists),
            ("regions", one.filter.regions),
            ("reasons", one.filter.reasons),
        )
    }
    return {
        **parts,
        "watching": one.filter.watching,
        "purpose": one.purpose,
        "url": one.url,
        "state": one.state,
        "reason": one.reason,
        "cursor": one.cursor,
        "attempt": one.attempt,
        "failing_since": one.failing_since,
        "version": one.version,
    }


def _one(row: SubscriptionRow) -> Subscription:
    def some(given: Any) -> frozenset[str] | None:
        return None if given is None else frozenset(given)

    return Subscription(
        id=row.id,
        client_id=row.client_id,
        purpose=row.purpose,
        url=row.url,
        filter=Filter(
            lists=some(row.lists),
            regions=some(row.regions),
            reasons=some(row.reasons),
            watching=row.watching,
        ),
        state=cast("State", row.state),
        reason=row.reason,
        cursor=row.cursor,
        attempt=row.attempt,
        failing_since=row.failing_since,
        version=row.version,
    )
