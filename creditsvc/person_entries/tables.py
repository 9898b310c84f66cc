"""Entries of persons move by move, with the papers, notices, decisions and ends behind them. All insert-only.

Triggers (migration `process_of_person_entries`) hold a decision against its moves, notice and papers.
"""

from datetime import date, datetime
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
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Ended, Filed, Moment, Moved, Noticed, Opened


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


class PersonEntryPaperRow(Filed, Base):
    """The paper of one move: who filed it, its number, its day, the digest of its file."""

    __tablename__ = "person_entry_papers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"],
            ["person_entries.id", "person_entries.version"],
            name="fk_person_entry_papers_move",
        ),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)


class PersonEntryOpeningRow(Opened, Base):
    """The opening of a case: who approved it, and what it makes due before the decision."""

    __tablename__ = "person_entry_openings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"],
            ["person_entry_papers.entry_id", "person_entry_papers.version"],
            name="fk_person_entry_openings_paper",
        ),
        CheckConstraint("approved_by <> handled_by", name="two_people"),
        CheckConstraint("length(trim(approved_by)) > 0", name="approved"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class PersonEntryNoticeRow(Noticed, Base):
    """Proof that the person was told, and until when it may reply."""

    __tablename__ = "person_entry_notices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"],
            ["person_entries.id", "person_entries.version"],
            name="fk_person_entry_notices_move",
        ),
        CheckConstraint("reply_until > served_on", name="reply_after_service"),
        CheckConstraint("length(trim(reference)) > 0", name="reference"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    entry_id: Mapped[UUID]


class PersonEntryProcessSinceRow(Base):
    """The last act before the database asked for the whole process; what is older stands as made.

    No row: it always did. Nobody can add one once there is an act.
    """

    __tablename__ = "person_entry_process_since"

    act_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class PersonEntryDecisionRow(Base):
    """That it was decided by another person: on its last served notice, after the time to reply or a waiver."""

    __tablename__ = "person_entry_decisions"
    __table_args__ = (
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("decided_by <> noticed_by", name="noticed"),
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
    notice_id: Mapped[UUID | None]
    waiver: Mapped[str | None] = mapped_column(String(200))


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


class PersonEntryEndRow(Ended, Base):
    """That it ended before its time: with its ground, or on a paper."""

    __tablename__ = "person_entry_ends"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('annulled', 'decision_revoked', 'wrong_subject', 'clerical', 'repaired',"
            " 'objection_upheld')",
            name="reason",
        ),
        CheckConstraint(
            "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0", name="document"
        ),
    )

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("person_entry_services.entry_id"), primary_key=True
    )
