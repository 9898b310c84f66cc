"""Subscriptions of partners, their sealed secrets, watch lists and dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("subscriptions", "subscription_secrets", "watched_codes", "dead_letters")


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=True),
        sa.Column("regions", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("watching", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("awake", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.CHAR(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'disabled')", name=op.f("ck_subscriptions_state")
        ),
        sa.CheckConstraint(
            "cursor >= 0 AND attempt >= 0 AND version > 0", name=op.f("ck_subscriptions_counts")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_subscriptions_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.client_id"], name=op.f("fk_subscriptions_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index("ix_subscriptions_client", "subscriptions", ["client_id"], unique=False)
    op.create_index("ix_subscriptions_asleep", "subscriptions", ["state", "awake"], unique=False)
    op.create_table(
        "subscription_secrets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.CHAR(length=27), nullable=False),
        sa.Column("retires_at", sa.CHAR(length=27), nullable=True),
        _of_subscription("subscription_secrets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_secrets")),
    )
    op.create_index(
        "ix_subscription_secrets_subscription",
        "subscription_secrets",
        ["subscription_id"],
        unique=False,
    )
    op.create_table(
        "watched_codes",
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("uscc", sa.CHAR(length=18), nullable=False),
        _of_subscription("watched_codes"),
        sa.PrimaryKeyConstraint("subscription_id", "uscc", name=op.f("pk_watched_codes")),
    )
    op.create_index("ix_watched_codes_uscc", "watched_codes", ["uscc"], unique=False)
    op.create_table(
        "dead_letters",
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("at", sa.CHAR(length=27), nullable=False),
        sa.Column("replayed_at", sa.CHAR(length=27), nullable=True),
        sa.CheckConstraint("attempts > 0", name=op.f("ck_dead_letters_attempts")),
        _of_subscription("dead_letters"),
        sa.PrimaryKeyConstraint("subscription_id", "seq", name=op.f("pk_dead_letters")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _of_subscription(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["subscription_id"],
        ["subscriptions.id"],
        name=op.f(f"fk_{table}_subscription_id_subscriptions"),
    )
