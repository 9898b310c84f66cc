"""A working copy of the names, to find them by what they are like."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_index",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "name_key"],
            ["enterprise_names.enterprise_id", "enterprise_names.name_key"],
            name="fk_name_index_name",
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_name_index")),
        sa.UniqueConstraint(
            "enterprise_id", "name_key", name=op.f("uq_name_index_enterprise_id_name_key")
        ),
    )
    op.create_table(
        "name_index_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "place", "name_no", name=op.f("pk_name_index_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_index_state",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.CHAR(length=64), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_name_index_state_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_name_index_state")),
    )


def downgrade() -> None:
    for table in ("name_index_state", "name_index_keys", "name_index"):
        op.drop_table(table)
