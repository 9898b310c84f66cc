"""Keys under which names that may be alike meet. Pure; what meets is compared by `likeness`.

One wrong, missing or added sign leaves untouched either a short name without one sign (each such rest
is a key), or two of the three thirds of a longer one (three keys). So a name has some six keys, and
is found in a few look-ups, however many names there are (docs/adr/0028-name-index.md).
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from creditsvc.enterprises.misreading import past_slips, regrouped, with_slip_in_region
from creditsvc.enterprises.naming import ANYWHERE, Parts, Reader
from creditsvc.enterprises.sounds import sound

SHORT = 5  # signs of a name whose every sign is left out in turn
FEWEST = 2
_PROVINCE = 100  # places of one province


class Probe(NamedTuple):
    """Where to look: a key, and the places first and last among which."""

    key: int
    first: int
    last: int


def stored(parts: Parts) -> frozenset[int]:
    """The keys of a name on record."""
    return frozenset(map(_digest, _texts(parts)))


def probes(reader: Reader, parts: Parts) -> list[Probe]:
    """Where a name asked about may meet others; those of its province first."""
    keys = list(dict.fromkeys(map(_digest, _asked(reader, parts))))
    wide = [Probe(key, 0, 99 * _PROVINCE) for key in keys]
    if parts.place == ANYWHERE:
        return wide
    province = parts.place - parts.place % _PROVINCE
    return [Probe(key, province, province + _PROVINCE - 1) for key in keys] + wide


def _texts(parts: Parts) -> Iterator[str]:
    stem = parts.stem
    yield f"={stem}"
    if len(stem) > SHORT:
        yield from _thirds(stem, len(stem))
    else:
        yield from (f"-{_near(parts)}{rest}" for rest in _rests(stem))
    if len(stem) >= FEWEST:
        yield f"~{sound(stem)}"
    if parts.inner:
        yield f"={_without_inner(parts)}"
    if parts.branch:
        yield f"^{parts.core}"
    if parts.trade and not parts.branch and len(parts.trade_name) >= FEWEST:
        yield f"*{parts.trade_name}"


def _asked(reader: Reader, parts: Parts) -> Iterator[str]:
    stem = parts.stem
    yield f"={stem}"
    if parts.inner:
        yield f"={_without_inner(parts)}"
    yield from _slipped(stem, _near(parts))
    other = regrouped(parts)
    if other:
        yield from _slipped(other, "")
    for one in with_slip_in_region(reader, parts):
        yield from _slipped(one, "")
    yield from (f"={one}" for one in past_slips(reader, parts) if len(one) >= FEWEST)
    yield from (f"~{sound(one)}" for one in (stem, other) if len(one) >= FEWEST)
    yield f"={parts.core}" if parts.branch else f"^{parts.core}"
    if not parts.branch and len(parts.trade_name) >= FEWEST:
        yield f"*{parts.trade_name}"
        yield f"={parts.trade_name}"


def _slipped(stem: str, near: str) -> Iterator[str]:
    """Keys of stems that differ by a wrong sign, by one too many, or by one that is missing."""
    if len(stem) <= SHORT + 1:
        for rest in _rests(stem):
            yield f"-{near}{rest}"
            if len(rest) >= FEWEST:
                yield f"={rest}"
    yield f"-{stem}"
    for length in (len(stem), len(stem) - 1, len(stem) + 1):
        if length > SHORT:
            yield from _thirds(stem, length)


def _rests(stem: str) -> Iterator[str]:
    """The stem without each of its signs in turn; nothing of a single sign."""
    if len(stem) >= FEWEST:
        yield from (stem[:at] + stem[at + 1 :] for at in range(len(stem)))


def _near(parts: Parts) -> str:
    """One sign of a stem of two tells little, so there the place must agree too."""
    return f"{parts.place}/" if len(parts.stem) == FEWEST else ""


def _thirds(stem: str, length: int) -> Iterator[str]:
    """Two of the three thirds that a stem of *length* signs has, where *stem* is that one but for a slip."""
    third = (length + 1) // 3
    rest = length - third
    yield f"<{stem[:rest]}"
    yield f">{stem[-rest:]}"
    yield f"|{stem[:third]}.{stem[-third:]}"


def _without_inner(parts: Parts) -> str:
    return parts.core.replace(parts.inner, "", 1) + parts.branch


@lru_cache(maxsize=65536)
def _digest(text: str) -> int:
    """A key of 64 bits, as a signed number."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
