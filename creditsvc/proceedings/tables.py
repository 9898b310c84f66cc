"""Proceedings, their papers, the service of notices, and decisions. Insert-only; the law's constraints.

A decision row is the only door to a list. For a proceeding of our own it must point at the last served
notice, be dated after its reply period (or name a waiver on file), and be signed by somebody who made
no other move; triggers (migration `steps_of_a_case`) ask besides for the opening, the hearing that was
asked for, the review and the deliberation that the opening made due, and the service. For one made
elsewhere it names document, authority, day and file, and two people: who imported and who confirmed it.
For a grant of an honour it must point at the grant of an application, whose levels, announcement and
people the database checks where they are kept.
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

from creditsvc.db.base import Base, Filed, Json, Moved, Opened


class ProceedingRow(Moved, Base):
    """One proceeding after one move; the highest version is its present state."""

    __tablename__ = "proceedings"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('proposed', 'opened', 'noticed', 'replied', 'heard', 'reviewed',"
            " 'decided', 'served', 'concluded', 'dropped')",
            name="stage",
        ),
        Index("ix_proceedings_enterprise", "enterprise_id"),
    )


class ProceedingPaperRow(Filed, Base):
    """The paper of one move: who filed it, its number, its day, the digest of its file."""

    __tablename__ = "proceeding_papers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proceeding_id", "version"],
            ["proceedings.id", "proceedings.version"],
            name="fk_proceeding_papers_move",
        ),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    proceeding_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)


class CaseOpeningRow(Opened, Base):
    """The opening of a case, and what it made due under the rulebook of its day."""

    __tablename__ = "case_openings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proceeding_id", "version"],
            ["proceeding_papers.proceeding_id", "proceeding_papers.version"],
            name="fk_case_openings_paper",
        ),
        CheckConstraint("length(trim(approved_by)) > 0", name="approved"),
        CheckConstraint("approved_by <> handled_by", name="two_people"),
    )

    proceeding_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class DueProcessSinceRow(Base):
    """The last act before the database asked for whole due process; what is older stands as it was made.

    No row: it always did. Nobody can add one once there is an act.
    """

    __tablename__ = "due_process_since"

    act_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class NoticeServiceRow(Base):
    """Proof that the notice before a decision was served, and how long the party may reply."""

    __tablename__ = "notice_services"
    __table_args__ = (
        UniqueConstraint("id", "proceeding_id", "reply_until", "handled_by"),
        CheckConstraint("reply_until >= served_on", name="reply_after_service"),
        CheckConstraint("length(reference) > 0", name="reference"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    proceeding_id: Mapped[UUID]
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(32))
    served_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    reply_until: Mapped[date] = mapped_column(Date)
    handled_by: Mapped[str] = mapped_column(String(200))


class DecisionRow(Base):
    """A decision to enter an enterprise on a list."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("id", "enterprise_id", "list"),
        ForeignKeyConstraint(
            ["service_id", "proceeding_id", "reply_until", "handled_by"],
            [
                "notice_services.id",
                "notice_services.proceeding_id",
                "notice_services.reply_until",
                "notice_services.handled_by",
            ],
            name="fk_decisions_served_notice",
        ),
        CheckConstraint("origin IN ('own', 'external', 'grant')", name="origin"),
        CheckConstraint(
            "origin <> 'own' OR (proceeding_id IS NOT NULL AND service_id IS NOT NULL"
            " AND reply_until IS NOT NULL AND handled_by IS NOT NULL AND decided_by IS NOT NULL"
            " AND proposed_by IS NOT NULL AND decided_by <> handled_by"
            " AND decided_by <> proposed_by"
            " AND (decided_on > reply_until OR waiver IS NOT NULL))",
            name="own_due_process",
        ),
        CheckConstraint(
            "origin <> 'external' OR (authority IS NOT NULL AND file_digest IS NOT NULL"
            " AND imported_by IS NOT NULL AND confirmed_by IS NOT NULL"
            " AND imported_by <> confirmed_by)",
            name="external_two_people",
        ),
        CheckConstraint("length(document_no) > 0", name="document"),
        CheckConstraint("waiver IS NULL OR length(trim(waiver)) > 0", name="waiver"),
        UniqueConstraint("proceeding_id"),
        Index("uq_decisions_application_id", "application_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    origin: Mapped[str] = mapped_column(String(16))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    list: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(64))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str | None] = mapped_column(CHAR(64))
    authority: Mapped[str | None] = mapped_column(String(200))
    basis: Mapped[Any] = mapped_column(Json)
    proceeding_id: Mapped[UUID | None]
    application_id: Mapped[UUID | None]
    service_id: Mapped[UUID | None]
    reply_until: Mapped[date | None] = mapped_column(Date)
    waiver: Mapped[str | None] = mapped_column(String(200))
    proposed_by: Mapped[str | None] = mapped_column(String(200))
    handled_by: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[str | None] = mapped_column(String(200))
    file_digest: Mapped[str | None] = mapped_column(CHAR(64))
    imported_by: Mapped[str | None] = mapped_column(String(200))
    confirmed_by: Mapped[str | None] = mapped_column(String(200))
    published_on: Mapped[date | None] = mapped_column(Date)


class ExternalDecisionRow(Base):
    """A decision made elsewhere, as imported; it lists nobody until another person confirms it."""

    __tablename__ = "external_decisions"
    __table_args__ = (UniqueConstraint("source", "source_ref", "digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    source: Mapped[str] = mapped_column(String(200))
    source_ref: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(CHAR(64))
    file_digest: Mapped[str] = mapped_column(CHAR(64))
    imported_by: Mapped[str] = mapped_column(String(200))
    content: Mapped[Any] = mapped_column(Json)


class ExternalOutcomeRow(Base):
    """What another person made of an imported decision: confirmed (then listed) or refused."""

    __tablename__ = "external_outcomes"
    __table_args__ = (CheckConstraint("outcome IN ('confirmed', 'refused')", name="outcome"),)

    external_id: Mapped[UUID] = mapped_column(ForeignKey("external_decisions.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"))
    reason: Mapped[str | None] = mapped_column(String(500))
