"""Evidence numbers: under which a signed answer is kept, and by which its paper is found again.

Twenty signs of the alphabet of unified codes, nineteen of them drawn (94 bits, so that a number
cannot be guessed) and one that checks the rest, in groups of four for people to read and type.
"""

import re
import secrets
from typing import Any

from creditsvc.kernel import uscc
from creditsvc.signing.service import check_jws, typ_of

DRAWN = 19
GROUP = 4
_KINDS = re.compile(r"credit-[a-z]+\+jwt", re.ASCII)  # receipts and their like; never a token


def new_number() -> str:
    """A number that nobody has and nobody can foresee, such as `7K3M-9QWX-...`."""
    drawn = "".join(secrets.choice(uscc.ALPHABET) for _ in range(DRAWN))
    return _grouped(drawn + _check(drawn))


def read_number(text: str) -> str | None:
    """The evidence number that a person typed; None: it is none, or was mistyped."""
    signs = uscc.normalise(text[:200]).replace("-", "")
    if len(signs) != DRAWN + 1 or not set(signs) <= set(uscc.ALPHABET):
        return None
    return _grouped(signs) if _check(signs[:-1]) == signs[-1] else None


def opened(text: str, jwks: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Kind (`typ`) and claims of any evidence of ours, checked with a public JWK set alone.

    ValueError if it is bad, or something else that we sign.
    """
    typ = typ_of(text)
    if not _KINDS.fullmatch(typ):
        raise ValueError(f"不是证据 / no evidence: {typ[:40]!a}")  # it may be no text at all
    claims = check_jws(text, typ, jwks)
    if not isinstance(claims.get("jti"), str):
        raise ValueError("没有证据编号 / it has no evidence number")  # noqa: TRY004 - callers catch ValueError
    return typ, claims


def _check(drawn: str) -> str:
    """The last sign: the weights of GB 32100 (powers of 3 modulo 31) find every single slip and
    every two neighbours that changed places.
    """
    total = sum(pow(3, place, 31) * uscc.ALPHABET.index(sign) for place, sign in enumerate(drawn))
    return uscc.ALPHABET[-total % 31]


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
