"""Every SQL statement about portal records, and which act the public lists follow from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from creditsvc.db.chunks import chunks
from creditsvc.db.tables import ActRow
from creditsvc.publishing.tables import PortalRecordRow


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Records laid out for the portal, at least one."""
    session.execute(insert(PortalRecordRow), rows)


def laid_out(session: Session, listings: Iterable[UUID]) -> dict[tuple[UUID, str], Any]:
    """What was laid out already, by listing and action."""
    query = select(PortalRecordRow.listing_id, PortalRecordRow.action, PortalRecordRow.body)
    return {
        (row.listing_id, row.action): row.body
        for some in chunks(listings)
        for row in session.execute(query.where(PortalRecordRow.listing_id.in_(some)))
    }


def latest_act(session: Session) -> tuple[int, datetime] | None:
    """Number and instant of the newest act; None: nothing was ever done."""
    query = select(ActRow.no, ActRow.at).order_by(ActRow.no.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.no, row.at)
