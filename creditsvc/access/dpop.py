"""DPoP proofs (RFC 9449): that whoever sends this request holds a key, now, for this very request."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from joserfc import jws
from joserfc.errors import JoseError

from creditsvc.access.keysets import ALGORITHMS, REGISTRY, BadKey, Key, public_key

TYPE = "dpop+jwt"
LONGEST = 4096  # characters
LONGEST_JTI = 128
FRESH, AHEAD = 60, 10  # seconds: how old a proof may be, and how far ahead its maker's clock
HEADER = {"typ", "alg", "jwk"}
PORTS = {"http": 80, "https": 443}


class BadProof(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """The header is not a proof for this request; the message says which part is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A genuine proof. thumbprint: of its key (RFC 7638). It may be used once until *until*."""

    thumbprint: str
    jti: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The request that a proof must be for. token: the access token it goes with, if any does."""

    method: str
    address: str
    now: float
    token: str | None = None


def proof(text: str, expected: Expected) -> Proof:
    """The proof in the text of a `DPoP` header, checked by RFC 9449 section 4.3; raises BadProof.

    That it was not used before is for the caller to see.
    """
    thumbprint, said = _opened(text)
    if said.get("htm") != expected.method:
        raise BadProof("htm is not the method of this request")
    if not _same_address(said.get("htu"), expected.address):
        raise BadProof("htu is not the address of this request")
    issued, jti = said.get("iat"), said.get("jti")
    if type(issued) is not int or not -AHEAD <= expected.now - issued <= FRESH:
        raise BadProof(f"iat is not within the last {FRESH} seconds")
    if not isinstance(jti, str) or not 8 <= len(jti) <= LONGEST_JTI:
        raise BadProof(f"jti is missing, or not of 8 to {LONGEST_JTI} characters")
    if expected.token is not None and said.get("ath") != _digest(expected.token):
        raise BadProof("ath is not the digest of the access token")
    until = datetime.fromtimestamp(issued + FRESH + AHEAD, UTC)
    return Proof(thumbprint=thumbprint, jti=jti, until=until)


def _opened(text: str) -> tuple[str, dict[str, Any]]:
    """Thumbprint of the key in the header, which signed it, and the claims."""
    if len(text) > LONGEST:
        raise BadProof("the proof is too long")
    try:
        found = jws.extract_compact(text.encode("ascii"), registry=REGISTRY)
        key = _key(found.headers())
        jws.deserialize_compact(text, key, registry=REGISTRY)
        said = orjson.loads(found.payload)
    except BadKey as why:
        raise BadProof("jwk is not a public key that is accepted") from why
    except BadProof:
        raise
    except (JoseError, ValueError, TypeError) as why:
        raise BadProof("it is no JWS signed by the key in its header") from why
    if not isinstance(said, dict):
        raise BadProof("its claims are no object")
    return key.thumbprint(), said


def _key(header: dict[str, Any]) -> Key:
    """The public key in the header of a proof, which holds nothing else that could choose one."""
    if set(header) != HEADER or header["typ"] != TYPE:
        raise BadProof(f"the header must hold typ {TYPE}, alg and jwk, and nothing else")
    if header["alg"] not in ALGORITHMS:
        raise BadProof(f"alg is none of {' '.join(ALGORITHMS)}")
    return public_key(header["jwk"])


def _same_address(said: object, address: str) -> bool:
    """Whether both name one address, query and fragment left out, as RFC 3986 section 6.2 compares."""
    if not isinstance(said, str):
        return False
    try:
        return _normal(said) == _normal(address)
    except ValueError:
        return False


def _normal(address: str) -> tuple[str, str | None, int | None, str]:
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    return scheme, parts.hostname, parts.port or PORTS.get(scheme), unquote(parts.path or "/")


def _digest(token: str) -> str:
    return urlsafe_b64encode(sha256(token.encode()).digest()).rstrip(b"=").decode()
