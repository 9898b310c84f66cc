"""The office that the tests of this room work in, and a party at its door."""

import pytest
from due_process import office
from knocking import Party

__all__ = ["office"]


@pytest.fixture
def party(app, clerk, clock):
    """An enterprise with a case of its own."""
    return Party(app, clerk, clock)
