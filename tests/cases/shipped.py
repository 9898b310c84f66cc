"""The rulebook, the regions and the cases that ship, read once; and an assessment by them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from creditsvc.cli.assess import assess_rows, regions_in
from creditsvc.cli.law_cases import Court
from creditsvc.kernel.regions import Regions
from creditsvc.law.casebook import Case, read_cases
from creditsvc.law.rulebook import Law

FOLDER = Path(__file__).parent
CONFIG = FOLDER.parents[1] / "config"


@cache
def court() -> Court:
    """Where cases are run by the rulebook of config/law."""
    return Court(CONFIG / "law", regions())


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of this folder, books in alphabetical order."""
    return read_cases(FOLDER)


def law() -> Law:
    """The rulebook of config/law."""
    return court().law()


@cache
def regions() -> Regions:
    """The regions now and ever."""
    return regions_in(CONFIG)


def assessed(rows: Sequence[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """What the rulebook that ships says about *rows* on the day *on*."""
    return assess_rows(law(), regions(), [dict(row) for row in rows], on)


def assessed_by(
    rows: Sequence[dict[str, Any]], on: date, scheme: str | None
) -> list[dict[str, Any]]:
    """The same, graded by the scheme that is asked for."""
    asked = law().schemes[scheme] if scheme is not None else None
    return assess_rows(law(), regions(), [dict(row) for row in rows], on, scheme=asked)
