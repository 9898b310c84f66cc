"""The OAuth endpoints. Their errors are bodies of RFC 6749, not problem documents."""

from typing import Any, cast

from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749 import InvalidRequestError  # type: ignore[import-untyped]
from flask import Response, jsonify, request
from flask.blueprints import BlueprintSetupState

from creditsvc.access import api_partners, api_people, authentication, people, schemas, signin
from creditsvc.access.domain import Client, granted
from creditsvc.access.keysets import ALGORITHMS
from creditsvc.access.oauth import install, server
from creditsvc.access.oauth_client import client_named
from creditsvc.access.oauth_grants import CodeGrant
from creditsvc.kernel.roles import ALL_SCOPES
from creditsvc.signing.service import Keys
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import open_to_all
from creditsvc.web.runtime import runtime

CLIENTS = "clients prove themselves here by their own means (RFC 6749 section 2.3)"
PROOF_FIELDS = ("client_id", "client_secret", "client_assertion_type", "client_assertion")
SECRET_FIELDS = ("token_type_hint", *PROOF_FIELDS)
TOKEN_FIELDS = ("scope", *PROOF_FIELDS, "code", "redirect_uri", "code_verifier")
ASKED = (
    "response_type", "client_id", "redirect_uri", "state", "code_challenge",
    "code_challenge_method",
)  # fmt: skip
oauth = Blueprint(
    "oauth", __name__, template_folder="templates", description="授权 / OAuth 2.0 (RFC 6749)"
)
blueprints: tuple[Blueprint, ...] = (oauth, *api_people.blueprints, *api_partners.blueprints)


@oauth.record
def _give_server(state: BlueprintSetupState) -> None:
    install(state.app)


@oauth.post("/oauth/token")
@oauth.doc(**schemas.form(("grant_type",), TOKEN_FIELDS, "RFC 6749"))
@open_to_all(CLIENTS)
def token() -> Response:
    """取得访问令牌 / Get an access token (RFC 6749 section 3.2)."""
    _well_formed("grant_type")
    return cast("Response", server().create_token_response())


@oauth.post("/oauth/introspect")
@oauth.doc(**schemas.form(("token",), SECRET_FIELDS, "RFC 7662"))
@open_to_all(CLIENTS)
def introspect() -> Response:
    """查验自己的令牌 / Ask whether an own token is good now (RFC 7662)."""
    _well_formed("token")
    return cast("Response", server().create_endpoint_response("introspection"))


@oauth.post("/oauth/revoke")
@oauth.doc(**schemas.form(("token",), SECRET_FIELDS, "RFC 7009"))
@open_to_all(CLIENTS)
def revoke() -> Response:
    """作废自己的令牌 / End an own token at once (RFC 7009)."""
    _well_formed("token")
    return cast("Response", server().create_endpoint_response("revocation"))


@oauth.get("/oauth/authorize")
@oauth.doc(**schemas.page(*ASKED))
@open_to_all("people sign in here")
def ask() -> Response:
    """登录页 / The sign-in page (RFC 6749 section 3.1)."""
    try:
        grant = _consent()
    except OAuth2Error as error:
        return _refused(error)
    return signin.page(request, _client(grant), _shown(grant))


@oauth.post("/oauth/authorize")
@oauth.doc(**schemas.page(*ASKED))
@open_to_all("people sign in here; the form is bound to their browser")
def answer() -> Response:
    """提交登录 / Sign in or decline."""
    try:
        grant = _consent()
    except OAuth2Error as error:
        return _refused(error)
    if not signin.genuine(request):
        return signin.page(request, _client(grant), _shown(grant), notice=signin.STALE)
    if request.form.get("decision") != "allow":
        return _respond(grant, None)
    username = request.form.get("username", "").strip().lower()
    part = runtime()
    found = people.sign_in(part.work, part.part(Keys), username, request.form.get("password", ""))
    if isinstance(found, int):
        notice = signin.wait(found) if found else signin.WRONG
        return signin.page(request, _client(grant), _shown(grant), notice=notice)
    return _respond(grant, found)


