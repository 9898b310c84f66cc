"""The shapes of subscriptions over HTTP."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from creditsvc.subscriptions.domain import MOST_AT_ONCE

CODE = fields.String(validate=validate.Length(1, 40))
WORDS = validate.Length(1, 100)
CURSOR = validate.Range(0, 2**31 - 1)


class FilterIn(Schema):
    """Which changes: all that pass every stated part; null: that part says nothing."""

    lists = fields.List(
        fields.String(validate=validate.Length(1, 64)), validate=WORDS, allow_none=True
    )
    regions = fields.List(
        fields.String(validate=validate.Length(2, 6)),
        validate=WORDS,
        allow_none=True,
        metadata={
            "description": "登记机关行政区划码的前 2、4、6 位 / first 2, 4 or 6 digits of the region of"
            " registration, as the code says it"
        },
    )
    reasons = fields.List(
        fields.String(validate=validate.Length(1, 32)), validate=WORDS, allow_none=True
    )
    watching = fields.Boolean(
        metadata={"description": "仅关注名单上的企业 / only codes on the watch list"}
    )


class SubscriptionIn(FilterIn):
    """A new subscription; `after`: the cursor to be told from, absent: from now on."""

    url = fields.String(required=True, validate=validate.Length(1, 2000))
    purpose = fields.String(required=True, validate=validate.Length(1, 64))
    after = fields.Integer(validate=CURSOR)
    watch = fields.List(CODE, validate=validate.Length(1, MOST_AT_ONCE))


class SubscriptionChangeIn(FilterIn):
    """What is to be otherwise."""

    url = fields.String(validate=validate.Length(1, 2000))
    purpose = fields.String(validate=validate.Length(1, 64))


class WatchIn(Schema):
    """Codes to put on the watch list, and to take off."""

    add = fields.List(CODE, load_default=list, validate=validate.Length(0, MOST_AT_ONCE))
    remove = fields.List(CODE, load_default=list, validate=validate.Length(0, MOST_AT_ONCE))


class WatchQuery(Schema):
    """From which code on, and how many."""

    after = fields.String(load_default="", validate=validate.Length(0, 18))
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, MOST_AT_ONCE))


class ReplayIn(Schema):
    """What to tell again: all since a cursor, or dead letters (an empty list: all that wait)."""

    after = fields.Integer(validate=CURSOR)
    dead = fields.List(fields.Integer(validate=CURSOR), validate=validate.Length(0, 1000))

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("after 与 dead 填一个 / state either after or dead")


class SubscriptionReasonOut(Schema):
    """Why a subscription is disabled."""

    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class SubscriptionOut(Schema):
    """A subscription: what is told, where, and how far it has been told."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    purpose = fields.String(required=True)
    lists = fields.List(fields.String(), required=True, allow_none=True)
    regions = fields.List(fields.String(), required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True, allow_none=True)
    watching = fields.Boolean(required=True)
    watched = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["active", "paused", "disabled"]))
    reason = fields.Nested(SubscriptionReasonOut, required=True, allow_none=True)
    cursor = fields.String(required=True)
    failures = fields.Integer(
        required=True, metadata={"description": "of the message that comes next"}
    )
    failing_since = fields.AwareDateTime(required=True, allow_none=True)


class NewSubscriptionOut(SubscriptionOut):
    """A new subscription with its secret, which is shown this once."""

    secret = fields.String(required=True)


class SubscriptionsOut(Schema):
    """The partner's subscriptions, oldest first."""

    subscriptions = fields.List(fields.Nested(SubscriptionOut), required=True)


class SecretOut(Schema):
    """A new secret, shown this once; until when the former one signs as well."""

    secret = fields.String(required=True)
    former_until = fields.AwareDateTime(required=True)


class WatchedOut(Schema):
    """How many codes came, went, and are on the list now."""

    added = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    watched = fields.Integer(required=True)


class WatchListOut(Schema):
    """Codes in order; `cursor` is what to ask after next time."""

    codes = fields.List(fields.String(), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)


class DeadLetterOut(Schema):
    """A message that did not get through."""

    seq = fields.Integer(required=True)
    event = fields.String(required=True)
    attempts = fields.Integer(required=True)
    last_error = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    replayed_at = fields.AwareDateTime(required=True, allow_none=True)


class DeadLettersOut(Schema):
    """The messages that did not get through, in order of the feed."""

    dead_letters = fields.List(fields.Nested(DeadLetterOut), required=True)


class ReplayOut(Schema):
    """How many dead letters are told again, and from which cursor the rest is."""

    dead = fields.Integer(required=True)
    cursor = fields.String(required=True)
