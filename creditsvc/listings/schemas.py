"""The shapes of entries and of decisions made elsewhere, over HTTP."""

from marshmallow import Schema, fields, validate

from creditsvc.listings.service import REMOVALS

TEXT = validate.Length(min=1, max=4000)
REASON = validate.OneOf(
    REMOVALS,
    error="须为 {choices} 之一；提前移出须经 /v1/repairs 申请并决定，撤销经 /v1/objections、"
    "/v1/reconsiderations 或 /v1/litigations / one of {choices}; early removal is applied for and"
    " decided at /v1/repairs, annulment at /v1/objections, /v1/reconsiderations or /v1/litigations",
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
    suspended_since = fields.String(allow_none=True)
    clocks = fields.List(fields.Dict())


class EntriesOut(Schema):
    """Several entries."""

    listings = fields.List(fields.Nested(EntryOut), required=True)


class RemovalIn(Schema):
    """The end of an entry before its term, as proposed."""

    reason = fields.String(required=True, validate=REASON)
    detail = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class RemovalOut(Schema):
    """A proposal to remove an entry, and what became of it."""

    id = fields.UUID(required=True)
    listing = fields.UUID(required=True)
    reason = fields.String(required=True)
    detail = fields.String(required=True)
    document_no = fields.String(required=True)
    proposed_by = fields.String(required=True)
    outcome = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)


class RemovalsOut(Schema):
    """Proposals that wait."""

    removals = fields.List(fields.Nested(RemovalOut), required=True)


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
    """Why an imported decision, or a proposal to remove, is refused."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))
