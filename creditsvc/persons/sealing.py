"""Sealing one field of one person with SM4-GCM (GB/T 32907; RFC 8998), and committing to what it says.

The associated data bind record, field and key, so a seal opens nowhere else. A random salt lies
inside the seal; the commitment over salt and value tells nothing without the key, and proves after a
change of keys that the value is still the one recorded.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag

from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.persons.domain import SealBroken
from creditsvc.persons.keys import Ring
from creditsvc.signing.sm4 import NONCE_BYTES, decrypt, encrypt

FIELDS = ("name", "number")
SALT_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which field of which person."""

    person_id: UUID
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed value: name of the key, nonce in hex, ciphertext with its tag in base64."""

    key_id: str
    nonce: str
    ciphertext: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A value and the salt of its commitment; neither shows in a repr."""

    value: str = field(repr=False)
    salt: bytes = field(repr=False)


def fresh(value: str) -> Content:
    """The value with a salt of its own."""
    return Content(value=value, salt=secrets.token_bytes(SALT_BYTES))


def commitment(place: Place, content: Content) -> str:
    """SHA-256 over salt, place and value, in hex."""
    told = {"field": place.field, "person": str(place.person_id), "value": content.value}
    return sha256(content.salt + canonical_bytes(told)).hexdigest()


def seal(ring: Ring, place: Place, content: Content) -> Sealed:
    """The content sealed for *place* under the newest key, with a random nonce."""
    kid, nonce = ring.newest, secrets.token_bytes(NONCE_BYTES)
    plain = content.salt + content.value.encode()
    sealed = encrypt(ring.key(kid), nonce, _bound(place, kid), plain)
    return Sealed(
        key_id=kid, nonce=nonce.hex(), ciphertext=base64.b64encode(sealed).decode("ascii")
    )


def unseal(ring: Ring, place: Place, sealed: Sealed, committed: str) -> Content:
    """What was sealed for *place*, and was *committed* to; raises SealBroken, PersonKeysMissing."""
    key = ring.key(sealed.key_id)
    try:
        nonce = bytes.fromhex(sealed.nonce)
        body = base64.b64decode(sealed.ciphertext, validate=True)
        plain = decrypt(key, nonce, _bound(place, sealed.key_id), body)
    except (InvalidTag, ValueError, binascii.Error):
        raise _broken(place) from None
    content = Content(value=plain[SALT_BYTES:].decode(), salt=plain[:SALT_BYTES])
    if not hmac.compare_digest(commitment(place, content), committed):
        raise _broken(place)
    return content


def _bound(place: Place, kid: str) -> bytes:
    return canonical_bytes({"field": place.field, "key": kid, "person": str(place.person_id)})


def _broken(place: Place) -> SealBroken:
    return SealBroken(
        "密文与登记时不符（被改动、移位或者密钥不对），不能显示，请报告管理员",
        "the sealed value is not the one recorded (altered, moved, or another key); report it",
        person=str(place.person_id),
    )
