"""Versions of events, parked rows, imports and how far each source is complete. All insert-only."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class EventKeyRow(Base):
    """The pair under which a source knows an event, and our key for it."""

    __tablename__ = "event_keys"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    source_ref: Mapped[str] = mapped_column(String(200), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(unique=True)


class EventVersionRow(Base):
    """What an act made us believe of an event; the highest `seq` is what we believe now."""

    __tablename__ = "event_versions"
    __table_args__ = (
        CheckConstraint("cause IN ('recorded', 'corrected', 'status')", name="cause"),
        CheckConstraint("status IN ('effective', 'suspended', 'revoked')", name="status"),
        CheckConstraint("seq = 1 OR reason IS NOT NULL", name="reason"),
        Index("ix_event_versions_enterprise", "enterprise_id", "event_id"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_keys.event_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    cause: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(64))
    occurred_on: Mapped[date] = mapped_column(Date)
    penalised_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16))
    content: Mapped[Any] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(CHAR(64))
    reason: Mapped[str | None] = mapped_column(Text)
    document_no: Mapped[str | None] = mapped_column(String(200))


class ParkedRow(Base):
    """A reported row whose enterprise cannot be told for certain; a person resolves it."""

    __tablename__ = "parked_rows"
    __table_args__ = (Index("ix_parked_rows_name_key", "name_key"),)

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    source_ref: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(String(200))
    adverse: Mapped[bool]
    content: Mapped[Any] = mapped_column(Json)
    field: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)


class ParkedResolutionRow(Base):
    """Who resolved a parked row, and into which event; event_id None: it concerns nobody here."""

    __tablename__ = "parked_resolutions"

    parked_id: Mapped[UUID] = mapped_column(ForeignKey("parked_rows.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_keys.event_id"))
    reason: Mapped[str] = mapped_column(Text)


class ImportRow(Base):
    """One import of one file; the pair of digest and kind says whether it was begun before."""

    __tablename__ = "imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    file_name: Mapped[str] = mapped_column(String(200))
    file_digest: Mapped[str] = mapped_column(CHAR(64), index=True)


class ImportChunkRow(Base):
    """A committed stretch of an import: up to which line, and what became of the rows."""

    __tablename__ = "import_chunks"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    last_line: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    recorded: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    parked: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    done: Mapped[bool]
    rejects: Mapped[Any] = mapped_column(Json)


class CompletenessRow(Base):
    """A source's statement that its data is complete up to and including a day."""

    __tablename__ = "source_completeness"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    complete_to: Mapped[date] = mapped_column(Date)
    stated_at: Mapped[datetime] = mapped_column(Moment)
