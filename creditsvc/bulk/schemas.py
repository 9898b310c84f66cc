"""The shapes of jobs of many look-ups over HTTP."""

from marshmallow import Schema, fields, validate


class LookupJobQuery(Schema):
    """The form of the result."""

    format = fields.String(load_default="jsonl", validate=validate.OneOf(["jsonl", "csv"]))


class LookupResultOut(Schema):
    """The file of a job: where, its SHA-256 in hex, its size in bytes, and when it is gone."""

    href = fields.String(required=True)
    sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True)
    until = fields.AwareDateTime(required=True)


class LookupJobOut(Schema):
    """A job: how far it is, and its file once it is done."""

    id = fields.UUID(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(["waiting", "running", "done", "failed"])
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "why it failed: the kind of the problem"},
    )
    purpose = fields.String(required=True)
    format = fields.String(required=True)
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    made_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    result = fields.Nested(
        LookupResultOut,
        required=True,
        allow_none=True,
        metadata={"description": "null until it is done, and once it is gone"},
    )


class LookupJobsOut(Schema):
    """The partner's jobs, newest first, the last hundred."""

    jobs = fields.List(fields.Nested(LookupJobOut), required=True)
