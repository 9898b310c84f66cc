"""Which signs the fonts of the PDF can print, read from their own tables; a gap is told, never drawn as a box."""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts

from creditsvc.documents.domain import Page, UnprintableSign
from creditsvc.documents.filling import texts

DIRECTORY = fonts.serif_path().parent


def must_print(page: Page) -> None:
    """Refuse a page with a sign that one of the two fonts has not; raises UnprintableSign."""
    for text in texts(page):
        strange = next((sign for sign in lacking(text) if sign != "\n"), None)
        if strange is not None:
            raise UnprintableSign(
                f"PDF 字体中没有“{strange}”（U+{ord(strange):04X}），请改用 DOCX，以装有该字的系统打印",
                f"the PDF's font has no “{strange}” (U+{ord(strange):04X}); take the DOCX and print it where the sign is installed",
                sign=f"U+{ord(strange):04X}",
            )


def lacking(text: str) -> list[str]:
    """The signs of *text* that one of the two fonts has not, each once, in their order."""
    known = _signs(fonts.serif_path()) & _signs(fonts.sans_path())
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in known]


@lru_cache(maxsize=2)
def _signs(path: Path) -> frozenset[int]:
    """The code points with a glyph, from the format 12 table of an OpenType font (OpenType, cmap)."""
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    names = [struct.unpack_from(">4s4xII", data, 12 + 16 * n) for n in range(tables)]
    start = next(offset for name, offset, _ in names if name == b"cmap")
    return frozenset(point for group in _groups(data, start) for point in group)


def _groups(data: bytes, start: int) -> Iterator[range]:
    (count,) = struct.unpack_from(">H", data, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 8 + 8 * number)
        at = start + offset
        if struct.unpack_from(">H", data, at) == (12,):
            (groups,) = struct.unpack_from(">I", data, at + 12)
            for n in range(groups):
                first, last = struct.unpack_from(">II", data, at + 16 + 12 * n)
                yield range(first, last + 1)
