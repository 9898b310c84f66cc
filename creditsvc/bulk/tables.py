"""Jobs of many look-ups and their uploaded codes, which are forgotten with the result. The log is the evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class LookupJobRow(Base):
    """A job: who asked and why, how far it is, and its file once it is done."""

    __tablename__ = "lookup_jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("format IN ('jsonl', 'csv')", name="format"),
        CheckConstraint("total > 0 AND done >= 0 AND done <= total", name="counts"),
        CheckConstraint("(state = 'done') = (digest IS NOT NULL)", name="digest"),
        Index("ix_lookup_jobs_client", "client_id"),
        Index("ix_lookup_jobs_until", "until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"))
    subject: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[Any] = mapped_column(Json)
    jti: Mapped[str] = mapped_column(String(64))
    confirmation: Mapped[Any] = mapped_column(Json, nullable=True)
    purpose: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(8))
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    digest: Mapped[str | None] = mapped_column(CHAR(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    until: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(String(64))


class LookupJobPartRow(Base):
    """Some codes of a job, in their order."""

    __tablename__ = "lookup_job_parts"
    __table_args__ = (CheckConstraint("no > 0", name="no"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("lookup_jobs.id"), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    codes: Mapped[Any] = mapped_column(Json)
