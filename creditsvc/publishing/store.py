"""Every SQL statement about portal records, and which act the public lists follow from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from creditsvc.db.tables import ActRow
from creditsvc.publishing.tables import PortalRecordRow


def add(session: Session, row: Mapping[str, Any]) -> None:
    """A record laid out for the portal."""
    session.execute(insert(PortalRecordRow), [dict(row)])


def laid_out(session: Session, listing_ids: list[UUID]) -> dict[tuple[UUID, str], Any]:
    """What was laid out already, by listing and action."""
    query = select(PortalRecordRow.listing_id, PortalRecordRow.action, PortalRecordRow.body).where(
        PortalRecordRow.listing_id.in_(listing_ids)
    )
    return {(row.listing_id, row.action): row.body for row in session.execute(query)}


def latest_act(session: Session) -> tuple[int, datetime] | None:
    """Number and instant of the newest act; None: nothing was ever done."""
    query = select(ActRow.no, ActRow.at).order_by(ActRow.no.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.no, row.at)
