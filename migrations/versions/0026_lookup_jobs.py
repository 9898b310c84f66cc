"""Jobs of many look-ups and their uploaded codes."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookup_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("jti", sa.String(length=64), nullable=False),
        sa.Column("confirmation", sa.Text(), nullable=True),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.CHAR(length=27), nullable=False),
        sa.Column("finished_at", sa.CHAR(length=27), nullable=True),
        sa.Column("digest", sa.CHAR(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.CHAR(length=27), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_lookup_jobs_state")
        ),
        sa.CheckConstraint("format IN ('jsonl', 'csv')", name=op.f("ck_lookup_jobs_format")),
        sa.CheckConstraint(
            "total > 0 AND done >= 0 AND done <= total", name=op.f("ck_lookup_jobs_counts")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (digest IS NOT NULL)", name=op.f("ck_lookup_jobs_digest")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_lookup_jobs_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.client_id"], name=op.f("fk_lookup_jobs_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_jobs")),
    )
    op.create_index("ix_lookup_jobs_client", "lookup_jobs", ["client_id"], unique=False)
    op.create_index("ix_lookup_jobs_until", "lookup_jobs", ["until"], unique=False)
    op.create_table(
        "lookup_job_parts",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.CheckConstraint("no > 0", name=op.f("ck_lookup_job_parts_no")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["lookup_jobs.id"], name=op.f("fk_lookup_job_parts_job_id_lookup_jobs")
        ),
        sa.PrimaryKeyConstraint("job_id", "no", name=op.f("pk_lookup_job_parts")),
    )


def downgrade() -> None:
    op.drop_table("lookup_job_parts")
    op.drop_table("lookup_jobs")
