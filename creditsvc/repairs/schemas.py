"""The shapes of applications for early removal over HTTP. Whether a move is lawful is the domain's."""

from marshmallow import Schema, fields, validate

from creditsvc.proceedings.schemas import FILLED, DocumentIn
from creditsvc.repairs.domain import Stage

TEXT = validate.Length(min=1, max=4000)


class RepairIn(Schema):
    """An application: which entry, when it came in, its paper, and the paper for each condition."""

    listing = fields.UUID(required=True)
    received_on = fields.Date(required=True)
    document = fields.Nested(DocumentIn, required=True)
    proofs = fields.Dict(
        keys=fields.String(validate=FILLED),
        values=fields.Nested(DocumentIn),
        load_default=dict,
        metadata={"description": "条件编号 → 证明材料 / condition id → the paper that proves it"},
    )


class PaperIn(Schema):
    """The paper of a move."""

    document = fields.Nested(DocumentIn, required=True)


class ReasonedIn(PaperIn):
    """The paper of a move, and the reasons it gives."""

    reasons = fields.String(required=True, validate=TEXT)


class RepairDecisionIn(PaperIn):
    """Granted, saying how each condition was verified; or refused, with reasons."""

    granted = fields.Boolean(required=True)
    judged = fields.Dict(
        keys=fields.String(validate=FILLED), values=fields.String(validate=TEXT), load_default=dict
    )
    reasons = fields.String(load_default="", validate=validate.Length(max=4000))


class RevocationIn(Schema):
    """What fraud was found."""

    reason = fields.String(required=True, validate=TEXT)


class RepairsQuery(Schema):
    """Narrowing the applications shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in Stage]))


class RepairOut(Schema):
    """An application as it stands, with its clocks."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    listing_id = fields.UUID(required=True)
    stage = fields.String(required=True)
    received_on = fields.Date(required=True)
    application = fields.Dict(required=True)
    proofs = fields.Dict(required=True)
    received_by = fields.String(required=True)
    acceptance = fields.Raw(allow_none=True)
    extension = fields.Raw(allow_none=True)
    outcome = fields.Raw(allow_none=True)
    clocks = fields.List(fields.Dict(), required=True)
    overdue = fields.Boolean(required=True)
    conditions = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "办理中：各项条件和禁止情形 / while open: the conditions and bars"
        },
    )
    obstacles = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "办理中：按现在的记录有何障碍 / while open: what stands in the way now"
        },
    )
    restored_by = fields.UUID(allow_none=True)


class RepairsOut(Schema):
    """Several applications."""

    repairs = fields.List(fields.Nested(RepairOut), required=True)
