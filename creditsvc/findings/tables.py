"""What the law said of an enterprise's record, act by act. Insert-only."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class FindingRow(Base):
    """The state of one rule for one enterprise from an act on; the latest act's row holds."""

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("outcome IN ('met', 'undetermined', 'gone')", name="outcome"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(64), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    assessed_on: Mapped[date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(16))
    law_digest: Mapped[str] = mapped_column(CHAR(64))
    body: Mapped[Any] = mapped_column(Json)
