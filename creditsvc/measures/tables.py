"""Joint actions, their orders and the answers of executors. Insert-only."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json


class MeasureActionRow(Base):
    """One measure under one entry for one executor. fields: where it bites, for partners to find it."""

    __tablename__ = "measure_actions"
    __table_args__ = (
        UniqueConstraint("listing_id", "measure", "executor"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
        Index("ix_measure_actions_executor", "executor"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    list: Mapped[str] = mapped_column(String(64))
    measure: Mapped[str] = mapped_column(String(64))
    executor: Mapped[str] = mapped_column(String(64))
    fields: Mapped[Any] = mapped_column(Json)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    body: Mapped[Any] = mapped_column(Json)


class MeasureOrderRow(Base):
    """An order about an action: to apply (odd numbers) or to lift (even ones)."""

    __tablename__ = "measure_orders"
    __table_args__ = (
        UniqueConstraint("action_id", "no"),
        CheckConstraint("kind IN ('apply', 'lift')", name="kind"),
        CheckConstraint("(no % 2 = 1) = (kind = 'apply')", name="turns"),
        CheckConstraint("no >= 1", name="no"),
        CheckConstraint(
            "(kind = 'apply') = (reason IN ('listed', 'resumed')) AND reason IN ('listed',"
            " 'resumed', 'suspended', 'expired', 'basis_ended', 'repaired', 'annulled',"
            " 'objection_upheld', 'wrong_subject', 'clerical', 'lost_conditions')",
            name="reason",
        ),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("measure_actions.id"))
    no: Mapped[int] = mapped_column(Integer)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(32))
    since: Mapped[date] = mapped_column(Date, index=True)


class MeasureResponseRow(Base):
    """What an executor answered to an order. amount in fen."""

    __tablename__ = "measure_responses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["action_id", "order_no"],
            ["measure_orders.action_id", "measure_orders.no"],
            name="fk_measure_responses_order",
        ),
        UniqueConstraint("action_id", "order_no", "client_id", "no"),
        UniqueConstraint("client_id", "reference"),
        CheckConstraint(
            "word IN ('received', 'applied', 'refused', 'not_applicable', 'lifted')", name="word"
        ),
        CheckConstraint(
            "word NOT IN ('refused', 'not_applicable')"
            " OR (reason IS NOT NULL AND length(trim(reason)) > 0)",
            name="reason",
        ),
        CheckConstraint("word <> 'applied' OR service_item IS NOT NULL", name="service_item"),
        CheckConstraint(
            "(word IN ('applied', 'lifted')) = (acted_on IS NOT NULL)", name="acted_on"
        ),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    action_id: Mapped[UUID]
    order_no: Mapped[int] = mapped_column(Integer)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"))
    no: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(String(100))
    word: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    service_item: Mapped[str | None] = mapped_column(String(200))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    basis: Mapped[str | None] = mapped_column(String(500))
    acted_on: Mapped[date | None] = mapped_column(Date)


class MeasureLetterRow(Base):
    """What an executor without a program answered by letter, as a person here recorded it. amount in fen."""

    __tablename__ = "measure_letters"
    __table_args__ = (
        ForeignKeyConstraint(
            ["action_id", "order_no"],
            ["measure_orders.action_id", "measure_orders.no"],
            name="fk_measure_letters_order",
        ),
        UniqueConstraint("action_id", "order_no", "no"),
        CheckConstraint(
            "word IN ('received', 'applied', 'refused', 'not_applicable', 'lifted')", name="word"
        ),
        CheckConstraint(
            "word NOT IN ('refused', 'not_applicable')"
            " OR (reason IS NOT NULL AND length(trim(reason)) > 0)",
            name="reason",
        ),
        CheckConstraint("word <> 'applied' OR service_item IS NOT NULL", name="service_item"),
        CheckConstraint(
            "(word IN ('applied', 'lifted')) = (acted_on IS NOT NULL)", name="acted_on"
        ),
        CheckConstraint("acted_on IS NULL OR acted_on <= document_day", name="days"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    action_id: Mapped[UUID]
    order_no: Mapped[int] = mapped_column(Integer)
    no: Mapped[int] = mapped_column(Integer)
    word: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    service_item: Mapped[str | None] = mapped_column(String(200))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    basis: Mapped[str | None] = mapped_column(String(500))
    acted_on: Mapped[date | None] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    document_day: Mapped[date] = mapped_column(Date)
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    recorded_by: Mapped[str] = mapped_column(String(200))
