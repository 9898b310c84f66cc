"""The environment in which a command finds the service under test."""

import pytest


@pytest.fixture
def environment(settings):
    return {
        "CREDITSVC_DATABASE_URL": settings.database_url,
        "CREDITSVC_LOG_URL": settings.log_url,
        "CREDITSVC_KEYS_DIR": str(settings.keys_dir),
        "CREDITSVC_DROP_DIR": str(settings.drop_dir),
        "CREDITSVC_CONFIG_DIR": str(settings.config_dir),
    }
