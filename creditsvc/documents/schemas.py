"""The shapes of documents over HTTP: what a person may say in one."""

from marshmallow import Schema, fields, validate

# The fields that `config/documents/fields.yaml` calls said; a test holds the two together.
SAID = (
    "authority", "contact", "court", "gravity", "hearing_answer", "hearing_at", "hearing_place", "loss_facts", "loss_ground", "number",
    "objection_outcome", "opinion", "presider", "reasons", "reply_answer", "review_body", "served_number", "served_title", "starts_on",
    "verification",
)  # fmt: skip
TEXT = validate.Length(min=1, max=4000)
Said = Schema.from_dict(
    {name: fields.String(validate=TEXT) for name in SAID}, name="SaidInDocument"
)


class WrittenQuery(Said):  # type: ignore[valid-type,misc] # made from the names above
    """What a person says in a document that is looked at."""

    day = fields.Date(load_default=None)


class WrittenIn(WrittenQuery):
    """What a person says in a document that is kept; number and code are never part of an address."""

    access_code = fields.String(
        load_default=None, validate=validate.Regexp(r"^[A-Za-z0-9-]{6,64}$")
    )
    case_number = fields.String(load_default=None, validate=validate.Regexp(r"^[0-9-]{12,14}$"))


class TemplateOut(Schema):
    """A document that can be written: of what, and what a person may say in it."""

    id = fields.String(required=True)
    of = fields.String(required=True)
    about = fields.List(fields.String(), required=True)
    title = fields.String(required=True)
    said = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class TemplatesOut(Schema):
    """Every document that can be written."""

    documents = fields.List(fields.Nested(TemplateOut), required=True)
