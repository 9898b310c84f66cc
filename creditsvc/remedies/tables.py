"""Objections, their moves and decisions; suits and their outcomes. Insert-only; the constraints are the law's.

The database itself refuses: a second open objection to the same on the same ground; a decision by
whoever had a part in the entry, the record or the objection; a mark beside an entry without its
matter; the end of an entry by a remedy without its decision.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment, Moved


class ObjectionRow(Base):
    """An objection as received. Neither listing nor event nor person's entry: it contests the identity."""

    __tablename__ = "objections"
    __table_args__ = (
        CheckConstraint("listing_id IS NULL OR event_id IS NULL", name="subject"),
        CheckConstraint("origin IN ('party', 'ex_officio')", name="origin"),
        CheckConstraint(
            "ground IN ('facts', 'law', 'procedure', 'wrong_subject', 'clerical', 'other')",
            name="ground",
        ),
        Index("ix_objections_enterprise", "enterprise_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"), index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_keys.event_id"))
    person_entry_id: Mapped[UUID | None]
    origin: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str] = mapped_column(String(16))
    grounds: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    raised_by: Mapped[str] = mapped_column(String(200))
    received_on: Mapped[date] = mapped_column(Date)
    document: Mapped[Any] = mapped_column(Json)
    attachments: Mapped[Any] = mapped_column(Json)
    repeats: Mapped[UUID | None] = mapped_column(ForeignKey("objections.id"))


class ObjectionMoveRow(Base):
    """That an objection was taken up, or that others were asked to check."""

    __tablename__ = "objection_moves"
    __table_args__ = (CheckConstraint("move IN ('accept', 'check')", name="move"),)

    objection_id: Mapped[UUID] = mapped_column(ForeignKey("objections.id"), primary_key=True)
    move: Mapped[str] = mapped_column(String(16), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    by: Mapped[str] = mapped_column(String(200))
    document: Mapped[Any] = mapped_column(Json)
    reasons: Mapped[str] = mapped_column(Text)


class ObjectionDecisionRow(Base):
    """How an objection was closed: decided by a person who had no part, not taken up, withdrawn."""

    __tablename__ = "objection_decisions"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('upheld', 'partly_upheld', 'rejected', 'declined', 'withdrawn')",
            name="outcome",
        ),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    objection_id: Mapped[UUID] = mapped_column(ForeignKey("objections.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(200))
    document: Mapped[Any] = mapped_column(Json)
    redress: Mapped[Any | None] = mapped_column(Json)


class SuitRow(Moved, Base):
    """A reconsideration or litigation after one move; the highest version is its present state."""

    __tablename__ = "suits"
    __table_args__ = (
        CheckConstraint("kind IN ('reconsideration', 'litigation')", name="kind"),
        CheckConstraint("(listing_id IS NULL) <> (event_id IS NULL)", name="subject"),
        CheckConstraint("stage IN ('filed', 'accepted', 'refused', 'concluded')", name="stage"),
        Index("ix_suits_enterprise", "enterprise_id"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_keys.event_id"))


class SuitOutcomeRow(Base):
    """The outcome of one instance, with effect: the paper on which an entry may end as annulled."""

    __tablename__ = "suit_outcomes"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('maintained', 'changed', 'revoked', 'confirmed_unlawful', 'void',"
            " 'withdrawn')",
            name="outcome",
        ),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    suit_id: Mapped[UUID] = mapped_column(primary_key=True)
    instance: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))
    outcome: Mapped[str] = mapped_column(String(32))
    annuls: Mapped[bool]
    effective_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
