"""The shapes of kept files over HTTP."""

from marshmallow import Schema, fields


class PaperQuery(Schema):
    """The file's name where the body is the bare file."""

    filename = fields.String()


class PaperOut(Schema):
    """What is known of a kept file."""

    digest = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    kept_by = fields.String(required=True)
    kept_at = fields.String(required=True)
