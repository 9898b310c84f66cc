"""Enterprises and events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_keys",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("source", "source_ref", name=op.f("pk_event_keys")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_keys_event_id")),
    )
    op.create_table(
        "enterprises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uscc", sa.CHAR(length=18), nullable=True),
        sa.Column("other_id", sa.String(length=32), nullable=True),
        sa.Column("name_only", sa.String(length=200), nullable=True),
        sa.Column("organisation", sa.CHAR(length=9), nullable=True),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(uscc IS NOT NULL AND other_id IS NULL AND name_only IS NULL) OR (uscc IS NULL AND other_id IS NOT NULL AND name_only IS NULL) OR (uscc IS NULL AND other_id IS NULL AND name_only IS NOT NULL)",
            name=op.f("ck_enterprises_held_by_one"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_enterprises_act_no_acts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("name_only", name=op.f("uq_enterprises_name_only")),
        sa.UniqueConstraint("other_id", name=op.f("uq_enterprises_other_id")),
        sa.UniqueConstraint("uscc", name=op.f("uq_enterprises_uscc")),
    )
    op.create_index(
        op.f("ix_enterprises_organisation"), "enterprises", ["organisation"], unique=False
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_digest", sa.CHAR(length=64), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_imports_act_no_acts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_file_digest"), "imports", ["file_digest"], unique=False)
    op.create_table(
        "parked_rows",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("adverse", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_parked_rows_act_no_acts")),
        sa.PrimaryKeyConstraint("source", "source_ref", "digest", name=op.f("pk_parked_rows")),
        sa.UniqueConstraint("id", name=op.f("uq_parked_rows_id")),
    )
    op.create_index("ix_parked_rows_name_key", "parked_rows", ["name_key"], unique=False)
    op.create_table(
        "source_completeness",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("complete_to", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.CHAR(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_source_completeness_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("source", "act_no", name=op.f("pk_source_completeness")),
    )
    op.create_table(
        "enterprise_names",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_enterprise_names_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("enterprise_id", "name_key", name=op.f("pk_enterprise_names")),
    )
    op.create_index("ix_enterprise_names_name_key", "enterprise_names", ["name_key"], unique=False)
    op.create_table(
        "event_versions",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("penalised_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "cause IN ('recorded', 'corrected', 'status')", name=op.f("ck_event_versions_cause")
        ),
        sa.CheckConstraint(
            "status IN ('effective', 'suspended', 'revoked')", name=op.f("ck_event_versions_status")
        ),
        sa.CheckConstraint("seq = 1 OR reason IS NOT NULL", name=op.f("ck_event_versions_reason")),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_event_versions_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_event_versions_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event_keys.event_id"],
            name=op.f("fk_event_versions_event_id_event_keys"),
        ),
        sa.PrimaryKeyConstraint("event_id", "seq", name=op.f("pk_event_versions")),
    )
    op.create_index(
        "ix_event_versions_enterprise",
        "event_versions",
        ["enterprise_id", "event_id"],
        unique=False,
    )
    op.create_table(
        "import_chunks",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("rejects", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_import_chunks_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_chunks_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("import_id", "last_line", name=op.f("pk_import_chunks")),
    )
    op.create_table(
        "parked_resolutions",
        sa.Column("parked_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_parked_resolutions_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event_keys.event_id"],
            name=op.f("fk_parked_resolutions_event_id_event_keys"),
        ),
        sa.ForeignKeyConstraint(
            ["parked_id"],
            ["parked_rows.id"],
            name=op.f("fk_parked_resolutions_parked_id_parked_rows"),
        ),
        sa.PrimaryKeyConstraint("parked_id", name=op.f("pk_parked_resolutions")),
    )


def downgrade() -> None:
    op.drop_table("parked_resolutions")
    op.drop_table("import_chunks")
    op.drop_index("ix_event_versions_enterprise", table_name="event_versions")
    op.drop_table("event_versions")
    op.drop_index("ix_enterprise_names_name_key", table_name="enterprise_names")
    op.drop_table("enterprise_names")
    op.drop_table("source_completeness")
    op.drop_index("ix_parked_rows_name_key", table_name="parked_rows")
    op.drop_table("parked_rows")
    op.drop_index(op.f("ix_imports_file_digest"), table_name="imports")
    op.drop_table("imports")
    op.drop_index(op.f("ix_enterprises_organisation"), table_name="enterprises")
    op.drop_table("enterprises")
    op.drop_table("event_keys")
