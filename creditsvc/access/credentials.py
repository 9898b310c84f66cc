"""Secrets, passwords and codes: made here, kept only as digests, compared in constant time.

Secrets and codes are of full entropy, so plain SHA-256 keeps them; passwords get scrypt (RFC 7914).
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import scrypt, sha256

SECRET_BYTES = 32
SALT_BYTES = 16
HASH_BYTES = 32
COST, BLOCK, PARALLEL = 2**15, 8, 3  # OWASP's equal of N=2^17, r=8, p=1 in a quarter of its memory
MEMORY = 64 * 1024 * 1024


def new_secret() -> str:
    """A random text of 256 bits, safe in an address and in HTTP Basic."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_client_id(kind: str) -> str:
    """A client id that nobody has."""
    return f"{kind}-{secrets.token_hex(8)}"


def digest(secret: str) -> str:
    """What is kept of a secret or code: its SHA-256, hexadecimal."""
    return sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str | None) -> bool:
    """Whether *secret* is the one whose digest was *kept*; never true of None."""
    return hmac.compare_digest(digest(secret), kept or "") and kept is not None


def hash_password(password: str) -> str:
    """scrypt of *password* under a new salt, with the parameters it was made with."""
    salt = secrets.token_bytes(SALT_BYTES)
    made = _scrypt(password, salt, (COST, BLOCK, PARALLEL))
    fields = (str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(made))
    return "$".join(("scrypt", *fields))


def password_matches(password: str, kept: str) -> bool:
    """Whether *password* is the one hashed as *kept*; as long a work for any wrong one."""
    name, cost, block, parallel, salt, made = kept.split("$")
    if name != "scrypt":
        raise ValueError(f"unknown password hash: {name}")
    found = _scrypt(password, b64decode(salt), (int(cost), int(block), int(parallel)))
    return hmac.compare_digest(found, b64decode(made))


def _scrypt(password: str, salt: bytes, how: tuple[int, int, int]) -> bytes:
    cost, block, parallel = how
    return scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=HASH_BYTES
    )


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def nobody() -> str:
    """A hash that no password has: checked for an unknown name, so that it costs what others do."""
    fields = (
        str(COST),
        str(BLOCK),
        str(PARALLEL),
        _text(bytes(SALT_BYTES)),
        _text(bytes(HASH_BYTES)),
    )
    return "$".join(("scrypt", *fields))
