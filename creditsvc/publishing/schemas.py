"""The shape of the public lists over HTTP."""

from marshmallow import Schema, fields, validate


class ListsQuery(Schema):
    """Which list, and a part of a name or a whole unified code."""

    list = fields.String(load_default="", validate=validate.Length(max=64))
    q = fields.String(load_default="", validate=validate.Length(max=200))


class PageQuery(ListsQuery):
    """The same, and which page of the answer."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))


class PublicRecordOut(Schema):
    """One entry in force; a field that the list's policy does not name is absent, an unknown one null."""

    list = fields.String(required=True)
    list_title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    name = fields.String()
    uscc = fields.String(allow_none=True)
    instrument = fields.String()
    article = fields.String()
    ground = fields.Dict(keys=fields.String(), values=fields.String())
    authority = fields.String(allow_none=True)
    document_no = fields.String()
    decided_on = fields.String()
    last_day = fields.String(allow_none=True)
    published_on = fields.String(allow_none=True)
    under_objection_since = fields.String(allow_none=True)


class ListsOut(Schema):
    """The lists as of an instant. `digest` is SHA-256 over the records in canonical JSON (RFC 8785)."""

    as_of = fields.String(required=True)
    data_version = fields.Integer(required=True)
    law_digest = fields.String(required=True)
    good_until = fields.String(required=True)
    record_count = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    digest = fields.String(required=True)
    records = fields.List(fields.Nested(PublicRecordOut), required=True)
