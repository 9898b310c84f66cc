"""The shapes of entries, objections and decisions made elsewhere, over HTTP."""

from marshmallow import Schema, fields, validate

from creditsvc.listings.service import REMOVALS

TEXT = validate.Length(min=1, max=4000)
REASON = validate.OneOf(
    REMOVALS,
    error="须为 {choices} 之一；提前移出须经 /v1/repairs 申请并决定 / "
    "one of {choices}; early removal is applied for and decided at /v1/repairs",
)
FILLED = validate.Length(min=1, max=200)


class ListingsQuery(Schema):
    """Which entries: those of one enterprise, or the newest."""

    uscc = fields.String()


class EntryOut(Schema):
    """An entry, whether it stands or has ended."""

    id = fields.UUID(required=True)
    enterprise_id = fields.UUID(required=True)
    list = fields.String(required=True)
    in_force = fields.Boolean(required=True)
    from_at = fields.String(required=True)
    starts_on = fields.Date(required=True)
    last_day = fields.Date(allow_none=True)
    published_on = fields.Date(allow_none=True)
    end = fields.Raw(allow_none=True)
    ground = fields.Dict(required=True)
    under_objection_since = fields.String(allow_none=True)


class EntriesOut(Schema):
    """Several entries."""

    listings = fields.List(fields.Nested(EntryOut), required=True)


class RemovalIn(Schema):
    """The end of an entry before its term."""

    reason = fields.String(required=True, validate=REASON)
    detail = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class ObjectionIn(Schema):
    """An objection of the party."""

    listing = fields.UUID(required=True)
    grounds = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class ObjectionDecisionIn(Schema):
    """How an objection is decided."""

    upheld = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class ObjectionOut(Schema):
    """An objection and its outcome."""

    id = fields.UUID(required=True)
    listing = fields.UUID(required=True)
    raised_at = fields.String(required=True)
    grounds = fields.String(required=True)
    decided_at = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)


class ExternalOut(Schema):
    """A decision made elsewhere that waits for another person."""

    id = fields.UUID(required=True)
    imported_by = fields.String(required=True)
    file_digest = fields.String(required=True)
    content = fields.Dict(required=True)


class ExternalsOut(Schema):
    """Several decisions that wait."""

    external_decisions = fields.List(fields.Nested(ExternalOut), required=True)


class RefusalIn(Schema):
    """Why an imported decision is refused."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))
