"""Applications for early removal; an entry ends as repaired only by a grant of another person."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

EVIDENCE = ("repairs", "repair_acceptances", "repair_grants")
KEYS = {
    "repairs": [["id", "version"]],
    "repair_acceptances": [["repair_id"]],
    "repair_grants": [["repair_id"], ["listing_id"]],
}
_MOVE = "SELECT 1 FROM repairs r WHERE r.id = NEW.repair_id AND r.listing_id = NEW.listing_id"
# name: (table, what is unlawful, what the database says then)
RULES = {
    "repair_acceptances_move": (
        "repair_acceptances",
        (
            f"NOT (EXISTS ({_MOVE} AND r.move = 'apply')"
            f" AND EXISTS ({_MOVE} AND r.move = 'accept' AND r.stage = 'accepted'"
            " AND r.{by} = NEW.handled_by))"
        ),
        "an application is accepted after it was received",
    ),
    "repair_grants_move": (
        "repair_grants",
        (
            f"NOT EXISTS ({_MOVE} AND r.move = 'grant' AND r.stage = 'granted'"
            " AND r.{by} = NEW.decided_by)"
            f" OR EXISTS ({_MOVE} AND r.{{by}} = NEW.decided_by"
            " AND r.move IN ('apply', 'accept', 'extend'))"
        ),
        "a grant is decided by another person than handled the application",
    ),
    "listing_ends_repaired": (
        "listing_ends",
        (
            "NEW.reason = 'repaired' AND NOT EXISTS (SELECT 1 FROM repair_grants g"
            " WHERE g.listing_id = NEW.listing_id AND g.document_no = NEW.document_no)"
        ),
        "an entry ends as repaired by a grant",
    ),
}


def upgrade() -> None:
    _create()
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful.format(by='"by"'), says, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    for table in reversed(EVIDENCE):
        op.drop_table(table)  # its other triggers go with it


def _create() -> None:
    op.create_table(
        "repairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn')",
            name=op.f("ck_repairs_stage"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_repairs_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_repairs_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_repairs_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_repairs")),
    )
    op.create_index("ix_repairs_enterprise", "repairs", ["enterprise_id"], unique=False)
    op.create_index("ix_repairs_listing", "repairs", ["listing_id"], unique=False)
    op.create_table(
        "repair_acceptances",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_repair_acceptances_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_repair_acceptances_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_repair_acceptances")),
        sa.UniqueConstraint(
            "repair_id",
            "listing_id",
            "accepted_on",
            "handled_by",
            name=op.f("uq_repair_acceptances_repair_id_listing_id_accepted_on_handled_by"),
        ),
    )
    op.create_table(
        "repair_grants",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint("decided_by <> handled_by", name=op.f("ck_repair_grants_two_people")),
        sa.CheckConstraint(
            "decided_on >= accepted_on", name=op.f("ck_repair_grants_after_acceptance")
        ),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_repair_grants_document")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_repair_grants_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["repair_id", "listing_id", "accepted_on", "handled_by"],
            [
                "repair_acceptances.repair_id",
                "repair_acceptances.listing_id",
                "repair_acceptances.accepted_on",
                "repair_acceptances.handled_by",
            ],
            name="fk_repair_grants_acceptance",
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_repair_grants")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_repair_grants_listing_id")),
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
    same = [" AND ".join(f"t.{column} = NEW.{column}" for column in key) for key in KEYS[table]]
    held = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE {one})" for one in same)  # noqa: S608 - names are ours
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {held} {says}")
