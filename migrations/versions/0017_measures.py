"""Joint measures: what each executor is ordered to apply and to lift, and what it answers."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

EVIDENCE = ("measure_actions", "measure_orders", "measure_responses")
KEYS = {
    "measure_actions": ["id"],
    "measure_orders": ["seq"],
    "measure_responses": ["id"],
}
_ACTION = "measure_actions a ON a.id = NEW.action_id"
_ENDS = "'repaired', 'annulled', 'objection_upheld', 'wrong_subject', 'clerical', 'lost_conditions'"
_SAME = (
    "SELECT 1 FROM measure_responses r WHERE r.action_id = NEW.action_id"
    " AND r.order_no = NEW.order_no AND r.client_id = NEW.client_id"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "measure_actions_entry": (
        "measure_actions",
        (
            "NOT EXISTS (SELECT 1 FROM listings l WHERE l.id = NEW.listing_id"
            " AND l.enterprise_id = NEW.enterprise_id AND l.list = NEW.list"
            " AND (l.last_day IS NULL OR NEW.valid_to <= l.last_day))"
        ),
        "a measure belongs to its entry and does not outlast it",
    ),
    "measure_orders_turn": (
        "measure_orders",
        (
            "NEW.no > 1 AND NOT EXISTS (SELECT 1 FROM measure_orders o"
            " WHERE o.action_id = NEW.action_id AND o.no = NEW.no - 1)"
        ),
        "orders to apply and to lift take turns",
    ),
    "measure_orders_apply": (
        "measure_orders",
        (
            "NEW.kind = 'apply' AND EXISTS (SELECT 1 FROM listing_ends e"  # noqa: S608 - our own text
            f" JOIN {_ACTION} WHERE e.listing_id = a.listing_id)"
        ),
        "an entry that has ended binds no measure",
    ),
    "measure_orders_lift": (
        "measure_orders",
        (
            f"(NEW.reason IN ({_ENDS}) AND NOT EXISTS (SELECT 1 FROM listing_ends e"  # noqa: S608 - our own text
            f" JOIN {_ACTION} WHERE e.listing_id = a.listing_id AND e.reason = NEW.reason))"
            " OR (NEW.reason = 'suspended' AND NOT EXISTS (SELECT 1 FROM listing_marks m"
            f" JOIN {_ACTION} WHERE m.listing_id = a.listing_id AND m.kind = 'suspension'))"
        ),
        "an order to lift has the end or the suspension that it names",
    ),
    "measure_responses_order": (
        "measure_responses",
        (
            "EXISTS (SELECT 1 FROM measure_orders o WHERE o.action_id = NEW.action_id"
            " AND (o.no > NEW.order_no OR (o.no = NEW.order_no AND NEW.word <> 'received'"
            " AND (o.kind = 'lift') <> (NEW.word = 'lifted'))))"
        ),
        "an answer fits the order that stands",
    ),
    "measure_responses_turn": (
        "measure_responses",
        (
            f"(NEW.word = 'received' AND EXISTS ({_SAME}))"
            " OR (NEW.word IN ('refused', 'not_applicable', 'lifted') AND EXISTS"
            f" ({_SAME} AND r.word <> 'received'))"
        ),
        "an answer does not follow the one before",
    ),
}


def upgrade() -> None:
    _create()
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful, says, lite=lite)
    for table in EVIDENCE:
        _guard(table, KEYS[table], lite=lite)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    for table in reversed(EVIDENCE):
        op.drop_table(table)


def _create() -> None:
    op.create_table(
        "measure_actions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_measure_actions_term")
        ),
        *_keys(
            "measure_actions",
            ("act_no", "acts.no"),
            ("listing_id", "listings.id"),
            ("enterprise_id", "enterprises.id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_actions")),
        sa.UniqueConstraint(
            "listing_id",
            "measure",
            "executor",
            name=op.f("uq_measure_actions_listing_id_measure_executor"),
        ),
    )
    op.create_index("ix_measure_actions_executor", "measure_actions", ["executor"], unique=False)
    op.create_table(
        "measure_orders",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('apply', 'lift')", name=op.f("ck_measure_orders_kind")),
        sa.CheckConstraint("(no % 2 = 1) = (kind = 'apply')", name=op.f("ck_measure_orders_turns")),
        sa.CheckConstraint("no >= 1", name=op.f("ck_measure_orders_no")),
        sa.CheckConstraint(
            "(kind = 'apply') = (reason IN ('listed', 'resumed')) AND reason IN ('listed',"
            " 'resumed', 'suspended', 'expired', 'basis_ended', 'repaired', 'annulled',"
            " 'objection_upheld', 'wrong_subject', 'clerical', 'lost_conditions')",
            name=op.f("ck_measure_orders_reason"),
        ),
        *_keys("measure_orders", ("act_no", "acts.no"), ("action_id", "measure_actions.id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_measure_orders")),
        sa.UniqueConstraint("action_id", "no", name=op.f("uq_measure_orders_action_id_no")),
    )
    op.create_index(op.f("ix_measure_orders_since"), "measure_orders", ["since"], unique=False)
    _create_responses()


def _create_responses() -> None:
    op.create_table(
        "measure_responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("service_item", sa.String(length=200), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(length=500), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "word IN ('received', 'applied', 'refused', 'not_applicable', 'lifted')",
            name=op.f("ck_measure_responses_word"),
        ),
        sa.CheckConstraint(
            "word NOT IN ('refused', 'not_applicable')"
            " OR (reason IS NOT NULL AND length(trim(reason)) > 0)",
            name=op.f("ck_measure_responses_reason"),
        ),
        sa.CheckConstraint(
            "word <> 'applied' OR service_item IS NOT NULL",
            name=op.f("ck_measure_responses_service_item"),
        ),
        sa.CheckConstraint(
            "(word IN ('applied', 'lifted')) = (acted_on IS NOT NULL)",
            name=op.f("ck_measure_responses_acted_on"),
        ),
        sa.CheckConstraint(
            "amount IS NULL OR amount >= 0", name=op.f("ck_measure_responses_amount")
        ),
        sa.ForeignKeyConstraint(
            ["action_id", "order_no"],
            ["measure_orders.action_id", "measure_orders.no"],
            name="fk_measure_responses_order",
        ),
        *_keys("measure_responses", ("act_no", "acts.no"), ("client_id", "clients.client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_responses")),
        sa.UniqueConstraint(
            "action_id", "order_no", "client_id", "no",
            name=op.f("uq_measure_responses_action_id_order_no_client_id_no"),
        ),
        sa.UniqueConstraint(
            "client_id", "reference", name=op.f("uq_measure_responses_client_id_reference")
        ),
    )  # fmt: skip


def _keys(table: str, *pairs: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [other], name=op.f(f"fk_{table}_{column}_{other.partition('.')[0]}")
        )
        for column, other in pairs
    ]


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
