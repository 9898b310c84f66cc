"""The shapes of objections and suits over HTTP. Whether a move is lawful is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.proceedings.schemas import DIGEST, FILLED, DocumentIn
from creditsvc.remedies.domain import DECIDED, EX_OFFICIO, GROUNDS, PARTY, Stage
from creditsvc.remedies.suits import LATER_INSTANCES, OUTCOMES, SuitStage

TEXT = validate.Length(min=1, max=4000)
MEDIA_TYPE = validate.Regexp(
    r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(?![\s\S])", error="形如 application/pdf / a media type"
)


class ObjectionAttachmentIn(Schema):
    """A file handed in with the paper."""

    digest = fields.String(required=True, validate=DIGEST)
    name = fields.String(required=True, validate=FILLED)
    media_type = fields.String(required=True, validate=MEDIA_TYPE)


class ObjectionIn(Schema):
    """An objection: to one of an entry, an event, a person's entry, or the identity of an enterprise."""

    listing = fields.UUID()
    event = fields.UUID()
    person_entry = fields.UUID(
        metadata={"description": "列入的人员对其条目的异议 / of a person, to its own entry"}
    )
    uscc = fields.String(
        metadata={"description": "身份异议：不是本企业 / the identity is contested"}
    )
    origin = fields.String(load_default=PARTY, validate=validate.OneOf([PARTY, EX_OFFICIO]))
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))
    grounds = fields.String(required=True, validate=TEXT)
    received_on = fields.Date(required=True)
    document = fields.Nested(DocumentIn, required=True)
    attachments = fields.List(
        fields.Nested(ObjectionAttachmentIn), load_default=list, validate=validate.Length(max=50)
    )


class ObjectionAnswerIn(Schema):
    """The paper of a move, and the reasons it gives."""

    document = fields.Nested(DocumentIn, required=True)
    reasons = fields.String(load_default="", validate=validate.Length(max=4000))


class RedressedEventIn(Schema):
    """An event set right: as it should read, or null where it is withdrawn."""

    event = fields.UUID(required=True)
    content = fields.Dict(required=True, allow_none=True)


class ObjectionDecisionIn(ObjectionAnswerIn):
    """How an objection is decided, and what that sets right in the same act."""

    outcome = fields.String(
        required=True, validate=validate.OneOf(sorted(each.value for each in DECIDED))
    )
    corrections = fields.List(
        fields.Nested(RedressedEventIn), load_default=list, validate=validate.Length(max=50)
    )
    entries = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "身份异议：移出的条目 / identity: entries that never were theirs"},
    )


class ObjectionsQuery(Schema):
    """Narrowing the objections shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in Stage]))


class SuitsQuery(Schema):
    """Narrowing the suits shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in SuitStage]))


class ObjectionOut(Schema):
    """An objection as it stands, with its clocks."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    subject = fields.Dict(required=True)
    listing = fields.UUID(required=True, allow_none=True)
    origin = fields.String(required=True)
    ground = fields.String(required=True)
    grounds = fields.String(required=True)
    stage = fields.String(required=True)
    raised_at = fields.String(required=True)
    received_on = fields.Date(required=True)
    document = fields.Dict(required=True)
    attachments = fields.List(fields.Dict(), required=True)
    received_by = fields.String(required=True)
    repeats = fields.UUID(required=True, allow_none=True)
    acceptance = fields.Raw(allow_none=True)
    checking = fields.Raw(allow_none=True)
    outcome = fields.Raw(allow_none=True)
    clocks = fields.List(fields.Dict(), required=True)
    overdue = fields.Boolean(required=True)


class ObjectionsOut(Schema):
    """Several objections."""

    objections = fields.List(fields.Nested(ObjectionOut), required=True)


class SuitIn(Schema):
    """A suit: against one of an entry or a penalty (event), by which body, since when."""

    listing = fields.UUID()
    event = fields.UUID()
    body = fields.String(required=True, validate=FILLED)
    number = fields.String(required=True, validate=FILLED)
    filed_on = fields.Date(required=True)
    document = fields.Nested(DocumentIn, required=True)


class SuitPaperIn(Schema):
    """The paper of the body."""

    document = fields.Nested(DocumentIn, required=True)


class AppealIn(SuitPaperIn):
    """The next instance."""

    level = fields.String(required=True, validate=validate.OneOf(LATER_INSTANCES))
    body = fields.String(required=True, validate=FILLED)
    number = fields.String(required=True, validate=FILLED)
    filed_on = fields.Date(required=True)


class SuitOutcomeIn(SuitPaperIn):
    """An outcome that has taken effect; a judgment still open to appeal has not."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    effective_on = fields.Date(required=True)
    entry_stands = fields.Boolean(load_default=None, allow_none=True)
    correction = fields.Dict(load_default=None, allow_none=True)


class SuitOut(Schema):
    """A suit as it stands, with its clocks."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    enterprise_id = fields.UUID(required=True)
    subject = fields.Dict(required=True)
    stage = fields.String(required=True)
    limit = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True, allow_none=True)
    instances = fields.List(fields.Dict(), required=True)
    suspended = fields.Boolean(required=True)
    needs_new_case = fields.Boolean(required=True)
    clocks = fields.List(fields.Dict(), required=True)
    overdue = fields.Boolean(required=True)


class SuitsOut(Schema):
    """Several suits."""

    suits = fields.List(fields.Nested(SuitOut), required=True)


class RemediesOut(Schema):
    """All remedies against an entry, and how long the party may still take one."""

    party_clocks = fields.List(fields.Dict(), required=True)
    objections = fields.List(fields.Nested(ObjectionOut), required=True)
    suits = fields.List(fields.Nested(SuitOut), required=True)
