"""The table of one run: Chinese first, then English; ratios beside figures, goals beside ratios."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("项目 / what", "数值 / figure", "比 / ratio", "目标 / goal", "达到 / met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measured thing. *met* None: there is no goal."""

    zh: str
    en: str
    figure: str
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the row."""
        met = {True: "是 / yes", False: "否 / no", None: ""}[self.met]
        return f"{self.zh} / {self.en}", self.figure, self.ratio, self.goal, met


def table(lines: Sequence[Line]) -> str:
    """The lines in columns; a Chinese sign is two columns wide."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(width(row[place]) for row in rows) for place in range(len(HEAD))]
    rows.insert(1, tuple("-" * wide for wide in widths))
    return "\n".join(
        "  ".join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def width(text: str) -> int:
    """Columns that *text* takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def median(values: Sequence[float]) -> float:
    """The middle one; of an even number the mean of the two in the middle."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
