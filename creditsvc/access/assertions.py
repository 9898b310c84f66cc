"""`private_key_jwt` (RFC 7523) on Authlib's frame: our keys, our clock, one use of each assertion.

As FAPI 2.0 section 5.3.2.1 asks, the audience is the issuer itself, as one text: an assertion made
for any other place is good for nothing here.
"""

from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError  # type: ignore[import-untyped]
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from creditsvc.access.keysets import ALGORITHMS, REGISTRY, key_set
from creditsvc.access.oauth_client import OAuthClient
from creditsvc.access.replay import UsedOnce
from creditsvc.web.runtime import runtime

METHOD = "private_key_jwt"
TYPES = {None, "JWT", "client-authentication+jwt"}
LONGEST_LIFE = 300  # seconds that an assertion may be good; so long its jti is remembered
AHEAD = 10  # seconds that its maker's clock may run ahead (FAPI 2.0 section 5.3.2.1)
LONGEST_JTI = 128


class Assertions(JWTBearerClientAssertion):  # type: ignore[misc]
    """Authlib reads the assertion and finds the client; the rest is held to our keys and clock."""

    CLIENT_AUTH_METHOD = METHOD

    def resolve_client_public_key(self, client: OAuthClient) -> KeySet:
        """The keys that the client registered; one that proves itself otherwise has none."""
        if client.client.auth_method != METHOD or client.proofs.jwks is None:
            raise InvalidClientError(description="registered for another method")
        return key_set(client.proofs.jwks)

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> dict[str, Any]:
        """The claims, if one of the client's keys signed them by an algorithm we allow."""
        try:
            token = jwt.decode(assertion, resolve_key, algorithms=ALGORITHMS, registry=REGISTRY)
        except (JoseError, ValueError) as why:
            raise InvalidClientError(description="signature") from why
        if token.header.get("typ") not in TYPES:
            raise InvalidClientError(description="typ")
        self.verify_claims(token.claims)
        return token.claims

    def verify_claims(self, claims: dict[str, Any]) -> None:
        """Issuer, subject, audience and time by RFC 7523 section 3; then that it is used once."""
        here = runtime()
        now = int(here.clock.now().timestamp())
        registry = jwt.JWTClaimsRegistry(
            now=now,
            leeway=AHEAD,
            iss={"essential": True, "value": str(claims.get("sub"))},
            sub={"essential": True},
            aud={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            registry.validate(claims)
        except JoseError as why:
            raise InvalidClientError(description=f"claims: {why.error}") from why
        expires, jti = claims["exp"], claims["jti"]
        if claims["aud"] != here.settings.base_url:
            raise InvalidClientError(description="aud is not the issuer")
        if not isinstance(expires, int) or expires > now + LONGEST_LIFE:
            raise InvalidClientError(description="exp is too far away")
        if not isinstance(jti, str) or not 8 <= len(jti) <= LONGEST_JTI:
            raise InvalidClientError(description="jti")
        until = datetime.fromtimestamp(expires + AHEAD, UTC)
        if not here.part(UsedOnce).first("assertion", claims["sub"], jti, until):
            raise InvalidClientError(description="used before")

    def authenticate_client(self, client: OAuthClient) -> OAuthClient:
        """The client: that this is its method was seen when its keys were asked for."""
        return client
