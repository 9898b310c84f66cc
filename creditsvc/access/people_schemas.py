"""The shapes of people, delegations and recusals over HTTP. Never a password out."""

from marshmallow import Schema, fields, validate

from creditsvc.kernel.roles import ROLES

FILLED = validate.Length(min=1, max=200)
REASON = validate.Length(min=1, max=500)
ROLE = validate.OneOf(list(ROLES), error="须为 {choices} 之一 / one of {choices}")
SOME = validate.Length(min=1)


class RolesIn(Schema):
    """The roles a person is to have, whole."""

    roles = fields.List(fields.String(validate=ROLE), required=True, validate=SOME)


class UserIn(RolesIn):
    """A person to be let in by another credit officer."""

    username = fields.String(required=True)
    name = fields.String(required=True, validate=FILLED)
    password = fields.String(required=True, load_only=True)
    authority = fields.String(load_default=None, allow_none=True, validate=FILLED)
    region = fields.String(load_default=None, allow_none=True)


class UserOut(Schema):
    """A person, with roles of their own."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    authority = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    status = fields.String(required=True)


class UsersOut(Schema):
    """Everybody."""

    users = fields.List(fields.Nested(UserOut), required=True)


class DelegationIn(Schema):
    """Roles lent from one person to another, both days included, on a paper."""

    from_user = fields.String(required=True)
    to_user = fields.String(required=True)
    roles = fields.List(fields.String(validate=ROLE), required=True, validate=SOME)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)
    document_no = fields.String(required=True, validate=FILLED)


class DelegationOut(DelegationIn):
    """A delegation as it stands. ended_on: the day it was revoked, or one of the two was suspended."""

    id = fields.UUID(required=True)
    recorded_by = fields.String(required=True)
    ended_on = fields.Date(allow_none=True)
    in_force = fields.Boolean(required=True)


class DelegationsOut(Schema):
    """All delegations there ever were."""

    delegations = fields.List(fields.Nested(DelegationOut), required=True)


class RecusalIn(Schema):
    """Who keeps out of which case or which enterprise (one of the two), by whose decision."""

    username = fields.String(required=True)
    uscc = fields.String(load_default=None, allow_none=True)
    case = fields.UUID(load_default=None, allow_none=True)
    decided_by = fields.String(required=True, validate=FILLED)
    document_no = fields.String(required=True, validate=FILLED)
    reason = fields.String(required=True, validate=REASON)


class RecusalOut(Schema):
    """A recusal as it stands."""

    id = fields.UUID(required=True)
    username = fields.String(required=True)
    enterprise_id = fields.UUID(allow_none=True)
    case = fields.UUID(allow_none=True)
    decided_by = fields.String(required=True)
    document_no = fields.String(required=True)
    reason = fields.String(required=True)
    recorded_by = fields.String(required=True)
    lifted = fields.Boolean(required=True)


class RecusalsOut(Schema):
    """All recusals there ever were."""

    recusals = fields.List(fields.Nested(RecusalOut), required=True)


class EndIn(Schema):
    """Why a delegation is revoked or a recusal lifted."""

    reason = fields.String(required=True, validate=REASON)
