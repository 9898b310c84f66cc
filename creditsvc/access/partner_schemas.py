"""The shapes of contracts over HTTP. A secret goes out once, where it was made; keys are public."""

from marshmallow import Schema, fields, validate

from creditsvc.access.people_schemas import FILLED
from creditsvc.kernel.roles import PARTNER_SCOPES

SCOPE = validate.OneOf(sorted(PARTNER_SCOPES), error="须为 {choices} 之一 / one of {choices}")
BINDING = validate.OneOf(["dpop", "mtls", "any"], error="须为 {choices} 之一 / one of {choices}")
TELLING = validate.OneOf(["name", "class"], error="须为 {choices} 之一 / one of {choices}")


class ContractIn(Schema):
    """Members of a contract; what is not named stays, null takes an optional one out."""

    name = fields.String(validate=FILLED)
    scopes = fields.List(fields.String(validate=SCOPE))
    purposes = fields.List(fields.String())
    field = fields.String(allow_none=True)
    token_binding = fields.String(allow_none=True, validate=BINDING)
    quota = fields.Integer(allow_none=True, strict=True)
    quota_seconds = fields.Integer(allow_none=True, strict=True)
    retention_days = fields.Integer(allow_none=True, strict=True)
    contact = fields.String(allow_none=True)
    disclosure = fields.String(validate=TELLING)
    disclosure_basis = fields.String(allow_none=True)
    required_sources = fields.Dict(
        keys=fields.String(validate=FILLED),
        values=fields.Integer(strict=True),
        allow_none=True,
        metadata={
            "description": "days by source: without data of each that is complete to within so many days, nobody is told to be not listed"
        },
    )


class ProvingIn(Schema):
    """Public keys (a JWK set) or certificates (PEM); with neither, a partner gets a secret."""

    jwks = fields.Dict(keys=fields.String(), allow_none=True)
    certificates = fields.List(fields.String(), allow_none=True)


class PartnerIn(ContractIn, ProvingIn):
    """A partner to be registered."""

    name = fields.String(required=True, validate=FILLED)
    scopes = fields.List(fields.String(validate=SCOPE), required=True)
    purposes = fields.List(fields.String(), required=True)
    source_names = fields.List(fields.String(validate=FILLED), data_key="sources")


class SourcesIn(Schema):
    """The sources a partner is bound to; none leaves it unbound."""

    sources = fields.List(fields.String(validate=FILLED), required=True)


class PartnerOut(Schema):
    """A contract. thumbprints: key ids, or thumbprints of certificates, it proves itself by."""

    client_id = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True)
    auth_method = fields.String(required=True)
    thumbprints = fields.List(fields.String(), required=True)
    scopes = fields.List(fields.String(), required=True)
    purposes = fields.List(fields.String(), required=True)
    sources = fields.List(fields.String(), required=True)
    field = fields.String(required=True, allow_none=True)
    token_binding = fields.String(required=True, allow_none=True)
    quota = fields.Integer(required=True, allow_none=True)
    quota_seconds = fields.Integer(required=True, allow_none=True)
    retention_days = fields.Integer(required=True, allow_none=True)
    contact = fields.String(required=True, allow_none=True)
    disclosure = fields.String(required=True)
    disclosure_basis = fields.String(required=True, allow_none=True)
    required_sources = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, allow_none=True
    )


class PartnerMadeOut(PartnerOut):
    """A partner just registered, with its secret this once; null where it has keys or certificates."""

    client_secret = fields.String(required=True, allow_none=True)


class ClientSecretOut(Schema):
    """A secret just made, this once."""

    client_id = fields.String(required=True)
    client_secret = fields.String(required=True)


class PartnersOut(Schema):
    """Every client, by name."""

    partners = fields.List(fields.Nested(PartnerOut), required=True)
