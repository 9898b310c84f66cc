"""SQLite: no kept receipt is replaced by its row number either, which every row has besides its key."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BY_KEY = "EXISTS (SELECT 1 FROM evidence t WHERE t.number = NEW.number)"
BY_NUMBER = "EXISTS (SELECT 1 FROM evidence r WHERE r.rowid = NEW.rowid)"


def upgrade() -> None:
    _guard(f"{BY_KEY} OR {BY_NUMBER}")


def downgrade() -> None:
    _guard(BY_KEY)


def _guard(held: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL knows no such statement
    op.execute("DROP TRIGGER evidence_no_replace")
    op.execute(
        f"CREATE TRIGGER evidence_no_replace BEFORE INSERT ON evidence WHEN {held}"
        " BEGIN SELECT RAISE(ABORT, 'evidence is insert-only'); END"
    )
