"""Enterprises and the names they were reported under. Rows are never edited."""

from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base


class EnterpriseRow(Base):
    """A subject, held by its unified code, else by an older number, else by its name alone."""

    __tablename__ = "enterprises"
    __table_args__ = (
        CheckConstraint(
            "(uscc IS NOT NULL AND other_id IS NULL AND name_only IS NULL)"
            " OR (uscc IS NULL AND other_id IS NOT NULL AND name_only IS NULL)"
            " OR (uscc IS NULL AND other_id IS NULL AND name_only IS NOT NULL)",
            name="held_by_one",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    uscc: Mapped[str | None] = mapped_column(CHAR(18), unique=True)
    other_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    name_only: Mapped[str | None] = mapped_column(String(200), unique=True)
    organisation: Mapped[str | None] = mapped_column(CHAR(9), index=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class EnterpriseNameRow(Base):
    """A name of an enterprise; the latest by act is the current one."""

    __tablename__ = "enterprise_names"
    __table_args__ = (Index("ix_enterprise_names_name_key", "name_key"),)

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    name_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    act_no: Mapped[int] = mapped_column(Integer)
