"""What a key signs to be known: an assertion of who the client is, a DPoP proof beside one request.

A key is given as a private JWK (RFC 7517): EC P-256 signs ES256, OKP Ed25519 signs Ed25519, RSA signs
PS256; the service takes no other. It never leaves this process; the service knows its public half.
"""

import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SECONDS = 60  # that an assertion is good for
KINDS: Mapping[str, tuple[type[ECKey | OKPKey | RSAKey], str]] = {
    "EC": (ECKey, "ES256"),
    "OKP": (OKPKey, "Ed25519"),
    "RSA": (RSAKey, "PS256"),
}


class _Wide(JWSRegistry):
    max_header_length = 4096  # a proof carries its key, and one of RSA is long


def now() -> int:
    """Seconds since 1970; must agree with the service's clock within ten seconds ahead, sixty behind."""
    return int(time.time())  # noqa: TID251 - the edge: what is signed bears the time


class SigningKey:
    """A private key of the partner. Raises ValueError for one that the service would not take."""

    def __init__(self, jwk: Mapping[str, Any]) -> None:
        kind, self.algorithm = KINDS.get(str(jwk.get("kty")), (None, ""))
        if kind is None or "d" not in jwk:
            raise ValueError("a private JWK of kty EC, OKP or RSA is needed")
        self._key = kind.import_key(dict(jwk))

    def __repr__(self) -> str:
        return f"SigningKey({self.algorithm})"

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new key on P-256: for DPoP one may last no longer than the process."""
        return cls(ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True))

    def public(self) -> dict[str, Any]:
        """The public JWK, as it is registered with the service inside `{"keys": […]}`."""
        return dict(self._key.as_dict(private=False))

    def private(self) -> dict[str, Any]:
        """The private JWK, to be kept where nobody else reads it."""
        return dict(self._key.as_dict(private=True))

    def assertion(self, client_id: str, issuer: str) -> str:
        """That the bearer is *client_id*, for *issuer* alone, once, for a minute (RFC 7523)."""
        at = now()
        said = {"iss": client_id, "sub": client_id, "aud": issuer, "iat": at, "exp": at + SECONDS}
        kid = self._key.as_dict(private=False).get("kid")
        return self._signed({"typ": "JWT"} | ({"kid": kid} if kid else {}), said)

    def proof(self, method: str, url: str, token: str | None = None) -> str:
        """That whoever sends this request holds the key (RFC 9449); *token*: the one sent with it."""
        said = {"htm": method, "htu": url.partition("?")[0].partition("#")[0], "iat": now()}
        if token is not None:
            digest = sha256(token.encode()).digest()
            said["ath"] = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return self._signed({"typ": "dpop+jwt", "jwk": self.public()}, said)

    def _signed(self, header: Mapping[str, Any], said: Mapping[str, Any]) -> str:
        body = json.dumps({**said, "jti": secrets.token_urlsafe(24)}).encode()
        registry = _Wide(algorithms=[self.algorithm])
        head = {"alg": self.algorithm, **header}
        return jws.serialize_compact(head, body, self._key, registry=registry)
