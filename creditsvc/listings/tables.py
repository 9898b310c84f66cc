"""Entries on lists, their publication, their marks and their end. Insert-only."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class ListingRow(Base):
    """An entry on a list. It needs its decision, for this enterprise and this list."""

    __tablename__ = "listings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "enterprise_id", "list"],
            ["decisions.id", "decisions.enterprise_id", "decisions.list"],
            name="fk_listings_decision",
        ),
        CheckConstraint("last_day IS NULL OR last_day >= starts_on", name="term"),
        Index("ix_listings_enterprise", "enterprise_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(unique=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    list: Mapped[str] = mapped_column(String(64))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    from_at: Mapped[datetime] = mapped_column(Moment)
    starts_on: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    ground: Mapped[Any] = mapped_column(Json)


class ListingEndRow(Base):
    """The end of an entry before its term: by whom, why, on which document."""

    __tablename__ = "listing_ends"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('repaired', 'annulled', 'objection_upheld', 'wrong_subject', 'clerical',"
            " 'lost_conditions')",
            name="reason",
        ),
    )

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    ended_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str | None] = mapped_column(String(200))


class ListingPublicationRow(Base):
    """The day on which an entry was first made public."""

    __tablename__ = "listing_publications"

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    published_on: Mapped[date] = mapped_column(Date)


class ListingMarkRow(Base):
    """What answers say beside an entry: that it is under objection, or that it is suspended."""

    __tablename__ = "listing_marks"
    __table_args__ = (CheckConstraint("kind IN ('objection', 'suspension')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), index=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(16))
    matter: Mapped[UUID]
    since: Mapped[datetime] = mapped_column(Moment)


class ListingMarkEndRow(Base):
    """That a mark was taken away."""

    __tablename__ = "listing_mark_ends"

    mark_id: Mapped[UUID] = mapped_column(ForeignKey("listing_marks.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    until: Mapped[datetime] = mapped_column(Moment)


class RemovalProposalRow(Base):
    """That somebody wants an entry removed before its term, on a document."""

    __tablename__ = "removal_proposals"
    __table_args__ = (
        CheckConstraint("reason IN ('wrong_subject', 'clerical')", name="reason"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        UniqueConstraint("id", "proposed_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[str] = mapped_column(String(200))


class RemovalOutcomeRow(Base):
    """What another person made of the proposal."""

    __tablename__ = "removal_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "proposed_by"],
            ["removal_proposals.id", "removal_proposals.proposed_by"],
            name="fk_removal_outcomes_proposal",
        ),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "outcome = 'confirmed' OR (outcome = 'rejected' AND reason IS NOT NULL)",
            name="outcome",
        ),
    )

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    proposed_by: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(500))
