"""Whose matter a kept paper is of: so that no other enterprise's case is proven by it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

EVIDENCE = ("paper_holders",)
TABLE = EVIDENCE[0]


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_paper_holders_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["digest"], ["papers.digest"], name=op.f("fk_paper_holders_digest_papers")
        ),
        sa.PrimaryKeyConstraint("digest", "holder", name=op.f("pk_paper_holders")),
    )
    op.execute(
        "INSERT INTO paper_holders (digest, holder, act_no)"
        " SELECT s.digest, d.enterprise_id, min(s.act_no) FROM door_submissions s"
        " JOIN doors d ON d.number = s.number GROUP BY s.digest, d.enterprise_id"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
        )
        return
    says = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is insert-only'); END"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} {says}")
    held = "SELECT 1 FROM paper_holders t WHERE t.digest = NEW.digest AND t.holder = NEW.holder"
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS ({held}) {says}"
    )


def downgrade() -> None:
    op.drop_table(TABLE)  # its triggers go with it
