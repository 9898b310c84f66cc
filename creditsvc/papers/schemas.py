"""The shapes of kept files over HTTP."""

from marshmallow import Schema, fields


class PaperQuery(Schema):
    """The file's name where the body is the bare file; the enterprise in whose matters it is kept."""

    filename = fields.String()
    enterprise = fields.UUID(
        metadata={
            "description": "登记库中企业的键；只用于其案件 / the key of an enterprise, if the paper is of its matters"
        }
    )


class PaperOut(Schema):
    """What is known of a kept file."""

    digest = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    kept_by = fields.String(required=True)
    kept_at = fields.String(required=True)
