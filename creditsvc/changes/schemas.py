"""The shape of the feed over HTTP."""

from marshmallow import Schema, fields, validate

from creditsvc.changes.cutting import WITHHELD
from creditsvc.changes.domain import REASONS


class ChangesQuery(Schema):
    """From where, and how many lines."""

    after = fields.String(load_default="0")
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class ChangeOut(Schema):
    """One line of the feed."""

    seq = fields.Integer(required=True)
    uscc = fields.String(allow_none=True)
    reason = fields.String(required=True, validate=validate.OneOf([*REASONS, WITHHELD]))
    effective_at = fields.String(required=True)
    recorded_at = fields.String(required=True)
    act = fields.Integer(required=True)
    listing = fields.String(allow_none=True)
    ban = fields.String(metadata={"description": "with ban_begun and ban_ended"})
    record = fields.String(allow_none=True)
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)
    part = fields.String(
        metadata={
            "description": "仅用于 withheld：约定的用途看不到的部分 / with withheld alone: the part that no agreed purpose sees"
        }
    )


class ChangesOut(Schema):
    """Lines in order; `cursor` is what to ask after next time."""

    changes = fields.List(fields.Nested(ChangeOut), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
