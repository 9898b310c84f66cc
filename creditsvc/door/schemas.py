"""The shapes of what comes in through the door and of what it shows."""

from typing import NoReturn

from marshmallow import Schema, ValidationError, fields, validate

from creditsvc.remedies.domain import GROUNDS


def _must_be_a_file(value: object) -> NoReturn:
    del value
    raise ValidationError("须作为文件上传（multipart/form-data）/ send it as a file")


class KnockIn(Schema):
    """Number and code."""

    number = fields.String(required=True, validate=validate.Length(max=200))
    code = fields.String(required=True, validate=validate.Length(max=200))


class VisitOut(Schema):
    """An opened door: a bearer token for it."""

    token = fields.String(required=True)
    token_type = fields.String(required=True)
    idle_seconds = fields.Integer(required=True)


class SaidForm(Schema):
    """Words, how to be reached (no name is asked for), and files."""

    form_token = fields.String(metadata={"description": "仅网页表单 / forms of pages only"})
    text = fields.String(load_default="")
    contact = fields.String(load_default="")
    file = fields.Raw(
        validate=_must_be_a_file,
        metadata={
            "type": "string",
            "format": "binary",
            "description": "可重复；证明材料用 proof.条件编号 / may repeat; proofs as proof.CONDITION",
        },
    )


class ObjectionForm(SaidForm):
    """An objection: to the entry, to a record (`about`: its key), or to who the enterprise is."""

    about = fields.String(
        load_default="entry",
        validate=validate.Length(min=1, max=36),
        metadata={
            "description": "entry（名单条目）、identity（主体身份）或者记录编号 / or a record's key"
        },
    )
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))


class ApplicationForm(SaidForm):
    """An application about the entry or, with `record`, about a record that the case rests on."""

    record = fields.UUID(load_default=None)


class SupplementForm(SaidForm):
    """More proofs for an application."""

    application = fields.UUID(required=True)


class WithdrawalForm(SaidForm):
    """Which application, objection or request for a hearing is taken back."""

    application = fields.UUID(load_default=None)
    objection = fields.UUID(load_default=None)
    honour = fields.UUID(load_default=None)
    hearing = fields.Boolean(load_default=False)


class HonourForm(SaidForm):
    """An application for an honour, by its rule."""

    rule = fields.String(required=True, validate=validate.Length(min=1, max=64))


class ReceivedOut(Schema):
    """The number under which something came in."""

    number = fields.String(required=True)
    digest = fields.String(required=True)


class CaseOut(Schema):
    """The case as its party reads it."""

    number = fields.String(required=True)
    enterprise = fields.Dict(required=True)
    as_of = fields.String(required=True)
    today = fields.Date(required=True)
    open_until = fields.Date(required=True, allow_none=True)
    ground = fields.Raw(required=True, allow_none=True)
    proceeding = fields.Raw(allow_none=True)
    entry = fields.Raw(allow_none=True)
    records = fields.List(fields.Dict(), required=True)
    objections = fields.List(fields.Dict(), required=True)
    honours = fields.List(fields.Dict(), required=True)
    submissions = fields.List(fields.Dict(), required=True)
    papers = fields.List(fields.Dict(), required=True)


class CodeOut(Schema):
    """A case number with its new access code, which is shown this once."""

    number = fields.String(required=True)
    access_code = fields.String(required=True)
    address = fields.String(required=True)


class DoorOut(Schema):
    """The state of a door: its number, when the code was made, what came in."""

    number = fields.String(required=True, allow_none=True)
    issued_by = fields.String(required=True, allow_none=True)
    issued_at = fields.String(required=True, allow_none=True)
    submissions = fields.List(fields.Dict(), required=True)
