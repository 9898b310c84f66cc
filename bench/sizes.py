"""How much is measured; each size may be set in the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class BadSizeError(ValueError):
    """A size that is no number above zero; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """BENCH_SIZE: enterprises in the register; BENCH_ROWS: of an import; BENCH_BATCH: codes at once.

    BENCH_ENTERPRISES: in the register that is back-tested; 3 % of them have events.
    BENCH_WRITES: acts of four processes that three readers of the feed follow.
    BENCH_NAMES: names among which others are looked for.
    BENCH_ROUNDS: samples of each figure; BENCH_SECONDS: of one sample; BENCH_CONNECTIONS: kept busy.
    """

    size: int = 20_000
    rows: int = 5_000
    batch: int = 10_000
    enterprises: int = 1_000_000
    writes: int = 1_000
    names: int = 1_000_000
    rounds: int = 3
    seconds: float = 1.5
    connections: int = 32

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Sizes":
        """The sizes that the environment asks for; raises BadSizeError."""
        env = os.environ if environ is None else environ
        given: dict[str, Any] = {}
        for each in fields(cls):
            text = env.get(f"BENCH_{each.name.upper()}")
            if text is not None:
                given[each.name] = _number(each.name, text, type(each.default))
        return cls(**given)


def _number(name: str, text: str, kind: type) -> float:
    try:
        number: float = kind(text)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise BadSizeError(f"BENCH_{name.upper()}={text!r}: 要正数 / a number above zero")
    return number
