"""What a partner does with its subscriptions, and the step of the walk that wakes them."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import service as access
from creditsvc.audit import service as trail
from creditsvc.changes import service as changes
from creditsvc.db import outbox
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.signing import sealing
from creditsvc.signing.service import Keys
from creditsvc.subscriptions import asking, domain, store
from creditsvc.subscriptions.asking import Bounds
from creditsvc.subscriptions.domain import (
    MOST_SUBSCRIPTIONS,
    MOST_WATCHED,
    SECRETS_OVERLAP,
    Filter,
    Subscription,
    SubscriptionMoved,
    SubscriptionUnfit,
    SubscriptionUnknown,
    TooManySubscriptions,
)
from creditsvc.subscriptions.store import DeadLetter, Secret

TELL = "webhooks.tell"
REPLAY = "webhooks.replay"
SECRET_BYTES = 32
PREFIX = "whsec_"


def create(
    act: Act, keys: Keys, bounds: Bounds, asked: Mapping[str, Any]
) -> tuple[Subscription, str]:
    """A new subscription and its secret, which is shown this once and kept sealed.

    asked: url, purpose, and what is wanted; `after`: the cursor to be told from (absent: from now on).
    """
    client_id = asking.machine(act.actor)
    if len(store.of_client(act.session, client_id)) >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions(
            f"每个合作方最多 {MOST_SUBSCRIPTIONS} 个订阅，请先删除不用的",
            f"a partner has at most {MOST_SUBSCRIPTIONS} subscriptions; delete one first",
        )
    last = changes.last_seq(act.session)
    one = Subscription(
        id=act.new_id(),
        client_id=client_id,
        purpose=access.require_purpose(act.actor, asked["purpose"]),
        url=asking.address(asked["url"], bounds),
        filter=asking.choice(Filter(), asked, bounds),
        state="active",
        reason=None,
        cursor=asking.cursor(asked.get("after", last), last),
        attempt=0,
        failing_since=None,
        version=1,
    )
    store.add(act.session, one, act.no)
    codes = asked.get("watch", ())
    if codes:
        watch(act, one.id, add=codes, remove=())
    secret = _new_secret(act, keys, one.id)
    if one.cursor < last:
        _wake(act, [one.id])
    trail.note(act, "subscription.created", one.id, client=client_id, purpose=one.purpose)
    return one, secret


def change(
    act: Act, bounds: Bounds, key: UUID, version: int, asked: Mapping[str, Any]
) -> Subscription:
    """Another address, purpose or choice of changes, for what has not been told yet."""
    one = _at(act, key, version)
    changed = replace(
        one,
        url=asking.address(asked["url"], bounds) if "url" in asked else one.url,
        purpose=access.require_purpose(act.actor, asked["purpose"])
        if "purpose" in asked
        else one.purpose,
        filter=asking.choice(one.filter, asked, bounds),
        version=one.version + 1,
    )
    store.put(act.session, changed, act.no)
    trail.note(act, "subscription.changed", key, purpose=changed.purpose)
    return changed


def pause(act: Act, key: UUID) -> Subscription:
    """Tell nothing any more until it is resumed; what happens meanwhile is told then."""
    return _moved(act, domain.paused(own(act.session, act.actor, key)), "paused")


def resume(act: Act, key: UUID) -> Subscription:
    """Go on where it stopped, also after it was disabled."""
    one = _moved(act, domain.resumed(own(act.session, act.actor, key)), "resumed")
    _wake(act, [key])
    return one


def disable(act: Act, key: UUID, reason: str) -> None:
    """Tell nothing any more, because of *reason*; its partner may resume it."""
    one = store.get(act.session, key)
    if one is not None and one.state == "active":
        _moved(act, domain.disabled(one, reason), "disabled")


def delete(act: Act, key: UUID) -> None:
    """Remove it with secrets, watch list and dead letters; the trail keeps that it was."""
    one = own(act.session, act.actor, key)
    store.remove(act.session, key)
    trail.note(act, "subscription.deleted", key, client=one.client_id)


def rotate(act: Act, keys: Keys, key: UUID) -> str:
    """A new secret, shown this once; the present one signs beside it for SECRETS_OVERLAP."""
    own(act.session, act.actor, key)
    store.retire_secrets(act.session, key, act.at + SECRETS_OVERLAP)
    secret = _new_secret(act, keys, key)
    trail.note(act, "subscription.secret_rotated", key)
    return secret


def watch(act: Act, key: UUID, *, add: Sequence[str], remove: Sequence[str]) -> tuple[int, int]:
    """Codes onto and off the watch list, all or none; how many came and went."""
    own(act.session, act.actor, key)
    coming, going = asking.codes_of(add, "add"), asking.codes_of(remove, "remove")
    gone = store.unwatch(act.session, key, going)
    new = store.watch(act.session, key, coming)
    if store.count_watched(act.session, key) > MOST_WATCHED:
        raise TooManySubscriptions(
            f"关注名单最多 {MOST_WATCHED} 家，可另建订阅",
            f"a watch list holds at most {MOST_WATCHED} codes; make another subscription",
            field="add",
        )
    trail.note(act, "subscription.watched", key, added=new, removed=gone)
    return new, gone


def replay(act: Act, key: UUID, *, after: int | None, dead: Sequence[int] | None) -> int:
    """Tell again: all since the cursor *after*, or dead letters (*dead* empty: all that wait).

    Messages keep their names, so a receiver knows what it has. How many dead letters that concerns.
    """
    one = own(act.session, act.actor, key)
    return replay_any(act, one, after=after, dead=dead)


def replay_any(
    act: Act, one: Subscription, *, after: int | None, dead: Sequence[int] | None
) -> int:
    """As `replay`, for whoever may do so for every partner: the operator."""
    if after is not None:
        last = changes.last_seq(act.session)
        _moved(act, domain.rewound(one, asking.cursor(after, last)), "rewound")
        _wake(act, [one.id])
    waiting = [letter.seq for letter in store.dead_letters(act.session, one.id, waiting=True)]
    if dead is None:
        return 0
    if unknown := sorted(set(dead) - set(waiting)):
        raise SubscriptionUnfit(
            f"没有这些待重发的消息：{unknown[:10]}",
            f"no dead letters wait under these numbers: {unknown[:10]}",
            field="dead",
        )
    wanted = [seq for seq in waiting if not dead or seq in set(dead)]
    for seq in wanted:
        outbox.enqueue(act, REPLAY, {"subscription": str(one.id), "seq": seq})
    trail.note(act, "subscription.replayed", one.id, messages=len(wanted))
    return len(wanted)


def follow(act: Act) -> None:
    """Leave a job for each sleeping subscription that asked for a change this act wrote."""
    sleeping = store.asleep(act.session)
    lines = changes.of_act(act.session, act.no) if sleeping else []
    if not lines:
        return
    watched: set[tuple[UUID, str]] = set()
    if any(one.filter.watching for one in sleeping):
        codes = {line.uscc for line in lines if line.uscc is not None}
        watched = store.watchers(act.session, sorted(codes))
    _wake(
        act,
        [
            one.id
            for one in sleeping
            if any(
                one.filter.wants(line, watched=(one.id, line.uscc or "") in watched)
                for line in lines
            )
        ],
    )


def own(session: Session, caller: Caller, key: UUID) -> Subscription:
    """The caller's subscription with that key; raises SubscriptionUnknown, also for another's."""
    one = store.get(session, key)
    if one is None or caller.id != f"client:{one.client_id}":
        raise unknown()
    return one


def mine(session: Session, caller: Caller) -> list[Subscription]:
    """The caller's subscriptions, oldest first."""
    return store.of_client(session, caller.id.removeprefix("client:"))


