"""What was laid out for the credit portal: one row a portal record, insert-only."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class PortalRecordRow(Base):
    """An entry or a removal for the portal, by turns: a removal follows an entry of the same listing."""

    __tablename__ = "portal_records"
    __table_args__ = (
        CheckConstraint("action IN ('entry', 'removal')", name="action"),
        CheckConstraint("(no % 2 = 1) = (action = 'entry')", name="turns"),
    )

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(16))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    outbox_id: Mapped[int] = mapped_column(Integer)
    body: Mapped[Any] = mapped_column(Json)
