"""A page as PDF/A, or as pictures to look at. The same page gives the same bytes."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from creditsvc.documents import fonts
from creditsvc.documents.domain import Page

LAYOUT = Path(__file__).parent / "layout" / "page.typ"


def pdf(page: Page) -> bytes:
    """The page as PDF/A-2u; raises UnprintableSign."""
    import typst  # noqa: PLC0415 - 30 MB that only those who print need

    day = datetime.combine(page.day, time(), UTC)
    made: bytes = typst.compile(
        LAYOUT.read_bytes(), format="pdf", pdf_standards="a-2u", timestamp=day, **_printed(page)
    )
    return made


def pictures(page: Page, *, ppi: int) -> list[bytes]:
    """Each sheet of the page as PNG; raises UnprintableSign."""
    import typst  # noqa: PLC0415 - as above

    made: bytes | list[bytes] = typst.compile(
        LAYOUT.read_bytes(), format="png", ppi=float(ppi), **_printed(page)
    )
    return made if isinstance(made, list) else [made]


def _printed(page: Page) -> dict[str, Any]:
    """What the layout is given: the page as data, two fonts, and nothing of the machine's own."""
    fonts.must_print(page)
    return {
        "root": LAYOUT.parent,
        "font_paths": [fonts.DIRECTORY],
        "ignore_system_fonts": True,
        "sys_inputs": {"page": orjson.dumps(_data(page)).decode()},
    }


def _data(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "authority": page.authority,
        "number": page.number,
        "day": [page.day.year, page.day.month, page.day.day],
        "blocks": [_block(each) for each in page.blocks],
    }


def _block(block: Mapping[str, Any]) -> Mapping[str, Any]:
    if block["kind"] != "door":
        return block
    import segno  # noqa: PLC0415 - as above

    drawn = BytesIO()
    segno.make(block["url"], error="m", micro=False).save(
        drawn, kind="svg", border=1, xmldecl=False
    )
    return {**block, "qr": drawn.getvalue().decode()}
