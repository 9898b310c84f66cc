"""What was used once, by digest, until it would have run out by itself; and drops of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "used_once",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("expires_at", sa.CHAR(length=27), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_once")),
    )
    op.create_table(
        "lookup_log_drops",
        sa.Column("last_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cutoff", sa.Date(), nullable=False),
        sa.Column("dropped_at", sa.CHAR(length=27), nullable=False),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("last_id", name=op.f("pk_lookup_log_drops")),
    )
    op.create_index(op.f("ix_used_once_expires_at"), "used_once", ["expires_at"])


def downgrade() -> None:
    op.drop_table("lookup_log_drops")
    op.drop_index(op.f("ix_used_once_expires_at"), table_name="used_once")
    op.drop_table("used_once")
