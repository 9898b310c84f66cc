"""Acts, the outbox and the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.CHAR(length=27), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_acts")),
        sa.UniqueConstraint("at", name=op.f("uq_acts_at")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("run_after", sa.CHAR(length=27), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.CHAR(length=27), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due", "outbox", ["done_at", "run_after"], unique=False)
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("leaf", sa.CHAR(length=64), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_trail_act_no_acts")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail")),
    )
    op.create_index(op.f("ix_trail_act_no"), "trail", ["act_no"], unique=False)
    op.create_table(
        "trail_checkpoints",
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.CHAR(length=64), nullable=False),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_trail_checkpoints_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_trail_checkpoints")),
    )
    op.create_table(
        "trail_roots",
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.CHAR(length=64), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_trail_roots_act_no_acts")),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_trail_roots")),
    )


def downgrade() -> None:
    op.drop_table("trail_roots")
    op.drop_table("trail_checkpoints")
    op.drop_index(op.f("ix_trail_act_no"), table_name="trail")
    op.drop_table("trail")
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("acts")
