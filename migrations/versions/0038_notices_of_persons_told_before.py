"""Persons who were told before notices had rows of their own: the rows, so that their cases can be decided.

0034 has a decision rest on the row of the last notice; whoever was told before it had none, and a
case in which everything owed was done could not be decided.
"""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "person_entry_notices"
_TOLD = (
    "SELECT e.id, e.version, e.act_no, e.state FROM person_entries e WHERE e.move = 'notice'"
    " AND NOT EXISTS (SELECT 1 FROM person_entry_notices n WHERE n.entry_id = e.id"
    " AND n.version = e.version)"
)
_ROW = (
    ("id", sa.Uuid()), ("entry_id", sa.Uuid()), ("version", sa.Integer()), ("act_no", sa.Integer()),
    ("kind", sa.String()), ("served_on", sa.Date()), ("reference", sa.String()), ("document_no", sa.String()),
    ("document_digest", sa.String()), ("reply_until", sa.Date()), ("handled_by", sa.String()),
)  # fmt: skip


def upgrade() -> None:
    told = sa.text(_TOLD).columns(id=sa.Uuid(), version=sa.Integer(), act_no=sa.Integer())
    states = {
        (key, version, act_no): json.loads(state)
        for key, version, act_no, state in op.get_bind().execute(told)
    }
    rows = [_row(place, state["notice"]) for place, state in states.items() if "case" not in state]
    if rows:
        op.bulk_insert(sa.table(TABLE, *(sa.column(*each) for each in _ROW)), rows)


def downgrade() -> None:
    """They stay: what they say was so before."""


def _row(place: tuple[object, int, int], notice: dict[str, Any]) -> dict[str, object]:
    """The notice of one entry, which was the only one and went by the key of the entry."""
    key, version, act_no = place
    service, document = notice["service"], notice["document"]
    return {
        "id": key,
        "entry_id": key,
        "version": version,
        "act_no": act_no,
        "kind": service["kind"],
        "served_on": date.fromisoformat(service["counts_from"] or service["day"]),
        "reference": service["reference"],
        "document_no": document["number"],
        "document_digest": document["digest"],
        "reply_until": date.fromisoformat(notice["reply_until"]),
        "handled_by": notice["by"],
    }
