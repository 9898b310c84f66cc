"""Writing and reading the feed. Its numbers have no gaps, because every act holds the write lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans.domain import Ban
from creditsvc.changes import store
from creditsvc.changes.domain import NOTHING, Change, Difference, differences
from creditsvc.changes.store import Due
from creditsvc.db.chunks import MOST_KEYS
from creditsvc.db.work import Act
from creditsvc.kernel.clock import instant_text
from creditsvc.listings.domain import Entry
from creditsvc.tiers.service import Position

PAGE = 1000


def append(act: Act, positions: Sequence[Position]) -> None:
    """Write what changed since partners were last told, in the order of *positions*.

    Each position says as of when.
    """
    before = store.published(act.session, [one.enterprise.id for one in positions])
    lines: list[dict[str, Any]] = []
    states: list[dict[str, Any]] = []
    for one in positions:
        key, after = one.enterprise.id, telling(one)
        over: list[Entry | Ban] = [*one.ended, *one.bans_over]
        ends = {str(e.id): str(e.end_reason_at(one.moment)) for e in over}
        found = differences(before.get(key, NOTHING), after, ends)
        lines += [_line(act, one, difference) for difference in found]
        states.append(
            {
                "enterprise_id": key,
                "act_no": act.no,
                "state": after,
                "next_change_at": one.next_change_at,
            }
        )
    if lines:
        first = store.last_seq(act.session) + 1
        store.add(act.session, [{"seq": seq, **line} for seq, line in enumerate(lines, first)])
    store.publish(act.session, states, before)


def _line(act: Act, position: Position, one: Difference) -> dict[str, Any]:
    return {
        "act_no": act.no,
        "enterprise_id": position.enterprise.id,
        "uscc": position.enterprise.uscc,
        "reason": one.reason,
        "effective_at": min(position.moment, act.at),
        "recorded_at": act.at,
        "body": {
            "listing": one.listing,
            "before": one.before,
            "after": one.after,
            **({"ban": one.ban} if one.ban is not None else {}),
            **({"record": one.record} if one.record is not None else {}),
        },
    }


def telling(position: Position) -> dict[str, Any]:
    """What partners are told: status with reasons, tier, and by key the entries that stand and the bans.

    Only where there are such: since when an entry is suspended, what else is under objection, and
    which records are out of sight.
    """
    told: dict[str, Any] = {
        "status": position.status,
        "reasons": list(position.reasons),
        "tier": position.standing.tier if position.standing else None,
        "listings": {
            str(entry.id): {
                "list": entry.list,
                "last_day": entry.last_day.isoformat() if entry.last_day else None,
                "published_on": entry.published_on.isoformat() if entry.published_on else None,
                "under_objection": _instant(entry.under_objection_at(position.moment)),
            }
            for entry in (*position.entries, *position.suspended)
        },
        "bans": {
            str(ban.id): {
                "rule": ban.basis.rule,
                "instrument": ban.basis.instrument,
                "article": ban.basis.article,
                "last_day": _last_day(ban),
            }
            for ban in position.bans
        },
    }
    for entry in position.suspended:
        told["listings"][str(entry.id)]["suspended"] = _instant(entry.suspended_at(position.moment))
    contested = {
        f"event:{one.ref}": _instant(since)
        for one in position.assessment.records
        if one.last_day is not None  # what is never shown is not told of
        and (since := position.record_contested_since(one.ref))
    }
    if since := position.identity_contested_since:
        contested["enterprise"] = _instant(since)
    mended = {
        str(one.repair_id): {"record": str(one.event_id), "effect": one.effect.value}
        for one in position.mendings
    }
    return told | {k: v for k, v in (("contested", contested), ("mended", mended)) if v}


def next_due(session: Session, now: datetime) -> Due | None:
    """The earliest changes by time alone that are due at *now* and not in the feed yet."""
    return store.next_due(session, now)


def tell_again(act: Act, since: int, after: UUID | None) -> UUID | None:
    """Touch the next enterprises, in order of key beyond *after*, last told of before act *since*.

    The last of them, where there may be more. Done twice it touches nobody twice.
    """
    keys = store.told_before(act.session, since, after, MOST_KEYS)
    for key in keys:
        act.touch(key, "law")
    return keys[-1] if len(keys) == MOST_KEYS else None


def after(session: Session, seq: int, limit: int = PAGE) -> list[Change]:
    """The lines after number *seq*, in order, at most *limit*."""
    return store.after(session, seq, limit)


def of_act(session: Session, act_no: int) -> list[Change]:
    """The lines that the act of this number has written so far, in order."""
    return store.of_act(session, act_no)


def last_seq(session: Session) -> int:
    """The number of the newest line; 0 before the first."""
    return store.last_seq(session)


def _last_day(ban: Ban) -> str | None:
    last = None if ban.decision is None else ban.decision.last_day
    return None if last is None else last.isoformat()


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)
