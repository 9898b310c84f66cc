"""Applications for the early removal of persons' entries; an entry ends as repaired only by a grant."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

EVIDENCE = ("person_applications", "person_acceptances", "person_removals")
KEYS = {
    "person_applications": [["id", "version"]],
    "person_acceptances": [["repair_id"]],
    "person_removals": [["repair_id"], ["person_entry_id"]],
}
_MOVE = (
    "SELECT 1 FROM person_applications r"
    " WHERE r.id = NEW.repair_id AND r.person_entry_id = NEW.person_entry_id"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "person_acceptances_move": (
        "person_acceptances",
        (
            f"NOT (EXISTS ({_MOVE} AND r.move = 'apply')"
            f" AND EXISTS ({_MOVE} AND r.move = 'accept' AND r.stage = 'accepted'"
            " AND r.{by} = NEW.handled_by))"
        ),
        "an application is accepted after it was received",
    ),
    "person_removals_move": (
        "person_removals",
        (
            f"NOT EXISTS ({_MOVE} AND r.move = 'grant' AND r.stage = 'granted'"
            " AND r.{by} = NEW.decided_by)"
            f" OR EXISTS ({_MOVE} AND r.{{by}} = NEW.decided_by"
            " AND r.move IN ('apply', 'gaps', 'supplement', 'accept', 'extend'))"
        ),
        "a grant is decided by another person than handled the application",
    ),
    "person_entry_ends_repaired": (
        "person_entry_ends",
        (
            "NEW.reason = 'repaired' AND NOT EXISTS (SELECT 1 FROM person_removals g"
            " WHERE g.person_entry_id = NEW.entry_id AND g.document_no = NEW.document_no)"
        ),
        "the entry of a person ends as repaired by a grant",
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
        "person_applications",
        sa.Column("person_entry_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('received', 'accepted', 'declined', 'granted', 'refused', 'withdrawn')",
            name=op.f("ck_person_applications_stage"),
        ),
        _act("person_applications"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_person_applications_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["person_entry_id"],
            ["person_entry_services.entry_id"],
            name=op.f("fk_person_applications_person_entry_id_person_entry_services"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_person_applications")),
    )
    for name, column in (("enterprise", "enterprise_id"), ("entry", "person_entry_id")):
        op.create_index(f"ix_person_applications_{name}", "person_applications", [column])
    op.create_table(
        "person_acceptances",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("person_entry_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        _act("person_acceptances"),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_person_acceptances")),
        sa.UniqueConstraint(
            "repair_id", "person_entry_id", "accepted_on", "handled_by", name="uq_person_taken_up"
        ),
    )
    op.create_table(
        "person_removals",
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("person_entry_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        *(
            sa.CheckConstraint(says, name=op.f(f"ck_person_removals_{name}"))
            for name, says in (
                ("two_people", "decided_by <> handled_by"),
                ("after_acceptance", "decided_on >= accepted_on"),
                ("document", "length(trim(document_no)) > 0"),
            )
        ),
        _act("person_removals"),
        sa.ForeignKeyConstraint(
            ["repair_id", "person_entry_id", "accepted_on", "handled_by"],
            [
                "person_acceptances.repair_id",
                "person_acceptances.person_entry_id",
                "person_acceptances.accepted_on",
                "person_acceptances.handled_by",
            ],
            name="fk_person_removals_acceptance",
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_person_removals")),
        sa.UniqueConstraint("person_entry_id", name=op.f("uq_person_removals_person_entry_id")),
    )


def _act(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f(f"fk_{table}_act_no_acts"))


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
