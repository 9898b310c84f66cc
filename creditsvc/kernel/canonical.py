"""One byte form for one value, so that digests and signatures can be made again by anyone.

The form is RFC 8785 (JCS) for values without floats, which are refused: their text is not exact.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Invalid

DEEPEST = 100  # levels; far above any document of ours, far below Python's own limit
LARGEST = 2**53 - 1  # RFC 7493 section 2.2: beyond it readers of JSON disagree
MOST_DIGITS = 100  # of a decimal, on either side of the point


class NotCanonical(Invalid):
    """The value has no single byte form."""

    kind = "not-canonical"


def canonical_bytes(obj: object) -> bytes:
    """The value as UTF-8 JSON: keys sorted, no blanks, exact.

    Days become ISO 8601, instants UTC with microseconds, decimals their shortest plain text, sets
    sorted arrays, and ids their text. Raises NotCanonical for anything else, floats above all.
    """
    if _is_ready(obj, 0):
        with suppress(orjson.JSONEncodeError):  # half a surrogate pair: the long way names it
            return orjson.dumps(obj, option=orjson.OPT_SORT_KEYS)
    text = json.dumps(_plain(obj, 0), ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as why:
        raise NotCanonical(
            "文本含有不成对的代理码位", "a text holds a surrogate without its pair"
        ) from why


def digest(obj: object) -> str:
    """SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits."""
    return sha256(canonical_bytes(obj)).hexdigest()


def _is_ready(value: Any, depth: int) -> bool:
    """Whether *value* is JSON as it stands, so that the fast writer gives the same bytes.

    Exact types only, and keys in ASCII, which sort alike in UTF-8 and UTF-16. Whatever else there
    is goes the long way, which also finds what to refuse.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-LARGEST <= value <= LARGEST)
    if depth >= DEEPEST:
        return False
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _is_ready(member, depth + 1)
            for key, member in value.items()
        )
    return kind is list and all(_is_ready(one, depth + 1) for one in value)


def _plain(value: object, depth: int) -> object:
    if depth > DEEPEST:
        raise NotCanonical(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} levels deep")
    if isinstance(value, Enum):
        return _plain(value.value, depth + 1)
    if isinstance(value, Mapping):
        return _sorted_members(value, depth + 1)
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(one, depth + 1) for one in value), key=canonical_bytes)
    return _scalar(value)


def _sorted_members(value: Mapping[object, object], depth: int) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, member in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"键 {key!r} 不是文本", f"the key {key!r} is not a text")
        members[str(key)] = _plain(member, depth)
    return dict(sorted(members.items(), key=_by_utf16))


def _by_utf16(member: tuple[str, object]) -> bytes:
    """RFC 8785 section 3.2.3 sorts by UTF-16 code units, not by code points."""
    return member[0].encode("utf-16-be", "surrogatepass")


def _scalar(value: object) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
        return _decimal_text(value)
    # the value itself is not repeated: it may be endless, or not for other eyes
    sort = type(value).__name__
    raise NotCanonical(
        f"{sort} 值没有唯一的字节形式；小数请用文本或 Decimal，整数不超过 {LARGEST}",
        f"a {sort} such as this has no single byte form; "
        f"give fractions as text or Decimal, and whole numbers up to {LARGEST}",
    )


def _decimal_text(value: Decimal) -> str:
    """Equal decimals are one text: 1.50 and 1.5, -0 and 0, 1E+3 and 1000."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if value == 0 else text
