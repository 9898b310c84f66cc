"""Applications for early removal, their acceptance and grant. Insert-only; the constraints are the law's.

A grant row is the only door out of a list by repair: it must point at the acceptance of the same
application, be signed by another person than handled it, and not be older than the acceptance.
"""

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
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class RepairRow(Base):
    """One application after one move; the highest version is its present state."""

    __tablename__ = "repairs"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn')",
            name="stage",
        ),
        Index("ix_repairs_enterprise", "enterprise_id"),
        Index("ix_repairs_listing", "listing_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    stage: Mapped[str] = mapped_column(String(16))
    move: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    state: Mapped[Any] = mapped_column(Json)


class RepairAcceptanceRow(Base):
    """That an application was taken up: by whom and when."""

    __tablename__ = "repair_acceptances"
    __table_args__ = (UniqueConstraint("repair_id", "listing_id", "accepted_on", "handled_by"),)

    repair_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    accepted_on: Mapped[date] = mapped_column(Date)
    handled_by: Mapped[str] = mapped_column(String(200))


class RepairGrantRow(Base):
    """That an application was granted: the paper that ends the entry."""

    __tablename__ = "repair_grants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["repair_id", "listing_id", "accepted_on", "handled_by"],
            [
                "repair_acceptances.repair_id",
                "repair_acceptances.listing_id",
                "repair_acceptances.accepted_on",
                "repair_acceptances.handled_by",
            ],
            name="fk_repair_grants_acceptance",
        ),
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("decided_on >= accepted_on", name="after_acceptance"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        UniqueConstraint("listing_id"),
    )

    repair_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    listing_id: Mapped[UUID]
    accepted_on: Mapped[date] = mapped_column(Date)
    handled_by: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
