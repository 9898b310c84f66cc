"""Rows that are evidence can be added, never changed or deleted: the database itself says so."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EVIDENCE = (
    "acts",
    "trail",
    "trail_roots",
    "trail_checkpoints",
    "enterprises",
    "enterprise_names",
    "event_keys",
    "event_versions",
    "parked_rows",
    "parked_resolutions",
    "imports",
    "import_chunks",
    "source_completeness",
    "findings",
    "proceedings",
    "notice_services",
    "decisions",
    "external_decisions",
    "external_outcomes",
    "listings",
    "listing_ends",
    "listing_publications",
    "objections",
    "objection_decisions",
    "changes",
    "portal_records",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in EVIDENCE:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$"
    )
    for table in EVIDENCE:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in EVIDENCE:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in EVIDENCE:
        op.execute(f"DROP TRIGGER {table}_insert_only ON {table}")
    op.execute("DROP FUNCTION insert_only()")
