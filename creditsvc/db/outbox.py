"""The outbox: what must leave the process is written by the act that caused it, and sent after."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from creditsvc.db.tables import OutboxRow
from creditsvc.db.work import Act


def enqueue(act: Act, topic: str, payload: Any, *, run_after: datetime | None = None) -> int:
    """Leave a job of *topic* for the worker, not before *run_after*; returns its number."""
    row = {
        "act_no": act.no,
        "topic": topic,
        "payload": payload,
        "run_after": run_after or act.at,
        "attempts": 0,
    }
    result = act.session.execute(insert(OutboxRow).returning(OutboxRow.id), row)
    return result.scalar_one()
