"""Who made a code by which a party is known: whoever reads a code can use it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

EVIDENCE = ("party_hands",)
TABLE = EVIDENCE[0]


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_party_hands_act_no_acts")),
        sa.PrimaryKeyConstraint("party", "act_no", name=op.f("pk_party_hands")),
    )
    op.execute(
        'INSERT INTO party_hands (party, act_no, "by")'
        " SELECT 'party:' || number, act_no, issued_by FROM door_codes"
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
    held = "SELECT 1 FROM party_hands t WHERE t.party = NEW.party AND t.act_no = NEW.act_no"
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS ({held}) {says}"
    )


def downgrade() -> None:
    op.drop_table(TABLE)  # its triggers go with it
