"""Introspection (RFC 7662) and revocation (RFC 7009), each for the asking client's own tokens only."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.requests import OAuth2Request  # type: ignore[import-untyped]
from authlib.oauth2.rfc7009 import RevocationEndpoint  # type: ignore[import-untyped]
from authlib.oauth2.rfc7662 import IntrospectionEndpoint  # type: ignore[import-untyped]

from creditsvc.access import authentication, service
from creditsvc.access.domain import Claims, scope_text
from creditsvc.access.oauth_client import OAuthClient
from creditsvc.access.tokens import BadToken, Tokens
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import legal_day
from creditsvc.web.guard import NotAuthenticated
from creditsvc.web.runtime import runtime


class GivenToken:
    """An access token, genuine and unexpired, as Authlib wants to see it."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.caller = _caller(claims)

    def check_client(self, client: OAuthClient) -> bool:
        """Whether it was issued to *client*."""
        return self.claims.client_id == client.get_client_id()

    def is_expired(self) -> bool:
        """False: an expired one is not found at all."""
        return False

    def is_revoked(self) -> bool:
        """Whether the token, its client or its person stand no longer."""
        return self.caller is None


class Introspection(IntrospectionEndpoint):  # type: ignore[misc]
    """Tells a client whether a token of its own is good now; of any other: not active."""

    CLIENT_AUTH_METHODS = authentication.CONFIDENTIAL

    def check_params(self, request: OAuth2Request, client: OAuthClient) -> None:
        """The token must be there; the hint is only a hint (RFC 7662 section 2.1)."""
        del client
        _token_named(request)

    def query_token(self, token_string: str, token_type_hint: str | None) -> GivenToken | None:
        """The token, if it is genuine and unexpired."""
        del token_type_hint
        return _token(token_string)

    def check_permission(
        self, token: GivenToken, client: OAuthClient, request: OAuth2Request
    ) -> bool:
        """Own tokens only."""
        del request
        return token.check_client(client)

    def introspect_token(self, token: GivenToken) -> dict[str, Any]:
        """What the token allows now, which may be less than it says."""
        issuer, claims = runtime().settings.base_url, token.claims
        bound = claims.confirmation
        said = {
            "active": True,
            "iss": issuer,
            "aud": issuer,
            "sub": claims.subject,
            "client_id": claims.client_id,
            "scope": scope_text(token.caller.scopes if token.caller else frozenset()),
            "token_type": "DPoP" if bound and bound.kind == "dpop" else "Bearer",
            "jti": claims.jti,
            "iat": claims.issued_at,
            "exp": claims.expires_at,
        }
        if bound is not None:
            said["cnf"] = bound.claim
        return said if claims.username is None else {**said, "username": claims.username}


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """Ends a token at once. An unknown or expired one is answered as if it had been ended."""

    CLIENT_AUTH_METHODS = authentication.ALL

    def check_params(self, request: OAuth2Request, client: OAuthClient) -> None:
        """The token must be there; the hint is only a hint (RFC 7009 section 2.1)."""
        del client
        _token_named(request)

    def query_token(self, token_string: str, token_type_hint: str | None) -> GivenToken | None:
        """The token, if it is genuine and unexpired."""
        del token_type_hint
        return _token(token_string)

    def revoke_token(self, token: GivenToken, request: OAuth2Request) -> None:
        """An act of the client; ending it again changes nothing."""
        client = request.client.client
        actor = Caller(
            id=f"client:{client.client_id}",
            kind="machine",
            name=client.name,
            scopes=frozenset(),
            roles=frozenset(),
        )
        with runtime().work.act(actor) as act:
            service.revoke_token(act, token.claims)


def _token_named(request: OAuth2Request) -> None:
    if not request.form.get("token"):
        raise InvalidRequestError("the parameter token is missing")


def _token(text: str) -> GivenToken | None:
    try:
        return GivenToken(runtime().part(Tokens).verified(text))
    except BadToken:
        return None


def _caller(claims: Claims) -> Caller | None:
    with runtime().work.read() as session:
        found = service.standing_of(session, claims, legal_day(runtime().clock.now()))
    try:
        return service.caller_of(claims, found)
    except NotAuthenticated:
        return None
