"""Bans, the decisions that make them and their early ends. Insert-only; the constraints are the law's.

Triggers (migration `process_of_bans`) hold a decision against its moves, its notice and its papers.
"""

from datetime import date
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

from creditsvc.db.base import Base, Ended, Filed, Moved, Noticed


class BanRow(Moved, Base):
    """One ban after one move; the highest version is its present state."""

    __tablename__ = "bans"
    __table_args__ = (
        CheckConstraint("stage IN ('proposed', 'decided', 'ended', 'dropped')", name="stage"),
        Index("ix_bans_enterprise", "enterprise_id"),
    )


class BanPaperRow(Filed, Base):
    """The paper of one move of an own ban: who filed it, its number, its day, the digest of its file."""

    __tablename__ = "ban_papers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ban_id", "version"], ["bans.id", "bans.version"], name="fk_ban_papers_move"
        ),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    ban_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)


class BanNoticeRow(Noticed, Base):
    """Proof that the party of an own ban was told, and until when it may reply.

    deliberation_due: whether the principals deliberate before the decision; empty in older ones.
    """

    __tablename__ = "ban_notices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ban_id", "version"], ["bans.id", "bans.version"], name="fk_ban_notices_move"
        ),
        CheckConstraint("reply_until > served_on", name="reply_after_service"),
        CheckConstraint("length(trim(reference)) > 0", name="reference"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    ban_id: Mapped[UUID]
    deliberation_due: Mapped[bool | None]


class BanProcessSinceRow(Base):
    """The last act before the database asked for due process in bans; what is older stands as made.

    No row: it always did. Nobody can add one once there is an act.
    """

    __tablename__ = "ban_process_since"

    act_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class BanDecisionRow(Base):
    """That a ban was decided: of whom, on which paper, by another than proposed it, for which days.

    arises: by law or by the authority's decision; empty in older ones. An own one names its last served
    notice, the last day to reply, and the waiver by which the party gave that up.
    """

    __tablename__ = "ban_decisions"
    __table_args__ = (
        CheckConstraint("decided_by <> handled_by", name="two_people"),
        CheckConstraint("(subject = 'enterprise') = (person_id IS NULL)", name="subject"),
        CheckConstraint(
            "subject IN ('enterprise', 'principal', 'responsible_persons')", name="role"
        ),
        CheckConstraint("last_day IS NULL OR last_day >= from_day", name="term"),
        CheckConstraint("for_life = (last_day IS NULL)", name="life"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        CheckConstraint("length(trim(article)) > 0", name="article"),
    )

    ban_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    subject: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    rule: Mapped[str] = mapped_column(String(64))
    article: Mapped[str] = mapped_column(String(200))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    authority: Mapped[str] = mapped_column(String(200))
    handled_by: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    from_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    for_life: Mapped[bool]
    arises: Mapped[str | None] = mapped_column(String(16))
    notice_id: Mapped[UUID | None]
    reply_until: Mapped[date | None] = mapped_column(Date)
    waiver: Mapped[str | None] = mapped_column(String(200))


class BanEndRow(Ended, Base):
    """That a ban ended before its time: with its ground, or on a paper."""

    __tablename__ = "ban_ends"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('annulled', 'decision_revoked', 'wrong_subject', 'clerical')",
            name="reason",
        ),
        CheckConstraint(
            "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0", name="document"
        ),
    )

    ban_id: Mapped[UUID] = mapped_column(ForeignKey("ban_decisions.ban_id"), primary_key=True)
