"""Writing and reading the feed. Its numbers have no gaps, because every act holds the write lock."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.changes import store
from creditsvc.changes.domain import NOTHING, Change, differences
from creditsvc.changes.store import Due
from creditsvc.db.work import Act
from creditsvc.kernel.clock import instant_text
from creditsvc.tiers.service import Position

PAGE = 1000


def append(act: Act, position: Position) -> None:
    """Write what changed since partners were last told; the position says as of when."""
    key = position.enterprise.id
    before = store.published(act.session, key)
    after = telling(position)
    ends = {str(e.id): str(e.end_reason_at(position.moment)) for e in position.ended}
    found = differences(before or NOTHING, after, ends)
    seq = store.last_seq(act.session) if found else 0
    rows: list[dict[str, Any]] = [
        {
            "seq": seq + number,
            "act_no": act.no,
            "enterprise_id": key,
            "uscc": position.enterprise.uscc,
            "reason": one.reason,
            "effective_at": min(position.moment, act.at),
            "recorded_at": act.at,
            "body": {"listing": one.listing, "before": one.before, "after": one.after},
        }
        for number, one in enumerate(found, start=1)
    ]
    if rows:
        store.add(act.session, rows)
    row = {
        "enterprise_id": key,
        "act_no": act.no,
        "state": after,
        "next_change_at": position.next_change_at,
    }
    store.publish(act.session, row, first=before is None)


def telling(position: Position) -> dict[str, Any]:
    """What partners are told: status with reasons, tier, and the entries in force by key."""
    return {
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
            for entry in position.entries
        },
    }


def next_due(session: Session, now: datetime) -> Due | None:
    """The earliest change by time alone that is due at *now* and not in the feed yet."""
    return store.next_due(session, now)


def after(session: Session, seq: int, limit: int = PAGE) -> list[Change]:
    """The lines after number *seq*, in order, at most *limit*."""
    return store.after(session, seq, limit)


def last_seq(session: Session) -> int:
    """The number of the newest line; 0 before the first."""
    return store.last_seq(session)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)
