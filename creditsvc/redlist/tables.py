"""Applications for an honour, what leads to a grant, and losses. Insert-only; the constraints are the law's.

A grant row is the only door to an entry of an honour by our own decision: it points at the notice of the
same application, is dated after it, and is signed by somebody who had no other part. An honour ends as
lost only by a row of losses: by events on the record, or by a case told to the party and decided by
another person.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    Boolean,
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

from creditsvc.db.base import Base, Json, Moved


class ApplicationRow(Moved, Base):
    """One application after one move; the highest version is its present state."""

    __tablename__ = "redlist_applications"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('received', 'checked', 'reviewed', 'announced', 'granted', 'refused',"
            " 'withdrawn')",
            name="stage",
        ),
        Index("ix_redlist_applications_enterprise", "enterprise_id"),
    )


class ReviewRow(Base):
    """That one level passed an application: each by a person and an authority of its own."""

    __tablename__ = "redlist_reviews"
    __table_args__ = (
        UniqueConstraint("application_id", "by"),
        UniqueConstraint("application_id", "authority"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(String(16), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    authority: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))


class AnnouncementRow(Base):
    """The public notice for objections, and its last day."""

    __tablename__ = "redlist_announcements"
    __table_args__ = (
        UniqueConstraint("application_id", "until", "announced_by"),
        CheckConstraint("until > announced_on", name="until"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    announced_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    announced_by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(500))


class RedlistObjectionRow(Base):
    """An objection made during the notice."""

    __tablename__ = "redlist_objections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(index=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    received_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))


class RedlistAnswerRow(Base):
    """The answer to an objection; one that is upheld stands in the way of the grant."""

    __tablename__ = "redlist_answers"

    objection_id: Mapped[UUID] = mapped_column(
        ForeignKey("redlist_objections.id"), primary_key=True
    )
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    upheld: Mapped[bool] = mapped_column(Boolean)
    by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))


class GrantRow(Base):
    """That an application was granted: the decision that enters rests on it."""

    __tablename__ = "redlist_grants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "announced_until", "announced_by"],
            [
                "redlist_announcements.application_id",
                "redlist_announcements.until",
                "redlist_announcements.announced_by",
            ],
            name="fk_redlist_grants_announcement",
        ),
        CheckConstraint("decided_by <> announced_by", name="two_people"),
        CheckConstraint("decided_on > announced_until", name="after_notice"),
        CheckConstraint("levels > 0", name="levels"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    list: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(64))
    levels: Mapped[int] = mapped_column(Integer)
    announced_until: Mapped[date] = mapped_column(Date)
    announced_by: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))


class LossCaseRow(Moved, Base):
    """One case about the loss of an honour after one move."""

    __tablename__ = "redlist_loss_cases"
    __table_args__ = (
        CheckConstraint("stage IN ('noticed', 'lost', 'kept')", name="stage"),
        Index("ix_redlist_loss_cases_listing", "listing_id"),
    )

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))


class LossRow(Base):
    """That an honour was lost, by the record (*events*, *conditions*) or by a decided case."""

    __tablename__ = "redlist_losses"
    __table_args__ = (
        CheckConstraint("origin IN ('record', 'decision')", name="origin"),
        CheckConstraint("origin <> 'record' OR length(against) > 2", name="record_named"),
        CheckConstraint(
            "origin <> 'decision' OR (case_id IS NOT NULL AND reply_until IS NOT NULL"
            " AND handled_by IS NOT NULL AND decided_by IS NOT NULL AND decided_on IS NOT NULL"
            " AND document_no IS NOT NULL AND decided_by <> handled_by"
            " AND decided_on > reply_until)",
            name="decision_heard",
        ),
    )

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    origin: Mapped[str] = mapped_column(String(16))
    grounds: Mapped[Any] = mapped_column(Json)
    against: Mapped[Any] = mapped_column(Json)
    case_id: Mapped[UUID | None]
    reply_until: Mapped[date | None] = mapped_column(Date)
    handled_by: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_on: Mapped[date | None] = mapped_column(Date)
    document_no: Mapped[str | None] = mapped_column(String(200))
