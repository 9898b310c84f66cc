"""Clients, people, authorization codes, revoked tokens and failed sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _clients()
    _people()
    op.create_table(
        "authorization_codes",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code_challenge", sa.String(length=128), nullable=False),
        sa.Column("expires_at", sa.CHAR(length=27), nullable=False),
        sa.Column("used_at", sa.CHAR(length=27), nullable=True),
        sa.Column("jti", sa.String(length=64), nullable=True),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_authorization_codes_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.client_id"],
            name=op.f("fk_authorization_codes_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_authorization_codes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_authorization_codes")),
    )
    op.create_table(
        "revoked_tokens",
        sa.Column("jti", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.CHAR(length=27), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_revoked_tokens_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("jti", name=op.f("pk_revoked_tokens")),
    )
    op.create_table(
        "login_failures",
        sa.Column("subject", sa.CHAR(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.CHAR(length=27), nullable=False),
        sa.Column("blocked_until", sa.CHAR(length=27), nullable=False),
        sa.CheckConstraint("failures > 0", name=op.f("ck_login_failures_failures")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_login_failures")),
    )
    op.create_index("ix_login_failures_last_at", "login_failures", ["last_at"])


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("secret_digest", sa.CHAR(length=64), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=True),
        sa.Column("redirect_uris", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('partner', 'console')", name=op.f("ck_clients_kind")),
        sa.CheckConstraint(
            "status IN ('active', 'suspended', 'revoked')", name=op.f("ck_clients_status")
        ),
        sa.CheckConstraint(
            "kind = 'console' OR secret_digest IS NOT NULL",
            name=op.f("ck_clients_partner_secret"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_clients_act_no_acts")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_clients")),
    )


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=True),
        sa.Column("region", sa.String(length=12), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'suspended')", name=op.f("ck_users_status")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_users_act_no_acts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )


def downgrade() -> None:
    op.drop_table("login_failures")
    op.drop_table("revoked_tokens")
    op.drop_table("authorization_codes")
    op.drop_table("users")
    op.drop_table("clients")
