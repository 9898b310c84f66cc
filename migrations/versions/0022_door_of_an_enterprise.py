"""Doors to an enterprise's penalties and honours, and applications for an honour through them."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SENT = "'reply', 'hearing', 'objection', 'repair', 'supplement', 'withdrawal', 'papers'"
WIDER = {
    "doors": (
        "kind IN ('proceeding', 'listing')",
        "kind IN ('proceeding', 'listing', 'enterprise')",
    ),
    "door_submissions": (f"kind IN ({SENT})", f"kind IN ({SENT}, 'honour')"),
}


def upgrade() -> None:
    for table, (before, after) in WIDER.items():
        _admit(table, before, after)


def downgrade() -> None:
    """Only where no such door was made yet: it has no place in the schema before."""
    for table, (before, after) in WIDER.items():
        _admit(table, after, before)


def _admit(table: str, before: str, after: str) -> None:
    """Put the constraint *after* on the kinds of *table* where *before* stood; its triggers stay."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_kind"), table, after)
        return
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = :name AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after, "name": table},
    )
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
    if changed.rowcount != 1:
        raise RuntimeError(f"the constraint on the kinds of {table} is not as 0019 made it")
