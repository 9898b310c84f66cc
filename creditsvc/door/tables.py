"""Doors, the codes made for them, what came in through them; failed tries and open visits.

Doors, codes and submissions are insert-only. A try is counted under a keyed digest of the number or
the address; a visit is known by the digest of its token.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class DoorRow(Base):
    """The public number of one matter."""

    __tablename__ = "doors"
    __table_args__ = (
        CheckConstraint("kind IN ('proceeding', 'listing', 'enterprise')", name="kind"),
        CheckConstraint("length(number) = 14", name="number"),
        UniqueConstraint("kind", "matter"),
    )

    number: Mapped[str] = mapped_column(String(14), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(16))
    matter: Mapped[UUID]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))


class DoorCodeRow(Base):
    """A code made for a door, as scrypt of it; the one of the latest act opens, all before are void."""

    __tablename__ = "door_codes"
    __table_args__ = (
        CheckConstraint("hashed LIKE 'scrypt$%'", name="hashed"),
        UniqueConstraint("number", "act_no"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(ForeignKey("doors.number"))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    hashed: Mapped[str] = mapped_column(Text)
    issued_by: Mapped[str] = mapped_column(String(200))


class DoorSubmissionRow(Base):
    """Something the party sent: the paper that names all of it, and the files beside it."""

    __tablename__ = "door_submissions"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('reply', 'hearing', 'objection', 'repair', 'supplement', 'withdrawal', 'papers', 'honour')",
            name="kind",
        ),
        CheckConstraint("no > 0", name="no"),
    )

    number: Mapped[str] = mapped_column(ForeignKey("doors.number"), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(16))
    document_no: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(ForeignKey("papers.digest"))
    files: Mapped[Any] = mapped_column(Json)


class DoorTryRow(Base):
    """Failed tries in a row at one number or from one address, which stand here as keyed digests."""

    __tablename__ = "door_tries"
    __table_args__ = (
        CheckConstraint("failures > 0", name="failures"),
        Index("ix_door_tries_last_at", "last_at"),
    )

    subject: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Moment)
    blocked_until: Mapped[datetime] = mapped_column(Moment)


class DoorVisitRow(Base):
    """An opened door."""

    __tablename__ = "door_visits"
    __table_args__ = (Index("ix_door_visits_seen_at", "seen_at"),)

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    number: Mapped[str] = mapped_column(ForeignKey("doors.number"))
    code_id: Mapped[UUID] = mapped_column(ForeignKey("door_codes.id"))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