def every(session: Session) -> list[Subscription]:
    """All subscriptions, for the operator."""
    return store.every(session)


def get(session: Session, key: UUID) -> Subscription:
    """Any partner's subscription, for the operator; raises SubscriptionUnknown."""
    one = store.get(session, key)
    if one is None:
        raise unknown()
    return one


def count_watched(session: Session, key: UUID) -> int:
    """How many codes are on the watch list."""
    return store.count_watched(session, key)


def watch_list(session: Session, key: UUID, after: str, limit: int) -> list[str]:
    """The codes on the watch list beyond *after*, in order."""
    return store.watch_list(session, key, after, limit)


def dead_letters(session: Session, key: UUID) -> list[DeadLetter]:
    """The messages that did not get through, in order."""
    return store.dead_letters(session, key)


def secrets_until(session: Session, key: UUID, now: datetime) -> list[Secret]:
    """The secrets that sign at *now*, newest first, sealed."""
    return store.secrets(session, key, now)


def place_of(key: UUID, secret: UUID) -> str:
    """Where a secret stands: it opens nowhere else."""
    return f"subscription:{key}:{secret}"


def unknown() -> SubscriptionUnknown:
    """What is said of a key that is nobody's, and of another partner's."""
    return SubscriptionUnknown("没有这个订阅", "no subscription of yours has this key")


def _moved(act: Act, one: Subscription, verb: str) -> Subscription:
    store.put(act.session, one, act.no)
    trail.note(act, f"subscription.{verb}", one.id, reason=one.reason)
    return one


def _wake(act: Act, keys: Sequence[UUID]) -> None:
    store.set_awake(act.session, keys, awake=True)
    for key in keys:
        outbox.enqueue(act, TELL, {"subscription": str(key)})


def _at(act: Act, key: UUID, version: int) -> Subscription:
    one = own(act.session, act.actor, key)
    if one.version != version:
        raise SubscriptionMoved(
            "订阅已有变动，请重新读取", "the subscription was changed; read it again",
            version=one.version,
        )  # fmt: skip
    return one


def _new_secret(act: Act, keys: Keys, key: UUID) -> str:
    raw, name = secrets.token_bytes(SECRET_BYTES), act.new_id()
    sealed = sealing.seal(keys, place_of(key, name), raw)
    store.add_secret(
        act.session, key, Secret(id=name, sealed=sealed, made_at=act.at, retires_at=None)
    )
    return PREFIX + base64.b64encode(raw).decode("ascii")
