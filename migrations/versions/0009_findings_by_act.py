"""Findings by act: a replay goes through them act by act."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_findings_act_no", "findings", ["act_no"])


def downgrade() -> None:
    op.drop_index("ix_findings_act_no", table_name="findings")
