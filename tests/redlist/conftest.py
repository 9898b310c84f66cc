"""A hall that takes applications for the redlist."""

import pytest
from honours import Hall


@pytest.fixture
def hall(runtime, clock) -> Hall:
    """A hall over a fresh register."""
    return Hall(runtime, clock)
