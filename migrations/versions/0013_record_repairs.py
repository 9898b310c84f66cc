"""Repair of records on display, its revocation, shields, and the repair notices that go with decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EVIDENCE = (
    "record_applications",
    "record_acceptances",
    "record_repairs",
    "record_repair_ends",
    "repair_notices",
)
KEYS = {
    "record_applications": [["id", "version"]],
    "record_acceptances": [["repair_id"]],
    "record_repairs": [["repair_id"]],
    "record_repair_ends": [["repair_id"]],
    "repair_notices": [["id"], ["listing_id"], ["event_id"]],
}
_MOVE = "SELECT 1 FROM record_applications r WHERE r.id = NEW.repair_id"
_SAME = f"{_MOVE} AND r.event_id = NEW.event_id AND r.effect = NEW.effect"
# name: (table, what is unlawful, what the database says then)
RULES = {
    "record_acceptances_move": (
        "record_acceptances",
        (
            f"NOT (EXISTS ({_SAME} AND r.move = 'apply')"
            f" AND EXISTS ({_SAME} AND r.move = 'accept' AND r.stage = 'accepted'"
            " AND r.{by} = NEW.handled_by))"
        ),
        "an application is accepted after it was received",
    ),
    "record_repairs_move": (
        "record_repairs",
        (
            f"NOT EXISTS ({_SAME} AND r.move = 'grant' AND r.stage = 'granted'"
            " AND r.enterprise_id = NEW.enterprise_id AND r.{by} = NEW.decided_by)"
            f" OR EXISTS ({_SAME} AND r.{{by}} = NEW.decided_by"
            " AND r.move IN ('apply', 'gaps', 'supplement', 'accept', 'extend'))"
        ),
        "a repair is granted by another person than handled the application",
    ),
    "record_repairs_once": (
        "record_repairs",
        (
            "EXISTS (SELECT 1 FROM record_repairs g WHERE g.event_id = NEW.event_id"
            " AND g.enterprise_id = NEW.enterprise_id AND g.effect = NEW.effect"
            " AND NOT EXISTS (SELECT 1 FROM record_repair_ends e WHERE e.repair_id = g.repair_id))"
        ),
        "a record is repaired once, unless that was revoked",
    ),
    "record_repair_ends_move": (
        "record_repair_ends",
        (
            f"NOT (EXISTS ({_MOVE} AND r.move = 'question' AND r.{{by}} = NEW.questioned_by)"
            f" AND EXISTS ({_MOVE} AND r.move = 'revoke' AND r.stage = 'revoked'"
            " AND r.{by} = NEW.decided_by))"
            f" OR EXISTS ({_MOVE} AND r.{{by}} = NEW.decided_by AND r.move IN"
            " ('apply', 'gaps', 'supplement', 'accept', 'extend', 'question'))"
        ),
        "a repair is revoked after a notice, by another person than proposed it",
    ),
}


def upgrade() -> None:
    _applications()
    _grants()
    _notices()
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


def _applications() -> None:
    op.create_table(
        "record_acceptances",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("effect", sa.String(length=16), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_record_acceptances_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_record_acceptances")),
        sa.UniqueConstraint(
            "repair_id",
            "event_id",
            "effect",
            "accepted_on",
            "handled_by",
            name="uq_record_taken_up",
        ),
    )
    op.create_table(
        "record_applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("effect", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "effect IN ('repair', 'shield')", name=op.f("ck_record_applications_effect")
        ),
        sa.CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn', 'questioned', 'revoked')",
            name=op.f("ck_record_applications_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_record_applications_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_record_applications_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event_keys.event_id"],
            name=op.f("fk_record_applications_event_id_event_keys"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_record_applications")),
    )
    op.create_index(
        "ix_record_applications_enterprise", "record_applications", ["enterprise_id"], unique=False
    )
    op.create_index(
        "ix_record_applications_event", "record_applications", ["event_id"], unique=False
    )


def _grants() -> None:
    op.create_table(
        "record_repairs",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("effect", sa.String(length=16), nullable=False),
        sa.Column("from_at", sa.CHAR(length=27), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint("decided_by <> handled_by", name=op.f("ck_record_repairs_two_people")),
        sa.CheckConstraint(
            "decided_on >= accepted_on", name=op.f("ck_record_repairs_after_acceptance")
        ),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_record_repairs_document")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_record_repairs_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_record_repairs_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["repair_id", "event_id", "effect", "accepted_on", "handled_by"],
            [
                "record_acceptances.repair_id",
                "record_acceptances.event_id",
                "record_acceptances.effect",
                "record_acceptances.accepted_on",
                "record_acceptances.handled_by",
            ],
            name="fk_record_repairs_acceptance",
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_record_repairs")),
    )
    op.create_index(
        "ix_record_repairs_enterprise", "record_repairs", ["enterprise_id"], unique=False
    )
    op.create_index("ix_record_repairs_event", "record_repairs", ["event_id"], unique=False)
    op.create_table(
        "record_repair_ends",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.CHAR(length=27), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("questioned_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint(
            "decided_by <> questioned_by", name=op.f("ck_record_repair_ends_two_people")
        ),
        sa.CheckConstraint(
            "earliest IS NULL OR last_day IS NOT NULL", name=op.f("ck_record_repair_ends_term")
        ),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_record_repair_ends_document")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_record_repair_ends_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["repair_id"],
            ["record_repairs.repair_id"],
            name=op.f("fk_record_repair_ends_repair_id_record_repairs"),
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_record_repair_ends")),
    )


def _notices() -> None:
    op.create_table(
        "repair_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("service_kind", sa.String(length=200), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("service_reference", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(listing_id IS NULL) <> (event_id IS NULL)", name=op.f("ck_repair_notices_one_subject")
        ),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_repair_notices_document")
        ),
        sa.CheckConstraint(
            "length(trim(service_reference)) > 0", name=op.f("ck_repair_notices_served")
        ),
        sa.CheckConstraint("served_on >= document_day", name=op.f("ck_repair_notices_days")),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_repair_notices_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_repair_notices_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event_keys.event_id"],
            name=op.f("fk_repair_notices_event_id_event_keys"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_repair_notices_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_notices")),
        sa.UniqueConstraint("event_id", name=op.f("uq_repair_notices_event_id")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_repair_notices_listing_id")),
    )
    op.create_index(
        "ix_repair_notices_enterprise", "repair_notices", ["enterprise_id"], unique=False
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
