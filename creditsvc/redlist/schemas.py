"""The shapes of applications for an honour and of its loss over HTTP. Shape only; the law is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.proceedings.schemas import FILLED, DocumentIn, ServiceIn
from creditsvc.redlist.application import Stage
from creditsvc.redlist.losing import LossStage

TEXT = validate.Length(min=1, max=4000)
JUDGED = {"description": "条件编号 → 如何核实 / condition id → how it was verified"}


class ApplicationIn(Schema):
    """An application: who, for which rule, when it came in, its paper, the paper for each condition."""

    uscc = fields.String(required=True)
    rule = fields.String(required=True, validate=FILLED)
    received_on = fields.Date(required=True)
    document = fields.Nested(DocumentIn, required=True)
    proofs = fields.Dict(
        keys=fields.String(validate=FILLED),
        values=fields.Nested(DocumentIn),
        load_default=dict,
        metadata={"description": "条件编号 → 证明材料 / condition id → the paper that proves it"},
    )


class SignedIn(Schema):
    """A paper of an authority, and how each condition on paper was verified."""

    document = fields.Nested(DocumentIn, required=True)
    authority = fields.String(required=True, validate=FILLED)
    judged = fields.Dict(
        keys=fields.String(validate=FILLED),
        values=fields.String(validate=TEXT),
        load_default=dict,
        metadata=JUDGED,
    )


class ReviewIn(SignedIn):
    """One level passes the application on."""

    level = fields.String(required=True, validate=FILLED)


class AnnouncementIn(Schema):
    """The public notice, and where it stands."""

    document = fields.Nested(DocumentIn, required=True)
    channel = fields.String(required=True, validate=validate.Length(min=1, max=500))


class RedlistObjectionIn(Schema):
    """What somebody objected."""

    document = fields.Nested(DocumentIn, required=True)
    received_on = fields.Date(required=True)


class ReasonedSignedIn(Schema):
    """A paper of an authority with its reasons."""

    document = fields.Nested(DocumentIn, required=True)
    authority = fields.String(required=True, validate=FILLED)
    reasons = fields.String(required=True, validate=TEXT)


class RedlistAnswerIn(ReasonedSignedIn):
    """The answer to an objection."""

    upheld = fields.Boolean(required=True)


class RedlistDecisionIn(SignedIn):
    """Granted, saying how each condition was verified; or refused, with reasons."""

    granted = fields.Boolean(required=True)
    reasons = fields.String(load_default="", validate=validate.Length(max=4000))


class ApplicationsQuery(Schema):
    """Narrowing the applications shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in Stage]))


class ApplicationOut(Schema):
    """An application as it stands, with its conditions, its clock and whose move it is."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    rule = fields.String(required=True)
    list = fields.String(required=True)
    stage = fields.String(required=True)
    received_on = fields.Date(required=True)
    document = fields.Dict(required=True)
    proofs = fields.Dict(required=True)
    received_by = fields.String(required=True)
    passed = fields.List(fields.Dict(), required=True)
    announcement = fields.Raw(allow_none=True)
    objections = fields.List(fields.Dict(), required=True)
    outcome = fields.Raw(allow_none=True)
    conditions = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "办理中：各项条件的状态 / while open: the state of each condition"
        },
    )
    clocks = fields.List(fields.Dict(), required=True)
    may = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "现在可以办的步骤和由谁办 / what may be done now, and by whom"},
    )
    listing = fields.UUID(allow_none=True)
    published_on = fields.Date(allow_none=True)


class ApplicationsOut(Schema):
    """Several applications."""

    applications = fields.List(fields.Nested(ApplicationOut), required=True)


class LossIn(Schema):
    """Why an honour may be lost, and the proof that its holder was told."""

    listing = fields.UUID(required=True)
    ground = fields.String(required=True, validate=FILLED)
    facts = fields.String(required=True, validate=TEXT)
    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)


class LossReplyIn(Schema):
    """What the party replied."""

    document = fields.Nested(DocumentIn, required=True)


class LossDecisionIn(ReasonedSignedIn):
    """Lost or kept, with reasons that answer a reply."""

    lost = fields.Boolean(required=True)


class LossesQuery(Schema):
    """Narrowing the cases shown."""

    listing = fields.UUID()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in LossStage]))


class LossOut(Schema):
    """A case about the loss of an honour."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    listing_id = fields.UUID(required=True)
    stage = fields.String(required=True)
    ground = fields.String(required=True)
    article = fields.String(required=True)
    facts = fields.String(required=True)
    document = fields.Dict(required=True)
    service = fields.Dict(required=True)
    reply_until = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    handled_by = fields.String(required=True)
    reply = fields.Raw(allow_none=True)
    replied_by = fields.String(allow_none=True)
    outcome = fields.Raw(allow_none=True)
    clocks = fields.List(fields.Dict(), required=True)


class LossesOut(Schema):
    """Several cases."""

    losses = fields.List(fields.Nested(LossOut), required=True)


class DoubtOut(Schema):
    """An honour in force of which people must ask something."""

    listing = fields.UUID(required=True)
    enterprise_id = fields.UUID(required=True)
    list = fields.String(required=True)
    origin = fields.String(required=True)
    authority = fields.String(allow_none=True)
    rightly_granted = fields.Boolean(
        allow_none=True,
        metadata={"description": "null：有待查明 / null: left open by the record"},
    )
    conditions = fields.List(fields.Dict(), required=True)


class DoubtsOut(Schema):
    """The honours in force that people must look at."""

    doubts = fields.List(fields.Nested(DoubtOut), required=True)
