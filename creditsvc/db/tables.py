"""Acts and the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class ActRow(Base):
    """One committed command. Numbers run without gap in commit order."""

    __tablename__ = "acts"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, unique=True)
    actor: Mapped[str] = mapped_column(String(200))
    actor_kind: Mapped[str] = mapped_column(String(16))


class OutboxRow(Base):
    """Something that must leave the process, written by the act that caused it."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_outbox_due", "done_at", "run_after"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[Any] = mapped_column(Json)
    run_after: Mapped[datetime] = mapped_column(Moment)
    lease: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
