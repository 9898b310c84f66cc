"""Persons in cases, the seals of who they are, and the log of who read that.

`persons` and `person_reads` are evidence and insert-only. `person_seals` alone may be replaced, so
that a change of keys leaves nothing behind that the old key opens (ADR 0020).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Moment


class PersonRow(Base):
    """A person in one matter. The commitments say which name and number, to nobody without the key."""

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("matter_kind IN ('event', 'proceeding', 'listing')", name="matter"),
        CheckConstraint("role IN ('principal', 'responsible_persons')", name="role"),
        CheckConstraint(
            "substr(masked_name, length(masked_name) - 1) = '**' AND length(masked_name) <= 3",
            name="masked",
        ),
        CheckConstraint("length(trim(authority)) > 0", name="authority"),
        Index("ix_persons_matter", "matter_id"),
        Index("ix_persons_enterprise", "enterprise_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    matter_kind: Mapped[str] = mapped_column(String(16))
    matter_id: Mapped[UUID]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    rule: Mapped[str] = mapped_column(String(64))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    role: Mapped[str] = mapped_column(String(32))
    authority: Mapped[str] = mapped_column(String(200))
    masked_name: Mapped[str] = mapped_column(String(8))
    document: Mapped[str] = mapped_column(String(32))
    name_digest: Mapped[str] = mapped_column(CHAR(64))
    number_digest: Mapped[str] = mapped_column(CHAR(64))
    recorded_by: Mapped[str] = mapped_column(String(200))


class PersonSealRow(Base):
    """The sealed value of one field; the only thing here that is ever replaced, by a change of keys."""

    __tablename__ = "person_seals"
    __table_args__ = (
        CheckConstraint("field IN ('name', 'number')", name="field"),
        UniqueConstraint("key_id", "nonce"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(8), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[str] = mapped_column(CHAR(24))
    ciphertext: Mapped[str] = mapped_column(Text)


class PersonReadRow(Base):
    """That somebody read who a person is, written before they did."""

    __tablename__ = "person_reads"
    __table_args__ = (
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        Index("ix_person_reads_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    read_at: Mapped[datetime] = mapped_column(Moment)
    read_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
