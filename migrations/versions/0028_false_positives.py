"""What a partner decided of a name: that it is not that enterprise."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

EVIDENCE = ("false_positives", "false_positive_ends")
KEYS = {"false_positives": "id", "false_positive_ends": "false_positive_id"}


def upgrade() -> None:
    op.create_table(
        "false_positives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_false_positives_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_false_positives_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_false_positives")),
    )
    op.create_index("ix_false_positives_partner_form", "false_positives", ["partner", "form"])
    op.create_table(
        "false_positive_ends",
        sa.Column("false_positive_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_false_positive_ends_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["false_positive_id"],
            ["false_positives.id"],
            name=op.f("fk_false_positive_ends_false_positive_id_false_positives"),
        ),
        sa.PrimaryKeyConstraint("false_positive_id", name=op.f("pk_false_positive_ends")),
    )
    lite = op.get_bind().dialect.name == "sqlite"
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    for table in reversed(EVIDENCE):
        op.drop_table(table)  # its triggers go with it


def _guard(table: str, *, lite: bool) -> None:
    if not lite:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
        )
        return
    says = f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {says}")
    key = KEYS[table]
    held = f"EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = NEW.{key})"  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
