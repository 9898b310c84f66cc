"""Reminders that were written: one row an authority and day, insert-only."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class ReminderRow(Base):
    """What an authority ("": not known) was reminded of on a day. outbox_id: the job of its file."""

    __tablename__ = "reminders"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    authority: Mapped[str] = mapped_column(Text, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    outbox_id: Mapped[int] = mapped_column(Integer)
    body: Mapped[Any] = mapped_column(Json)
