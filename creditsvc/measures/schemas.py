"""The shapes of joint measures over HTTP. Whether an answer is in order is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.measures.domain import STATES, WORDS
from creditsvc.proceedings.schemas import FILLED, DocumentIn


class MeasuresQuery(Schema):
    """Which of one's own actions, and from where."""

    state = fields.String(validate=validate.OneOf(STATES))
    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**31 - 1))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class AnswerIn(Schema):
    """What an executor answers to an order, whichever way it comes."""

    order = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))
    word = fields.String(required=True, validate=validate.OneOf(WORDS))
    reason = fields.String(validate=validate.Length(1, 4000))
    service_item = fields.String(validate=FILLED)
    amount = fields.String(
        metadata={"description": "元，最多两位小数 / yuan, at most two decimals"}
    )
    basis = fields.String(validate=validate.Length(1, 500))
    acted_on = fields.Date()


class ResponseIn(AnswerIn):
    """An answer by program; reference: the executor's own key for it."""

    reference = fields.String(required=True, validate=validate.Length(1, 100))


class LetterIn(AnswerIn):
    """What an executor answered to an order by `document`; the rest as its program would send it."""

    document = fields.Nested(DocumentIn, required=True)


class AnswerOut(Schema):
    """An answer on record, whichever way it came."""

    id = fields.UUID(required=True)
    measure = fields.UUID(required=True)
    order = fields.Integer(required=True)
    word = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    service_item = fields.String(required=True, allow_none=True)
    amount = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    acted_on = fields.Date(required=True, allow_none=True)
    act = fields.Integer(required=True)


class LetterOut(AnswerOut):
    """An answer by letter as it was recorded, and by whom."""

    document = fields.Dict(required=True)
    recorded_by = fields.String(required=True)


class ResponseOut(AnswerOut):
    """An answer as it was taken."""

    reference = fields.String(required=True)


class OrderOut(Schema):
    """An order to apply or to lift, why, since when, and by when it is answered."""

    seq = fields.Integer(required=True)
    no = fields.Integer(required=True)
    kind = fields.String(required=True)
    reason = fields.String(required=True)
    since = fields.Date(required=True)
    clock = fields.Dict(allow_none=True)


class MeasureOut(Schema):
    """One measure under one entry for one executor."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    executor = fields.String(required=True)
    what = fields.Dict(required=True)
    order = fields.Nested(OrderOut, required=True)
    state = fields.String(required=True)


class MeasuresOut(Schema):
    """Actions in the order of their latest orders; `cursor` is what to ask after next time."""

    measures = fields.List(fields.Nested(MeasureOut), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)


class ActionOut(Schema):
    """One action as officers see it: every order, every answer by program or letter."""

    id = fields.UUID(required=True)
    executor = fields.String(required=True)
    what = fields.Dict(required=True)
    orders = fields.List(fields.Nested(OrderOut), required=True)
    responses = fields.List(fields.Nested(ResponseOut), required=True)
    letters = fields.List(fields.Nested(LetterOut), required=True)


class EntryMeasuresOut(Schema):
    """The actions under one entry, and the measures that could be decided for it."""

    measures = fields.List(fields.Nested(ActionOut), required=True)
    proposals = fields.List(fields.Dict(), required=True)


class FiguresQuery(Schema):
    """Of which year; the present one if absent."""

    year = fields.Integer(validate=validate.Range(2015, 2199))


class ExecutorFiguresOut(Schema):
    """What one executor was ordered in a year, and what came of it."""

    executor = fields.String(required=True)
    year = fields.Integer(required=True)
    ordered = fields.Integer(required=True)
    received = fields.Integer(required=True)
    handled = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class FiguresOut(Schema):
    """Figures of every executor that was ordered anything."""

    figures = fields.List(fields.Nested(ExecutorFiguresOut), required=True)
