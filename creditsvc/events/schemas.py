"""The shapes of events and imports over HTTP. Shape only; what an event may say is judged by the domain."""

from marshmallow import Schema, fields, validate

STATUS = validate.OneOf(("effective", "suspended", "revoked"))
WHY = {"description": "为何 / why; kept with the change"}


class LaterFactsIn(Schema):
    """Facts that the event has from a later day on, that day included."""

    from_ = fields.Date(required=True, data_key="from")
    facts = fields.Dict(keys=fields.String(), required=True)


class EventIn(Schema):
    """An event as its source reports it."""

    source = fields.String(required=True)
    source_ref = fields.String(required=True)
    uscc = fields.String(metadata={"description": "GB 32100"})
    other_id = fields.String(metadata={"description": "注册号或组织机构代码 / an older number"})
    name = fields.String(required=True)
    kind = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    penalised_on = fields.Date()
    document_no = fields.String()
    authority = fields.String()
    authority_uscc = fields.String()
    region = fields.String(metadata={"description": "GB/T 2260, 6 digits"})
    sector = fields.String()
    facts = fields.Dict(keys=fields.String())
    later_facts = fields.List(
        fields.Nested(LaterFactsIn),
        metadata={"description": "自某日起变化的事实 / facts that changed from a later day on"},
    )
    status = fields.String(validate=STATUS)
    summary = fields.String()


class CorrectionIn(Schema):
    """The whole event as it should have been, and why."""

    event = fields.Dict(required=True, metadata={"description": "EventIn, whole"})
    reason = fields.String(required=True, metadata=WHY)


class StatusIn(Schema):
    """A move of an event's status, on a document of the authority that made it."""

    move = fields.String(
        required=True,
        validate=validate.OneOf(
            ("suspend", "revoke", "reinstate"),
            error="应为 suspend、revoke、reinstate 之一 / must be suspend, revoke or reinstate",
        ),
    )
    reason = fields.String(required=True, metadata=WHY)
    document_no = fields.String()


class KnownQuery(Schema):
    """As of when."""

    known_at = fields.String(
        metadata={"description": "行为号或时刻 / an act number or an instant (RFC 3339)"}
    )


class VersionOut(Schema):
    """What one act made us believe of an event."""

    version = fields.Integer(required=True)
    act = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    cause = fields.String(required=True)
    status = fields.String(required=True, validate=STATUS)
    digest = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    document_no = fields.String(required=True, allow_none=True)
    event = fields.Nested(EventIn, required=True)


class EventNowOut(VersionOut):
    """An event as we believe it."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True, allow_none=True)


class EventOut(EventNowOut):
    """An event as we believe it, and what we believed before."""

    history = fields.List(fields.Nested(VersionOut), required=True)


class EventsOut(Schema):
    """The events of an enterprise."""

    uscc = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    events = fields.List(fields.Nested(EventNowOut), required=True)


class CompletenessIn(Schema):
    """A source's statement that it has reported everything up to and including a day."""

    source = fields.String(required=True, validate=validate.Length(1, 200))
    complete_to = fields.Date(required=True)


class CompleteSourceOut(Schema):
    """A source and the day up to which it says its data is complete."""

    source = fields.String(required=True)
    complete_to = fields.Date(required=True)


class SourcesOut(Schema):
    """Sources that said how complete their data is, by name."""

    sources = fields.List(fields.Nested(CompleteSourceOut), required=True)


class ImportQuery(Schema):
    """How a file that comes as the bare body was called."""

    filename = fields.String(validate=validate.Length(max=200))


class ImportOut(Schema):
    """How far an import has come and what became of the rows."""

    id = fields.UUID(required=True)
    file_name = fields.String(required=True)
    file_digest = fields.String(required=True)
    done = fields.Boolean(required=True)
    last_line = fields.Integer(required=True)
    recorded = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    parked = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    rejects = fields.String(required=True, metadata={"description": "address of the rejected rows"})
