"""Entries of persons by themselves: noticed, heard, decided by another person, served."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

EVIDENCE = (
    "person_entries", "person_entry_decisions", "person_entry_services", "person_entry_ends",
)  # fmt: skip
KEYS = {
    "person_entries": [["id", "version"]],
    "person_entry_decisions": [["entry_id"]],
    "person_entry_services": [["entry_id"]],
    "person_entry_ends": [["entry_id"]],
}
_MOVE = (
    "SELECT 1 FROM person_entries e WHERE e.id = NEW.entry_id"
    " AND e.enterprise_id = NEW.enterprise_id AND e.person_id = NEW.person_id"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "person_entry_decisions_move": (
        "person_entry_decisions",
        (
            f"NOT EXISTS ({_MOVE} AND e.move = 'propose' AND e.{{by}} = NEW.handled_by)"
            f" OR NOT EXISTS ({_MOVE} AND e.move = 'notice' AND e.stage = 'noticed'"
            " AND e.{by} = NEW.noticed_by)"
            f" OR NOT EXISTS ({_MOVE} AND e.move = 'decide' AND e.stage = 'decided'"
            " AND e.{by} = NEW.decided_by)"
        ),
        "the entry of a person is proposed, noticed, and decided by another person",
    ),
    "person_entry_decisions_person": (
        "person_entry_decisions",
        (
            "NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = NEW.person_id"
            " AND p.enterprise_id = NEW.enterprise_id AND p.role = NEW.role"
            " AND p.authority = NEW.authority)"
        ),
        "a person is entered in the role on record, by the authority of its case",
    ),
    "person_entry_services_move": (
        "person_entry_services",
        (
            "NOT EXISTS (SELECT 1 FROM person_entries e WHERE e.id = NEW.entry_id"
            " AND e.move = 'serve' AND e.stage = 'served')"
        ),
        "the entry of a person stands once its decision was served, by a move of its own",
    ),
    "person_entry_ends_move": (
        "person_entry_ends",
        (
            "NOT EXISTS (SELECT 1 FROM person_entries e WHERE e.id = NEW.entry_id"
            " AND e.move = 'end' AND e.stage = 'ended')"
        ),
        "the entry of a person ends by a move of its own",
    ),
}


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _create()
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
        "person_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('proposed', 'noticed', 'decided', 'served', 'ended', 'dropped')",
            name=op.f("ck_person_entries_stage"),
        ),
        *_known("person_entries"),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_person_entries")),
    )
    op.create_index("ix_person_entries_enterprise", "person_entries", ["enterprise_id"])
    op.create_table(
        "person_entry_decisions",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("noticed_by", sa.String(length=200), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("reply_until", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *(
            sa.CheckConstraint(says, name=op.f(f"ck_person_entry_decisions_{name}"))
            for name, says in (
                ("two_people", "decided_by <> handled_by"),
                ("noticed", "decided_by <> noticed_by"),
                ("heard", "decided_on > reply_until"),
                ("reply", "reply_until > noticed_on"),
                ("term", "last_day > decided_on"),
                ("document", "length(trim(document_no)) > 0"),
                ("article", "length(trim(article)) > 0"),
            )
        ),
        *_known("person_entry_decisions"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_person_entry_decisions")),
    )
    op.create_table(
        "person_entry_services",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("served_at", sa.CHAR(length=27), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "length(trim(reference)) > 0", name=op.f("ck_person_entry_services_reference")
        ),
        _act("person_entry_services"),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["person_entry_decisions.entry_id"],
            name=op.f("fk_person_entry_services_entry_id_person_entry_decisions"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_person_entry_services")),
    )
    op.create_table(
        "person_entry_ends",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.CHAR(length=27), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "reason IN ('annulled', 'decision_revoked', 'wrong_subject', 'clerical')",
            name=op.f("ck_person_entry_ends_reason"),
        ),
        sa.CheckConstraint(
            "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0",
            name=op.f("ck_person_entry_ends_document"),
        ),
        _act("person_entry_ends"),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["person_entry_services.entry_id"],
            name=op.f("fk_person_entry_ends_entry_id_person_entry_services"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_person_entry_ends")),
    )


def _act(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f(f"fk_{table}_act_no_acts"))


def _known(table: str) -> list[sa.ForeignKeyConstraint]:
    """Its act, its enterprise, its person."""
    return [
        _act(table),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f(f"fk_{table}_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f(f"fk_{table}_person_id_persons")
        ),
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
