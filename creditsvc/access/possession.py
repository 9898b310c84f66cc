"""That whoever shows a token, or asks for one, holds the key it is bound to (RFC 8705, RFC 9449)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from creditsvc.access import certificates, dpop
from creditsvc.access.certificates import BadCertificate
from creditsvc.access.contracts import Confirmation
from creditsvc.access.domain import Claims
from creditsvc.access.dpop import BadProof, Expected
from creditsvc.access.replay import UsedOnce
from creditsvc.web.runtime import Runtime

Environ = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """The key under which a proxy signs the certificates it saw; None: we end TLS ourselves."""

    key: bytes | None = field(repr=False)


class BadPossession(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """The key that the token is bound to was not shown. `error`: the word of the RFC."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why)
        self.error = error


def asked_for(here: Runtime, environ: Environ, *, by_certificate: bool) -> Confirmation | None:
    """What the token that this request asks for is to be bound to; None: to nothing.

    A proof binds it to the proof's key; else, *by_certificate*, the connection's certificate does.
    """
    if "HTTP_DPOP" in environ:
        return Confirmation(kind="dpop", thumbprint=_proved(here, environ, None))
    der = certificate(here, environ) if by_certificate else None
    if der is None:
        return None
    return Confirmation(kind="mtls", thumbprint=certificates.thumbprint(der))


def must_hold(here: Runtime, claims: Claims, scheme: str, token: str, environ: Environ) -> None:
    """Raises BadPossession unless this request comes from the holder of the token's key."""
    bound = claims.confirmation
    if bound is None or (scheme == "dpop") is not (bound.kind == "dpop"):
        raise BadPossession("invalid_token", "the token does not go with this scheme")
    if bound.kind == "dpop":
        if _proved(here, environ, token) != bound.thumbprint:
            raise BadPossession("invalid_token", "the proof is signed by another key")
        return
    der = certificate(here, environ)
    if der is None or certificates.thumbprint(der) != bound.thumbprint:
        raise BadPossession("invalid_token", "the token is bound to another certificate")


def certificate(here: Runtime, environ: Environ) -> bytes | None:
    """The certificate of this request's connection (DER); None: there is none."""
    try:
        return certificates.presented(
            environ, here.part(Forwarding).key, here.clock.now().timestamp()
        )
    except BadCertificate as why:
        raise BadPossession("invalid_token", str(why)) from why


def _proved(here: Runtime, environ: Environ, token: str | None) -> str:
    """Thumbprint of the key that a fresh proof for this request shows; raises BadPossession."""
    path = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"])
    expected = Expected(
        method=str(environ["REQUEST_METHOD"]),
        address=here.settings.base_url + path.partition("?")[0],
        now=here.clock.now().timestamp(),
        token=token,
    )
    try:
        found = dpop.proof(str(environ.get("HTTP_DPOP", "")), expected)
    except BadProof as why:
        raise BadPossession("invalid_dpop_proof", str(why)) from why
    if not here.part(UsedOnce).first("dpop", found.thumbprint, found.jti, found.until):
        raise BadPossession("invalid_dpop_proof", "the proof was used before")
    return found.thumbprint
