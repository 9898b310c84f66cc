"""The rulebook and the regions that ship, read once; and an assessment by them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from creditsvc.cli.assess import assess_rows
from creditsvc.kernel.regions import Regions
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law

CONFIG = Path(__file__).parents[2] / "config"


@cache
def law() -> Law:
    """The rulebook of config/law."""
    return load(CONFIG / "law")


@cache
def regions() -> Regions:
    """The regions now and ever."""
    codes = CONFIG / "codes"
    return Regions.read(
        codes / "regions.csv", codes / "regions_history.csv", codes / "region_extensions.csv"
    )


def assessed(rows: Sequence[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """What the rulebook that ships says about *rows* on the day *on*."""
    return assess_rows(law(), regions(), [dict(row) for row in rows], on)


def assessed_by(
    rows: Sequence[dict[str, Any]], on: date, scheme: str | None
) -> list[dict[str, Any]]:
    """The same, graded by the scheme that is asked for."""
    asked = law().schemes[scheme] if scheme is not None else None
    return assess_rows(law(), regions(), [dict(row) for row in rows], on, scheme=asked)
