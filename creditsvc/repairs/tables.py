"""Applications for repair, their acceptance and grant. Insert-only; the constraints are the law's.

A grant row is the only door out of a list by repair, and the only one by which a record goes out of
sight: it must point at the acceptance of the same application, be signed by another person than
handled it, and not be older than the acceptance. Entries and records have tables of their own.
"""

from datetime import date, datetime
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

from creditsvc.db.base import Base, Json, Moment, Moved


class TakenUp:
    """That an application was taken up: by whom and when."""

    repair_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    accepted_on: Mapped[date] = mapped_column(Date)
    handled_by: Mapped[str] = mapped_column(String(200))


class Granted(TakenUp):
    """That an application was granted by somebody else, on a paper."""

    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))


class RepairRow(Moved, Base):
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

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))


class RepairAcceptanceRow(TakenUp, Base):
    """That an application was taken up: by whom and when."""

    __tablename__ = "repair_acceptances"
    __table_args__ = (UniqueConstraint("repair_id", "listing_id", "accepted_on", "handled_by"),)

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))


class RepairGrantRow(Granted, Base):
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

    listing_id: Mapped[UUID]


class RecordApplicationRow(Moved, Base):
    """One application about a record after one move; the highest version is its present state."""

    __tablename__ = "record_applications"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn',"
            " 'questioned', 'revoked')",
            name="stage",
        ),
        CheckConstraint("effect IN ('repair', 'shield')", name="effect"),
        Index("ix_record_applications_enterprise", "enterprise_id"),
        Index("ix_record_applications_event", "event_id"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_keys.event_id"))
    effect: Mapped[str] = mapped_column(String(16))


class RecordAcceptanceRow(TakenUp, Base):
    """That an application about a record was taken up: by whom and when."""

    __tablename__ = "record_acceptances"
    __table_args__ = (
        UniqueConstraint(
            "repair_id",
            "event_id",
            "effect",
            "accepted_on",
            "handled_by",
            name="uq_record_taken_up",
        ),
    )

    event_id: Mapped[UUID]
    effect: Mapped[str] = mapped_column(String(16))


class RecordRepairRow(Granted, Base):
    """That a record of an enterprise is out of sight: repaired, or shielded, and by which paper."""

    __tablename__ = "record_repairs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["repair_id", "event_id", "effect", "accepted_on", "handled_by"],
            [
                "record_acceptances.repair_id",
                "record_acceptances.event_id",
                "record_acceptances.effect",
                "record_acceptances.accepted_on",
                "record_acceptances.handled_by",
            ],
            name="fk_record_repairs_acceptance",
        ),
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("decided_on >= accepted_on", name="after_acceptance"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        Index("ix_record_repairs_enterprise", "enterprise_id"),
        Index("ix_record_repairs_event", "event_id"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    event_id: Mapped[UUID]
    effect: Mapped[str] = mapped_column(String(16))
    from_at: Mapped[datetime] = mapped_column(Moment)


class RecordRepairEndRow(Base):
    """That a repair or shield was revoked; last_day, earliest: the term of the display from then on."""

    __tablename__ = "record_repair_ends"
    __table_args__ = (
        CheckConstraint("decided_by <> questioned_by", name="two_people"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        CheckConstraint("earliest IS NULL OR last_day IS NOT NULL", name="term"),
    )

    repair_id: Mapped[UUID] = mapped_column(
        ForeignKey("record_repairs.repair_id"), primary_key=True
    )
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    ended_at: Mapped[datetime] = mapped_column(Moment)
    last_day: Mapped[date | None] = mapped_column(Date)
    earliest: Mapped[date | None] = mapped_column(Date)
    questioned_by: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))


class PersonApplicationRow(Moved, Base):
    """One application about a person's entry after one move; the highest version is its present state."""

    __tablename__ = "person_applications"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn')",
            name="stage",
        ),
        Index("ix_person_applications_enterprise", "enterprise_id"),
        Index("ix_person_applications_entry", "person_entry_id"),
    )

    person_entry_id: Mapped[UUID] = mapped_column(ForeignKey("person_entry_services.entry_id"))


class PersonAcceptanceRow(TakenUp, Base):
    """That an application about a person's entry was taken up: by whom and when."""

    __tablename__ = "person_acceptances"
    __table_args__ = (
        UniqueConstraint(
            "repair_id", "person_entry_id", "accepted_on", "handled_by", name="uq_person_taken_up"
        ),
    )

    person_entry_id: Mapped[UUID]


class PersonRemovalRow(Granted, Base):
    """That it was granted: the paper that ends the entry of a person."""

    __tablename__ = "person_removals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["repair_id", "person_entry_id", "accepted_on", "handled_by"],
            [
                "person_acceptances.repair_id",
                "person_acceptances.person_entry_id",
                "person_acceptances.accepted_on",
                "person_acceptances.handled_by",
            ],
            name="fk_person_removals_acceptance",
        ),
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("decided_on >= accepted_on", name="after_acceptance"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        UniqueConstraint("person_entry_id"),
    )

    person_entry_id: Mapped[UUID]


class RepairNoticeRow(Base):
    """That the repair notice (信用修复告知书) reached the enterprise with the decision it belongs to."""

    __tablename__ = "repair_notices"
    __table_args__ = (
        CheckConstraint("(listing_id IS NULL) <> (event_id IS NULL)", name="one_subject"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        CheckConstraint("length(trim(service_reference)) > 0", name="served"),
        CheckConstraint("served_on >= document_day", name="days"),
        UniqueConstraint("listing_id"),
        UniqueConstraint("event_id"),
        Index("ix_repair_notices_enterprise", "enterprise_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_keys.event_id"))
    document_no: Mapped[str] = mapped_column(String(200))
    document_day: Mapped[date] = mapped_column(Date)
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    service_kind: Mapped[str] = mapped_column(String(200))
    served_on: Mapped[date] = mapped_column(Date)
    service_reference: Mapped[str] = mapped_column(String(200))
    # None in rows older than proofs of service: it counted from the day itself, on the receipt alone.
    counts_from: Mapped[date | None] = mapped_column(Date)
    proofs: Mapped[Any | None] = mapped_column(Json)
    by: Mapped[str] = mapped_column(String(200))
