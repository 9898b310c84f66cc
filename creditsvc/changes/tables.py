"""The published state of each enterprise, and the feed of what changed in it. The feed is insert-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class ChangeRow(Base):
    """One change of a published status. `seq` has no gaps and follows commit order."""

    __tablename__ = "changes"
    __table_args__ = (CheckConstraint("effective_at <= recorded_at", name="effective"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), index=True)
    uscc: Mapped[str | None] = mapped_column(CHAR(18))
    reason: Mapped[str] = mapped_column(String(32))
    effective_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[Any] = mapped_column(Json)


class PublishedStateRow(Base):
    """What partners were last told of an enterprise, and when time alone next changes it."""

    __tablename__ = "published_states"

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    state: Mapped[Any] = mapped_column(Json)
    next_change_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
