"""The feed, ready answers and portal records."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("uscc", sa.CHAR(length=18), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("effective_at", sa.CHAR(length=27), nullable=False),
        sa.Column("recorded_at", sa.CHAR(length=27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("effective_at <= recorded_at", name=op.f("ck_changes_effective")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_changes_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_changes_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_act_no"), "changes", ["act_no"], unique=False)
    op.create_index(op.f("ix_changes_enterprise_id"), "changes", ["enterprise_id"], unique=False)
    op.create_table(
        "credit_snapshots",
        sa.Column("uscc", sa.CHAR(length=18), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("valid_until", sa.CHAR(length=27), nullable=True),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('listed', 'not_listed', 'cannot_say')",
            name=op.f("ck_credit_snapshots_status"),
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_credit_snapshots_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_credit_snapshots_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("uscc", name=op.f("pk_credit_snapshots")),
        sa.UniqueConstraint("enterprise_id", name=op.f("uq_credit_snapshots_enterprise_id")),
    )
    op.create_table(
        "published_states",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("next_change_at", sa.CHAR(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_published_states_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_published_states_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_published_states")),
    )
    op.create_index(
        op.f("ix_published_states_next_change_at"),
        "published_states",
        ["next_change_at"],
        unique=False,
    )
    op.create_table(
        "portal_records",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('entry', 'removal')", name=op.f("ck_portal_records_action")),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_portal_records_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_portal_records_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", "action", name=op.f("pk_portal_records")),
    )


def downgrade() -> None:
    op.drop_table("portal_records")
    op.drop_index(op.f("ix_published_states_next_change_at"), table_name="published_states")
    op.drop_table("published_states")
    op.drop_table("credit_snapshots")
    op.drop_index(op.f("ix_changes_enterprise_id"), table_name="changes")
    op.drop_index(op.f("ix_changes_act_no"), table_name="changes")
    op.drop_table("changes")
