"""The shape of questions to the checking page."""

from marshmallow import Schema, fields, validate


class NumberQuery(Schema):
    """The number printed on a receipt or report; none: the empty page."""

    number = fields.String(load_default="", validate=validate.Length(max=64))
