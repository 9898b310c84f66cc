"""Persons contest their own entries: an open one is told apart, decided by no part, and ends what it upholds.

Before, an objection was to an entry, a record or an identity; `objections_open` is made anew to know the fourth.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_OPEN = (
    "o.ground = NEW.ground"
    " AND NOT EXISTS (SELECT 1 FROM objection_decisions d WHERE d.objection_id = o.id)"
)
_BEFORE = "o.listing_id, o.event_id, o.enterprise_id"
_SINCE = "o.listing_id, o.event_id, o.person_entry_id, o.enterprise_id"
_UPHELD = (
    "SELECT 1 FROM objection_decisions d JOIN objections o ON o.id = d.objection_id"
    " WHERE o.person_entry_id = NEW.entry_id AND d.outcome = 'upheld'"
    " AND d.document_no = NEW.document_no"
)
_OF_A_PERSON = (
    "SELECT 1 FROM objections o JOIN person_entries e ON e.id = o.person_entry_id"
    " WHERE o.id = NEW.objection_id AND e.{by} = NEW.decided_by"
    " AND e.move NOT IN ('mark', 'unmark')"
)
# name: (table, what is unlawful, what the database says then)
RULES = {
    "objections_person": (
        "objections",
        (
            "NEW.person_entry_id IS NOT NULL AND (NEW.listing_id IS NOT NULL"
            " OR NEW.event_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM person_entry_services s"
            " WHERE s.entry_id = NEW.person_entry_id))"
        ),
        "a person contests an entry that was served",
    ),
    "objection_decisions_person": (
        "objection_decisions",
        f"NEW.outcome IN ('upheld', 'partly_upheld', 'rejected') AND EXISTS ({_OF_A_PERSON})",
        "an objection of a person is decided by somebody with no part in the entry",
    ),
    "person_entry_ends_remedied": (
        "person_entry_ends",
        f"NEW.reason = 'objection_upheld' AND NOT EXISTS ({_UPHELD})",
        "the entry of a person ends by an objection that was upheld",
    ),
}


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    op.add_column("objections", sa.Column("person_entry_id", sa.Uuid(), nullable=True))
    _open_anew(_SINCE, lite=lite)
    for name, (table, unlawful, says) in RULES.items():
        _refuse(name, table, unlawful.format(by='"by"'), says, lite=lite)


def downgrade() -> None:
    """Refused once a person has objected: without the column that is read as an objection of the enterprise."""
    of_persons = sa.text("SELECT 1 FROM objections WHERE person_entry_id IS NOT NULL LIMIT 1")
    if op.get_bind().execute(of_persons).one_or_none() is not None:
        raise RuntimeError(
            "有人员提出过异议；退回后会被当作企业的异议 / persons have objected, which would be read as "
            "objections of their enterprises; put back a backup of before instead"
        )
    lite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _, _) in RULES.items():
        _drop(name, table, lite=lite)
    _open_anew(_BEFORE, lite=lite)
    op.drop_column("objections", "person_entry_id")


def _open_anew(subject: str, *, lite: bool) -> None:
    """One open objection to the same on the same ground, the same being told by the columns of *subject*."""
    _drop("objections_open", "objections", lite=lite)
    mine = subject.replace("o.", "NEW.")
    same = f"coalesce({subject}) = coalesce({mine})"
    unlawful = f"EXISTS (SELECT 1 FROM objections o WHERE {same} AND {_OPEN})"  # noqa: S608 - names are ours
    says = "an objection to the same on the same ground is open"
    _refuse("objections_open", "objections", unlawful, says, lite=lite)


def _drop(name: str, table: str, *, lite: bool) -> None:
    op.execute(f"DROP TRIGGER {name}" if lite else f"DROP TRIGGER {name} ON {table}")
    if not lite:
        op.execute(f"DROP FUNCTION {name}()")


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
