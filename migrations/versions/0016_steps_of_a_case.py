"""Whole due process: the papers of each move, the opening, and what a decision needs of them.

Decisions made before stand as they were made: `due_process_since` holds the last act of then, and
nobody can add a row to it once there is an act.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EVIDENCE = ("proceeding_papers", "case_openings", "due_process_since")
KEYS = {
    "proceeding_papers": [["proceeding_id", "version"]],
    "case_openings": [["proceeding_id"]],
    "due_process_since": [["act_no"]],
    "proceedings": [["id", "version"]],
}
FORMER = "'proposed', 'noticed', 'decided', 'concluded', 'dropped'"
STAGES = (
    "'proposed', 'opened', 'noticed', 'replied', 'heard', 'reviewed',"
    " 'decided', 'served', 'concluded', 'dropped'"
)
_MOVE = "SELECT 1 FROM proceedings p WHERE p.id = NEW.proceeding_id"
_PAPER = "SELECT 1 FROM proceeding_papers d WHERE d.proceeding_id = NEW.proceeding_id"
_OPENING = "SELECT 1 FROM case_openings c WHERE c.proceeding_id = NEW.proceeding_id"
_SINCE = "coalesce((SELECT max(s.act_no) FROM due_process_since s), 0)"
_NEW = f"NEW.act_no > {_SINCE}"
_OWN = f"NEW.origin = 'own' AND {_NEW}"
_LATER_NOTICE = (
    "SELECT 1 FROM notice_services n WHERE n.proceeding_id = NEW.proceeding_id AND n.act_no >"
    " (SELECT t.act_no FROM notice_services t WHERE t.id = NEW.service_id)"
)
_SERVED_ON = "SELECT n.served_on FROM notice_services n WHERE n.id = NEW.service_id"
_SETTLED = (
    "SELECT 1 FROM proceeding_papers e WHERE e.proceeding_id = d.proceeding_id"
    " AND e.version > d.version AND e.move IN ('hear', 'withdraw_hearing')"
)
_ITS_PAPER = (
    "SELECT 1 FROM proceeding_papers d WHERE d.proceeding_id = p.id AND d.version = p.version"
)
_ITS_HANDLING = (
    "SELECT 1 FROM proceedings q WHERE q.id = p.id AND q.{by} = p.{by}"
    " AND q.move NOT IN ('review', 'hear', 'serve', 'conclude')"
)
_UNDONE = (
    "SELECT 1 FROM proceedings q WHERE q.id = p.id AND q.version > p.version"
    " AND q.stage IN ('noticed', 'replied', 'heard')"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "proceeding_papers_move": (
        "proceeding_papers",
        (
            f"NOT EXISTS ({_MOVE} AND p.version = NEW.version AND p.move = NEW.move"
            " AND p.{by} = NEW.{by})"
        ),
        "a paper belongs to a move and to who made it",
    ),
    "case_openings_paper": (
        "case_openings",
        (
            f"NOT EXISTS ({_PAPER} AND d.version = NEW.version AND d.move = 'open'"
            " AND d.{by} = NEW.handled_by AND d.document_day = NEW.opened_on)"
        ),
        "an opening has its paper",
    ),
    "due_process_since_first": (
        "due_process_since",
        "EXISTS (SELECT 1 FROM acts)",
        "what is older is known before the first act",
    ),
    "notice_services_case": (
        "notice_services",
        (
            f"NOT EXISTS ({_MOVE} AND p.stage = 'proposed')"
            f" OR ({_NEW} AND NOT EXISTS ({_OPENING} AND c.opened_on <= NEW.served_on))"
        ),
        "a notice belongs to a case that was opened",
    ),
    "decisions_case": (
        "decisions",
        (
            "NEW.origin = 'own' AND NOT ("
            f"EXISTS ({_MOVE} AND p.enterprise_id = NEW.enterprise_id"
            " AND p.move IN ('notice', 'renotice') AND p.{by} = NEW.handled_by)"
            f" AND EXISTS ({_MOVE} AND p.enterprise_id = NEW.enterprise_id"
            " AND p.move = 'decide' AND p.{by} = NEW.decided_by)"
            f" AND EXISTS ({_MOVE} AND p.enterprise_id = NEW.enterprise_id"
            " AND p.stage = 'concluded')"
            f" AND NOT EXISTS ({_MOVE} AND p.{{by}} = NEW.decided_by"
            " AND p.move NOT IN ('decide', 'serve', 'conclude', 'lapse')))"
        ),
        "a decision belongs to a concluded case that its people handled and decided",
    ),
    "decisions_opened": (
        "decisions",
        f"{_OWN} AND NOT EXISTS ({_OPENING} AND c.opened_on <= NEW.decided_on)",
        "a decision belongs to a case that was opened",
    ),
    "decisions_last_notice": (
        "decisions",
        f"{_OWN} AND EXISTS ({_LATER_NOTICE})",
        "a decision follows the last notice",
    ),
    "decisions_waived": (
        "decisions",
        (
            f"{_OWN} AND NEW.waiver IS NOT NULL"
            f" AND EXISTS ({_MOVE} AND p.move = 'decide' AND p.act_no > {_SINCE})"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'waive' AND d.document_no = NEW.waiver"
            f" AND d.document_day <= NEW.decided_on AND d.document_day >= ({_SERVED_ON}))"
        ),
        "a waiver is a paper on file, dated once the notice was served",
    ),
    "decisions_heard": (
        "decisions",
        f"{_OWN} AND EXISTS ({_PAPER} AND d.move = 'request_hearing' AND NOT EXISTS ({_SETTLED}))",
        "a hearing that was asked for is held or taken back before the decision",
    ),
    "decisions_reviewed": (
        "decisions",
        (
            f"{_OWN} AND EXISTS ({_OPENING} AND c.review_due)"
            f" AND NOT EXISTS ({_MOVE} AND p.move = 'review' AND p.stage = 'reviewed'"
            f" AND p.{{by}} <> NEW.decided_by AND EXISTS ({_ITS_PAPER})"
            f" AND NOT EXISTS ({_ITS_HANDLING}) AND NOT EXISTS ({_UNDONE}))"
        ),
        "a legal review by a third person comes before the decision",
    ),
    "decisions_deliberated": (
        "decisions",
        (
            f"{_OWN} AND EXISTS ({_OPENING} AND c.deliberation_due)"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'deliberate')"
        ),
        "the principals deliberate before the decision",
    ),
    "decisions_served": (
        "decisions",
        f"{_OWN} AND NOT EXISTS ({_MOVE} AND p.move = 'serve' AND p.stage = 'served')",
        "a decision lists once it was served",
    ),
}
# As 0007 made them, for the way down.
_OF = "SELECT 1 FROM proceedings p WHERE p.id = NEW.proceeding_id AND p.enterprise_id"
FORMERLY = {
    "notice_services_case": (
        "notice_services",
        (
            "NOT EXISTS (SELECT 1 FROM proceedings p"
            " WHERE p.id = NEW.proceeding_id AND p.stage = 'proposed')"
        ),
        "a notice belongs to a case that was opened",
    ),
    "decisions_case": (
        "decisions",
        (
            "NEW.origin = 'own' AND NOT ("
            f"EXISTS ({_OF} = NEW.enterprise_id AND p.move = 'notice' AND p.{{by}} = NEW.handled_by)"
            f" AND EXISTS ({_OF} = NEW.enterprise_id AND p.move = 'decide'"
            " AND p.{by} = NEW.decided_by)"
            f" AND EXISTS ({_OF} = NEW.enterprise_id AND p.stage = 'concluded')"
            f" AND NOT EXISTS ({_OF} = NEW.enterprise_id AND p.{{by}} = NEW.decided_by"
            " AND p.move IN ('propose', 'notice', 'reply')))"
        ),
        "a decision belongs to a concluded case that its people handled and decided",
    ),
}


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _drop_rules(FORMERLY, lite=lite)
    _let_stages_be(STAGES, lite=lite)
    _create()
    op.execute(
        "INSERT INTO due_process_since (act_no) SELECT max(no) FROM acts HAVING max(no) IS NOT NULL"
    )
    _add_rules(RULES, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _drop_rules(RULES, lite=lite)
    for table in ("case_openings", "proceeding_papers", "due_process_since"):
        op.drop_table(table)  # its other triggers go with it
    _let_stages_be(FORMER, lite=lite)
    _add_rules(FORMERLY, lite=lite)


def _create() -> None:
    op.create_table(
        "proceeding_papers",
        sa.Column("proceeding_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_proceeding_papers_document")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_proceeding_papers_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id", "version"],
            ["proceedings.id", "proceedings.version"],
            name="fk_proceeding_papers_move",
        ),
        sa.PrimaryKeyConstraint("proceeding_id", "version", name=op.f("pk_proceeding_papers")),
    )
    op.create_table(
        "case_openings",
        sa.Column("proceeding_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("review_due", sa.Boolean(), nullable=False),
        sa.Column("deliberation_due", sa.Boolean(), nullable=False),
        sa.CheckConstraint("approved_by <> handled_by", name=op.f("ck_case_openings_two_people")),
        sa.CheckConstraint("length(trim(approved_by)) > 0", name=op.f("ck_case_openings_approved")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_case_openings_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["proceeding_id", "version"],
            ["proceeding_papers.proceeding_id", "proceeding_papers.version"],
            name="fk_case_openings_paper",
        ),
        sa.PrimaryKeyConstraint("proceeding_id", name=op.f("pk_case_openings")),
    )
    op.create_table(
        "due_process_since",
        sa.Column("act_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_due_process_since")),
    )


def _let_stages_be(stages: str, *, lite: bool) -> None:
    """Other words for the stage of a case; SQLite changes a check only with the whole table."""
    check = f"stage IN ({stages})"
    if not lite:
        op.drop_constraint(op.f("ck_proceedings_stage"), "proceedings")
        op.create_check_constraint(op.f("ck_proceedings_stage"), "proceedings", check)
        return
    op.execute("PRAGMA legacy_alter_table=ON")  # triggers of other tables speak of this one
    op.drop_index("ix_proceedings_enterprise", table_name="proceedings")
    op.create_table(
        "proceedings_anew",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(check, name=op.f("ck_proceedings_stage")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_proceedings_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_proceedings_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_proceedings")),
    )
    op.execute("INSERT INTO proceedings_anew SELECT * FROM proceedings")
    op.drop_table("proceedings")
    op.rename_table("proceedings_anew", "proceedings")
    op.create_index("ix_proceedings_enterprise", "proceedings", ["enterprise_id"], unique=False)
    op.execute("PRAGMA legacy_alter_table=OFF")
    _guard("proceedings", lite=True)


def _add_rules(rules: dict[str, tuple[str, str, str]], *, lite: bool) -> None:
    for name, (table, unlawful, says) in rules.items():
        condition = unlawful.format(by='"by"')
        if lite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {condition} THEN RAISE EXCEPTION '{says}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def _drop_rules(rules: dict[str, tuple[str, str, str]], *, lite: bool) -> None:
    for name, (table, _, _) in rules.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")


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
