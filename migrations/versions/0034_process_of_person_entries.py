"""Entries of persons take the whole process: opened, noticed, heard, reviewed, deliberated, decided apart.

Decisions made before stand as they were made: `person_entry_process_since` holds the last act of then,
and nobody can add a row to it once there is an act. An entry may end by repair or an upheld objection.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

EVIDENCE = (
    "person_entry_papers", "person_entry_openings", "person_entry_notices", "person_entry_process_since",
)  # fmt: skip
KEYS = {
    "person_entry_papers": [["entry_id", "version"]],
    "person_entry_openings": [["entry_id"]],
    "person_entry_notices": [["id"]],
    "person_entry_process_since": [["act_no"]],
    "person_entry_decisions": [["entry_id"]],
    "person_entry_ends": [["entry_id"]],
}
_NEW = "NEW.act_no > coalesce((SELECT max(s.act_no) FROM person_entry_process_since s), 0)"
_MOVE = "SELECT 1 FROM person_entries e WHERE e.id = NEW.entry_id"
_PAPER = "SELECT 1 FROM person_entry_papers d WHERE d.entry_id = NEW.entry_id"
_NOTICE = "SELECT 1 FROM person_entry_notices n WHERE n.entry_id = NEW.entry_id"
_LATER = (
    "SELECT 1 FROM person_entry_notices m WHERE m.entry_id = n.entry_id AND m.version > n.version"
)
_SERVED_ON = "SELECT n.served_on FROM person_entry_notices n WHERE n.id = NEW.notice_id"
_OPENING = "SELECT 1 FROM person_entry_openings o WHERE o.entry_id = NEW.entry_id"
_AFTER = "SELECT 1 FROM person_entries q WHERE q.id = d.entry_id AND q.version > d.version"
_SETTLED = f"{_AFTER} AND q.move IN ('hear', 'withdraw_hearing')"
_UNDONE = f"{_AFTER} AND q.move IN ('notice', 'reply', 'request_hearing', 'hear', 'return')"
_HANDLED = (
    "SELECT 1 FROM person_entries h WHERE h.id = d.entry_id AND h.{by} = d.{by}"
    " AND h.move NOT IN ('review', 'return', 'hear')"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "person_entry_papers_move": (
        "person_entry_papers",
        (
            f"NOT EXISTS ({_MOVE} AND e.version = NEW.version AND e.move = NEW.move"
            " AND e.{by} = NEW.{by})"
        ),
        "a paper belongs to a move and to who made it",
    ),
    "person_entry_openings_move": (
        "person_entry_openings",
        (
            f"NOT EXISTS ({_MOVE} AND e.version = NEW.version AND e.move = 'open'"
            " AND e.{by} = NEW.handled_by)"
        ),
        "an opening belongs to its move",
    ),
    "person_entry_notices_move": (
        "person_entry_notices",
        (
            f"NOT EXISTS ({_MOVE} AND e.version = NEW.version AND e.move = 'notice'"
            " AND e.stage = 'noticed' AND e.{by} = NEW.handled_by)"
        ),
        "a notice belongs to a move of an entry that is not decided",
    ),
    "person_entry_process_since_first": (
        "person_entry_process_since",
        "EXISTS (SELECT 1 FROM acts)",
        "what is older is known before the first act",
    ),
    "person_entry_decisions_opened": (
        "person_entry_decisions",
        f"{_NEW} AND NOT EXISTS ({_OPENING})",
        "the case of a person is opened before it is decided",
    ),
    "person_entry_decisions_noticed": (
        "person_entry_decisions",
        (
            f"{_NEW} AND NOT EXISTS ({_NOTICE} AND n.id = NEW.notice_id"
            f" AND n.reply_until <= NEW.reply_until AND NOT EXISTS ({_LATER}))"
        ),
        "the entry of a person rests on the last served notice",
    ),
    "person_entry_decisions_replied": (
        "person_entry_decisions",
        "NEW.waiver IS NULL AND NEW.decided_on <= NEW.reply_until",
        "the entry of a person is decided after the time to reply",
    ),
    "person_entry_decisions_waived": (
        "person_entry_decisions",
        (
            "NEW.waiver IS NOT NULL"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'waive' AND d.document_no = NEW.waiver"
            f" AND d.document_day <= NEW.decided_on AND d.document_day >= ({_SERVED_ON})"
            f" AND NOT EXISTS ({_NOTICE} AND n.version > d.version))"
        ),
        "a waiver is a paper on file, dated once the last notice was served",
    ),
    "person_entry_decisions_heard": (
        "person_entry_decisions",
        f"{_NEW} AND EXISTS ({_PAPER} AND d.move = 'request_hearing' AND NOT EXISTS ({_SETTLED}))",
        "a hearing that was asked for is held or taken back before the decision",
    ),
    "person_entry_decisions_reviewed": (
        "person_entry_decisions",
        (
            f"{_NEW} AND EXISTS ({_OPENING} AND o.review_due)"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'review'"
            f" AND NOT EXISTS ({_HANDLED}) AND NOT EXISTS ({_UNDONE}))"
        ),
        "a legal review by somebody apart comes before the decision",
    ),
    "person_entry_decisions_deliberated": (
        "person_entry_decisions",
        (
            f"{_NEW} AND EXISTS ({_OPENING} AND o.deliberation_due)"
            f" AND NOT EXISTS ({_PAPER} AND d.move = 'deliberate'"
            f" AND d.document_day <= NEW.decided_on AND NOT EXISTS ({_UNDONE}))"
        ),
        "the principals deliberate before the decision",
    ),
    "person_entry_decisions_apart": (
        "person_entry_decisions",
        (
            f"{_NEW} AND EXISTS ({_MOVE} AND e.{{by}} = NEW.decided_by"
            " AND e.move NOT IN ('decide', 'serve', 'end', 'lapse'))"
        ),
        "whoever decides on a person made no other move in it",
    ),
}
_OF = f"{_MOVE} AND e.enterprise_id = NEW.enterprise_id AND e.person_id = NEW.person_id"
# As 0023 made them: they go with their tables where SQLite makes these anew.
STANDING = {
    "person_entry_decisions_move": (
        "person_entry_decisions",
        (
            f"NOT EXISTS ({_OF} AND e.move = 'propose' AND e.{{by}} = NEW.handled_by)"
            f" OR NOT EXISTS ({_OF} AND e.move = 'notice' AND e.stage = 'noticed'"
            " AND e.{by} = NEW.noticed_by)"
            f" OR NOT EXISTS ({_OF} AND e.move = 'decide' AND e.stage = 'decided'"
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
    "person_entry_ends_move": (
        "person_entry_ends",
        f"NOT EXISTS ({_MOVE} AND e.move = 'end' AND e.stage = 'ended')",
        "the entry of a person ends by a move of its own",
    ),
}
HEARD = "decided_on > reply_until"
BEFORE = "'annulled', 'decision_revoked', 'wrong_subject', 'clerical'"
SINCE = f"{BEFORE}, 'repaired', 'objection_upheld'"


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _create()
    if lite:
        _anew("person_entry_decisions", [*_decided(), *_resting()], _lawful())
        _anew("person_entry_ends", _ended(), _reasons(SINCE))
    else:
        op.drop_constraint(op.f("ck_person_entry_decisions_heard"), "person_entry_decisions")
        for column in _resting():
            op.add_column("person_entry_decisions", column)
        _let_reasons_be(SINCE)
    op.execute(
        "INSERT INTO person_entry_process_since (act_no)"
        " SELECT max(no) FROM acts HAVING max(no) IS NOT NULL"
    )
    _add(RULES, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    """What persons were told and answered is lost with the tables."""
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    if lite:
        _anew("person_entry_decisions", _decided(), {**_lawful(), "heard": HEARD})
        _anew("person_entry_ends", _ended(), _reasons(BEFORE))
    else:
        _let_reasons_be(BEFORE)
        for column in reversed(_resting()):
            op.drop_column("person_entry_decisions", column.name)
        op.create_check_constraint(
            op.f("ck_person_entry_decisions_heard"), "person_entry_decisions", HEARD
        )
    for table in ("person_entry_openings", "person_entry_papers", *EVIDENCE[2:]):
        op.drop_table(table)  # its other triggers go with it


def _let_reasons_be(reasons: str) -> None:
    op.drop_constraint(op.f("ck_person_entry_ends_reason"), "person_entry_ends")
    op.create_check_constraint(
        op.f("ck_person_entry_ends_reason"), "person_entry_ends", f"reason IN ({reasons})"
    )


def _anew(table: str, columns: list[sa.Column[object]], checks: dict[str, str]) -> None:
    """SQLite cannot change a check: the table is made anew under its name, its rows put back.

    Rows of other tables point here; that they do so again is checked when this is committed.
    """
    known = {row[1] for row in op.get_bind().execute(sa.text(f"PRAGMA table_info({table})"))}
    kept = ", ".join(column.name for column in columns if column.name in known)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE kept_rows AS SELECT {kept} FROM {table}")  # noqa: S608 - names are ours
    op.drop_table(table)
    op.create_table(
        table,
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{n}")) for n, rule in checks.items()),
        *_points(table),
        sa.PrimaryKeyConstraint("entry_id", name=op.f(f"pk_{table}")),
    )
    op.execute(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM kept_rows")  # noqa: S608 - names are ours
    op.execute("DROP TABLE kept_rows")
    _add({n: rule for n, rule in STANDING.items() if rule[0] == table}, lite=True)
    _guard(table, lite=True)


def _points(table: str) -> list[sa.ForeignKeyConstraint]:
    """Whom its rows point to."""
    aims = {
        "person_entry_decisions": (("enterprise_id", "enterprises", "id"), ("person_id", "persons", "id")),
        "person_entry_ends": (("entry_id", "person_entry_services", "entry_id"),),
    }  # fmt: skip
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other, key in (("act_no", "acts", "no"), *aims[table])
    ]


def _decided() -> list[sa.Column[object]]:
    texts = {"role": 32, "rule": 64, "article": 200}
    people = ("authority", "handled_by", "noticed_by")
    return [
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(length=size), nullable=False) for name, size in texts.items()),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=200), nullable=False) for name in people),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("reply_until", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
    ]


def _resting() -> list[sa.Column[object]]:
    """What a decision rests on; empty in older ones."""
    return [
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("waiver", sa.String(length=200), nullable=True),
    ]


def _lawful() -> dict[str, str]:
    return {
        "two_people": "decided_by <> handled_by",
        "noticed": "decided_by <> noticed_by",
        "reply": "reply_until > noticed_on",
        "term": "last_day > decided_on",
        "document": "length(trim(document_no)) > 0",
        "article": "length(trim(article)) > 0",
    }


def _ended() -> list[sa.Column[object]]:
    return [
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.CHAR(length=27), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=True),
    ]


def _reasons(known: str) -> dict[str, str]:
    return {
        "reason": f"reason IN ({known})",
        "document": "reason = 'annulled' OR length(trim(coalesce(document_no, ''))) > 0",
    }


def _create() -> None:
    op.create_table(
        "person_entry_papers",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        *_said("person_entry_papers", {"document": "length(trim(document_no)) > 0"}),
        *_of_a_move("person_entry_papers"),
        sa.PrimaryKeyConstraint("entry_id", "version", name=op.f("pk_person_entry_papers")),
    )
    op.create_table(
        "person_entry_openings",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.Column("review_due", sa.Boolean(), nullable=False),
        sa.Column("deliberation_due", sa.Boolean(), nullable=False),
        *_said(
            "person_entry_openings",
            {
                "two_people": "approved_by <> handled_by",
                "approved": "length(trim(approved_by)) > 0",
            },
        ),
        _act("person_entry_openings"),
        sa.ForeignKeyConstraint(
            ["entry_id", "version"],
            ["person_entry_papers.entry_id", "person_entry_papers.version"],
            name="fk_person_entry_openings_paper",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_person_entry_openings")),
    )
    op.create_table(
        "person_entry_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("reply_until", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        *_said(
            "person_entry_notices",
            {
                "reply_after_service": "reply_until > served_on",
                "reference": "length(trim(reference)) > 0",
                "document": "length(trim(document_no)) > 0",
            },
        ),
        *_of_a_move("person_entry_notices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_entry_notices")),
    )
    op.create_table(
        "person_entry_process_since",
        sa.Column("act_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("act_no", name=op.f("pk_person_entry_process_since")),
    )


def _said(table: str, rules: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{n}")) for n, rule in rules.items()]


def _act(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f(f"fk_{table}_act_no_acts"))


def _of_a_move(table: str) -> list[sa.ForeignKeyConstraint]:
    """Its act and its move."""
    its = sa.ForeignKeyConstraint(
        ["entry_id", "version"],
        ["person_entries.id", "person_entries.version"],
        name=f"fk_{table}_move",
    )
    return [_act(table), its]


def _add(rules: dict[str, tuple[str, str, str]], *, lite: bool) -> None:
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
