"""The shapes of answers, for the OpenAPI document; answers leave as bytes and are not dumped."""

from marshmallow import Schema, fields, validate

from creditsvc.law.bans import REACHES
from creditsvc.lookup.purposes import PARTS


class AnswerTextsOut(Schema):
    """A text in Chinese and English."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class AnswerReasonOut(AnswerTextsOut):
    """Why it cannot be said that the enterprise is not listed."""

    code = fields.String(
        required=True,
        validate=validate.OneOf(
            [
                "name_only_candidate",
                "replica_lag",
                "unresolved_row",
                "identifier_succession_open",
                "namesake_listed",
                "execution_suspended",
                "sources_incomplete",
            ]
        ),
    )
    sources = fields.List(
        fields.String(), metadata={"description": "with sources_incomplete: which"}
    )


class AnswerConditionOut(AnswerTextsOut):
    """A condition or a bar of a way out, with its article."""

    id = fields.String(required=True)
    article = fields.String(required=True)
    automatic = fields.Boolean(required=True)


class AnswerRemarkOut(AnswerTextsOut):
    """Something the law says, with its article and how well we know it."""

    id = fields.String(required=True)
    article = fields.String()
    provenance = fields.String(required=True)


class AnswerWayOut(AnswerTextsOut):
    """How it ends: by itself or on application, when, when earlier, and on what conditions."""

    ends = fields.String(required=True, validate=validate.OneOf(["ex_officio", "on_application"]))
    article = fields.String(required=True)
    last_day = fields.Date(required=True, allow_none=True)
    earliest = fields.Date(required=True, allow_none=True)
    apply_from = fields.Date(required=True, allow_none=True)
    conditions = fields.List(fields.Nested(AnswerConditionOut), required=True)
    bars = fields.List(fields.Nested(AnswerConditionOut), required=True)
    returns = fields.List(
        fields.Nested(AnswerRemarkOut),
        required=True,
        metadata={"description": "what would bring the enterprise back"},
    )
    again_months = fields.Integer(
        required=True, allow_none=True, metadata={"description": "the term it would then have"}
    )
    lost_by = fields.List(
        fields.Nested(AnswerRemarkOut),
        required=True,
        metadata={"description": "what would end an honour before its last day"},
    )


class AnswerListingOut(Schema):
    """An entry in force."""

    id = fields.UUID(required=True)
    list = fields.String(required=True)
    list_title = fields.Nested(AnswerTextsOut, required=True)
    polarity = fields.String(required=True, validate=validate.OneOf(["adverse", "favourable"]))
    ground = fields.Dict(
        required=True,
        metadata={
            "description": "instrument, article, rule, rule_digest, explanation, authority,"
            " document_no, decided_on, term, origin"
        },
    )
    starts_on = fields.Date(required=True)
    last_day = fields.Date(required=True, allow_none=True)
    published_on = fields.Date(required=True, allow_none=True)
    under_objection = fields.Boolean(required=True)
    under_objection_since = fields.AwareDateTime(required=True, allow_none=True)
    way_out = fields.Nested(AnswerWayOut, required=True, allow_none=True)


class AnswerRecordOut(Schema):
    """A record on display."""

    event = fields.UUID(required=True)
    klass = fields.String(
        required=True,
        data_key="class",
        validate=validate.OneOf(["minor", "general", "severe"]),
    )
    kind = fields.String(required=True)
    kind_title = fields.Nested(AnswerTextsOut, required=True)
    penalised_on = fields.Date(required=True, allow_none=True)
    document_no = fields.String(required=True, allow_none=True)
    authority = fields.String(required=True, allow_none=True)
    instrument = fields.String(required=True)
    article = fields.String(required=True)
    earliest_repair = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    under_objection = fields.Boolean(required=True)
    under_objection_since = fields.AwareDateTime(required=True, allow_none=True)
    way_out = fields.Nested(AnswerWayOut, required=True, allow_none=True)


class AnswerSuspendedOut(AnswerListingOut):
    """An entry that stands and does not bind."""

    suspended_since = fields.AwareDateTime(required=True)


class AnswerBanOut(Schema):
    """A ban of the enterprise itself that runs; bans of persons are told to nobody."""

    id = fields.UUID(required=True)
    rule = fields.String(required=True)
    instrument = fields.String(required=True)
    article = fields.String(required=True)
    rule_digest = fields.String(required=True)
    reach = fields.String(required=True, data_key="from", validate=validate.OneOf(REACHES))
    grave = fields.Boolean(required=True)
    text = fields.Nested(AnswerTextsOut, required=True)
    from_day = fields.Date(required=True)
    last_day = fields.Date(required=True, allow_none=True)
    life = fields.Boolean(required=True)
    authority = fields.String(required=True)
    document_no = fields.String(required=True)
    decided_on = fields.Date(required=True)


class AnswerBasisOut(Schema):
    """An article that carries a measure."""

    instrument = fields.String(required=True)
    article = fields.String(required=True)


class AnswerMeasureOut(Schema):
    """A measure that binds the partner's own field, under an entry in force."""

    listing = fields.UUID(required=True)
    list = fields.String(required=True)
    measure = fields.String(required=True)
    title = fields.Nested(AnswerTextsOut, required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields")
    executors = fields.List(fields.String(), required=True)
    subjects = fields.List(fields.String(), required=True)
    may = fields.Boolean(
        required=True, metadata={"description": "by a decision of its own, not by law alone"}
    )
    basis = fields.List(fields.Nested(AnswerBasisOut), required=True)
    base_list = fields.List(fields.String(), required=True)
    cap = fields.Dict(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    lifetime = fields.Boolean(required=True)


class AnswerStandingOut(Schema):
    """Where an enterprise stands, and why."""

    uscc = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    registered = fields.Boolean(required=True)
    status = fields.String(
        required=True, validate=validate.OneOf(["listed", "not_listed", "cannot_say"])
    )
    reasons = fields.List(fields.Nested(AnswerReasonOut), required=True)
    tier = fields.String(allow_none=True)
    tier_reason = fields.String(allow_none=True)
    under_objection = fields.Boolean(required=True)
    listings = fields.List(fields.Nested(AnswerListingOut), required=True)
    bans = fields.List(fields.Nested(AnswerBanOut))
    measures = fields.List(fields.Nested(AnswerMeasureOut))
    suspended_listings = fields.List(
        fields.Nested(AnswerSuspendedOut),
        required=True,
        metadata={"description": "entries that stand and do not bind: execution is suspended"},
    )
    records = fields.List(fields.Nested(AnswerRecordOut))
    withheld = fields.List(
        fields.String(validate=validate.OneOf(list(PARTS))),
        required=True,
        metadata={
            "description": "parts that the purpose may not see; their members are not there"
            " / 该用途不能查看的部分，其成员不出现"
        },
    )
    next_change_at = fields.AwareDateTime(required=True, allow_none=True)
    law_digest = fields.String(required=True)
    as_of = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)


class CreditOut(AnswerStandingOut):
    """The answer to a look-up."""

    complete_to = fields.Dict(
        required=True,
        values=fields.Date(),
        metadata={"description": "per source the day up to which it says its data is complete"},
    )
    valid_at = fields.AwareDateTime(required=True, allow_none=True)
    known_at = fields.Integer(required=True, allow_none=True)


class BatchResultOut(AnswerStandingOut):
    """One identifier's answer, or the problem with it; `identifier` is as it was sent."""

    identifier = fields.Raw(required=True)
    problem = fields.Dict(metadata={"description": "RFC 9457 members; then nothing else is there"})


class BatchOut(Schema):
    """The answers to a batch, in its order."""

    as_of = fields.AwareDateTime(required=True)
    data_version = fields.Integer(required=True)
    complete_to = fields.Dict(required=True, values=fields.Date())
    results = fields.List(
        fields.Nested(BatchResultOut(partial=True)),
        required=True,
    )
