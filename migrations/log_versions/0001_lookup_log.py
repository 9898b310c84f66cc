"""The look-up log and its seals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookup_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.CHAR(length=27), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=True),
        sa.Column("subject", sa.CHAR(length=64), nullable=False),
        sa.Column("route", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("valid_at", sa.CHAR(length=27), nullable=True),
        sa.Column("known_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_log")),
    )
    op.create_index(op.f("ix_lookup_log_subject"), "lookup_log", ["subject"], unique=False)
    op.create_table(
        "lookup_log_seals",
        sa.Column("last_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.CHAR(length=64), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.CHAR(length=27), nullable=False),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("last_id", name=op.f("pk_lookup_log_seals")),
        sa.UniqueConstraint("after_id", name=op.f("uq_lookup_log_seals_after_id")),
    )


def downgrade() -> None:
    op.drop_table("lookup_log_seals")
    op.drop_index(op.f("ix_lookup_log_subject"), table_name="lookup_log")
    op.drop_table("lookup_log")