@oauth.get("/oauth/jwks")
@oauth.doc(**schemas.document("RFC 7517"))
@open_to_all("public keys")
def jwks() -> Response:
    """公钥集 / The public keys (RFC 7517)."""
    return _public(runtime().part(Keys).public_jwks())


@oauth.get("/.well-known/oauth-authorization-server")
@oauth.doc(**schemas.document("RFC 8414"))
@open_to_all("metadata")
def metadata() -> Response:
    """元数据 / What this authorization server can do (RFC 8414)."""
    base = runtime().settings.base_url
    return _public(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "introspection_endpoint": f"{base}/oauth/introspect",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "jwks_uri": f"{base}/oauth/jwks",
            "scopes_supported": sorted(ALL_SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": authentication.ALL,
            "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            "revocation_endpoint_auth_methods_supported": authentication.ALL,
            "revocation_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            "introspection_endpoint_auth_methods_supported": authentication.CONFIDENTIAL,
            "introspection_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            "dpop_signing_alg_values_supported": ALGORITHMS,
            "tls_client_certificate_bound_access_tokens": True,
            "authorization_response_iss_parameter_supported": True,
            "ui_locales_supported": ["zh-CN", "en"],
        }
    )


@oauth.errorhandler(OAuth2Error)
def _oauth_error(error: OAuth2Error) -> Response:
    return cast("Response", server().handle_error_response(None, error))


def _public(body: dict[str, Any]) -> Response:
    made = jsonify(body)
    made.headers["Cache-Control"] = "public, max-age=300"
    return made


def _well_formed(needed: str) -> None:
    """Parameters stand in the body, once each (RFC 6749 section 3.2)."""
    if request.args:
        raise InvalidRequestError("parameters belong into the body, never into the address")
    if request.mimetype != "application/x-www-form-urlencoded" or needed not in request.form:
        raise InvalidRequestError(f"a form with the parameter {needed} is required")
    if any(len(request.form.getlist(name)) > 1 for name in request.form):
        raise InvalidRequestError("a parameter is repeated")


def _consent() -> CodeGrant:
    """The validated request; OAuth2Error with a redirect_uri only if that is the client's own."""
    given = request.args
    if any(len(request.values.getlist(name)) > 1 for name in request.values):
        raise InvalidRequestError("a parameter is repeated")
    client = client_named(given.get("client_id", ""))
    uri = given.get("redirect_uri", "")
    if client is None or not client.check_redirect_uri(uri):
        raise InvalidRequestError("the client or its redirect_uri is not registered")
    if given.get("response_type") != "code":
        known = "response_type" in given
        raise OAuth2Error(
            "response_type must be code",
            redirect_uri=uri,
            state=given.get("state"),
            error="unsupported_response_type" if known else "invalid_request",
        )
    return cast("CodeGrant", server().get_consent_grant(end_user=None))


def _respond(grant: CodeGrant, user: object) -> Response:
    made = server().create_authorization_response(
        request=grant.request, grant_user=user, grant=grant
    )
    return server().redirect(made)


def _refused(error: OAuth2Error) -> Response:
    """Back to the client if its address is sure; else a page, never a redirect (RFC 6749 4.1.2.1)."""
    if error.redirect_uri:
        return server().redirect(server().handle_error_response(None, error))
    return signin.refusal(
        "发起登录的应用没有登记，或其请求不合规格。",
        "The application that sent you here is not registered, or its request is malformed: "
        f"{error.get_error_description()}.",
    )


def _client(grant: CodeGrant) -> Client:
    return cast("Client", grant.request.client.client)


def _shown(grant: CodeGrant) -> frozenset[str]:
    return granted(grant.request.payload.scope, _client(grant).scopes) or frozenset()
