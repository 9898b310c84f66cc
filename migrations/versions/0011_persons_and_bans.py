"""Persons in cases with their seals and the log of readings; bans, decided by another person."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

EVIDENCE = ("persons", "person_reads", "bans", "ban_decisions", "ban_ends")
KEYS = {
    "persons": [["id"]],
    "person_reads": [["id"]],
    "bans": [["id", "version"]],
    "ban_decisions": [["ban_id"]],
    "ban_ends": [["ban_id"]],
}
_MOVE = "SELECT 1 FROM bans b WHERE b.id = NEW.ban_id AND b.enterprise_id = NEW.enterprise_id"
# name: (table, what is unlawful, what the database says then)
RULES = {
    "ban_decisions_move": (
        "ban_decisions",
        (
            f"NOT EXISTS ({_MOVE} AND b.move = 'propose' AND b.{{by}} = NEW.handled_by)"
            f" OR NOT EXISTS ({_MOVE} AND b.move = 'decide' AND b.stage = 'decided'"
            " AND b.{by} = NEW.decided_by)"
        ),
        "a ban is decided by another person than proposed it",
    ),
    "ban_decisions_person": (
        "ban_decisions",
        (
            "NEW.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM persons p"
            " WHERE p.id = NEW.person_id AND p.enterprise_id = NEW.enterprise_id"
            " AND p.role = NEW.subject)"
        ),
        "a person is barred in the role on record in a case of that enterprise",
    ),
    "ban_ends_move": (
        "ban_ends",
        (
            "NOT EXISTS (SELECT 1 FROM bans b WHERE b.id = NEW.ban_id"
            " AND b.move = 'end' AND b.stage = 'ended')"
        ),
        "a ban ends by a move of its own",
    ),
}
SEALS_STAY = "a seal may be replaced, never removed or given to another person"


def upgrade() -> None:
    _create_persons()
    _create_bans()
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful.format(by='"by"'), says, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)
    _keep_seals(lite=lite)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    if not lite:
        op.execute("DROP TRIGGER person_seals_kept ON person_seals")
        op.execute("DROP TRIGGER person_seals_place ON person_seals")
        op.execute("DROP FUNCTION person_seals_kept()")
    for table in ("ban_ends", "ban_decisions", "bans", "person_reads", "person_seals", "persons"):
        op.drop_table(table)  # its other triggers go with it


def _create_persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("matter_kind", sa.String(length=16), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("masked_name", sa.String(length=8), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("name_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("number_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "matter_kind IN ('event', 'proceeding', 'listing')", name=op.f("ck_persons_matter")
        ),
        sa.CheckConstraint(
            "role IN ('principal', 'responsible_persons')", name=op.f("ck_persons_role")
        ),
        sa.CheckConstraint(
            "substr(masked_name, length(masked_name) - 1) = '**' AND length(masked_name) <= 3",
            name=op.f("ck_persons_masked"),
        ),
        sa.CheckConstraint("length(trim(authority)) > 0", name=op.f("ck_persons_authority")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_persons_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_persons_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index("ix_persons_matter", "persons", ["matter_id"], unique=False)
    op.create_index("ix_persons_enterprise", "persons", ["enterprise_id"], unique=False)
    op.create_table(
        "person_seals",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=8), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.CHAR(length=24), nullable=False),
        sa.Column("ciphertext", sa.Text(), nullable=False),
        sa.CheckConstraint("field IN ('name', 'number')", name=op.f("ck_person_seals_field")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_person_seals_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", "field", name=op.f("pk_person_seals")),
        sa.UniqueConstraint("key_id", "nonce", name=op.f("uq_person_seals_key_id_nonce")),
    )
    op.create_table(
        "person_reads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.CHAR(length=27), nullable=False),
        sa.Column("read_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_person_reads_reason")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_person_reads_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_person_reads_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_reads")),
    )
    op.create_index("ix_person_reads_person", "person_reads", ["person_id"], unique=False)


def _create_bans() -> None:
    op.create_table(
        "bans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('proposed', 'decided', 'ended', 'dropped')", name=op.f("ck_bans_stage")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_bans_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_bans_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_bans")),
    )
    op.create_index("ix_bans_enterprise", "bans", ["enterprise_id"], unique=False)
    op.create_table(
        "ban_decisions",
        sa.Column("ban_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("for_life", sa.Boolean(), nullable=False),
        sa.CheckConstraint("decided_by <> handled_by", name=op.f("ck_ban_decisions_two_people")),
        sa.CheckConstraint(
            "(subject = 'enterprise') = (person_id IS NULL)", name=op.f("ck_ban_decisions_subject")
        ),
        sa.CheckConstraint(
            "subject IN ('enterprise', 'principal', 'responsible_persons')",
            name=op.f("ck_ban_decisions_role"),
        ),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= from_day", name=op.f("ck_ban_decisions_term")
        ),
        sa.CheckConstraint("for_life = (last_day IS NULL)", name=op.f("ck_ban_decisions_life")),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_ban_decisions_document")),
        sa.CheckConstraint("length(trim(article)) > 0", name=op.f("ck_ban_decisions_article")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_ban_decisions_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_ban_decisions_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_ban_decisions_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("ban_id", name=op.f("pk_ban_decisions")),
    )
    op.create_table(
        "ban_ends",
        sa.Column("ban_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.CHAR(length=27), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "reason IN ('annulled', 'decision_revoked', 'wrong_subject', 'clerical')",
            name=op.f("ck_ban_ends_reason"),
        ),
        sa.CheckConstraint(
            "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0",
            name=op.f("ck_ban_ends_document"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_ban_ends_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["ban_id"], ["ban_decisions.ban_id"], name=op.f("fk_ban_ends_ban_id_ban_decisions")
        ),
        sa.PrimaryKeyConstraint("ban_id", name=op.f("pk_ban_ends")),
    )


def _keep_seals(*, lite: bool) -> None:
    """Seals are replaced where they are, by a change of keys; none is taken away or moved."""
    moved = "NEW.person_id <> OLD.person_id OR NEW.field <> OLD.field"
    if lite:
        says = f"BEGIN SELECT RAISE(ABORT, '{SEALS_STAY}'); END"
        op.execute(f"CREATE TRIGGER person_seals_kept BEFORE DELETE ON person_seals {says}")
        op.execute(
            f"CREATE TRIGGER person_seals_place BEFORE UPDATE ON person_seals WHEN {moved} {says}"
        )
        return
    op.execute(
        "CREATE FUNCTION person_seals_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{SEALS_STAY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER person_seals_kept BEFORE DELETE OR TRUNCATE ON person_seals"
        " FOR EACH STATEMENT EXECUTE FUNCTION person_seals_kept()"
    )
    op.execute(
        "CREATE TRIGGER person_seals_place BEFORE UPDATE ON person_seals FOR EACH ROW"
        f" WHEN ({moved}) EXECUTE FUNCTION person_seals_kept()"
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
