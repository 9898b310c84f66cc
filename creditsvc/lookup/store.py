"""SQL of ready answers, written by the act that changed them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from creditsvc.lookup.tables import SnapshotRow


def put(session: Session, row: Mapping[str, Any]) -> None:
    """Replace the ready answer for one code."""
    session.execute(delete(SnapshotRow).where(SnapshotRow.uscc == row["uscc"]))
    session.execute(insert(SnapshotRow), [dict(row)])
