"""Rulebooks kept by digest, which one acts worked under, and how one is adopted by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EVIDENCE = (
    "rulebooks",
    "rulebook_uses",
    "rulebook_proposals",
    "rulebook_outcomes",
)
KEYS = {
    "rulebooks": [["digest"]],
    "rulebook_uses": [["act_no"]],
    "rulebook_proposals": [["id"], ["id", "digest", "proposed_by"]],
    "rulebook_outcomes": [["proposal_id"]],
}
# `by` is a word of SQLite's own grammar.
TWO_PEOPLE = "length(trim({by})) > 0 AND (outcome <> 'adopted' OR {by} <> proposed_by)"


def upgrade() -> None:
    op.create_table(
        "rulebooks",
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_rulebooks_act_no_acts")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rulebooks")),
    )
    op.create_table(
        "rulebook_uses",
        sa.Column("act_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_rulebook_uses_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["digest"], ["rulebooks.digest"], name=op.f("fk_rulebook_uses_digest_rulebooks")
        ),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_rulebook_uses")),
    )
    op.create_table(
        "rulebook_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "length(trim(proposed_by)) > 0", name=op.f("ck_rulebook_proposals_proposer")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_rulebook_proposals_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["rulebooks.digest"], name=op.f("fk_rulebook_proposals_digest_rulebooks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_proposals")),
        sa.UniqueConstraint(
            "id", "digest", "proposed_by", name=op.f("uq_rulebook_proposals_id_digest_proposed_by")
        ),
    )
    op.create_table(
        "rulebook_outcomes",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'withdrawn')", name=op.f("ck_rulebook_outcomes_outcome")
        ),
        sa.CheckConstraint(
            TWO_PEOPLE.format(by='"by"'), name=op.f("ck_rulebook_outcomes_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_rulebook_outcomes_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "digest", "proposed_by"],
            [
                "rulebook_proposals.id",
                "rulebook_proposals.digest",
                "rulebook_proposals.proposed_by",
            ],
            name="fk_rulebook_outcomes_proposal",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_rulebook_outcomes")),
    )
    op.create_index(
        "ix_rulebook_outcomes_outcome_act_no", "rulebook_outcomes", ["outcome", "act_no"]
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in EVIDENCE:
            _guard_in_sqlite(table)
        return
    for table in EVIDENCE:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
        )


def downgrade() -> None:
    for table in reversed(EVIDENCE):
        op.drop_table(table)  # its triggers go with it


def _guard_in_sqlite(table: str) -> None:
    says = f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {says}")
    same = [" AND ".join(f"t.{column} = NEW.{column}" for column in key) for key in KEYS[table]]
    held = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE {one})" for one in same)  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
