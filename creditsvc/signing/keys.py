"""The key directory: private files, an index in order of making, one digest key. No signing here.

Files are 0600 in a directory 0700 and are replaced whole; several processes may open it at once.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

INDEX = "index.json"
DIGEST_KEY = "digest.key"
LOCK = "lock"
CURVE = "P-256"
DIGEST_BYTES = 32
OTHERS = 0o077
Stamp = tuple[int, int, int]


class BadKeys(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """The key directory is missing, incomplete or open to others; the message says which and how
    to mend it, and never shows a key.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """All keys at one moment, oldest first; the last one signs."""

    stamp: Stamp
    keys: tuple[ECKey, ...] = field(repr=False)
    digest_key: bytes = field(repr=False)

    @property
    def active(self) -> ECKey:
        """The key that signs."""
        return self.keys[-1]

    def named(self, kid: object) -> ECKey | None:
        """The key whose thumbprint (RFC 7638) is *kid*."""
        return next((key for key in self.keys if key.kid == kid), None)


def stamp(directory: Path) -> Stamp:
    """What changes whenever the index does; costs one `stat`."""
    try:
        # neither pathlib's join nor its stat: every look-up comes by here, twice
        found = os.stat(f"{directory}/{INDEX}")  # noqa: PTH116
    except FileNotFoundError as why:
        raise BadKeys(
            f"密钥目录里没有索引 / no key index: {directory / INDEX}; 先创建密钥 / create keys first"
        ) from why
    return (found.st_mtime_ns, found.st_ino, found.st_size)


def read(directory: Path) -> KeyRing:
    """The ring kept in *directory*; raises BadKeys."""
    seen = stamp(directory)
    try:
        kids = json.loads(_private(directory / INDEX))["keys"]
        keys = tuple(_read_key(directory, kid) for kid in kids)
        digest_key = bytes.fromhex(_private(directory / DIGEST_KEY))
    except BadKeys:
        raise
    except (OSError, ValueError, KeyError, TypeError, JoseError) as why:
        raise BadKeys(f"密钥目录读不出 / the key directory is unreadable: {directory}") from why
    if not keys or len(digest_key) != DIGEST_BYTES:
        raise BadKeys(f"密钥目录不完整 / the key directory is incomplete: {directory}")
    return KeyRing(stamp=seen, keys=keys, digest_key=digest_key)


def create(directory: Path) -> None:
    """Make the directory, a first signing key and the digest key, where they do not exist yet."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    with _locked(directory):
        if (directory / INDEX).exists():
            return
        _write(directory / DIGEST_KEY, secrets.token_bytes(DIGEST_BYTES).hex())
        _append_key(directory, [])


def append(directory: Path) -> str:
    """Add a new signing key, which is the active one from now on; its kid."""
    with _locked(directory):
        kids = json.loads(_private(directory / INDEX))["keys"]
        return _append_key(directory, kids)


def retire(directory: Path, kid: str, at: int) -> None:
    """State in a former key's file that what it signs from *at* on (seconds since 1970) is not good.

    Raises BadKeys for an unknown key, and for the one that signs.
    """
    with _locked(directory):
        kids = json.loads(_private(directory / INDEX))["keys"]
        if kid not in kids[:-1]:
            raise BadKeys(
                f"没有这个旧密钥；在用的须先更换 / no former key of that name; rotate the active one first: {kid}"
            )
        key = json.loads(_private(directory / f"{kid}.jwk"))
        _write(directory / f"{kid}.jwk", json.dumps({**key, "exp": at}))
        _write(directory / INDEX, json.dumps({"keys": kids}))  # its stamp tells who holds the ring


def _append_key(directory: Path, kids: list[str]) -> str:
    key = ECKey.generate_key(CURVE, private=True)
    kid = key.thumbprint()
    _write(directory / f"{kid}.jwk", json.dumps(key.as_dict(private=True, kid=kid)))
    _write(directory / INDEX, json.dumps({"keys": [*kids, kid]}))
    return kid


def _read_key(directory: Path, kid: str) -> ECKey:
    key = ECKey.import_key(json.loads(_private(directory / f"{kid}.jwk")))
    if key.thumbprint() != kid or key.kid != kid or key.curve_name != CURVE or not key.is_private:
        raise BadKeys(f"密钥与其名不符 / the key is not the one its name says: {kid}.jwk")
    return key


def _private(path: Path) -> str:
    """The text of a file that only its owner may read."""
    mode = path.stat().st_mode
    if mode & OTHERS:
        raise BadKeys(
            f"密钥文件权限过宽，请 chmod 600 / the key file is open to others, chmod 600: {path}"
        )
    return path.read_text("ascii")


def _write(path: Path, text: str) -> None:
    """Replace *path* whole, private from its first byte, and durably."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Hold off other processes that make keys in *directory*."""
    handle = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
