"""Files that belong to cases, by the digest of their content."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

EVIDENCE = ("papers", "paper_pieces")
KEYS = {"papers": ["digest"], "paper_pieces": ["digest", "no"]}


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_papers_digest")),
        sa.CheckConstraint("size > 0 AND size <= 20971520", name=op.f("ck_papers_size")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_papers_name")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_papers_act_no_acts")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_papers")),
        sa.UniqueConstraint("digest", "act_no", name=op.f("uq_papers_digest_act_no")),
    )
    op.create_table(
        "paper_pieces",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("no >= 0", name=op.f("ck_paper_pieces_no")),
        sa.CheckConstraint(
            "length(content) > 0 AND length(content) <= 262144",
            name=op.f("ck_paper_pieces_content"),
        ),
        sa.ForeignKeyConstraint(
            ["digest", "act_no"], ["papers.digest", "papers.act_no"], name="fk_paper_pieces_paper"
        ),
        sa.PrimaryKeyConstraint("digest", "no", name=op.f("pk_paper_pieces")),
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
    same = " AND ".join(f"t.{column} = NEW.{column}" for column in KEYS[table])
    held = f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
