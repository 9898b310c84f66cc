"""Honours on application: an entry of the redlist needs its levels, its notice, its grant; a loss its ground.

Decisions get a third lawful origin, `grant`. SQLite cannot change a constraint in place, and making the
table anew would drop its triggers and wake its foreign keys; the text of the schema is edited instead,
as SQLite's documentation describes for constraints (lang_altertable, section 7): no row changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EVIDENCE = (
    "redlist_applications",
    "redlist_reviews",
    "redlist_announcements",
    "redlist_objections",
    "redlist_answers",
    "redlist_grants",
    "redlist_loss_cases",
    "redlist_losses",
)
KEYS = {
    "redlist_applications": [["id", "version"]],
    "redlist_reviews": [
        ["application_id", "level"],
        ["application_id", '"by"'],
        ["application_id", "authority"],
    ],
    "redlist_announcements": [["application_id"]],
    "redlist_objections": [["id"]],
    "redlist_answers": [["objection_id"]],
    "redlist_grants": [["application_id"]],
    "redlist_loss_cases": [["id", "version"]],
    "redlist_losses": [["listing_id"]],
}
BEFORE, AFTER = "origin IN ('own', 'external')", "origin IN ('own', 'external', 'grant')"
_MOVE = "SELECT 1 FROM redlist_applications a WHERE a.id = NEW.application_id"
_CASE = (
    "SELECT 1 FROM redlist_loss_cases c WHERE c.id = NEW.case_id AND c.listing_id = NEW.listing_id"
)
_OBJECTIONS = "SELECT 1 FROM redlist_objections o WHERE o.application_id = NEW.application_id"
_LEVELS = "SELECT count(*) FROM redlist_reviews r WHERE r.application_id = NEW.application_id"
_REJECTED = "SELECT 1 FROM redlist_answers w WHERE w.objection_id = o.id AND NOT w.upheld"
# name: (table, what is unlawful, what the database says then)
RULES = {
    "redlist_reviews_move": (
        "redlist_reviews",
        f"NOT EXISTS ({_MOVE} AND a.move IN ('check', 'review') AND a.\"by\" = NEW.\"by\")",
        "a level passes an application by a move of its own",
    ),
    "redlist_grants_moves": (
        "redlist_grants",
        (
            f"NOT (EXISTS ({_MOVE} AND a.move = 'apply' AND a.enterprise_id = NEW.enterprise_id)"
            f" AND EXISTS ({_MOVE} AND a.move = 'announce' AND a.\"by\" = NEW.announced_by)"
            f" AND EXISTS ({_MOVE} AND a.stage = 'granted' AND a.\"by\" = NEW.decided_by)"
            f" AND NOT EXISTS ({_MOVE} AND a.stage <> 'granted' AND a.\"by\" = NEW.decided_by)"
            f" AND NEW.levels = ({_LEVELS})"
            f" AND NOT EXISTS ({_OBJECTIONS} AND NOT EXISTS ({_REJECTED})))"
        ),
        "a grant follows all levels, the notice and every objection, by another person",
    ),
    "decisions_grant": (
        "decisions",
        (
            "NEW.origin = 'grant' AND NOT EXISTS (SELECT 1 FROM redlist_grants g"
            " WHERE g.application_id = NEW.application_id AND g.enterprise_id = NEW.enterprise_id"
            " AND g.list = NEW.list AND g.rule = NEW.rule AND g.decided_on = NEW.decided_on"
            " AND g.decided_by = NEW.decided_by AND g.document_no = NEW.document_no)"
        ),
        "a grant decides what was applied for",
    ),
    "decisions_honour": (
        "decisions",
        "NEW.origin = 'own' AND NEW.list = 'redlist'",
        "the redlist is granted on application",
    ),
    "redlist_losses_case": (
        "redlist_losses",
        (
            "NEW.origin = 'decision' AND NOT ("
            f"EXISTS ({_CASE} AND c.move = 'open' AND c.\"by\" = NEW.handled_by)"
            f" AND EXISTS ({_CASE} AND c.stage = 'lost' AND c.\"by\" = NEW.decided_by)"
            f" AND NOT EXISTS ({_CASE} AND c.move <> 'decide' AND c.\"by\" = NEW.decided_by))"
        ),
        "a loss is decided in a case told to the party, by another person",
    ),
    "listing_ends_lost": (
        "listing_ends",
        (
            "NEW.reason = 'lost_conditions' AND NOT EXISTS (SELECT 1 FROM redlist_losses l"
            " WHERE l.listing_id = NEW.listing_id AND l.act_no = NEW.act_no"
            " AND (l.origin = 'record' OR l.document_no = NEW.document_no))"
        ),
        "an honour ends as lost on the ground of its loss",
    ),
}


def upgrade() -> None:
    _create()
    lite = op.get_bind().dialect.name == "sqlite"
    op.add_column("decisions", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.create_index("uq_decisions_application_id", "decisions", ["application_id"], unique=True)
    _admit(BEFORE, AFTER, lite=lite)
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful, says, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    """Only where nothing was granted yet: a grant has no place in the schema before."""
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in reversed(RULES.items()):
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    _admit(AFTER, BEFORE, lite=lite)
    op.drop_index("uq_decisions_application_id", table_name="decisions")
    op.drop_column("decisions", "application_id")
    for table in reversed(EVIDENCE):
        op.drop_table(table)  # its other triggers go with it


def _admit(before: str, after: str, *, lite: bool) -> None:
    """Put the constraint *after* on the origins of decisions where *before* stood."""
    if not lite:
        op.drop_constraint(op.f("ck_decisions_origin"), "decisions", type_="check")
        op.create_check_constraint(op.f("ck_decisions_origin"), "decisions", after)
        return
    bind = op.get_bind()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'decisions' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
    if changed.rowcount != 1:
        raise RuntimeError("the constraint on the origins of decisions is not as 0003 made it")


def _create() -> None:
    _versioned(
        "redlist_applications",
        "stage IN ('received', 'checked', 'reviewed', 'announced', 'granted', 'refused', 'withdrawn')",
    )
    op.create_index("ix_redlist_applications_enterprise", "redlist_applications", ["enterprise_id"])
    _versioned(
        "redlist_loss_cases",
        "stage IN ('noticed', 'lost', 'kept')",
        sa.Column("listing_id", sa.Uuid(), sa.ForeignKey("listings.id", name=op.f("fk_redlist_loss_cases_listing_id_listings")), nullable=False),
    )  # fmt: skip
    op.create_index("ix_redlist_loss_cases_listing", "redlist_loss_cases", ["listing_id"])
    op.create_table(
        "redlist_reviews",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        _act("redlist_reviews"),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_redlist_reviews_document")
        ),
        sa.PrimaryKeyConstraint("application_id", "level", name=op.f("pk_redlist_reviews")),
        sa.UniqueConstraint(
            "application_id", "by", name=op.f("uq_redlist_reviews_application_id_by")
        ),
        sa.UniqueConstraint(
            "application_id", "authority", name=op.f("uq_redlist_reviews_application_id_authority")
        ),
    )
    op.create_table(
        "redlist_announcements",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        _act("redlist_announcements"),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("announced_by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=500), nullable=False),
        sa.CheckConstraint("until > announced_on", name=op.f("ck_redlist_announcements_until")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_redlist_announcements")),
        sa.UniqueConstraint(
            "application_id",
            "until",
            "announced_by",
            name=op.f("uq_redlist_announcements_application_id_until_announced_by"),
        ),
    )
    op.create_table(
        "redlist_objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        _act("redlist_objections"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redlist_objections")),
    )
    op.create_index(
        op.f("ix_redlist_objections_application_id"), "redlist_objections", ["application_id"]
    )
    op.create_table(
        "redlist_answers",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        _act("redlist_answers"),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["redlist_objections.id"],
            name=op.f("fk_redlist_answers_objection_id_redlist_objections"),
        ),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_redlist_answers")),
    )
    _create_ends()


def _create_ends() -> None:
    op.create_table(
        "redlist_grants",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        _act("redlist_grants"),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("announced_until", sa.Date(), nullable=False),
        sa.Column("announced_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint("decided_by <> announced_by", name=op.f("ck_redlist_grants_two_people")),
        sa.CheckConstraint(
            "decided_on > announced_until", name=op.f("ck_redlist_grants_after_notice")
        ),
        sa.CheckConstraint("levels > 0", name=op.f("ck_redlist_grants_levels")),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_redlist_grants_document")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_redlist_grants_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "announced_until", "announced_by"],
            [
                "redlist_announcements.application_id",
                "redlist_announcements.until",
                "redlist_announcements.announced_by",
            ],
            name="fk_redlist_grants_announcement",
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_redlist_grants")),
    )
    op.create_table(
        "redlist_losses",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        _act("redlist_losses"),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("reply_until", sa.Date(), nullable=True),
        sa.Column("handled_by", sa.String(length=200), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "origin IN ('record', 'decision')", name=op.f("ck_redlist_losses_origin")
        ),
        sa.CheckConstraint(
            "origin <> 'record' OR length(against) > 2", name=op.f("ck_redlist_losses_record_named")
        ),
        sa.CheckConstraint(
            "origin <> 'decision' OR (case_id IS NOT NULL AND reply_until IS NOT NULL"
            " AND handled_by IS NOT NULL AND decided_by IS NOT NULL AND decided_on IS NOT NULL"
            " AND document_no IS NOT NULL AND decided_by <> handled_by"
            " AND decided_on > reply_until)",
            name=op.f("ck_redlist_losses_decision_heard"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_redlist_losses_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_redlist_losses")),
    )


def _versioned(table: str, stages: str, *more: sa.Column) -> None:
    """A table of states, one row a move."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _act(table),
        sa.Column(
            "enterprise_id",
            sa.Uuid(),
            sa.ForeignKey("enterprises.id", name=op.f(f"fk_{table}_enterprise_id_enterprises")),
            nullable=False,
        ),
        *more,
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(stages, name=op.f(f"ck_{table}_stage")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f(f"pk_{table}")),
    )


def _act(table: str) -> sa.Column:
    key = sa.ForeignKey("acts.no", name=op.f(f"fk_{table}_act_no_acts"))
    return sa.Column("act_no", sa.Integer(), key, nullable=False)


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
