"""The shapes of evidence for tenders."""

from marshmallow import Schema, fields, validate

DAYS = ("announcement", "deadline", "evaluation")
MOST_SUBJECTS = 20  # members of one consortium
# What says how an enterprise stood; the rest (law, names, ways out) may change without a correction.
COMPARED = ("status", "reasons", "tier", "listings", "suspended_listings", "bans", "records")
MOMENT = fields.String(
    validate=validate.Length(1, 40),
    metadata={
        "description": "日期（指当日结束时，今天则为此刻）或带时区的时刻，不得晚于现在 / a day (its end in"
        " Beijing; today: now) or an instant; none to come"
    },
)


class BidDaysIn(Schema):
    """The moments asked about; at least one."""

    announcement = MOMENT
    deadline = MOMENT
    evaluation = MOMENT


class BidIn(Schema):
    """A tender at the partner's: its reference, all members of the bidder, and its days."""

    reference = fields.String(required=True, validate=validate.Length(1, 100))
    subjects = fields.List(
        fields.String(validate=validate.Length(1, 40)),
        required=True,
        validate=validate.Length(1, MOST_SUBJECTS),
    )
    days = fields.Nested(BidDaysIn, required=True)


class BidSubjectOut(Schema):
    """A member, and the answer about it by name of the day, as `GET /v1/credit/{uscc}` gives it."""

    uscc = fields.String(required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)


class BidEvidenceOut(Schema):
    """What was told: the payload of the JWS."""

    iss = fields.String(required=True)
    aud = fields.String(required=True)
    partner = fields.String(required=True, allow_none=True)
    iat = fields.Integer(required=True)
    jti = fields.String(required=True)
    purpose = fields.String(required=True)
    reference = fields.String(required=True)
    days = fields.Dict(
        keys=fields.String(validate=validate.OneOf(DAYS)),
        values=fields.AwareDateTime(),
        required=True,
    )
    as_of = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)
    complete_to = fields.Dict(keys=fields.String(), values=fields.Date(), required=True)
    law_digest = fields.String(required=True)
    subjects = fields.List(fields.Nested(BidSubjectOut), required=True)


class BidOut(Schema):
    """Evidence as it was given: its number, what it says, and the same as a JWS that proves itself."""

    number = fields.String(required=True)
    evidence = fields.Nested(BidEvidenceOut, required=True)
    jws = fields.String(required=True)


class BidDifferenceOut(Schema):
    """Where the record now says otherwise of a member at a day."""

    uscc = fields.String(required=True)
    day = fields.String(required=True, validate=validate.OneOf(DAYS))
    members = fields.List(fields.String(validate=validate.OneOf(COMPARED)), required=True)
    was = fields.Dict(required=True)
    now = fields.Dict(required=True)


class BidAgainOut(BidOut):
    """The same again, and what has been corrected since."""

    corrected = fields.Boolean(required=True)
    differences = fields.List(fields.Nested(BidDifferenceOut), required=True)
    checked_at = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)
