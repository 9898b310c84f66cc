"""A report as PDF/A. The same report gives the same bytes, whatever the machine and the hour."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from creditsvc.documents import fonts

LAYOUT = Path(__file__).parent / "layout" / "report.typ"
MISSING = "〓"  # what Chinese printers set for a sign they have not


def pdf(report: Mapping[str, Any], day: date) -> bytes:
    """The report as PDF/A-2u, dated *day*."""
    import typst  # noqa: PLC0415 - 30 MB that only those who print need

    made: bytes = typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        pdf_standards="a-2u",
        timestamp=datetime.combine(day, time(), UTC),
        **_given(report, day),
    )
    return made


def pictures(report: Mapping[str, Any], day: date, *, ppi: int) -> list[bytes]:
    """Each sheet as PNG, to look at."""
    import typst  # noqa: PLC0415 - as above

    made: bytes | list[bytes] = typst.compile(
        LAYOUT.read_bytes(), format="png", ppi=float(ppi), **_given(report, day)
    )
    return made if isinstance(made, list) else [made]


def _given(report: Mapping[str, Any], day: date) -> dict[str, Any]:
    text = orjson.dumps(report).decode()
    lacking = fonts.lacking(text)
    for sign in lacking:
        text = text.replace(sign, MISSING)
    data = {
        **orjson.loads(text),
        "day": [day.year, day.month, day.day],
        "qr": _qr(report["url"]),
        "lacking": "、".join(f"U+{ord(sign):04X}" for sign in lacking),
    }
    return {
        "root": LAYOUT.parent,
        "font_paths": [fonts.DIRECTORY],
        "ignore_system_fonts": True,
        "sys_inputs": {"report": orjson.dumps(data).decode()},
    }


def _qr(url: str) -> str:
    import segno  # noqa: PLC0415 - as above

    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue().decode()
