"""Every SQL statement about portal records, and which act the public lists follow from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What the portal was last told of an entry. no: how many records that makes."""

    no: int
    body: Any

    @property
    def shown(self) -> bool:
        """Whether the portal shows the entry."""
        return bool(self.body["action"] == "entry")


def laid_out(session: Session, listings: Iterable[UUID]) -> dict[UUID, LaidOut]:
    """What the portal was last told of each of *listings* that it was told of."""
    query = select(PortalRecordRow.listing_id, PortalRecordRow.no, PortalRecordRow.body)
    return {
        row.listing_id: LaidOut(row.no, row.body)
        for some in chunks(listings)
        for row in session.execute(
            query.where(PortalRecordRow.listing_id.in_(some)).order_by(PortalRecordRow.no)
        )
    }


def latest_act(session: Session) -> tuple[int, datetime] | None:
    """Number and instant of the newest act; None: nothing was ever done."""
    query = select(ActRow.no, ActRow.at).order_by(ActRow.no.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.no, row.at)
