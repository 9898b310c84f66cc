"""A ban that is complex or grave is deliberated on by the principals; its notice says whether it is.

Notices served before say nothing, and nothing more is asked of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME, SAYS = "ban_decisions_deliberated", "the principals deliberate before such a ban"
_UNDONE = (
    "SELECT 1 FROM bans q WHERE q.id = d.ban_id AND q.version > d.version"
    " AND q.move IN ('notice', 'reply', 'request_hearing', 'hear', 'return')"
)
_NEW = "NEW.act_no > coalesce((SELECT max(s.act_no) FROM ban_process_since s), 0)"
_DUE = "SELECT 1 FROM ban_notices n WHERE n.id = NEW.notice_id AND n.deliberation_due"
_MET = (
    "SELECT 1 FROM ban_papers d WHERE d.ban_id = NEW.ban_id AND d.move = 'deliberate'"
    " AND d.document_day <= NEW.decided_on"
)
UNLAWFUL = f"{_NEW} AND EXISTS ({_DUE}) AND NOT EXISTS ({_MET} AND NOT EXISTS ({_UNDONE}))"


def upgrade() -> None:
    op.add_column("ban_notices", sa.Column("deliberation_due", sa.Boolean(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON ban_decisions WHEN {UNLAWFUL}"
            f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {UNLAWFUL} THEN RAISE EXCEPTION '{SAYS}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON ban_decisions FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    """Whether a deliberation was due is lost; the papers of those that were held stay."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NAME}")
    else:
        op.execute(f"DROP TRIGGER {NAME} ON ban_decisions")
        op.execute(f"DROP FUNCTION {NAME}()")
    op.drop_column("ban_notices", "deliberation_due")
