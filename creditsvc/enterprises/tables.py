"""Enterprises and the names they were reported under, never edited; and a working copy to find them by."""

from uuid import UUID

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
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


class NameIndexRow(Base):
    """A name in the form in which it is compared, under a short number. Made from the names."""

    __tablename__ = "name_index"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "name_key"),
        ForeignKeyConstraint(
            ["enterprise_id", "name_key"],
            ["enterprise_names.enterprise_id", "enterprise_names.name_key"],
            name="fk_name_index_name",
        ),
    )

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    enterprise_id: Mapped[UUID] = mapped_column()
    name_key: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(200))


class NameIndexKeyRow(Base):
    """A key under which a name is found, by place; millions, so without a foreign key of its own."""

    __tablename__ = "name_index_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    name_no: Mapped[int] = mapped_column(primary_key=True)


class NameIndexStateRow(Base):
    """By which words the index is made, and whether every name is in it; at most one row."""

    __tablename__ = "name_index_state"
    __table_args__ = (CheckConstraint("one = 1", name="one"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(CHAR(64))
    complete: Mapped[bool] = mapped_column(Boolean)
