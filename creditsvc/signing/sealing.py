"""Secrets that we must be able to read again (those of webhooks), sealed for the one place they stand in.

The key comes from the key directory, which no backup of the database contains.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag

from creditsvc.signing.service import Keys
from creditsvc.signing.sm4 import KEY_BYTES, NONCE_BYTES, decrypt, encrypt

LABEL = "creditsvc sealed secrets 1"


class SealedSecretBroken(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """What stands there was sealed for another place, under other keys, or altered."""


def seal(keys: Keys, place: str, secret: bytes) -> str:
    """The *secret* sealed for *place*, in base64."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = encrypt(keys.derived(LABEL, KEY_BYTES), nonce, place.encode(), secret)
    return base64.b64encode(nonce + sealed).decode("ascii")


def unseal(keys: Keys, place: str, sealed: str) -> bytes:
    """The secret that was sealed for *place*; raises SealedSecretBroken."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return decrypt(
            keys.derived(LABEL, KEY_BYTES), raw[:NONCE_BYTES], place.encode(), raw[NONCE_BYTES:]
        )
    except (InvalidTag, binascii.Error):
        raise SealedSecretBroken("密文不能打开 / the sealed secret does not open") from None
