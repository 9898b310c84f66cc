"""How characters sound in Mandarin: syllables without tone, for names that were heard and not read.

The readings are pypinyin's table of characters, read as the file it is: importing the library also
loads its phrases (0.9 s and 58 MB in each process), which names do not need.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category, normalize

import orjson

_TABLE = "pinyin_dict.json"


@lru_cache(maxsize=1)
def table() -> Mapping[int, tuple[str, ...]]:
    """By character its syllables, the usual one first."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(_TABLE)
    told: dict[str, str] = orjson.loads((Path(spec.origin).parent / _TABLE).read_bytes())
    return {int(sign): _toneless(readings) for sign, readings in told.items()}


def syllables(sign: str) -> tuple[str, ...]:
    """How one sign may sound; what has no reading sounds as itself."""
    return table().get(ord(sign), (sign,))


def alike(one: str, other: str) -> bool:
    """Whether two signs may sound the same, tones aside."""
    return one == other or not set(syllables(one)).isdisjoint(syllables(other))


def sound(text: str) -> str:
    """The usual syllables of *text* in one line, with a mark after each."""
    return "".join(f"{syllables(sign)[0]}'" for sign in text)


@lru_cache(maxsize=4096)
def _toneless(readings: str) -> tuple[str, ...]:
    bare = (_without_marks(one) for one in readings.split(","))
    return tuple(dict.fromkeys(bare))


def _without_marks(syllable: str) -> str:
    """Tone marks away; the two dots of ü stay, for they are another vowel."""
    kept = [one for one in normalize("NFD", syllable) if category(one) != "Mn" or one == "\u0308"]
    return normalize("NFC", "".join(kept))
