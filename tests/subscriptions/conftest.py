"""The office whose acts are told, and a partner with webhooks."""

import pytest
from due_process import office
from subscribing import a_desk

__all__ = ["office"]


@pytest.fixture
def desk(runtime, client, clerk, clock):
    return a_desk(runtime, client, clerk, clock)
