"""What the law said of records, act by act, and the rulebooks it was said under. Insert-only."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class FindingRow(Base):
    """The state of one rule for one enterprise from an act on; the latest act's row holds."""

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("outcome IN ('met', 'undetermined', 'gone')", name="outcome"),
        Index("ix_findings_act_no", "act_no"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    assessed_on: Mapped[date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(16))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    body: Mapped[Any] = mapped_column(Json)


class RulebookRow(Base):
    """A rulebook that an act worked under, or that somebody proposed: the texts of its files."""

    __tablename__ = "rulebooks"

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    files: Mapped[Any] = mapped_column(Json)


class RulebookUseRow(Base):
    """The rulebook that acts worked under from this act on; the act before it used another, or none."""

    __tablename__ = "rulebook_uses"

    act_no: Mapped[int] = mapped_column(
        ForeignKey("acts.no"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(ForeignKey("rulebooks.digest"))


class RulebookProposalRow(Base):
    """A rulebook that one person proposes for use."""

    __tablename__ = "rulebook_proposals"
    __table_args__ = (
        UniqueConstraint("id", "digest", "proposed_by"),
        CheckConstraint("length(trim(proposed_by)) > 0", name="proposer"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    digest: Mapped[str] = mapped_column(ForeignKey("rulebooks.digest"))
    proposed_by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(500))


class RulebookOutcomeRow(Base):
    """What became of a proposal: adopted by another person, or withdrawn by anybody."""

    __tablename__ = "rulebook_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "digest", "proposed_by"],
            [
                "rulebook_proposals.id",
                "rulebook_proposals.digest",
                "rulebook_proposals.proposed_by",
            ],
            name="fk_rulebook_outcomes_proposal",
        ),
        CheckConstraint("outcome IN ('adopted', 'withdrawn')", name="outcome"),
        CheckConstraint(
            'length(trim("by")) > 0 AND (outcome <> \'adopted\' OR "by" <> proposed_by)',
            name="two_people",
        ),
        Index("ix_rulebook_outcomes_outcome_act_no", "outcome", "act_no"),
    )

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    digest: Mapped[str] = mapped_column(CHAR(64))
    proposed_by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(500))
