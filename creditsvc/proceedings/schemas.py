"""The shapes of a case's moves over HTTP. Shape only; whether a move is lawful is the domain's."""

from marshmallow import Schema, fields, validate

# A pattern that Python and, in the API document, ECMA 262 read alike: nothing follows the digits.
DIGEST = validate.Regexp(
    r"^[0-9a-f]{64}(?![\s\S])", error="须为 64 位十六进制 SHA-256 / a SHA-256 in hex"
)
FILLED = validate.Length(min=1, max=200)


class DocumentIn(Schema):
    """A paper of the case."""

    number = fields.String(required=True, validate=FILLED)
    day = fields.Date(required=True)
    digest = fields.String(required=True, validate=DIGEST)


class ServiceIn(Schema):
    """How a paper reached the party."""

    kind = fields.String(required=True, validate=FILLED)
    day = fields.Date(required=True)
    reference = fields.String(required=True, validate=FILLED)


class ProposalIn(Schema):
    """Which finding a case is opened on."""

    uscc = fields.String(required=True)
    rule = fields.String(required=True, validate=FILLED)


class NoticeIn(Schema):
    """The notice and the proof of its service."""

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)


class ReplyIn(Schema):
    """What the party replied."""

    document = fields.Nested(DocumentIn, required=True)
    received_on = fields.Date(required=True)


class DecisionIn(Schema):
    """The decision; `waiver` names the paper by which the party gave up its time to reply."""

    document = fields.Nested(DocumentIn, required=True)
    authority = fields.String(required=True, validate=FILLED)
    reply_answer = fields.String(load_default=None, validate=validate.Length(max=4000))
    waiver = fields.String(load_default=None, validate=FILLED)


class ConclusionIn(Schema):
    """The proof that the decision was served."""

    service = fields.Nested(ServiceIn, required=True)


class DropIn(Schema):
    """Why a case ends without a listing."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class ProceedingsQuery(Schema):
    """Narrowing the cases shown."""

    uscc = fields.String()
    stage = fields.String(
        validate=validate.OneOf(["proposed", "noticed", "decided", "concluded", "dropped"])
    )


class ProceedingOut(Schema):
    """A case as it stands."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    stage = fields.String(required=True)
    ground = fields.Dict(required=True)
    opened_on = fields.Date(required=True)
    proposed_by = fields.String(required=True)
    notice = fields.Raw(allow_none=True)
    reply = fields.Raw(allow_none=True)
    decision = fields.Raw(allow_none=True)
    decision_service = fields.Raw(allow_none=True)
    dropped = fields.String(allow_none=True)


class ProceedingsOut(Schema):
    """Several cases."""

    proceedings = fields.List(fields.Nested(ProceedingOut), required=True)
