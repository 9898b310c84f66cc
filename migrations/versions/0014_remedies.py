"""Objections to records and identities too, reconsideration and litigation, and marks beside entries.

The objections there are keep their keys, acts and decisions; their entries get the mark that answers
showed. The portal may be told of an entry again after a suspension, so its records are numbered.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

EVIDENCE = (
    "objections",
    "objection_moves",
    "objection_decisions",
    "suits",
    "suit_outcomes",
    "listing_marks",
    "listing_mark_ends",
    "portal_records",
)
KEYS = {
    "objections": ["id"],
    "objection_moves": ["objection_id", "move"],
    "objection_decisions": ["objection_id"],
    "suits": ["id", "version"],
    "suit_outcomes": ["suit_id", "instance"],
    "listing_marks": ["id"],
    "listing_mark_ends": ["mark_id"],
    "portal_records": ["listing_id", "no"],
}
FORMER_KEYS = {**KEYS, "portal_records": ["listing_id", "action"]}
_OWN = "SELECT 1 FROM objections o"
_THIS = "o.id = NEW.objection_id"
_BEFORE = "a.actor = NEW.decided_by AND a.no < NEW.act_no"
_UPHELD = (
    "SELECT 1 FROM objection_decisions d JOIN objections o ON o.id = d.objection_id"
    " WHERE o.listing_id = NEW.listing_id AND d.outcome = 'upheld'"
    " AND d.document_no = NEW.document_no AND o.origin"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "objections_open": (
        "objections",
        (
            f"EXISTS ({_OWN} WHERE coalesce(o.listing_id, o.event_id, o.enterprise_id)"  # noqa: S608 - our own text
            " = coalesce(NEW.listing_id, NEW.event_id, NEW.enterprise_id)"
            " AND o.ground = NEW.ground AND NOT EXISTS"
            " (SELECT 1 FROM objection_decisions d WHERE d.objection_id = o.id))"
        ),
        "an objection to the same on the same ground is open",
    ),
    "objection_decisions_part": (
        "objection_decisions",
        (
            "NEW.outcome IN ('upheld', 'partly_upheld', 'rejected') AND ("  # noqa: S608 - our own text
            "NOT EXISTS (SELECT 1 FROM objection_moves m"
            " WHERE m.objection_id = NEW.objection_id AND m.move = 'accept')"
            f" OR EXISTS ({_OWN} WHERE {_THIS} AND o.raised_by = NEW.decided_by)"
            " OR EXISTS (SELECT 1 FROM objection_moves m"
            ' WHERE m.objection_id = NEW.objection_id AND m."by" = NEW.decided_by)'
            f" OR EXISTS ({_OWN} JOIN listings l ON l.id = o.listing_id"
            f" JOIN decisions d ON d.id = l.decision_id WHERE {_THIS} AND (NEW.decided_by IN"
            " (d.proposed_by, d.handled_by, d.decided_by, d.imported_by, d.confirmed_by)"
            " OR EXISTS (SELECT 1 FROM proceedings p WHERE p.id = d.proceeding_id"
            ' AND p."by" = NEW.decided_by)))'
            f" OR EXISTS ({_OWN} JOIN event_versions v ON v.event_id = o.event_id"
            f" JOIN acts a ON a.no = v.act_no WHERE {_THIS} AND {_BEFORE})"
            f" OR EXISTS ({_OWN} JOIN listings l ON l.id = o.listing_id"
            " JOIN event_versions v ON v.enterprise_id = l.enterprise_id"
            f" JOIN acts a ON a.no = v.act_no WHERE {_THIS} AND {_BEFORE}"
            " AND replace(l.ground, '-', '')"
            " LIKE '%' || replace(CAST(v.event_id AS TEXT), '-', '') || '%'))"
        ),
        "an objection is decided, once taken up, by a person who had no part",
    ),
    "suit_outcomes_move": (
        "suit_outcomes",
        (
            "NOT EXISTS (SELECT 1 FROM suits s WHERE s.id = NEW.suit_id AND s.act_no = NEW.act_no"
            " AND s.stage = 'concluded'"
            " AND (NEW.listing_id IS NULL OR NEW.listing_id = s.listing_id))"
        ),
        "an outcome belongs to a suit that was concluded",
    ),
    "listing_marks_matter": (
        "listing_marks",
        (
            f"(NEW.kind = 'objection' AND NOT EXISTS ({_OWN}"  # noqa: S608 - our own text
            " WHERE o.id = NEW.matter AND o.listing_id = NEW.listing_id))"
            " OR (NEW.kind = 'suspension' AND NOT EXISTS (SELECT 1 FROM suits s"
            " WHERE s.id = NEW.matter AND s.listing_id = NEW.listing_id AND s.move = 'suspend'))"
        ),
        "a mark beside an entry has its objection or suspension",
    ),
    "listing_ends_remedied": (
        "listing_ends",
        (
            f"(NEW.reason = 'objection_upheld' AND NOT EXISTS ({_UPHELD} = 'party'))"  # noqa: S608 - our own text
            " OR (NEW.reason = 'annulled' AND NEW.document_no IS NOT NULL"
            f" AND NOT EXISTS ({_UPHELD} = 'ex_officio')"
            " AND NOT EXISTS (SELECT 1 FROM suit_outcomes s WHERE s.annuls"
            " AND s.listing_id = NEW.listing_id AND s.document_no = NEW.document_no))"
        ),
        "an entry ends by a remedy on its decision",
    ),
}
OBJECTIONS = (
    "SELECT o.id, o.listing_id, o.act_no, o.raised_at, o.raised_by, o.grounds, o.document_no,"
    " l.enterprise_id FROM objections o JOIN listings l ON l.id = o.listing_id"
)
# What the schema before could hold: objections to entries, by the number of their paper.
OBJECTIONS_NOW = (
    "SELECT id, listing_id, act_no, raised_at, raised_by, grounds, document AS document_no"
    " FROM objections WHERE listing_id IS NOT NULL"
)
DECISIONS = (
    "SELECT objection_id, act_no, decided_at, decided_by, outcome, reason, document_no"
    " FROM objection_decisions"
)
PORTAL = "SELECT listing_id, action, act_no, outbox_id, body FROM portal_records ORDER BY action"


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    objections, decisions, portal = _read(OBJECTIONS), _read(DECISIONS), _read(PORTAL)
    for table in ("objection_decisions", "objections", "portal_records"):
        op.drop_table(table)  # its triggers go with it
    _create_objections()
    _create_suits()
    _create_marks()
    _create_portal(numbered=True)
    _keep_objections(objections)
    for row in decisions:
        _write("objection_decisions", {**row, "document": _paper(row, "decided_at")})
        end = {"mark_id": row["objection_id"], "act_no": row["act_no"], "until": row["decided_at"]}
        _write("listing_mark_ends", end)
    for row in portal:
        _write("portal_records", {**row, "no": 1 if row["action"] == "entry" else 2})
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful, says, lite=lite)
    for table in EVIDENCE:
        _guard(table, KEYS[table], lite=lite)


def _keep_objections(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        paper = _paper(row, "raised_at")
        own = {"origin": "party", "ground": "other", "document": paper, "attachments": "[]"}
        names = ("id", "act_no", "enterprise_id", "listing_id", "grounds", "raised_at", "raised_by")
        kept = {name: row[name] for name in names}
        _write("objections", {**kept, **own, "received_on": _day(row["raised_at"])})
        mark = {"id": row["id"], "kind": "objection", "matter": row["id"]}
        of = {"listing_id": row["listing_id"], "act_no": row["act_no"], "since": row["raised_at"]}
        _write("listing_marks", {**mark, **of})


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    objections, decisions, portal = _read(OBJECTIONS_NOW), _read(DECISIONS), _read(PORTAL)
    _drop(lite=lite)
    _create_former()
    _create_portal(numbered=False)
    for row in objections:
        _write("objections", {**row, "document_no": json.loads(row["document_no"])["number"]})
    known = {row["id"] for row in objections}
    for row in decisions:
        if row["objection_id"] in known and row["outcome"] in {"upheld", "rejected"}:
            _write("objection_decisions", row)
    for row in {(row["listing_id"], row["action"]): row for row in portal}.values():
        _write("portal_records", row)
    for table in ("objections", "objection_decisions", "portal_records"):
        _guard(table, FORMER_KEYS[table], lite=lite)


def _drop(*, lite: bool) -> None:
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
        if not lite:
            op.execute(f"DROP FUNCTION {name}()")
    for table in (*reversed(EVIDENCE[3:]), "objection_moves", "objection_decisions", "objections"):
        op.drop_table(table)


def _read(query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]


def _write(table: str, row: Mapping[str, Any]) -> None:
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608 - names are ours
    op.get_bind().execute(sa.text(statement), dict(row))


def _day(instant: str) -> str:
    """The day in Beijing on which *instant* falls."""
    return (datetime.fromisoformat(instant) + timedelta(hours=8)).date().isoformat()


def _paper(row: Mapping[str, Any], moment: str) -> str:
    """The paper as it is kept now; its file was not asked for then."""
    paper = {"day": _day(row[moment]), "digest": "", "number": row["document_no"]}
    return json.dumps(paper, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _create_objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.CHAR(length=27), nullable=False),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("repeats", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "listing_id IS NULL OR event_id IS NULL", name=op.f("ck_objections_subject")
        ),
        sa.CheckConstraint("origin IN ('party', 'ex_officio')", name=op.f("ck_objections_origin")),
        sa.CheckConstraint(
            "ground IN ('facts', 'law', 'procedure', 'wrong_subject', 'clerical', 'other')",
            name=op.f("ck_objections_ground"),
        ),
        *_keys(
            "objections",
            ("act_no", "acts.no"),
            ("enterprise_id", "enterprises.id"),
            ("listing_id", "listings.id"),
            ("event_id", "event_keys.event_id"),
            ("repeats", "objections.id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_listing_id"), "objections", ["listing_id"], unique=False)
    op.create_index("ix_objections_enterprise", "objections", ["enterprise_id"], unique=False)
    op.create_table(
        "objection_moves",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("move IN ('accept', 'check')", name=op.f("ck_objection_moves_move")),
        *_keys("objection_moves", ("act_no", "acts.no"), ("objection_id", "objections.id")),
        sa.PrimaryKeyConstraint("objection_id", "move", name=op.f("pk_objection_moves")),
    )
    op.create_table(
        "objection_decisions",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.CHAR(length=27), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("redress", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'partly_upheld', 'rejected', 'declined', 'withdrawn')",
            name=op.f("ck_objection_decisions_outcome"),
        ),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_objection_decisions_document")
        ),
        *_keys("objection_decisions", ("act_no", "acts.no"), ("objection_id", "objections.id")),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objection_decisions")),
    )


def _create_suits() -> None:
    op.create_table(
        "suits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('reconsideration', 'litigation')", name=op.f("ck_suits_kind")),
        sa.CheckConstraint(
            "(listing_id IS NULL) <> (event_id IS NULL)", name=op.f("ck_suits_subject")
        ),
        sa.CheckConstraint(
            "stage IN ('filed', 'accepted', 'refused', 'concluded')", name=op.f("ck_suits_stage")
        ),
        *_keys(
            "suits",
            ("act_no", "acts.no"),
            ("enterprise_id", "enterprises.id"),
            ("listing_id", "listings.id"),
            ("event_id", "event_keys.event_id"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_suits")),
    )
    op.create_index("ix_suits_enterprise", "suits", ["enterprise_id"], unique=False)
    op.create_table(
        "suit_outcomes",
        sa.Column("suit_id", sa.Uuid(), nullable=False),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("annuls", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('maintained', 'changed', 'revoked', 'confirmed_unlawful', 'void', 'withdrawn')",
            name=op.f("ck_suit_outcomes_outcome"),
        ),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_suit_outcomes_document")),
        *_keys("suit_outcomes", ("act_no", "acts.no"), ("listing_id", "listings.id")),
        sa.PrimaryKeyConstraint("suit_id", "instance", name=op.f("pk_suit_outcomes")),
    )


def _create_marks() -> None:
    op.create_table(
        "listing_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("matter", sa.Uuid(), nullable=False),
        sa.Column("since", sa.CHAR(length=27), nullable=False),
        sa.CheckConstraint(
            "kind IN ('objection', 'suspension')", name=op.f("ck_listing_marks_kind")
        ),
        *_keys("listing_marks", ("act_no", "acts.no"), ("listing_id", "listings.id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_marks")),
    )
    op.create_index(
        op.f("ix_listing_marks_listing_id"), "listing_marks", ["listing_id"], unique=False
    )
    op.create_table(
        "listing_mark_ends",
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("until", sa.CHAR(length=27), nullable=False),
        *_keys("listing_mark_ends", ("act_no", "acts.no"), ("mark_id", "listing_marks.id")),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_listing_mark_ends")),
    )


def _create_portal(*, numbered: bool) -> None:
    number = [sa.Column("no", sa.Integer(), nullable=False)] if numbered else []
    turns = [
        sa.CheckConstraint(
            "(no % 2 = 1) = (action = 'entry')", name=op.f("ck_portal_records_turns")
        )
    ]
    op.create_table(
        "portal_records",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        *number,
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('entry', 'removal')", name=op.f("ck_portal_records_action")),
        *(turns if numbered else []),
        *_keys("portal_records", ("act_no", "acts.no"), ("listing_id", "listings.id")),
        sa.PrimaryKeyConstraint(
            "listing_id", "no" if numbered else "action", name=op.f("pk_portal_records")
        ),
    )


def _create_former() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.CHAR(length=27), nullable=False),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        *_keys("objections", ("act_no", "acts.no"), ("listing_id", "listings.id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_listing_id"), "objections", ["listing_id"], unique=False)
    op.create_table(
        "objection_decisions",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.CHAR(length=27), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'rejected')", name=op.f("ck_objection_decisions_outcome")
        ),
        *_keys("objection_decisions", ("act_no", "acts.no"), ("objection_id", "objections.id")),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objection_decisions")),
    )


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
