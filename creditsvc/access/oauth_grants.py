"""The two grants we give: client credentials to machines, code with PKCE (S256) to people."""

from typing import Any

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
)
from authlib.oauth2.rfc6749.grants import (  # type: ignore[import-untyped]
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
)
from authlib.oauth2.rfc6749.requests import OAuth2Request  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import CodeChallenge  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636.challenge import (  # type: ignore[import-untyped]
    compare_s256_code_challenge,
)

from creditsvc.access import authentication, codes, credentials
from creditsvc.access.domain import User, granted, scope_text
from creditsvc.access.oauth_client import OAuthClient
from creditsvc.access.store import Code
from creditsvc.kernel.caller import Caller
from creditsvc.web.runtime import runtime


class MachineGrant(ClientCredentialsGrant):  # type: ignore[misc]
    """RFC 6749 section 4.4. A request without scope gets all that is registered."""

    TOKEN_ENDPOINT_AUTH_METHODS = authentication.CONFIDENTIAL


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """RFC 6749 section 4.1 with RFC 7636."""

    TOKEN_ENDPOINT_AUTH_METHODS = authentication.ALL

    @staticmethod
    def spent() -> InvalidGrantError:
        """The answer to a code that is unknown, used or run out."""
        return InvalidGrantError("the code is unknown, used or expired")

    @staticmethod
    def validate_authorization_redirect_uri(request: OAuth2Request, client: OAuthClient) -> str:
        """The named and registered address, else a refusal that goes nowhere."""
        uri = request.payload.redirect_uri
        if not uri or not client.check_redirect_uri(uri):
            raise InvalidRequestError("the redirect_uri is not registered for this client")
        return str(uri)

    def create_authorization_response(self, redirect_uri: str, grant_user: User | None) -> Any:
        """The code, for scopes that client and roles both allow; more than that is refused."""
        if grant_user is not None:
            allowed = self.request.client.client.scopes & grant_user.scopes
            scopes = granted(self.request.payload.scope, allowed)
            if scopes is None:
                raise InvalidScopeError(
                    "the roles of this person do not carry the scope", redirect_uri=redirect_uri
                )
            self.request.scope = scope_text(scopes)
        return super().create_authorization_response(redirect_uri, grant_user)

    def generate_authorization_code(self) -> str:
        """A code of full entropy."""
        return credentials.new_secret()

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep the code's digest; an act of the person who signed in."""
        consent = codes.Consent(
            user=request.user,
            client_id=request.client.get_client_id(),
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            challenge=request.payload.data["code_challenge"],
        )
        with runtime().work.act(caller_for(request.user)) as act:
            codes.give(act, code, consent)

    def query_authorization_code(self, code: str, client: OAuthClient) -> "GivenCode | None":
        """The code if it may be exchanged now; one that was used before sets off revocation."""
        with runtime().work.read() as session:
            found = codes.find(session, code, client.get_client_id())
        if found is None:
            return None
        if found.used_at is not None:
            with runtime().work.act(caller_for(found.user)) as act:
                codes.replayed(act, found)
            return None
        return GivenCode(found) if runtime().clock.now() < found.expires_at else None

    def authenticate_user(self, authorization_code: "GivenCode") -> User | None:
        """The person who signed in, if still in office."""
        user = authorization_code.user
        return user if user.status == "active" else None

    def delete_authorization_code(self, authorization_code: "GivenCode") -> None:
        """Nothing: the code was taken before the token left (see `oauth._exchange_code`)."""


class GivenCode:
    """An authorization code as Authlib wants to see it."""

    code_challenge_method = "S256"

    def __init__(self, code: Code) -> None:
        self.code = code
        self.user = code.user
        self.code_challenge = code.code_challenge

    def get_redirect_uri(self) -> str:
        """The address it was sent to."""
        return self.code.redirect_uri

    def get_scope(self) -> str:
        """What the person allowed."""
        return self.code.scope


class S256Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE that is never left out and never `plain` (RFC 9700 section 2.1.1)."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)
    CODE_CHALLENGE_METHODS = {"S256": compare_s256_code_challenge}  # noqa: RUF012 - Authlib's shape

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        """Refuse at the authorization endpoint already: Authlib alone would give the code out."""
        data = grant.request.payload.data
        if data.get("code_challenge_method") != "S256" or not data.get("code_challenge"):
            raise InvalidRequestError("code_challenge with code_challenge_method=S256 is required")
        super().validate_code_challenge(grant, redirect_uri)


def caller_for(user: User) -> Caller:
    """The person as the actor of the acts of signing in."""
    return user.caller(frozenset())
