"""Subscriptions as they are now, their sealed secrets, watch lists and dead letters. The feed is the evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class SubscriptionRow(Base):
    """A webhook of a partner. awake: a job for it is waiting, or a worker is at it."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'paused', 'disabled')", name="state"),
        CheckConstraint("cursor >= 0 AND attempt >= 0 AND version > 0", name="counts"),
        Index("ix_subscriptions_client", "client_id"),
        Index("ix_subscriptions_asleep", "state", "awake"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"))
    purpose: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    lists: Mapped[Any] = mapped_column(Json, nullable=True)
    regions: Mapped[Any] = mapped_column(Json, nullable=True)
    reasons: Mapped[Any] = mapped_column(Json, nullable=True)
    watching: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    cursor: Mapped[int] = mapped_column(Integer)
    awake: Mapped[bool] = mapped_column(Boolean)
    attempt: Mapped[int] = mapped_column(Integer)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class SubscriptionSecretRow(Base):
    """A secret that signs, sealed; retires_at: until when, once there is a newer one."""

    __tablename__ = "subscription_secrets"
    __table_args__ = (Index("ix_subscription_secrets_subscription", "subscription_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"))
    sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    retires_at: Mapped[datetime | None] = mapped_column(Moment)


class WatchedRow(Base):
    """A code on a watch list."""

    __tablename__ = "watched_codes"
    __table_args__ = (Index("ix_watched_codes_uscc", "uscc"),)

    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"), primary_key=True)
    uscc: Mapped[str] = mapped_column(CHAR(18), primary_key=True)


class DeadLetterRow(Base):
    """A message that did not get through; replayed_at: when it did after all."""

    __tablename__ = "dead_letters"
    __table_args__ = (CheckConstraint("attempts > 0", name="attempts"),)

    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("subscriptions.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempts: Mapped[int] = mapped_column(Integer)
    last_error: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    replayed_at: Mapped[datetime | None] = mapped_column(Moment)
