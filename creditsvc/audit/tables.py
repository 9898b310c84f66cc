"""Lines of the trail, the root after each act, and signed checkpoints. All insert-only."""

from typing import Any

from sqlalchemy import CHAR, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class TrailRow(Base):
    """One line: who did what to what in which act."""

    __tablename__ = "trail"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), index=True)
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    facts: Mapped[Any] = mapped_column(Json)
    leaf: Mapped[str] = mapped_column(CHAR(64))


class TrailRootRow(Base):
    """The tree after an act: its size, root and frontier."""

    __tablename__ = "trail_roots"

    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(CHAR(64))
    frontier: Mapped[Any] = mapped_column(Json)


class CheckpointRow(Base):
    """A root that the service signed (JWS), so that a rewritten trail cannot pass for the old one."""

    __tablename__ = "trail_checkpoints"

    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(CHAR(64))
    jws: Mapped[str] = mapped_column(Text)
