"""Kept files and their content in pieces. Insert-only; a piece is added by the act that kept its paper."""

from uuid import UUID

from sqlalchemy import (
    CHAR,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base

PIECE = 256 * 1024  # bytes; what one read holds in memory, and one line of a backup


class PaperRow(Base):
    """A file by the SHA-256 of its content."""

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("digest", "act_no"),
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("size > 0 AND size <= 20971520", name="size"),
        CheckConstraint("length(trim(name)) > 0", name="name"),
    )

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    name: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)


class PaperHolderRow(Base):
    """An enterprise in whose matters a file was kept: it came from it, or was written or put in for it."""

    __tablename__ = "paper_holders"

    digest: Mapped[str] = mapped_column(ForeignKey("papers.digest"), primary_key=True)
    holder: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class PaperPieceRow(Base):
    """One piece of a file, numbered from nought; no later act can add to a file."""

    __tablename__ = "paper_pieces"
    __table_args__ = (
        ForeignKeyConstraint(
            ["digest", "act_no"], ["papers.digest", "papers.act_no"], name="fk_paper_pieces_paper"
        ),
        CheckConstraint("no >= 0", name="no"),
        CheckConstraint("length(content) > 0 AND length(content) <= 262144", name="content"),
    )

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)
