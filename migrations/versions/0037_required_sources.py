"""Sources whose data a partner's contract requires to be complete, before anybody is said to be clear."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clients", sa.Column("required_sources", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("clients", "required_sources")
