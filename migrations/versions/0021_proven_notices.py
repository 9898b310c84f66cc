"""Repair notices: the papers that prove their service, and the day from which it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Both stay empty in older rows, which were proven by the number of a receipt alone."""
    op.add_column("repair_notices", sa.Column("counts_from", sa.Date(), nullable=True))
    op.add_column("repair_notices", sa.Column("proofs", sa.Text(), nullable=True))


def downgrade() -> None:
    """What proved a service goes with the columns."""
    op.drop_column("repair_notices", "proofs")
    op.drop_column("repair_notices", "counts_from")
