"""Clients, people, authorization codes, revoked tokens and failed sign-ins. Secrets only as digests.

Delegations, recusals and their ends are insert-only; the rest are registers as they are now.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from creditsvc.db.base import Base, Json, LogBase, Moment


class ClientRow(Base):
    """An OAuth client: how it proves itself, what it may ask, and the terms of its contract.

    secret_digest: SHA-256 of a secret of full entropy. jwks: public keys (RFC 7517). certificates:
    thumbprints with their days. token_binding: what its tokens must be bound to; null: nothing.
    quota: look-ups in quota_seconds. disclosure: how an enterprise is told of its look-ups.
    """

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint("kind IN ('partner', 'console')", name="kind"),
        CheckConstraint("status IN ('active', 'suspended', 'revoked')", name="status"),
        CheckConstraint(
            "auth_method IN ('client_secret', 'private_key_jwt', 'self_signed_tls_client_auth',"
            " 'none')",
            name="auth_method",
        ),
        CheckConstraint(
            "(secret_digest IS NOT NULL) = (auth_method = 'client_secret')", name="secret"
        ),
        CheckConstraint("kind = 'console' OR auth_method <> 'none'", name="partner_proof"),
        CheckConstraint("auth_method <> 'private_key_jwt' OR jwks IS NOT NULL", name="keys"),
        CheckConstraint(
            "auth_method <> 'self_signed_tls_client_auth' OR certificates IS NOT NULL",
            name="certificates",
        ),
        CheckConstraint("token_binding IN ('dpop', 'mtls', 'any')", name="token_binding"),
        CheckConstraint(
            "(quota IS NULL) = (quota_seconds IS NULL) AND quota > 0 AND quota_seconds > 0",
            name="quota",
        ),
        CheckConstraint("retention_days > 0", name="retention"),
        CheckConstraint(
            "disclosure = 'name' OR (disclosure = 'class' AND disclosure_basis IS NOT NULL)",
            name="disclosure",
        ),
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
    auth_method: Mapped[str] = mapped_column(String(32))
    jwks: Mapped[Any] = mapped_column(Json, nullable=True)
    certificates: Mapped[Any] = mapped_column(Json, nullable=True)
    token_binding: Mapped[str | None] = mapped_column(String(8))
    quota: Mapped[int | None] = mapped_column(Integer)
    quota_seconds: Mapped[int | None] = mapped_column(Integer)
    retention_days: Mapped[int | None] = mapped_column(Integer)
    contact: Mapped[str | None] = mapped_column(String(200))
    disclosure: Mapped[str] = mapped_column(String(8))
    disclosure_basis: Mapped[str | None] = mapped_column(String(200))
    required_sources: Mapped[Any] = mapped_column(Json, nullable=True)


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


class ClientSourceRow(Base):
    """The one client that may report under a source. by_contract: an operator said so."""

    __tablename__ = "client_sources"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.client_id"), index=True)
    by_contract: Mapped[bool]
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))


class PartyHandRow(Base):
    """Who made a code by which a party is known (ADR 33): whoever reads a code can use it."""

    __tablename__ = "party_hands"

    party: Mapped[str] = mapped_column(String(200), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"), primary_key=True)
    by: Mapped[str] = mapped_column(String(200))


class DelegationRow(Base):
    """Roles that one person exercises for another, both days included, on a paper."""

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("from_user <> to_user", name="two_people"),
        CheckConstraint("recorded_by <> 'user:' || to_user", name="recorded_by_another"),
        CheckConstraint("from_day <= to_day", name="days"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        Index("ix_delegations_to_user", "to_user", "to_day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    from_user: Mapped[str] = mapped_column(ForeignKey("users.username"))
    to_user: Mapped[str] = mapped_column(ForeignKey("users.username"))
    roles: Mapped[Any] = mapped_column(Json)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(200))


class DelegationEndRow(Base):
    """The end of a delegation before its last day; it gives nothing from that act on."""

    __tablename__ = "delegation_ends"

    delegation_id: Mapped[UUID] = mapped_column(ForeignKey("delegations.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    ended_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500))


class RecusalRow(Base):
    """That a person keeps out of one case or of one enterprise: by whom decided, on which paper."""

    __tablename__ = "recusals"
    __table_args__ = (
        CheckConstraint("(enterprise_id IS NULL) <> (case_id IS NULL)", name="one_subject"),
        CheckConstraint("length(trim(decided_by)) > 0", name="decided_by"),
        CheckConstraint("length(trim(document_no)) > 0", name="document"),
        Index("ix_recusals_enterprise", "enterprise_id"),
        Index("ix_recusals_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    case_id: Mapped[UUID | None]
    decided_by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[str] = mapped_column(String(200))


class RecusalEndRow(Base):
    """That a recusal was lifted, by another than it binds."""

    __tablename__ = "recusal_ends"

    recusal_id: Mapped[UUID] = mapped_column(ForeignKey("recusals.id"), primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    reason: Mapped[str] = mapped_column(String(500))


class UsedOnceRow(LogBase):
    """An assertion or proof that was used, by digest; kept until it would have run out by itself.

    It stands beside the look-up log, where no act of the register holds it up.
    """

    __tablename__ = "used_once"

    digest: Mapped[str] = mapped_column(CHAR(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
