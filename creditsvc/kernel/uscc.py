"""Unified social credit codes (GB 32100-2015) and organisation codes (GB 11714-1997).

The check is written out here: python-stdnum demands eight leading digits and so refuses the valid
codes of the departments A, N and Y. Region digits are not compared with today's table, because a
code keeps the region of its registration day. Nothing here knows whether a code was ever issued.
"""

import re
import unicodedata
from operator import mul
from typing import Literal

from creditsvc.kernel.text import without_blanks

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100 art. 4: no I, O, S, V, Z
DEPARTMENTS = "123456789ANY"  # GB 32100 and its amendment 1, table 1
LENGTH = 18
LONGEST_WRITTEN = 64  # signs: a code with blanks and invisible signs between all of its own

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REGION_FROM, _REGION_UNTIL = 2, 8
_WELL_FORMED = re.compile(rf"[{DEPARTMENTS}][{ALPHABET}][0-9]{{6}}[{ALPHABET}]{{10}}", re.ASCII)
_SHAPED = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_REGISTRATION = re.compile(r"\d{13}|\d{15}", re.ASCII)
_ORGANISATION = re.compile(r"[0-9A-Z]{8}-?[0-9X]", re.ASCII)
_RESIDENT = re.compile(
    r"[1-9]\d{5}(18|19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dX]", re.ASCII
)

Identifier = Literal["uscc", "registration", "organisation", "unknown"]


def normalise(text: str) -> str:
    """Full-width signs folded, blanks and invisible signs dropped, letters raised."""
    if text.isascii() and text.isalnum():  # nothing to fold or drop: nearly always
        return text.upper()
    raised = without_blanks(unicodedata.normalize("NFKC", text)).upper()
    return unicodedata.normalize("NFKC", raised)  # dropping and raising may leave marks apart


def written(text: str) -> str:
    """The normal form of what somebody gives as a code.

    Longer than any way of writing one it is cut and ends in a mark: never a code, however it begins, and
    quickly told, for a sign may fold to eighteen.
    """
    folded = unicodedata.normalize("NFKC", text[: LONGEST_WRITTEN + 1])
    if len(folded) <= LONGEST_WRITTEN:
        return normalise(text)
    return f"{folded[:LONGEST_WRITTEN]}…"


def is_valid(code: str) -> bool:
    """Whether *code*, as it stands, is a well-formed code with the right check sign."""
    return _WELL_FORMED.fullmatch(code) is not None and check_sign(code[:-1]) == code[-1]


def problem(code: str) -> str | None:
    """What is wrong with *code*, in both languages; None if nothing is. Normalise it first."""
    return _misshapen(code) or _wrong_check(code, check_sign(code[:-1]))


def is_resident(code: str) -> bool:
    """Whether *code* is a resident's identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    if not _RESIDENT.fullmatch(code):
        return False
    total = sum(w * int(s) for w, s in zip(_RESIDENT_WEIGHTS, code[:17], strict=True))
    return code[-1] == "10X98765432"[total % 11]


def check_sign(first17: str) -> str:
    """The eighteenth sign (GB 32100 annex A, modulus 31). Raises ValueError on other signs."""
    if len(first17) != len(_WEIGHTS):
        raise ValueError("the argument must be the first 17 signs")
    return ALPHABET[-sum(map(mul, _WEIGHTS, map(ALPHABET.index, first17))) % 31]


def organisation_part(uscc: str) -> str:
    """The organisation code inside a unified code: signs 9 to 17."""
    return uscc[8:17]


def organisation_problem(code9: str) -> str | None:
    """What is wrong with an organisation code (hyphen allowed); None if nothing is."""
    if not _ORGANISATION.fullmatch(code9):
        return (
            "组织机构代码应为 8 位数字或大写字母加 1 位校验码 / an organisation code is 8 digits "
            "or capitals and a check sign"
        )
    code = code9.replace("-", "")
    total = sum(w * int(s, 36) for w, s in zip(_ORGANISATION_WEIGHTS, code[:8], strict=True))
    return _wrong_check(code, "0123456789X"[-total % 11])


def kind_of_identifier(text: str) -> Identifier:
    """What sort of number *text* has the shape of. A wrong check sign does not change the sort.

    A resident's identity number, which also has 18 signs, is never taken for an enterprise's code.
    """
    code = normalise(text)
    if _SHAPED.fullmatch(code):
        return "unknown" if is_resident(code) and not _passes_both_checks(code) else "uscc"
    if _REGISTRATION.fullmatch(code):
        return "registration"
    return "organisation" if _ORGANISATION.fullmatch(code) else "unknown"


def _misshapen(code: str) -> str | None:
    if len(code) != LENGTH:
        return (
            f"统一社会信用代码应为 18 位，现为 {len(code)} 位 / "
            f"a unified social credit code has 18 signs, this one {len(code)}"
        )
    for place, sign in enumerate(code, start=1):
        if sign not in ALPHABET:
            return (
                f"第 {place} 位“{sign}”不是代码字符（数字及除 I、O、S、V、Z 外的大写字母） / sign "
                f"{place}, {sign!r}, is no digit and no capital other than I, O, S, V and Z"
            )
    if code[0] not in DEPARTMENTS:
        return (
            f"第 1 位“{code[0]}”不是登记管理部门代码（1-9、A、N、Y） / sign 1, {code[0]!r}, "
            "names no registration department (1-9, A, N, Y)"
        )
    return _region_not_digits(code)


def _region_not_digits(code: str) -> str | None:
    for place in range(_REGION_FROM, _REGION_UNTIL):
        if not code[place].isdigit():
            return (
                f"第 {place + 1} 位“{code[place]}”应为数字（第 3-8 位为行政区划码） / sign "
                f"{place + 1}, {code[place]!r}, must be a digit (signs 3 to 8 name the region)"
            )
    return None


def _wrong_check(code: str, expected: str) -> str | None:
    if code[-1] == expected:
        return None
    return (
        f"校验码错误：末位应为“{expected}”，现为“{code[-1]}” / "
        f"wrong check sign: the last should be {expected!r}, not {code[-1]!r}"
    )


def _passes_both_checks(code: str) -> bool:
    """One identity number in 31 passes the code's own check by chance; hardly any passes both."""
    return is_valid(code) and organisation_problem(organisation_part(code)) is None
