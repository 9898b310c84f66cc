"""The shapes of entries of persons over HTTP. Whether a move is lawful is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.bans.domain import LIFTS
from creditsvc.proceedings.schemas import FILLED, DocumentIn, ServiceIn

TEXT = validate.Length(min=1, max=4000)


class PersonEntryIn(Schema):
    """A proposal: a person on record (`/v1/persons`) and the rule that lists such persons."""

    person = fields.UUID(required=True)
    rule = fields.String(required=True, validate=FILLED)


class PersonNoticeIn(Schema):
    """The notice and how it reached the person."""

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)


class PersonDecisionIn(Schema):
    """The decision; `reply_answer` where there was a reply, `hearing_answer` where there was a hearing."""

    document = fields.Nested(DocumentIn, required=True)
    reply_answer = fields.String(load_default=None, validate=TEXT)
    hearing_answer = fields.String(load_default=None, validate=TEXT)


class PersonServiceIn(Schema):
    """How the decision reached the person."""

    service = fields.Nested(ServiceIn, required=True)


class PersonDropIn(Schema):
    """Why it is given up."""

    reason = fields.String(required=True, validate=TEXT)


class PersonLiftIn(Schema):
    """Why it ends before its time, and the paper that ends it."""

    reason = fields.String(required=True, validate=validate.OneOf(LIFTS))
    detail = fields.String(required=True, validate=TEXT)
    document_no = fields.String(required=True, validate=FILLED)


class PersonEntriesQuery(Schema):
    """Those in cases of one enterprise; there is no way to ask by person."""

    uscc = fields.String(required=True)


class EnteredPersonOut(Schema):
    """The person, masked."""

    id = fields.UUID(required=True)
    masked_name = fields.String(required=True)
    role = fields.String(required=True)


class PersonEntryOut(Schema):
    """An entry as it stands."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    person = fields.Nested(EnteredPersonOut, required=True)
    role = fields.String(required=True)
    authority = fields.String(required=True)
    stage = fields.String(required=True)
    case = fields.Dict(
        required=True,
        metadata={
            "description": "its case: ground, opening, notice, replies, waiver, hearing, review,"
            " deliberation, decision, service"
        },
    )
    begun_at = fields.String(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    end = fields.Raw(required=True, allow_none=True)
    stands = fields.Boolean(required=True)
    end_reason = fields.String(required=True, allow_none=True)
    contested = fields.List(
        fields.UUID(), required=True, metadata={"description": "objections that are open"}
    )
    clocks = fields.List(fields.Dict(), required=True)


class PersonEntriesOut(Schema):
    """Several entries."""

    entries = fields.List(fields.Nested(PersonEntryOut), required=True)
