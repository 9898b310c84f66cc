"""Signed answers as they were given out, and their numbers in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EVIDENCE = ("evidence",)
SAYS = "evidence is insert-only"


def upgrade() -> None:
    op.add_column("lookup_log", sa.Column("evidence", sa.String(length=24), nullable=True))
    op.create_table(
        "evidence",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("at", sa.CHAR(length=27), nullable=False),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER evidence_no_{verb.lower()} BEFORE {verb} ON evidence"
                f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        op.execute(
            "CREATE TRIGGER evidence_no_replace BEFORE INSERT ON evidence WHEN EXISTS"  # noqa: S608 - our own text
            " (SELECT 1 FROM evidence t WHERE t.number = NEW.number)"
            f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        return
    # A function of its own: the log may stand in another database than the register.
    op.execute(
        "CREATE FUNCTION evidence_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER evidence_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence "
        "FOR EACH STATEMENT EXECUTE FUNCTION evidence_insert_only()"
    )


def downgrade() -> None:
    op.drop_table("evidence")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION evidence_insert_only()")
    op.drop_column("lookup_log", "evidence")
