"""The tables that ship, read anew for each run, so that a fault in reading them shows."""

from pathlib import Path

import pytest

from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.regions import Regions

CODES = Path(__file__).parents[2] / "config/codes"


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar.read(CODES / "holidays.csv")


@pytest.fixture(scope="session")
def regions() -> Regions:
    return Regions.read(
        CODES / "regions.csv", CODES / "regions_history.csv", CODES / "region_extensions.csv"
    )
