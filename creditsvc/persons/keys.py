"""The keys that seal persons: named, 128 bits each, the last one seals, all of them open.

Read anew whenever they are needed, so that a key that was added serves at once. Never shown.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from creditsvc.persons.domain import PersonKeysMissing

SETTING = "CREDITSVC_PERSON_KEYS"
KEY_BYTES = 16  # SM4 (GB/T 32907)
OTHERS = 0o077
_KID = re.compile(r"[A-Za-z0-9_.-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """All keys by name, oldest first."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The name of the key that seals."""
        return next(reversed(list(self.keys)))

    def key(self, kid: str) -> bytes:
        """The key of that name; raises PersonKeysMissing."""
        if kid not in self.keys:
            raise PersonKeysMissing(
                f"缺少密钥 {kid}，请管理员补入 {SETTING}",
                f"the key {kid} is not there; the operator must add it to {SETTING}",
                key=kid,
            )
        return self.keys[kid]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKeys:
    """Where the keys are: `NAME:BASE64,…`, or a private file with one such pair a line."""

    given: str | None = field(repr=False)

    def ring(self) -> Ring:
        """The keys as they are now; raises PersonKeysMissing, which names the place, never a key."""
        if not self.given:
            raise _unusable("未设置", "it is not set")
        pairs = self.given.split(",") if ":" in self.given else _lines(Path(self.given))
        return Ring(keys=_keys(pairs))


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_mode & OTHERS:
            raise _unusable("文件权限过宽，请 chmod 600", "the file is open to others, chmod 600")
        text = path.read_text("ascii")
    except (OSError, ValueError):
        raise _unusable("文件读不出", "the file cannot be read") from None
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _keys(pairs: Iterable[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for place, pair in enumerate(pairs, start=1):
        kid, _, text = (part.strip() for part in pair.partition(":"))
        if not _KID.fullmatch(kid) or kid in found:
            raise _unusable(
                f"第 {place} 个密钥的名称不合规格或者重复", f"name {place} is bad or used twice"
            )
        try:
            found[kid] = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            found[kid] = b""
        if len(found[kid]) != KEY_BYTES:
            raise _unusable(
                f"第 {place} 个密钥应为 {KEY_BYTES} 字节的 Base64",
                f"key {place} is not {KEY_BYTES} bytes in base64",
            ) from None
    if not found:
        raise _unusable("其中没有密钥", "it holds no key")
    return found


def _unusable(zh: str, en: str) -> PersonKeysMissing:
    return PersonKeysMissing(
        f"人员信息暂不能登记或查看：{SETTING} {zh}，请管理员处理（docs/persons.md）",
        f"persons can neither be recorded nor read: {SETTING}: {en}; see docs/persons.md",
    )
