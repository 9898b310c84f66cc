"""The shape of an assessment: what the law says of a record, with what is open and every way out."""

from marshmallow import Schema, fields, validate

from creditsvc.lookup.schemas import (
    AnswerConditionOut,
    AnswerListingOut,
    AnswerRecordOut,
    AnswerTextsOut,
    AnswerWayOut,
)


class AssessedConditionOut(AnswerConditionOut):
    """A condition or a bar with its state on the day assessed."""

    state = fields.String(
        required=True, validate=validate.OneOf(["fulfilled", "open", "for_people_to_judge"])
    )
    because = fields.Nested(AnswerTextsOut, required=True)
    against = fields.List(
        fields.String(), required=True, metadata={"description": "events that stand against it"}
    )


class AssessedWayOut(AnswerWayOut):
    """A way out as it stands on the day assessed."""

    as_of = fields.Date(required=True)
    time_reached = fields.Boolean(
        required=True,
        metadata={"description": "whether early removal or repair may be asked for, as to time"},
    )
    ending = fields.Nested(AnswerTextsOut, required=True)
    conditions = fields.List(fields.Nested(AssessedConditionOut), required=True)
    bars = fields.List(fields.Nested(AssessedConditionOut), required=True)


class AssessedListingOut(AnswerListingOut):
    """An entry in force, its way out as it stands on the day assessed."""

    way_out = fields.Nested(AssessedWayOut, required=True, allow_none=True)


class AssessedRecordOut(AnswerRecordOut):
    """A record on display, its way out as it stands on the day assessed."""

    way_out = fields.Nested(AssessedWayOut, required=True, allow_none=True)


class AssessmentOut(Schema):
    """What the law says of the record on a day."""

    enterprise = fields.Dict(required=True)
    registered = fields.Boolean(required=True)
    on = fields.Date(required=True)
    tier = fields.String(required=True, allow_none=True)
    tier_reason = fields.String(required=True, allow_none=True)
    findings = fields.List(fields.Dict(), required=True)
    undetermined = fields.List(fields.Dict(), required=True)
    two_dates = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "older conduct under the rules of its own day and of the day assessed:"
            " which is milder and why, and what is for legal review"
        },
    )
    records = fields.List(fields.Nested(AssessedRecordOut), required=True)
    listings = fields.List(fields.Nested(AssessedListingOut), required=True)
    warnings = fields.List(fields.String(), required=True)
    as_of = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)
    known_at = fields.Integer(required=True, allow_none=True)
    law_digest = fields.String(required=True)
