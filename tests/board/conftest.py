"""The office that the tests of this room work in, and what its board shows."""

import pytest
from board_house import Shown
from due_process import office

__all__ = ["office"]


@pytest.fixture
def shown(office):
    return Shown(office)


@pytest.fixture
def environment(settings):
    """The environment in which a command finds the service under test."""
    return {
        "CREDITSVC_DATABASE_URL": settings.database_url,
        "CREDITSVC_LOG_URL": settings.log_url,
        "CREDITSVC_KEYS_DIR": str(settings.keys_dir),
        "CREDITSVC_DROP_DIR": str(settings.drop_dir),
        "CREDITSVC_CONFIG_DIR": str(settings.config_dir),
    }
