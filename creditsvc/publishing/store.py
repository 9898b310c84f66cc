"""Every SQL statement about portal records, and which act the public lists follow from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from creditsvc.db.chunks import chunks
from creditsvc.db.tables import ActRow, OutboxRow
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


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that takes an entry back from the portal. laid_at: when its file was; None: it waits."""

    listing_id: UUID
    body: Any
    job: int
    laid_at: datetime | None


def shown(session: Session) -> list[UUID]:
    """The entries that the portal was last told of as standing."""
    later = aliased(PortalRecordRow)
    row = PortalRecordRow
    told_since = exists().where(later.listing_id == row.listing_id, later.no > row.no)
    query = select(row.listing_id).where(row.action == "entry", ~told_since)
    return list(session.scalars(query.order_by(row.act_no, row.listing_id)))


def removals(session: Session, since: int | None) -> list[Removal]:
    """Removals whose file is not laid yet, and those written after act *since* (None: not these).

    The oldest first.
    """
    row = PortalRecordRow
    late = [] if since is None else [row.act_no > since]
    wanted = or_(OutboxRow.done_at.is_(None), *late)
    query = (
        select(row.listing_id, row.body, row.outbox_id, OutboxRow.done_at)
        .join(OutboxRow, OutboxRow.id == row.outbox_id)
        .where(row.action == "removal", wanted)
        .order_by(row.act_no, row.listing_id, row.no)
    )
    return [Removal(*found) for found in session.execute(query)]


def latest_act(session: Session) -> tuple[int, datetime] | None:
    """Number and instant of the newest act; None: nothing was ever done."""
    query = select(ActRow.no, ActRow.at).order_by(ActRow.no.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.no, row.at)
