"""Signing and checking JWS (RFC 7515, ES256 and nothing else), and keyed digests for logs."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BinasciiError
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.signing import keys as store
from creditsvc.signing.keys import BadKeys, KeyRing, Stamp

__all__ = ["ALGORITHM", "BadKeys", "Keys", "Stamp", "check_jws", "typ_of"]

ALGORITHM = "ES256"
HEADER = {"alg", "kid", "typ"}
LONGEST = 1_000_000  # characters of a JWS that we read at all


class Keys:
    """The service's keys. Follows the directory: a rotation is seen at the next signature."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._ring = store.read(directory)

    @classmethod
    def open(cls, directory: Path, *, create: bool = True) -> Self:
        """The keys in *directory*, made on the first use if *create*; raises BadKeys."""
        if create:
            store.create(directory)
        return cls(directory)

    def __repr__(self) -> str:
        return f"Keys({str(self._directory)!r}, active={self.active_kid!r})"

    @property
    def active_kid(self) -> str:
        """RFC 7638 thumbprint of the key that signs."""
        return str(self._current().active.kid)

    @property
    def generation(self) -> Stamp:
        """Changes whenever a key was added or taken away: what was verified before is then stale."""
        return self._current().stamp

    def rotate(self) -> str:
        """Make a new active key; the old ones stay in the JWKS to verify. The new kid."""
        return store.append(self._directory)

    def retire(self, kid: str, at: datetime) -> None:
        """Let nothing that a former key signs from *at* on be good, wherever the JWK set is read."""
        store.retire(self._directory, kid, int(at.timestamp()))

    def public_jwks(self) -> dict[str, Any]:
        """The JWK set (RFC 7517) of all public keys, newest first; `exp` where one was retired."""
        return {
            "keys": [
                key.as_dict(private=False, alg=ALGORITHM, use="sig")
                for key in reversed(self._current().keys)
            ]
        }

    def sign_jws(self, payload: bytes | dict[str, Any], typ: str) -> str:
        """A compact JWS over *payload* (a dict: its canonical bytes) with the active key's kid."""
        body = payload if isinstance(payload, bytes) else canonical_bytes(payload)
        # Of a set with several keys joserfc signs with a random one: it gets exactly the active.
        active = KeySet([self._current().active])
        return jws.serialize_compact(
            {"alg": ALGORITHM, "typ": typ}, body, active, algorithms=[ALGORITHM]
        )

    def verify_jws(self, text: str, typ: str, *, dated: bool = True) -> dict[str, Any]:
        """The claims of a JWS of ours; ValueError if anything at all is wrong with it.

        dated: False for what bears no `iat`, being held by rows that do: a retired key still proves it.
        """
        ring = self._current()
        return _checked(text, typ, {str(key.kid): key for key in ring.keys}, dated=dated)

    def keyed_digest(self, text: str) -> str:
        """HMAC-SHA256 of *text*, hexadecimal: the same text can be found again, not read back."""
        return self.keyed_digests((text,))[0]

    def keyed_digests(self, texts: Iterable[str]) -> list[str]:
        """The same of many *texts* under one look at the key directory, in their order."""
        key = self._current().digest_key
        return [hmac.digest(key, text.encode(), "sha256").hex() for text in texts]

    def derived(self, label: str, size: int) -> bytes:
        """A secret key of *size* bytes for the one use that *label* names (HKDF, RFC 5869)."""
        work = HKDF(algorithm=hashes.SHA256(), length=size, salt=None, info=label.encode())
        return work.derive(self._current().digest_key)

    def _current(self) -> KeyRing:
        if store.stamp(self._directory) != self._ring.stamp:
            self._ring = store.read(self._directory)
        return self._ring


def check_jws(text: str, typ: str, jwks: dict[str, Any]) -> dict[str, Any]:
    """The claims of a JWS checked with a public JWK set alone, offline; ValueError if it is bad."""
    try:
        found = {str(key["kid"]): ECKey.import_key(key) for key in jwks["keys"]}
    except (KeyError, TypeError, JoseError) as why:
        raise ValueError("公钥集读不出 / the JWK set is unreadable") from why
    return _checked(text, typ, found)


def typ_of(text: str) -> str:
    """The `typ` that a compact JWS claims, not checked at all; ValueError if it claims none."""
    if len(text) > LONGEST:
        raise ValueError("不是紧凑 JWS / not a compact JWS")
    typ = _object(_decoded(text.partition(".")[0])).get("typ")
    if not isinstance(typ, str):
        raise ValueError("签名头没有 typ / the header has no typ")  # noqa: TRY004 - as below
    return typ


def _checked(text: str, typ: str, keys: dict[str, ECKey], *, dated: bool = True) -> dict[str, Any]:
    if len(text) > LONGEST or text.count(".") != 2:
        raise ValueError("不是紧凑 JWS / not a compact JWS")
    parts = [_decoded(part) for part in text.split(".")]
    header = _object(parts[0])
    # Nothing else may stand in the header: `crit`, `b64`, `jwk`, `jku` and `x5c` choose keys or forms.
    if set(header) != HEADER or header["alg"] != ALGORITHM or header["typ"] != typ:
        raise ValueError("签名头不是所要的 / the header is not what was asked for")
    key = keys.get(header["kid"]) if isinstance(header["kid"], str) else None
    if key is None:
        raise ValueError("签名密钥不认识 / the signing key is not known")
    try:
        jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
    except JoseError as why:
        raise ValueError("签名无效 / the signature is not valid") from why
    claims = _object(parts[1])
    if dated:
        _must_precede(claims, key)
    return claims


def _must_precede(claims: dict[str, Any], key: ECKey) -> None:
    """A key with `exp` (a JWK parameter of OpenID Federation 1.0) signed nothing good from then on."""
    stated: dict[str, Any] = dict(key.as_dict(private=False))
    until, issued = stated.get("exp"), claims.get("iat")
    if until is not None and not (isinstance(issued, int) and issued < until):
        raise ValueError("签名密钥在签发之前已停用 / the key was retired before this was signed")


def _decoded(part: str) -> bytes:
    """The bytes of a base64url part, which must be written in its one canonical way."""
    try:
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4)) if part.isascii() else b""
    except BinasciiError:
        raw = b""
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise ValueError("base64url 写法不规范 / not canonical base64url")
    return raw


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as why:
        raise ValueError("不是 JSON / not JSON") from why
    if not isinstance(found, dict):
        raise ValueError("不是 JSON 对象 / not a JSON object")  # noqa: TRY004 - callers catch ValueError
    return found
