"""Every SQL statement about proposals to remove an entry, and what became of them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from creditsvc.listings.domain import Removal
from creditsvc.listings.tables import RemovalOutcomeRow, RemovalProposalRow

_REMOVALS = select(
    RemovalProposalRow.id,
    RemovalProposalRow.listing_id,
    RemovalProposalRow.reason,
    RemovalProposalRow.detail,
    RemovalProposalRow.document_no,
    RemovalProposalRow.proposed_by,
    RemovalOutcomeRow.outcome,
    RemovalOutcomeRow.decided_by,
).outerjoin(RemovalOutcomeRow, RemovalOutcomeRow.proposal_id == RemovalProposalRow.id)


def propose(session: Session, row: dict[str, Any]) -> None:
    """A new proposal."""
    session.execute(insert(RemovalProposalRow), [row])


def settle(session: Session, row: dict[str, Any]) -> None:
    """What became of a proposal; the database wants another person for it."""
    session.execute(insert(RemovalOutcomeRow), [row])


def get(session: Session, key: UUID) -> Removal | None:
    """The proposal with that key."""
    return next(iter(_all(session, RemovalProposalRow.id == key)), None)


def waiting(session: Session, listing_id: UUID | None = None) -> list[Removal]:
    """Those that nobody has settled (of one entry), oldest first."""
    open_ones: ColumnElement[bool] = RemovalOutcomeRow.proposal_id.is_(None)
    if listing_id is not None:
        open_ones = open_ones & (RemovalProposalRow.listing_id == listing_id)
    return _all(session, open_ones)


def _all(session: Session, where: ColumnElement[bool]) -> list[Removal]:
    query = _REMOVALS.where(where).order_by(RemovalProposalRow.act_no, RemovalProposalRow.id)
    rows = session.execute(query)
    return [Removal(**row._mapping) for row in rows]  # noqa: SLF001 - the documented way to a row's mapping
