"""Findings, proceedings, decisions and listings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("file_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("imported_by", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_external_decisions_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_decisions")),
        sa.UniqueConstraint(
            "source",
            "source_ref",
            "digest",
            name=op.f("uq_external_decisions_source_source_ref_digest"),
        ),
    )
    op.create_table(
        "notice_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proceeding_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("reply_until", sa.Date(), nullable=False),
        sa.Column("handled_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length(reference) > 0", name=op.f("ck_notice_services_reference")),
        sa.CheckConstraint(
            "reply_until >= served_on", name=op.f("ck_notice_services_reply_after_service")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_notice_services_act_no_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_services")),
        sa.UniqueConstraint(
            "id",
            "proceeding_id",
            "reply_until",
            "handled_by",
            name=op.f("uq_notice_services_id_proceeding_id_reply_until_handled_by"),
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.Column("document_digest", sa.CHAR(length=64), nullable=True),
        sa.Column("authority", sa.String(length=200), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("proceeding_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("reply_until", sa.Date(), nullable=True),
        sa.Column("waiver", sa.String(length=200), nullable=True),
        sa.Column("proposed_by", sa.String(length=200), nullable=True),
        sa.Column("handled_by", sa.String(length=200), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("file_digest", sa.CHAR(length=64), nullable=True),
        sa.Column("imported_by", sa.String(length=200), nullable=True),
        sa.Column("confirmed_by", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "origin <> 'external' OR (authority IS NOT NULL AND file_digest IS NOT NULL AND imported_by IS NOT NULL AND confirmed_by IS NOT NULL AND imported_by <> confirmed_by)",
            name=op.f("ck_decisions_external_two_people"),
        ),
        sa.CheckConstraint(
            "origin <> 'own' OR (proceeding_id IS NOT NULL AND service_id IS NOT NULL AND reply_until IS NOT NULL AND handled_by IS NOT NULL AND decided_by IS NOT NULL AND proposed_by IS NOT NULL AND decided_by <> handled_by AND decided_by <> proposed_by AND (decided_on > reply_until OR waiver IS NOT NULL))",
            name=op.f("ck_decisions_own_due_process"),
        ),
        sa.CheckConstraint("origin IN ('own', 'external')", name=op.f("ck_decisions_origin")),
        sa.CheckConstraint("length(document_no) > 0", name=op.f("ck_decisions_document")),
        sa.CheckConstraint(
            "waiver IS NULL OR length(trim(waiver)) > 0", name=op.f("ck_decisions_waiver")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_decisions_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_decisions_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id", "proceeding_id", "reply_until", "handled_by"],
            [
                "notice_services.id",
                "notice_services.proceeding_id",
                "notice_services.reply_until",
                "notice_services.handled_by",
            ],
            name="fk_decisions_served_notice",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "id", "enterprise_id", "list", name=op.f("uq_decisions_id_enterprise_id_list")
        ),
        sa.UniqueConstraint("proceeding_id", name=op.f("uq_decisions_proceeding_id")),
    )
    op.create_table(
        "findings",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("law_digest", sa.CHAR(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('met', 'undetermined', 'gone')", name=op.f("ck_findings_outcome")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_findings_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_findings_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("enterprise_id", "rule", "act_no", name=op.f("pk_findings")),
    )
    op.create_table(
        "proceedings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('proposed', 'noticed', 'decided', 'concluded', 'dropped')",
            name=op.f("ck_proceedings_stage"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_proceedings_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_proceedings_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_proceedings")),
    )
    op.create_index("ix_proceedings_enterprise", "proceedings", ["enterprise_id"], unique=False)
    op.create_table(
        "external_outcomes",
        sa.Column("external_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'refused')", name=op.f("ck_external_outcomes_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_external_outcomes_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_external_outcomes_decision_id_decisions"),
        ),
        sa.ForeignKeyConstraint(
            ["external_id"],
            ["external_decisions.id"],
            name=op.f("fk_external_outcomes_external_id_external_decisions"),
        ),
        sa.PrimaryKeyConstraint("external_id", name=op.f("pk_external_outcomes")),
    )
    op.create_table(
        "listings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=64), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.CHAR(length=27), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= starts_on", name=op.f("ck_listings_term")
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_listings_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["decision_id", "enterprise_id", "list"],
            ["decisions.id", "decisions.enterprise_id", "decisions.list"],
            name="fk_listings_decision",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_listings_enterprise_id_enterprises"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_listings_decision_id")),
    )
    op.create_index("ix_listings_enterprise", "listings", ["enterprise_id"], unique=False)
    op.create_table(
        "listing_ends",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.CHAR(length=27), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "reason IN ('repaired', 'annulled', 'objection_upheld', 'wrong_subject', 'clerical', 'lost_conditions')",
            name=op.f("ck_listing_ends_reason"),
        ),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_listing_ends_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_ends_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_ends")),
    )
    op.create_table(
        "listing_publications",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_listing_publications_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_publications_listing_id_listings"),
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_publications")),
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.CHAR(length=27), nullable=False),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_objections_act_no_acts")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_objections_listing_id_listings")
        ),
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
        sa.ForeignKeyConstraint(
            ["act_no"], ["acts.no"], name=op.f("fk_objection_decisions_act_no_acts")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objections.id"],
            name=op.f("fk_objection_decisions_objection_id_objections"),
        ),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objection_decisions")),
    )


def downgrade() -> None:
    op.drop_table("objection_decisions")
    op.drop_index(op.f("ix_objections_listing_id"), table_name="objections")
    op.drop_table("objections")
    op.drop_table("listing_publications")
    op.drop_table("listing_ends")
    op.drop_index("ix_listings_enterprise", table_name="listings")
    op.drop_table("listings")
    op.drop_table("external_outcomes")
    op.drop_index("ix_proceedings_enterprise", table_name="proceedings")
    op.drop_table("proceedings")
    op.drop_table("findings")
    op.drop_table("decisions")
    op.drop_table("notice_services")
    op.drop_table("external_decisions")
