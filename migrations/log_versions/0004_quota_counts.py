"""How many look-ups partners with a quota have drawn, by window."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota_counts",
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("begins", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "begins", name=op.f("pk_quota_counts")),
    )


def downgrade() -> None:
    op.drop_table("quota_counts")
