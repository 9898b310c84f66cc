"""The enterprise's own door: numbers, codes, visits, failed tries, and what came in."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

EVIDENCE = ("doors", "door_codes", "door_submissions")
KEYS = {"doors": ["number"], "door_codes": ["id"], "door_submissions": ["number", "no"]}


def upgrade() -> None:
    _create_doors()
    _create_visits()
    lite = op.get_bind().dialect.name == "sqlite"
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    for table in ("door_visits", "door_tries", *reversed(EVIDENCE)):
        op.drop_table(table)  # its triggers go with it


def _create_doors() -> None:
    op.create_table(
        "doors",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("matter", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('proceeding', 'listing')", name=op.f("ck_doors_kind")),
        sa.CheckConstraint("length(number) = 14", name=op.f("ck_doors_number")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_doors_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_doors_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_doors")),
        sa.UniqueConstraint("kind", "matter", name=op.f("uq_doors_kind_matter")),
    )
    op.create_table(
        "door_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("hashed LIKE 'scrypt$%'", name=op.f("ck_door_codes_hashed")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_door_codes_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["number"], ["doors.number"], name=op.f("fk_door_codes_number_doors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_codes")),
        sa.UniqueConstraint("number", "act_no", name=op.f("uq_door_codes_number_act_no")),
    )
    op.create_table(
        "door_submissions",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("document_no", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('reply', 'hearing', 'objection', 'repair', 'supplement', 'withdrawal', 'papers')",
            name=op.f("ck_door_submissions_kind"),
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_door_submissions_no")),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_door_submissions_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["papers.digest"], name=op.f("fk_door_submissions_digest_papers")
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["doors.number"], name=op.f("fk_door_submissions_number_doors")
        ),
        sa.PrimaryKeyConstraint("number", "no", name=op.f("pk_door_submissions")),
    )


def _create_visits() -> None:
    op.create_table(
        "door_tries",
        sa.Column("subject", sa.CHAR(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.CHAR(length=27), nullable=False),
        sa.Column("blocked_until", sa.CHAR(length=27), nullable=False),
        sa.CheckConstraint("failures > 0", name=op.f("ck_door_tries_failures")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_door_tries")),
    )
    op.create_index("ix_door_tries_last_at", "door_tries", ["last_at"], unique=False)
    op.create_table(
        "door_visits",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.CHAR(length=27), nullable=False),
        sa.Column("seen_at", sa.CHAR(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["door_codes.id"], name=op.f("fk_door_visits_code_id_door_codes")
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["doors.number"], name=op.f("fk_door_visits_number_doors")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_door_visits")),
    )
    op.create_index("ix_door_visits_seen_at", "door_visits", ["seen_at"], unique=False)


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
    same = " AND ".join(f"t.{column} = NEW.{column}" for column in KEYS[table])
    held = f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
