"""The shapes of a case's moves over HTTP. Shape only; whether a move is lawful is the domain's."""

from typing import Any

from marshmallow import Schema, fields, validate

from creditsvc.proceedings.domain import Stage

# A pattern that Python and, in the API document, ECMA 262 read alike: nothing follows the digits.
DIGEST = validate.Regexp(
    r"^[0-9a-f]{64}(?![\s\S])", error="须为 64 位十六进制 SHA-256 / a SHA-256 in hex"
)
FILLED = validate.Length(min=1, max=200)
LONG = validate.Length(max=4000)
NAME = validate.Regexp(r"^[a-z0-9_]{1,32}(?![\s\S])", error="须为凭证代码 / the code of a proof")
USER = validate.Regexp(
    r"^[a-z][a-z0-9._-]{1,63}(?![\s\S])", error="须为用户名 / the user name of a person"
)
MOST = 100


class DocumentIn(Schema):
    """A paper of the case."""

    number = fields.String(required=True, validate=FILLED)
    day = fields.Date(required=True)
    digest = fields.String(required=True, validate=DIGEST)


class AttachmentIn(Schema):
    """A file that came with a paper."""

    digest = fields.String(required=True, validate=DIGEST)
    name = fields.String(required=True, validate=FILLED)
    media_type = fields.String(required=True, validate=FILLED)


def _attachments() -> "fields.List[Any]":
    return fields.List(
        fields.Nested(AttachmentIn), load_default=list, validate=validate.Length(max=MOST)
    )


class ServiceIn(Schema):
    """How a paper reached the party, with its `proofs` by the codes of the kind (`config/law/service.yaml`)."""

    kind = fields.String(required=True, validate=FILLED)
    day = fields.Date(required=True)
    reference = fields.String(required=True, validate=FILLED)
    proofs = fields.Dict(
        keys=fields.String(validate=NAME), values=fields.Nested(DocumentIn), load_default=dict
    )


class ProposalIn(Schema):
    """Which finding a case is opened on."""

    uscc = fields.String(required=True)
    rule = fields.String(required=True, validate=FILLED)


class OpeningIn(Schema):
    """The paper of the opening, and the principal who approved it."""

    document = fields.Nested(DocumentIn, required=True)
    approved_by = fields.String(required=True, validate=FILLED)
    complex = fields.Boolean(load_default=False)


class NoticeIn(Schema):
    """The notice, the proof of its service, and the intended measures."""

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)
    measures = fields.List(
        fields.String(validate=FILLED), load_default=list, validate=validate.Length(max=MOST)
    )


class ReplyIn(Schema):
    """What the party replied."""

    document = fields.Nested(DocumentIn, required=True)
    received_on = fields.Date(required=True)
    attachments = _attachments()


class WaiverIn(Schema):
    """The paper by which the party gave up its time to reply; `hearing`: and to ask for a hearing."""

    document = fields.Nested(DocumentIn, required=True)
    hearing = fields.Boolean(load_default=False)


class HearingRequestIn(Schema):
    """The party's request for a hearing."""

    document = fields.Nested(DocumentIn, required=True)
    received_on = fields.Date(required=True)


class HearingWithdrawalIn(Schema):
    """The paper by which the party took its request back."""

    document = fields.Nested(DocumentIn, required=True)


class HearingNoticeIn(Schema):
    """When and where the hearing will be, and who will preside (a user name)."""

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)
    held_on = fields.Date(required=True)
    place = fields.String(required=True, validate=FILLED)
    presided_by = fields.String(required=True, validate=USER)


class HearingIn(Schema):
    """The minutes of the hearing, filed by the one who presided."""

    document = fields.Nested(DocumentIn, required=True)
    held_on = fields.Date(required=True)
    attachments = _attachments()


class LegalReviewIn(Schema):
    """The legal review; `complex`: the reviewer finds the case complex or grave."""

    document = fields.Nested(DocumentIn, required=True)
    opinion = fields.String(required=True, validate=validate.OneOf(["approve", "return"]))
    reasons = fields.String(load_default="", validate=LONG)
    complex = fields.Boolean(load_default=False)


class DeliberationIn(Schema):
    """The paper of the principals' meeting, and who was there."""

    document = fields.Nested(DocumentIn, required=True)
    present = fields.List(
        fields.String(validate=FILLED), required=True, validate=validate.Length(max=MOST)
    )


class DecisionIn(Schema):
    """The decision; `measures`: absent, all that the party was told of."""

    document = fields.Nested(DocumentIn, required=True)
    authority = fields.String(required=True, validate=FILLED)
    reply_answer = fields.String(load_default=None, validate=LONG)
    hearing_answer = fields.String(load_default=None, validate=LONG)
    measures = fields.List(
        fields.String(validate=FILLED), load_default=None, validate=validate.Length(max=MOST)
    )


class DecisionServiceIn(Schema):
    """The proof that the decision was served."""

    service = fields.Nested(ServiceIn, required=True)


class ConclusionIn(Schema):
    """The proof that the decision was served, unless it was recorded before (`/service`)."""

    service = fields.Nested(ServiceIn, load_default=None)


class DropIn(Schema):
    """Why a case ends without a listing."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class ProceedingsQuery(Schema):
    """Narrowing the cases shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in Stage]))


class ProceedingOut(Schema):
    """A case as it stands."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    stage = fields.String(required=True)
    ground = fields.Dict(required=True)
    opened_on = fields.Date(required=True)
    proposed_by = fields.String(required=True)
    region = fields.String(allow_none=True)
    opening = fields.Raw(allow_none=True)
    notice = fields.Raw(allow_none=True)
    replies = fields.List(fields.Raw())
    waiver = fields.Raw(allow_none=True)
    hearing = fields.Raw(allow_none=True)
    past_hearings = fields.List(fields.Raw())
    review = fields.Raw(allow_none=True)
    deliberation = fields.Raw(allow_none=True)
    decision = fields.Raw(allow_none=True)
    decision_service = fields.Raw(allow_none=True)
    dropped = fields.String(allow_none=True)
    clocks = fields.List(fields.Dict())


class ProceedingsOut(Schema):
    """Several cases."""

    proceedings = fields.List(fields.Nested(ProceedingOut), required=True)
