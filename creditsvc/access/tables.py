"""Clients, people, authorization codes, revoked tokens and failed sign-ins. Secrets only as digests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, Moment


class ClientRow(Base):
    """An OAuth client. secret_digest: SHA-256 of a secret of full entropy; null: public client."""

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint("kind IN ('partner', 'console')", name="kind"),
        CheckConstraint("status IN ('active', 'suspended', 'revoked')", name="status"),
        CheckConstraint("kind = 'console' OR secret_digest IS NOT NULL", name="partner_secret"),
    )

    client_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    secret_digest: Mapped[str | None] = mapped_column(CHAR(64))
    scopes: Mapped[Any] = mapped_column(Json)
    purposes: Mapped[Any] = mapped_column(Json)
    field: Mapped[str | None] = mapped_column(String(64))
    redirect_uris: Mapped[Any] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class UserRow(Base):
    """A person. password: scrypt with its parameters and salt."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("status IN ('active', 'suspended')", name="status"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(200))
    roles: Mapped[Any] = mapped_column(Json)
    authority: Mapped[str | None] = mapped_column(String(200))
    region: Mapped[str | None] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(16))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class CodeRow(Base):
    """An authorization code, by digest. jti: the token it was exchanged for."""

    __tablename__ = "authorization_codes"

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    redirect_uri: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    code_challenge: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    jti: Mapped[str | None] = mapped_column(String(64))
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class RevokedRow(Base):
    """A token refused although its signature and time are good."""

    __tablename__ = "revoked_tokens"

    jti: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class FailureRow(Base):
    """Failed sign-ins in a row for one user name, which stands here as a keyed digest only."""

    __tablename__ = "login_failures"
    __table_args__ = (
        CheckConstraint("failures > 0", name="failures"),
        Index("ix_login_failures_last_at", "last_at"),
    )

    subject: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Moment)
    blocked_until: Mapped[datetime] = mapped_column(Moment)
