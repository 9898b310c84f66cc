"""The shapes of enterprises over HTTP."""

from marshmallow import Schema, fields, validate


class SearchQuery(Schema):
    """Part of a name."""

    q = fields.String(
        required=True,
        validate=validate.Length(
            min=2, max=200, error="至少两个字 / give at least two characters of the name"
        ),
    )


class NameOut(Schema):
    """A name on record, and since when."""

    name = fields.String(required=True)
    since_act = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class CandidateOut(Schema):
    """An enterprise that a search found; its name only proposes it."""

    uscc = fields.String(required=True, allow_none=True)
    other_id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)


class EnterpriseOut(CandidateOut):
    """An enterprise of the register."""

    id = fields.UUID(required=True)
    registered_at = fields.AwareDateTime(required=True)
    registered_act = fields.Integer(required=True)
    names = fields.List(fields.Nested(NameOut), required=True)


class CandidatesOut(Schema):
    """What a search found; `more`: there are others, so narrow the search."""

    enterprises = fields.List(fields.Nested(CandidateOut), required=True)
    more = fields.Boolean(required=True)
