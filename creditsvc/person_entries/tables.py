"""Entries of persons move by move; their decisions, services and early ends. All insert-only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Moment, Moved


class PersonEntryRow(Moved, Base):
    """The entry of a person as one move left it; the person by key alone."""

    __tablename__ = "person_entries"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('proposed', 'noticed', 'decided', 'served', 'ended', 'dropped')",
            name="stage",
        ),
        Index("ix_person_entries_enterprise", "enterprise_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class PersonEntryDecisionRow(Base):
    """That it was decided by another person, after the notice was served and the time to reply was over."""

    __tablename__ = "person_entry_decisions"
    __table_args__ = (
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("decided_by <> noticed_by", name="noticed"),
        CheckConstraint("decided_on > reply_until", name="heard"),
        CheckConstraint("reply_until > noticed_on", name="reply"),
        CheckConstraint("last_day > decided_on", name="term"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        CheckConstraint("length(trim(article)) > 0", name="article"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    role: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(64))
    article: Mapped[str] = mapped_column(String(200))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    authority: Mapped[str] = mapped_column(String(200))
    handled_by: Mapped[str] = mapped_column(String(200))
    noticed_by: Mapped[str] = mapped_column(String(200))
    noticed_on: Mapped[date] = mapped_column(Date)
    reply_until: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    last_day: Mapped[date] = mapped_column(Date)


class PersonEntryServiceRow(Base):
    """That its decision reached the person; it stands from *served_at*."""

    __tablename__ = "person_entry_services"
    __table_args__ = (CheckConstraint("length(trim(reference)) > 0", name="reference"),)

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("person_entry_decisions.entry_id"), primary_key=True
    )
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    served_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(32))
    served_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))


class PersonEntryEndRow(Base):
    """That it ended before its time: with its ground, or on a paper."""

    __tablename__ = "person_entry_ends"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('annulled', 'decision_revoked', 'wrong_subject', 'clerical')", name="reason"
        ),
        CheckConstraint(
            "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0", name="document"
        ),
    )

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("person_entry_services.entry_id"), primary_key=True
    )
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    ended_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str | None] = mapped_column(String(200))
