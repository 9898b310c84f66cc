"""The shapes of the board over HTTP."""

from marshmallow import Schema, fields, validate

from creditsvc.board.domain import KINDS, SHOWN


class BoardQuery(Schema):
    """Which rows; without `state`, what is not done yet. `after`: the cursor of the page before."""

    authority = fields.String(validate=validate.Length(min=1, max=200))
    region = fields.String(
        validate=validate.Regexp(r"^[0-9]{6}(?![\s\S])", error="须为 6 位区划代码 / six digits")
    )
    state = fields.List(fields.String(validate=validate.OneOf([one.value for one in SHOWN])))
    kind = fields.String(validate=validate.OneOf(sorted(KINDS)))
    due_from = fields.Date()
    due_to = fields.Date()
    after = fields.String(load_default="", validate=validate.Length(max=300))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class WhoOut(Schema):
    """The enterprise; null where it cannot be told yet."""

    uscc = fields.String(allow_none=True)
    name = fields.String(allow_none=True)


class RowOut(Schema):
    """One clock. `due` null: no period runs, and somebody must act all the same."""

    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    link = fields.String(required=True)
    enterprise = fields.Nested(WhoOut, required=True)
    authority = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    key = fields.String(allow_none=True)
    article = fields.String(allow_none=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    since = fields.Date(required=True)
    due = fields.Date(allow_none=True)
    provisional = fields.Boolean(required=True)
    done_on = fields.Date(allow_none=True)
    state = fields.String(required=True)
    working_days_left = fields.Integer(allow_none=True)
    may = fields.List(fields.String(), required=True)


class BoardOut(Schema):
    """A page, due first, with the cursor of the next (null: this is the last)."""

    today = fields.Date(required=True)
    announced_until = fields.Date(required=True)
    reminded_on = fields.Date(allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    cut = fields.List(fields.String(), required=True)
    rows = fields.List(fields.Nested(RowOut), required=True)
    next = fields.String(allow_none=True)
