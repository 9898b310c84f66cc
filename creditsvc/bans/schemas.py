"""The shapes of bans over HTTP. Whether a move is lawful is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.bans.domain import LIFTS
from creditsvc.law.bans import ROLES
from creditsvc.proceedings.schemas import FILLED, LONG, DocumentIn, ServiceIn

TEXT = validate.Length(min=1, max=4000)


class BanIn(Schema):
    """A proposal. `person`: the key of the person in a case, where the subject is not the enterprise."""

    uscc = fields.String(required=True)
    rule = fields.String(required=True, validate=FILLED)
    subject = fields.String(required=True, validate=validate.OneOf(ROLES))
    person = fields.UUID(load_default=None)
    grave = fields.Boolean(load_default=False)
    authority = fields.String(required=True, validate=FILLED)


class BanNoticeIn(Schema):
    """The served notice; `grave`, `complex`: of such a case or not, absent: as before.

    Of either the principals deliberate before the decision, where the rulebook says so.
    """

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)
    grave = fields.Boolean(load_default=None)
    complex = fields.Boolean(load_default=None)


class BanDecisionIn(Schema):
    """The decision. `from_day`: the day it counts from, unless the law counts from the decision.

    `grave` false: decided as no grave case although the party was told of one.
    """

    document = fields.Nested(DocumentIn, required=True)
    from_day = fields.Date(load_default=None)
    reply_answer = fields.String(load_default=None, validate=LONG)
    hearing_answer = fields.String(load_default=None, validate=LONG)
    grave = fields.Boolean(load_default=None)


class BanDropIn(Schema):
    """Why a proposal is given up."""

    reason = fields.String(required=True, validate=TEXT)


class BanLiftIn(Schema):
    """Why a ban ends before its time, and the paper that ends it."""

    reason = fields.String(required=True, validate=validate.OneOf(LIFTS))
    detail = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class BansQuery(Schema):
    """Which bans: those in cases of one enterprise, or the ones moved last."""

    uscc = fields.String()


class BanPersonOut(Schema):
    """The person barred, masked."""

    id = fields.UUID(required=True)
    masked_name = fields.String(required=True)
    role = fields.String(required=True)


class BanOut(Schema):
    """A ban as it stands."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    stage = fields.String(required=True)
    subject = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    person = fields.Nested(BanPersonOut, required=True, allow_none=True)
    authority = fields.String(required=True)
    basis = fields.Dict(
        required=True,
        metadata={
            "description": "instrument, article, rule, evidence, reach, months (null: for life),"
            " counts_from (null: as the decision states), arises (by_law, by_decision)"
        },
    )
    opened_on = fields.Date(required=True)
    proposed_by = fields.String(required=True)
    case = fields.Raw(
        required=True,
        allow_none=True,
        metadata={
            "description": "of an own ban: notice, replies, waiver, hearing, review, service"
        },
    )
    complex_case = fields.Boolean(required=True)
    deliberation_due = fields.Boolean(required=True)
    decision = fields.Raw(required=True, allow_none=True)
    end = fields.Raw(required=True, allow_none=True)
    dropped = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)
    life = fields.Boolean(required=True)
    end_reason = fields.String(required=True, allow_none=True)
    clocks = fields.List(fields.Dict(), required=True)


class BansOut(Schema):
    """Several bans."""

    bans = fields.List(fields.Nested(BanOut), required=True)
