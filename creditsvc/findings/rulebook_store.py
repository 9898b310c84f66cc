"""Every SQL statement about rulebooks: kept, used, proposed, adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from creditsvc.findings.tables import (
    RulebookOutcomeRow,
    RulebookProposalRow,
    RulebookRow,
    RulebookUseRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rulebook proposed by one person, and what became of it; outcome None: it is open."""

    id: UUID
    act_no: int
    digest: str
    proposed_by: str
    document_no: str | None
    reason: str | None
    outcome: str | None
    outcome_act: int | None
    by: str | None
    why: str | None


def files(session: Session, digest: str) -> Mapping[str, str] | None:
    """The texts of a rulebook by their paths; None: it was never kept."""
    query = select(RulebookRow.files).where(RulebookRow.digest == digest)
    found: Mapping[str, str] | None = session.scalars(query).one_or_none()
    return found


def is_kept(session: Session, digest: str) -> bool:
    """Whether that rulebook is kept."""
    query = select(RulebookRow.digest).where(RulebookRow.digest == digest)
    return session.scalars(query).one_or_none() is not None


def keep(session: Session, row: dict[str, object]) -> None:
    """A rulebook that was not kept before."""
    session.execute(insert(RulebookRow), [row])


def adopted(session: Session, act: int | None = None) -> str | None:
    """The digest of the newest rulebook that was adopted (by act *act*); None: none was."""
    query = select(RulebookOutcomeRow.digest).where(RulebookOutcomeRow.outcome == "adopted")
    if act is not None:
        query = query.where(RulebookOutcomeRow.act_no <= act)
    return session.scalar(query.order_by(RulebookOutcomeRow.act_no.desc()).limit(1))


def used(session: Session, act: int | None = None) -> str | None:
    """The digest of the rulebook that the last act (act *act*) worked under; None: not on record."""
    query = select(RulebookUseRow.digest)
    if act is not None:
        query = query.where(RulebookUseRow.act_no <= act)
    return session.scalar(query.order_by(RulebookUseRow.act_no.desc()).limit(1))


def use(session: Session, act_no: int, digest: str) -> None:
    """Acts work under that rulebook from act *act_no* on."""
    session.execute(insert(RulebookUseRow), [{"act_no": act_no, "digest": digest}])


def propose(session: Session, row: dict[str, object]) -> None:
    """A rulebook that somebody proposes."""
    session.execute(insert(RulebookProposalRow), [row])


def settle(session: Session, row: dict[str, object]) -> None:
    """What became of a proposal."""
    session.execute(insert(RulebookOutcomeRow), [row])


def proposals(session: Session) -> list[Proposal]:
    """Every rulebook ever proposed, oldest first, with what became of it."""
    ours, theirs = RulebookProposalRow, RulebookOutcomeRow
    query = (
        select(
            ours.id,
            ours.act_no,
            ours.digest,
            ours.proposed_by,
            ours.document_no,
            ours.reason,
            theirs.outcome,
            theirs.act_no.label("outcome_act"),
            theirs.by,
            theirs.reason.label("why"),
        )
        .outerjoin(theirs, theirs.proposal_id == ours.id)
        .order_by(ours.act_no, ours.id)
    )
    rows: list[Any] = list(session.execute(query))
    return [Proposal(**row._mapping) for row in rows]  # noqa: SLF001 - the documented way to a row's mapping
