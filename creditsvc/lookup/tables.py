"""Ready answers, and the log of every look-up (a file of its own on SQLite) with its seals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, LogBase, Moment

# 64 bits on PostgreSQL, where 31 would be used up in days; on SQLite the row's own number.
LogKey = BigInteger().with_variant(Integer, "sqlite")


class SnapshotRow(Base):
    """The answer about one unified code as it stands until `valid_until`, as JSON text."""

    __tablename__ = "credit_snapshots"
    __table_args__ = (
        CheckConstraint("status IN ('listed', 'not_listed', 'cannot_say')", name="status"),
    )

    uscc: Mapped[str] = mapped_column(CHAR(18), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), unique=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    status: Mapped[str] = mapped_column(String(16))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    valid_until: Mapped[datetime | None] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(CHAR(64))
    body: Mapped[str] = mapped_column(Text)


class LookupLogRow(LogBase):
    """One look-up: who asked, why, about whom (a keyed digest), and what the answer was.

    valid_at, known_at: the moment and act number asked for; null: now, and all that is known.
    evidence: the number of the signed answer that was given out; null: the answer was not signed.
    """

    __tablename__ = "lookup_log"

    id: Mapped[int] = mapped_column(LogKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    partner: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str | None] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(CHAR(64), index=True)
    route: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    data_version: Mapped[int] = mapped_column(Integer)
    valid_at: Mapped[datetime | None] = mapped_column(Moment)
    known_at: Mapped[int | None] = mapped_column(Integer)
    evidence: Mapped[str | None] = mapped_column(String(24))


class EvidenceRow(LogBase):
    """A signed answer as it was given out, under the number that it bears. Never changed."""

    __tablename__ = "evidence"

    number: Mapped[str] = mapped_column(String(24), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    jws: Mapped[str] = mapped_column(Text)


class QuotaCountRow(LogBase):
    """How many look-ups a partner has drawn in the window that begins at second *begins* since 1970 UTC."""

    __tablename__ = "quota_counts"

    client_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    begins: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    used: Mapped[int] = mapped_column(BigInteger)


class LogSealRow(LogBase):
    """A sealed stretch of the log: the rows after `after_id` up to `last_id`, and the tree with them.

    size, root, frontier: the whole tree so far (RFC 6962). leaves: the hashes of this stretch, 32
    bytes each, which tell where a later change is. jws: size and root, signed.
    """

    __tablename__ = "lookup_log_seals"

    last_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    after_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(CHAR(64))
    frontier: Mapped[Any] = mapped_column(Json)
    leaves: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime] = mapped_column(Moment)
    jws: Mapped[str] = mapped_column(Text)


class LogDropRow(LogBase):
    """That the rows of a sealed stretch were dropped, which its seal outlives. jws: the same, signed.

    cutoff: the first day of a month; all that was dropped was sealed before it.
    """

    __tablename__ = "lookup_log_drops"

    last_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    cutoff: Mapped[date] = mapped_column(Date)
    dropped_at: Mapped[datetime] = mapped_column(Moment)
    jws: Mapped[str] = mapped_column(Text)


class FalsePositiveRow(Base):
    """That a partner decided that a name is not that enterprise. form: the name as it is compared."""

    __tablename__ = "false_positives"
    __table_args__ = (Index("ix_false_positives_partner_form", "partner", "form"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    partner: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    reason: Mapped[str] = mapped_column(String(500))


class FalsePositiveEndRow(Base):
    """That the partner withdrew the decision."""

    __tablename__ = "false_positive_ends"

    false_positive_id: Mapped[UUID] = mapped_column(
        ForeignKey("false_positives.id"), primary_key=True
    )
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    reason: Mapped[str] = mapped_column(String(500))
