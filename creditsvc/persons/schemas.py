"""The shapes of persons in cases over HTTP. No message of theirs repeats a value that was sent."""

from marshmallow import Schema, fields, validate

from creditsvc.persons.domain import DOCUMENTS, MATTERS, ROLES

FILLED = validate.Length(min=1, max=200)
MATTER = validate.OneOf(MATTERS)


class MatterIn(Schema):
    """The event, proceeding or entry that the person stands in."""

    kind = fields.String(required=True, validate=MATTER)
    id = fields.UUID(required=True)


class PersonIn(Schema):
    """A person in a case. `rule`: with an event, the rule under which the person is named."""

    matter = fields.Nested(MatterIn, required=True)
    rule = fields.String(load_default=None, validate=FILLED)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    name = fields.String(required=True, validate=FILLED)
    document = fields.String(required=True, validate=validate.OneOf(DOCUMENTS))
    number = fields.String(required=True, validate=FILLED)


class PersonsQuery(Schema):
    """Whose: of which matter. Persons are never searched for by anything of their own."""

    matter_kind = fields.String(required=True, validate=MATTER)
    matter_id = fields.UUID(required=True)


class PersonOut(Schema):
    """A person in a case, masked."""

    id = fields.UUID(required=True)
    matter = fields.Nested(MatterIn, required=True)
    enterprise_id = fields.UUID(required=True)
    rule = fields.String(required=True)
    role = fields.String(required=True)
    authority = fields.String(required=True)
    masked_name = fields.String(required=True)
    document = fields.String(required=True)
    recorded_by = fields.String(required=True)


class PersonsOut(Schema):
    """Several persons, masked."""

    persons = fields.List(fields.Nested(PersonOut), required=True)


class RevealIn(Schema):
    """Why it is read; it stands in the log, so it names nobody."""

    reason = fields.String(required=True, validate=FILLED)


class IdentityOut(Schema):
    """Who the person is; never to be cached."""

    name = fields.String(required=True)
    document = fields.String(required=True)
    number = fields.String(required=True)


class ReadingsQuery(Schema):
    """Whose readings; without it the newest of all."""

    person = fields.UUID(load_default=None)


class ReadingOut(Schema):
    """Who read, when, why, whom, in which case."""

    id = fields.UUID(required=True)
    act = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    person = fields.UUID(required=True)
    matter = fields.Nested(MatterIn, required=True)
    enterprise_id = fields.UUID(required=True)
    read_by = fields.String(required=True)
    reason = fields.String(required=True)


class ReadingsOut(Schema):
    """Several readings."""

    readings = fields.List(fields.Nested(ReadingOut), required=True)
