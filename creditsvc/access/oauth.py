"""The authorization server on Authlib: RFC 6749 (client credentials, code), 7636 (S256), 9068, 9207.

Stricter than Authlib's defaults: scopes are never narrowed in silence, times come from the
runtime's clock, nothing but codes is written, and no client is told which part of it was wrong.
"""

import logging
from typing import Any, cast

from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.integrations.flask_oauth2 import (  # type: ignore[import-untyped]
    AuthorizationServer,
)
from authlib.integrations.flask_oauth2.requests import (  # type: ignore[import-untyped]
    FlaskOAuth2Request,
)
from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.requests import OAuth2Request  # type: ignore[import-untyped]
from authlib.oauth2.rfc6750 import BearerTokenGenerator  # type: ignore[import-untyped]
from flask import Request, Response, current_app, request
from flask.sansio.app import App

from creditsvc.access import authentication, codes
from creditsvc.access.contracts import Confirmation, satisfies
from creditsvc.access.domain import User, words
from creditsvc.access.oauth_client import OAuthClient, client_named
from creditsvc.access.oauth_endpoints import Introspection, Revocation
from creditsvc.access.oauth_grants import CodeGrant, MachineGrant, S256Challenge, caller_for
from creditsvc.access.possession import BadPossession, asked_for
from creditsvc.access.tokens import Tokens
from creditsvc.web.runtime import runtime

EXTENSION = "creditsvc.oauth"
FAILED = "client authentication failed"


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with our clients, our clock and one answer to every bad client."""

    def create_oauth2_request(self, request: Request) -> OAuth2Request:
        """The request under the public address: behind a proxy, the address seen here is not it."""
        del request
        return _PublicRequest(_current())

    def authenticate_client(
        self, request: OAuth2Request, methods: list[str], endpoint: str = "token"
    ) -> OAuthClient:
        """The client that proved itself by one of *methods*; every failure reads the same."""
        del endpoint
        try:
            method, client = authentication.proved(request, _current())
        except (InvalidClientError, BadPossession) as why:
            raise InvalidClientError(status_code=401, description=FAILED) from why
        if method not in methods:
            raise InvalidClientError(status_code=401, description=FAILED)
        request.auth_method = method
        return client

    def redirect(self, response: Response) -> Response:
        """Add `iss` (RFC 9207) to an authorization response; 303, so that no body is sent on."""
        if response.location:
            response.location = add_params_to_uri(
                response.location, [("iss", runtime().settings.base_url)]
            )
            response.status_code = 303
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class _PublicRequest(FlaskOAuth2Request):  # type: ignore[misc]
    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.uri = runtime().settings.base_url + request.full_path


def install(app: App) -> None:
    """Give *app* its authorization server."""
    # Authlib writes issued tokens to its log at DEBUG.
    logging.getLogger("authlib").setLevel(logging.INFO)
    made = Server(query_client=client_named, save_token=_exchange_code)
    made.register_token_generator("default", _Generator(_access_token, None, _expires_in))
    made.register_grant(MachineGrant)
    made.register_grant(CodeGrant, [S256Challenge(required=True)])
    made.register_endpoint(Introspection)
    made.register_endpoint(Revocation)
    app.extensions[EXTENSION] = made


def server() -> Server:
    """The authorization server of the application that answers this request."""
    return cast("Server", current_app.extensions[EXTENSION])


def _current() -> Request:
    return request


class _Generator(BearerTokenGenerator):  # type: ignore[misc]
    """Authlib's, and the token's type as its binding has it (RFC 9449 section 5)."""

    def generate(self, grant_type: str, client: OAuthClient, *rest: Any, **more: Any) -> Any:
        """The token response; OAuth2Error where the contract demands a binding that was not offered."""
        client.confirmation = _confirmation(client)
        token = super().generate(grant_type, client, *rest, **more)
        if client.confirmation is not None and client.confirmation.kind == "dpop":
            token["token_type"] = "DPoP"  # noqa: S105 - the word of RFC 9449
        return token


def _confirmation(client: OAuthClient) -> Confirmation | None:
    """What the token is bound to: always something where the contract says so."""
    known = client.client
    by_certificate = known.auth_method == authentication.BY_CERTIFICATE or known.token_binding in {
        "mtls",
        "any",
    }
    try:
        found = asked_for(runtime(), _current().environ, by_certificate=by_certificate)
    except BadPossession as why:
        error = why.error if why.error == "invalid_dpop_proof" else "invalid_request"
        raise OAuth2Error(str(why), error=error) from why
    if not satisfies(known.token_binding, found):
        raise InvalidRequestError(
            f"the contract demands a token bound to a key ({known.token_binding}): "
            "send a DPoP proof, or connect with a client certificate"
        )
    return found


def _access_token(client: OAuthClient, grant_type: str, user: User | None, scope: str) -> str:
    del grant_type
    client_id = client.get_client_id()
    subject = f"user:{user.username}" if user else f"client:{client_id}"
    return runtime().part(Tokens).issue(subject, client_id, words(scope), client.confirmation)


def _expires_in(client: OAuthClient, grant_type: str) -> int:
    del client, grant_type
    return runtime().part(Tokens).life


def _exchange_code(token: dict[str, Any], asked: OAuth2Request) -> None:
    """Called before a token leaves: takes the code for it; for machines nothing is written."""
    code = asked.authorization_code
    if code is None:
        return
    claims = runtime().part(Tokens).verified(token["access_token"])
    with runtime().work.act(caller_for(code.user)) as act:
        fresh = codes.redeem(act, code.code, claims)
    if not fresh:  # refused after the commit, which revokes what the code was exchanged for
        raise CodeGrant.spent()
