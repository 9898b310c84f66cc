"""Ready answers, and the log of every look-up (a file of its own on SQLite)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CHAR, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, LogBase, Moment


class SnapshotRow(Base):
    """The answer about one unified code as it stands until `valid_until`, as JSON text."""

    __tablename__ = "credit_snapshots"

    uscc: Mapped[str] = mapped_column(CHAR(18), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), unique=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    valid_until: Mapped[datetime | None] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(CHAR(64))
    body: Mapped[str] = mapped_column(Text)


class LookupLogRow(LogBase):
    """One look-up: who asked, why, about whom (a keyed digest), and what the answer was."""

    __tablename__ = "lookup_log"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    partner: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str | None] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(CHAR(64), index=True)
    route: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(32))
    status: Mapped[int] = mapped_column(Integer)
    data_version: Mapped[int] = mapped_column(Integer)


class LogSealRow(LogBase):
    """A sealed stretch of the log: its tree root, so that a line cannot vanish or change unseen."""

    __tablename__ = "lookup_log_seals"

    last_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(CHAR(64))
    frontier: Mapped[str] = mapped_column(Text)
    sealed_at: Mapped[datetime] = mapped_column(Moment)
