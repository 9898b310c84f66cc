"""Sources of clients, delegations, recusals, and removals by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

EVIDENCE = (
    "delegations",
    "delegation_ends",
    "recusals",
    "recusal_ends",
    "removal_proposals",
    "removal_outcomes",
)
KEYS = {
    "delegations": [["id"]],
    "delegation_ends": [["delegation_id"]],
    "recusals": [["id"]],
    "recusal_ends": [["recusal_id"]],
    "removal_proposals": [["id"]],
    "removal_outcomes": [["proposal_id"]],
}
RULE = "listing_ends_removed"
# A remedy may find a wrong subject too; an annulment has doors of its own.
UNLAWFUL = (
    "NEW.reason IN ('wrong_subject', 'clerical') AND NOT (NEW.reason = 'wrong_subject' AND EXISTS"
    " (SELECT 1 FROM objection_decisions d WHERE d.document_no = NEW.document_no"
    " AND d.outcome IN ('upheld', 'partly_upheld') AND replace(d.redress, '-', '')"
    " LIKE '%' || replace(CAST(NEW.listing_id AS TEXT), '-', '') || '%'))"
    " AND NOT EXISTS (SELECT 1 FROM removal_proposals p"
    " JOIN removal_outcomes o ON o.proposal_id = p.id AND o.outcome = 'confirmed'"
    " WHERE p.listing_id = NEW.listing_id AND p.reason = NEW.reason"
    " AND p.document_no = NEW.document_no)"
)
SAYS = "an entry is removed by hand by two people"
# A source that one machine alone has reported under is that machine's.
ADOPT = """
INSERT INTO client_sources (source, client_id, by_contract, act_no)
SELECT k.source, substr(min(a.actor), 8), {no}, min(a.no)
FROM event_keys k
JOIN event_versions v ON v.event_id = k.event_id AND v.seq = 1
JOIN acts a ON a.no = v.act_no
GROUP BY k.source
HAVING min(a.actor) = max(a.actor) AND min(a.actor) LIKE 'client:%'
"""


def upgrade() -> None:
    _people()
    _removals()
    lite = op.get_bind().dialect.name == "sqlite"
    op.execute(ADOPT.format(no="0" if lite else "false"))
    _refuse(RULE, "listing_ends", UNLAWFUL, SAYS, lite=lite)
    for table in EVIDENCE:
        _guard(table, lite=lite)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER {RULE}" if lite else f"DROP TRIGGER {RULE} ON listing_ends")
    if not lite:
        op.execute(f"DROP FUNCTION {RULE}()")
    for table in reversed(EVIDENCE):
        op.drop_table(table)  # its other triggers go with it
    op.drop_table("client_sources")


def _people() -> None:
    op.create_table(
        "client_sources",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("by_contract", sa.Boolean(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_client_sources_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.client_id"], name=op.f("fk_client_sources_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_client_sources")),
    )
    op.create_index("ix_client_sources_client_id", "client_sources", ["client_id"])
    op.create_table(
        "delegations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("from_user", sa.String(length=64), nullable=False),
        sa.Column("to_user", sa.String(length=64), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("from_user <> to_user", name=op.f("ck_delegations_two_people")),
        sa.CheckConstraint(
            "recorded_by <> 'user:' || to_user", name=op.f("ck_delegations_recorded_by_another")
        ),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_delegations_days")),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_delegations_document")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_delegations_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["from_user"], ["users.username"], name=op.f("fk_delegations_from_user_users")
        ),
        sa.ForeignKeyConstraint(
            ["to_user"], ["users.username"], name=op.f("fk_delegations_to_user_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_to_user", "delegations", ["to_user", "to_day"])
    op.create_table(
        "delegation_ends",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_delegation_ends_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_ends_delegation_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("delegation_id", name=op.f("pk_delegation_ends")),
    )
    op.create_table(
        "recusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(enterprise_id IS NULL) <> (case_id IS NULL)", name=op.f("ck_recusals_one_subject")
        ),
        sa.CheckConstraint("length(trim(decided_by)) > 0", name=op.f("ck_recusals_decided_by")),
        sa.CheckConstraint("length(trim(document_no)) > 0", name=op.f("ck_recusals_document")),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_recusals_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["username"], ["users.username"], name=op.f("fk_recusals_username_users")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_recusals_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index("ix_recusals_enterprise", "recusals", ["enterprise_id"])
    op.create_index("ix_recusals_case", "recusals", ["case_id"])
    op.create_table(
        "recusal_ends",
        sa.Column("recusal_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_recusal_ends_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["recusal_id"], ["recusals.id"], name=op.f("fk_recusal_ends_recusal_id_recusals")
        ),
        sa.PrimaryKeyConstraint("recusal_id", name=op.f("pk_recusal_ends")),
    )


def _removals() -> None:
    op.create_table(
        "removal_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "reason IN ('wrong_subject', 'clerical')",
            name=op.f("ck_removal_proposals_reason"),
        ),
        sa.CheckConstraint(
            "length(trim(document_no)) > 0", name=op.f("ck_removal_proposals_document")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_removal_proposals_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_removal_proposals_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_proposals")),
        sa.UniqueConstraint("id", "proposed_by", name=op.f("uq_removal_proposals_id_proposed_by")),
    )
    op.create_index("ix_removal_proposals_listing_id", "removal_proposals", ["listing_id"])
    op.create_table(
        "removal_outcomes",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "decided_by <> proposed_by", name=op.f("ck_removal_outcomes_two_people")
        ),
        sa.CheckConstraint(
            "outcome = 'confirmed' OR (outcome = 'rejected' AND reason IS NOT NULL)",
            name=op.f("ck_removal_outcomes_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_removal_outcomes_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "proposed_by"],
            ["removal_proposals.id", "removal_proposals.proposed_by"],
            name="fk_removal_outcomes_proposal",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_removal_outcomes")),
    )


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
