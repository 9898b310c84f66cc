"""The shapes of applications and repair notices over HTTP. Whether a move is lawful is the domain's."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from creditsvc.proceedings.schemas import FILLED, DocumentIn, ServiceIn
from creditsvc.repairs.domain import Effect, Stage

TEXT = validate.Length(min=1, max=4000)


PROOFS = fields.Dict(
    keys=fields.String(validate=FILLED),
    values=fields.Nested(DocumentIn),
    load_default=dict,
    metadata={"description": "条件编号 → 证明材料 / condition id → the paper that proves it"},
)


class AboutIn(Schema):
    """What it is about: one entry on a list (listing), or one penalised event (record)."""

    listing = fields.UUID()
    record = fields.UUID()

    @validates_schema
    def one_of_them(self, data: Mapping[str, Any], **_: object) -> None:
        """Exactly one of the two."""
        if ("listing" in data) == ("record" in data):
            raise ValidationError(
                "须写且只写 listing、record 之一 / give exactly one of listing, record", "record"
            )


class RepairIn(AboutIn):
    """An application (`person_entry`: of a person whose entry is to end early): about what, when it came in, its paper, and the paper for each condition."""

    effect = fields.String(
        validate=validate.OneOf([Effect.REPAIR.value, Effect.SHIELD.value]),
        metadata={
            "description": "仅用于 record：repair 修复（默认），shield 重整期间屏蔽 / for a record alone: "
            "repair (what it is without this word), or a shield during a reorganisation"
        },
    )
    received_on = fields.Date(required=True)
    document = fields.Nested(DocumentIn, required=True)
    proofs = PROOFS

    person_entry = fields.UUID()

    @validates_schema
    def one_of_them(self, data: Mapping[str, Any], **_: object) -> None:
        """Exactly one of the three."""
        if sum(name in data for name in ("listing", "record", "person_entry")) != 1:
            raise ValidationError(
                "须写且只写 listing、record、person_entry 之一"
                " / give exactly one of listing, record, person_entry",
                "record",
            )

    @validates_schema
    def no_effect_on_entries(self, data: Mapping[str, Any], **_: object) -> None:
        """An entry is removed; there is nothing to choose."""
        if "record" not in data and "effect" in data:
            raise ValidationError("名单条目只有提前移出 / an entry is removed early only", "effect")


class ProofsIn(Schema):
    """More papers for conditions."""

    proofs = PROOFS


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


class RevocationNoticeIn(ReasonedIn):
    """The notice that a record's repair may be revoked, with its reasons and the proof of service."""

    service = fields.Nested(ServiceIn, required=True)


class RevocationDecisionIn(ReasonedIn):
    """Revoked or not; `waiver` names the paper by which the party gave up its time to reply."""

    revoked = fields.Boolean(required=True)
    waiver = fields.String(load_default=None, validate=FILLED)


class RepairNoticeIn(AboutIn):
    """A repair notice that went with a decision: its paper and the proof of service."""

    document = fields.Nested(DocumentIn, required=True)
    service = fields.Nested(ServiceIn, required=True)


class DutiesQuery(Schema):
    """Whose duties."""

    uscc = fields.String(required=True)


class DutyOut(Schema):
    """A decision with which a repair notice goes, its clock, and the notice once it is recorded."""

    about = fields.Dict(required=True)
    authority = fields.String(allow_none=True)
    decided_on = fields.Date(required=True)
    open = fields.Boolean(required=True)
    clock = fields.Dict(required=True)
    notice = fields.Raw(allow_none=True)


class DutiesOut(Schema):
    """Duties, open ones first."""

    duties = fields.List(fields.Nested(DutyOut), required=True)


class WayQuery(AboutIn):
    """About what."""


class WayOut(Schema):
    """What leads out: from which day, on what conditions, and what lacks today before any paper is in."""

    about = fields.Dict(required=True)
    article = fields.String(required=True)
    earliest = fields.Date(allow_none=True)
    conditions = fields.List(fields.Dict(), required=True)
    obstacles = fields.List(fields.Dict(), required=True)
    authority = fields.String(allow_none=True)
    open = fields.List(fields.UUID(), required=True)
    notice = fields.Raw(allow_none=True)


class RepairsQuery(Schema):
    """Narrowing the applications shown."""

    uscc = fields.String()
    stage = fields.String(validate=validate.OneOf([stage.value for stage in Stage]))


class RepairOut(Schema):
    """An application as it stands, with its clocks."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    enterprise_id = fields.UUID(required=True)
    about = fields.Dict(required=True)
    listing_id = fields.UUID(allow_none=True)
    event_id = fields.UUID(allow_none=True)
    person_entry_id = fields.UUID(allow_none=True)
    effect = fields.String(required=True)
    stage = fields.String(required=True)
    received_on = fields.Date(required=True)
    application = fields.Dict(required=True)
    proofs = fields.Dict(required=True)
    received_by = fields.String(required=True)
    gaps = fields.Raw(allow_none=True)
    acceptance = fields.Raw(allow_none=True)
    extension = fields.Raw(allow_none=True)
    outcome = fields.Raw(allow_none=True)
    questioned = fields.Raw(allow_none=True)
    revocation = fields.Raw(allow_none=True)
    corrected_since = fields.Boolean(required=True)
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
