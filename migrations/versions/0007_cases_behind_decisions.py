"""A decision needs the case that led to it, an entry its confirmation; and no row is replaced.

What 0003 checks inside a row or along a foreign key, a script could still feign: a notice in a case
that was never opened, a decision nobody imported. SQLite's REPLACE deletes a row without waking the
triggers of 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EVIDENCE = (
    "acts",
    "trail",
    "trail_roots",
    "trail_checkpoints",
    "enterprises",
    "enterprise_names",
    "event_keys",
    "event_versions",
    "parked_rows",
    "parked_resolutions",
    "imports",
    "import_chunks",
    "source_completeness",
    "findings",
    "proceedings",
    "notice_services",
    "decisions",
    "external_decisions",
    "external_outcomes",
    "listings",
    "listing_ends",
    "listing_publications",
    "objections",
    "objection_decisions",
    "changes",
    "portal_records",
)
_MOVE = "SELECT 1 FROM proceedings p WHERE p.id = NEW.proceeding_id AND p.enterprise_id"
# name: (table, what is unlawful, what the database says then)
RULES = {
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
            f"EXISTS ({_MOVE} = NEW.enterprise_id AND p.move = 'notice' AND p.by = NEW.handled_by)"
            f" AND EXISTS ({_MOVE} = NEW.enterprise_id AND p.move = 'decide' AND p.by = NEW.decided_by)"
            f" AND EXISTS ({_MOVE} = NEW.enterprise_id AND p.stage = 'concluded')"
            f" AND NOT EXISTS ({_MOVE} = NEW.enterprise_id AND p.by = NEW.decided_by"
            " AND p.move IN ('propose', 'notice', 'reply')))"
        ),
        "a decision belongs to a concluded case that its people handled and decided",
    ),
    "decisions_waiver": (
        "decisions",
        "trim(NEW.waiver) = ''",
        "a waiver is a paper with a number",
    ),
    "decisions_import": (
        "decisions",
        (
            "NEW.origin = 'external' AND NOT EXISTS (SELECT 1 FROM external_decisions e"
            " WHERE e.imported_by = NEW.imported_by AND e.file_digest = NEW.file_digest)"
        ),
        "a decision made elsewhere was imported first",
    ),
    "listings_confirmed": (
        "listings",
        (
            "EXISTS (SELECT 1 FROM decisions d WHERE d.id = NEW.decision_id AND d.origin = 'external'"
            " AND NOT EXISTS (SELECT 1 FROM external_outcomes o WHERE o.decision_id = d.id"
            " AND o.outcome = 'confirmed' AND o.by = d.confirmed_by))"
        ),
        "an entry by a decision made elsewhere needs its confirmation",
    ),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, unlawful, says) in RULES.items():
            _refuse(name, table, unlawful.replace(".by ", '."by" '), says)
        for table in EVIDENCE:
            _refuse(f"{table}_no_replace", table, _on_record(table), f"{table} is insert-only")
        return
    for name, (table, unlawful, says) in RULES.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {unlawful} THEN RAISE EXCEPTION '{says}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in (*RULES, *(f"{table}_no_replace" for table in EVIDENCE)):
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (table, _, _) in RULES.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")


def _refuse(name: str, table: str, unlawful: str, says: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {unlawful}"
        f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _on_record(table: str) -> str:
    """Whether a key of the new row is one of a row there, as REPLACE needs it to be."""
    found = sa.inspect(op.get_bind())
    keys = [found.get_pk_constraint(table)["constrained_columns"]]
    keys += [key["column_names"] for key in found.get_unique_constraints(table)]
    same = [" AND ".join(f"t.{column} = NEW.{column}" for column in key) for key in keys]
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE {one})" for one in same)  # noqa: S608 - names are ours
