"""Bans that the authority itself decides: noticed, heard, reviewed, decided by somebody apart.

Decisions made before stand as they were made: `ban_process_since` holds the last act of then, and
nobody can add a row to it once there is an act.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

EVIDENCE = ("ban_papers", "ban_notices", "ban_process_since")
KEYS = {
    "ban_papers": [["ban_id", "version"]],
    "ban_notices": [["id"]],
    "ban_process_since": [["act_no"]],
}
_NEW = "NEW.act_no > coalesce((SELECT max(s.act_no) FROM ban_process_since s), 0)"
_OWN = f"coalesce(NEW.arises, '') <> 'by_law' AND {_NEW}"
_MOVE = "SELECT 1 FROM bans b WHERE b.id = NEW.ban_id"
_PAPER = "SELECT 1 FROM ban_papers d WHERE d.ban_id = NEW.ban_id"
_NOTICE = "SELECT 1 FROM ban_notices n WHERE n.ban_id = NEW.ban_id"
_LATER = "SELECT 1 FROM ban_notices m WHERE m.ban_id = n.ban_id AND m.version > n.version"
_SERVED_ON = "SELECT n.served_on FROM ban_notices n WHERE n.id = NEW.notice_id"
_SETTLED = (
    "SELECT 1 FROM bans e WHERE e.id = d.ban_id AND e.version > d.version"
    " AND e.move IN ('hear', 'withdraw_hearing')"
)
_UNDONE = (
    "SELECT 1 FROM bans q WHERE q.id = b.id AND q.version > b.version"
    " AND q.move IN ('notice', 'reply', 'request_hearing', 'hear', 'return')"
)
_HANDLED = (
    "SELECT 1 FROM bans h WHERE h.id = b.id AND h.{by} = b.{by}"
    " AND h.move NOT IN ('review', 'return', 'hear')"
)
_ITS_PAPER = "SELECT 1 FROM ban_papers d WHERE d.ban_id = b.id AND d.version = b.version"
# name: (table, what is unlawful, what the database says then)
RULES = {
    "ban_papers_move": (
        "ban_papers",
        (
            f"NOT EXISTS ({_MOVE} AND b.version = NEW.version AND b.move = NEW.move"
            " AND b.{by} = NEW.{by})"
        ),
        "a paper belongs to a move and to who made it",
    ),
    "ban_notices_move": (
        "ban_notices",
        (
            f"NOT EXISTS ({_MOVE} AND b.version = NEW.version AND b.move = 'notice'"
            " AND b.stage = 'proposed' AND b.{by} = NEW.handled_by)"
        ),
        "a notice belongs to a move of a ban that is proposed",
    ),
    "ban_process_since_first": (
        "ban_process_since",
        "EXISTS (SELECT 1 FROM acts)",
        "what is older is known before the first act",
    ),
    "ban_decisions_marked": (
        "ban_decisions",
        f"{_NEW} AND coalesce(NEW.arises, '') NOT IN ('by_law', 'by_decision')",
        "a ban arises by law or by decision",
    ),
    "ban_decisions_noticed": (
        "ban_decisions",
        (
            f"{_OWN} AND NOT EXISTS ({_NOTICE} AND n.id = NEW.notice_id"
            f" AND n.reply_until <= NEW.reply_until AND NOT EXISTS ({_LATER}))"
        ),
        "an own ban rests on the last served notice",
    ),
    "ban_decisions_replied": (
        "ban_decisions",
        (
            f"{_OWN} AND NEW.waiver IS NULL"
            " AND (NEW.reply_until IS NULL OR NEW.decided_on <= NEW.reply_until)"
        ),
        "an own ban is decided after the time to reply",
    ),
    "ban_decisions_waived": (
        "ban_decisions",
        (
            f"{_OWN} AND NEW.waiver IS NOT NULL"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'waive' AND d.document_no = NEW.waiver"
            f" AND d.document_day <= NEW.decided_on AND d.document_day >= ({_SERVED_ON})"
            f" AND NOT EXISTS ({_NOTICE} AND n.version > d.version))"
        ),
        "a waiver is a paper on file, dated once the last notice was served",
    ),
    "ban_decisions_heard": (
        "ban_decisions",
        f"{_OWN} AND EXISTS ({_PAPER} AND d.move = 'request_hearing' AND NOT EXISTS ({_SETTLED}))",
        "a hearing that was asked for is held or taken back before the ban",
    ),
    "ban_decisions_reviewed": (
        "ban_decisions",
        (
            f"{_OWN} AND EXISTS ({_MOVE} AND b.move = 'hear')"
            f" AND NOT EXISTS ({_MOVE} AND b.move = 'review' AND EXISTS ({_ITS_PAPER})"
            f" AND NOT EXISTS ({_HANDLED}) AND NOT EXISTS ({_UNDONE}))"
        ),
        "a legal review by somebody apart follows a hearing",
    ),
    "ban_decisions_apart": (
        "ban_decisions",
        (
            f"{_NEW} AND EXISTS ({_MOVE} AND b.{{by}} = NEW.decided_by"
            " AND b.move NOT IN ('decide', 'serve', 'end', 'lapse'))"
        ),
        "whoever decides a ban made no other move in it",
    ),
}


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _create()
    for column in _columns():
        op.add_column("ban_decisions", column)
    op.execute(
        "INSERT INTO ban_process_since (act_no) SELECT max(no) FROM acts HAVING max(no) IS NOT NULL"
    )
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful.format(by='"by"'), says, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    """What the parties were told and answered is lost with the tables."""
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    for column in reversed(_columns()):
        op.drop_column("ban_decisions", column.name)
    for table in EVIDENCE:
        op.drop_table(table)  # its other triggers go with it


def _columns() -> list[sa.Column[object]]:
    """How a ban arises, and what an own one rests on; empty in older decisions."""
    return [
        sa.Column("arises", sa.String(length=16), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("reply_until", sa.Date(), nullable=True),
        sa.Column("waiver", sa.String(length=200), nullable=True),
    ]


def _create() -> None:
    op.create_table(
        "ban_papers",
        sa.Column("ban_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_ban_papers_document")),
        *_of_a_move("ban_papers"),
        sa.PrimaryKeyConstraint("ban_id", "version", name=op.f("pk_ban_papers")),
    )
    op.create_table(
        "ban_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ban_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("reply_until", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        *(
            sa.CheckConstraint(says, name=op.f(f"ck_ban_notices_{name}"))
            for name, says in (
                ("reply_after_service", "reply_until > served_on"),
                ("reference", "length(trim(reference)) > 0"),
                ("document", "length(trim(document_no)) > 0"),
            )
        ),
        *_of_a_move("ban_notices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ban_notices")),
    )
    op.create_table(
        "ban_process_since",
        sa.Column("act_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_ban_process_since")),
    )


def _of_a_move(table: str) -> list[sa.ForeignKeyConstraint]:
    """Its act and its move."""
    return [
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f(f"fk_{table}_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["ban_id", "version"], ["bans.id", "bans.version"], name=f"fk_{table}_move"
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
