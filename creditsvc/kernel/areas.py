"""Which region lies in which, by the digits of GB/T 2260 alone. Knows no table of regions."""

import re

_AREA = re.compile(r"[1-9]\d(\d\d){0,2}", re.ASCII)


def lies_in(code: str, area: str) -> bool:
    """Whether region *code* is *area* or part of it: 350521 lies in 350500, in 3505 and in 35."""
    return code.startswith(stem(area))


def stem(area: str) -> str:
    """The digits that say something: 2 of a province, 4 of a city, 6 of a county; zeros mean "whole"."""
    return area[:2] if area[2:] in {"00", "0000"} else area[:4] if area[4:] == "00" else area


def is_area(text: str) -> bool:
    """Whether *text* has the form of a province, a city or a county: 2, 4 or 6 digits."""
    return bool(_AREA.fullmatch(text))
