"""SQLite: no row of evidence is replaced by its row number, nor by anything else that is unique of it.

A table of SQLite has a number for each row besides its key. `INSERT OR REPLACE` under a new key that
names the number of another row took that row away, and so did one that repeats what is unique besides
the key; `_no_replace` looked at the key alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

GUARDS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_replace'"
# What is unique besides the keys that the triggers of these tables look at already.
UNIQUE = {
    "decisions": [["application_id"]],
    "measure_actions": [["listing_id", "measure", "executor"]],
    "measure_orders": [["action_id", "no"]],
    "measure_responses": [["client_id", "reference"], ["action_id", "order_no", "client_id", "no"]],
    "measure_letters": [["action_id", "order_no", "no"]],
    "doors": [["kind", "matter"]],
    "door_codes": [["number", "act_no"]],
}
_WHEN, _BEGIN = " WHEN ", " BEGIN SELECT RAISE"
_FOUND = " OR EXISTS (SELECT 1 FROM {table} r WHERE "


def upgrade() -> None:
    for name, table, sql in _guards():
        head, condition, rest = _parts(sql)
        more = "".join(_held(table, columns) for columns in (*UNIQUE.get(table, ()), ["rowid"]))
        _anew(name, f"{head}{_WHEN}({condition}){more}{rest}")


def downgrade() -> None:
    for name, table, sql in _guards():
        head, condition, rest = _parts(sql)
        before, _, _ = condition.partition(f"){_FOUND.format(table=table)}")
        _anew(name, f"{head}{_WHEN}{before.removeprefix('(')}{rest}")


def _guards() -> list[tuple[str, str, str]]:
    """Name, table and text of each; PostgreSQL has none, since it knows no such statement."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    return [(row[0], row[1], row[2]) for row in op.get_bind().execute(sa.text(GUARDS))]


def _held(table: str, columns: list[str]) -> str:
    same = " AND ".join(f"r.{column} = NEW.{column}" for column in columns)
    return f"{_FOUND.format(table=table)}{same})"


def _parts(sql: str) -> tuple[str, str, str]:
    head, _, tail = sql.partition(_WHEN)
    condition, _, rest = tail.rpartition(_BEGIN)
    return head, condition, _BEGIN + rest


def _anew(name: str, sql: str) -> None:
    op.execute(f"DROP TRIGGER {name}")
    op.get_bind().exec_driver_sql(sql)
