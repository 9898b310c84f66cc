"""Answers of executors that have no program: the letter, and whoever recorded it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EVIDENCE = ("measure_letters",)
TABLE = EVIDENCE[0]
_SAME = (
    "SELECT 1 FROM measure_letters r WHERE r.action_id = NEW.action_id"
    " AND r.order_no = NEW.order_no"
)
# name: (what is unlawful, what the database says then)
RULES = {
    "measure_letters_order": (
        (
            "EXISTS (SELECT 1 FROM measure_orders o WHERE o.action_id = NEW.action_id"
            " AND (o.no > NEW.order_no OR (o.no = NEW.order_no AND NEW.word <> 'received'"
            " AND (o.kind = 'lift') <> (NEW.word = 'lifted'))))"
        ),
        "an answer fits the order that stands",
    ),
    "measure_letters_turn": (
        (
            f"(NEW.word = 'received' AND EXISTS ({_SAME}))"
            " OR (NEW.word IN ('refused', 'not_applicable', 'lifted') AND EXISTS"
            f" ({_SAME} AND r.word <> 'received'))"
        ),
        "an answer does not follow the one before",
    ),
}


def upgrade() -> None:
    """The orders and the answers of programs stay as they are."""
    _create()
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (unlawful, says) in RULES.items():
        _refuse(name, TABLE, unlawful, says, lite=lite)
    _guard(TABLE, ["id"], lite=lite)


def downgrade() -> None:
    """What came by letter is lost."""
    lite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {TABLE}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table(TABLE)


def _create() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("service_item", sa.String(length=200), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(length=500), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        *(
            sa.CheckConstraint(says, name=op.f(f"ck_measure_letters_{name}"))
            for name, says in (
                ("word", "word IN ('received', 'applied', 'refused', 'not_applicable', 'lifted')"),
                (
                    "reason",
                    (
                        "word NOT IN ('refused', 'not_applicable')"
                        " OR (reason IS NOT NULL AND length(trim(reason)) > 0)"
                    ),
                ),
                ("service_item", "word <> 'applied' OR service_item IS NOT NULL"),
                ("acted_on", "(word IN ('applied', 'lifted')) = (acted_on IS NOT NULL)"),
                ("days", "acted_on IS NULL OR acted_on <= document_day"),
                ("amount", "amount IS NULL OR amount >= 0"),
                ("document", "length(trim(document_no)) > 0"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["action_id", "order_no"],
            ["measure_orders.action_id", "measure_orders.no"],
            name="fk_measure_letters_order",
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_measure_letters_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_letters")),
        sa.UniqueConstraint(
            "action_id", "order_no", "no", name=op.f("uq_measure_letters_action_id_order_no_no")
        ),
    )


def _refuse(name: str, table: str, unlawful: str, says: str, *, lite: bool) -> None:
    if lite:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {unlawful}"
            f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {unlawful} THEN RAISE EXCEPTION '{says}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _guard(table: str, key: list[str], *, lite: bool) -> None:
    if not lite:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
        )
        return
    says = f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {says}")
    same = " AND ".join(f"t.{column} = NEW.{column}" for column in key)
    held = f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
