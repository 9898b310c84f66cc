"""Where a command finds the service under test, and places to restore a backup to."""

import os

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from creditsvc.db.backup import Places
from creditsvc.db.engine import open_engine


@pytest.fixture
def environment(settings):
    return {
        "CREDITSVC_DATABASE_URL": settings.database_url,
        "CREDITSVC_LOG_URL": settings.log_url,
        "CREDITSVC_KEYS_DIR": str(settings.keys_dir),
        "CREDITSVC_DROP_DIR": str(settings.drop_dir),
        "CREDITSVC_CONFIG_DIR": str(settings.config_dir),
    }


@pytest.fixture
def here(settings):
    found = Places(register=open_engine(settings.database_url), log=open_engine(settings.log_url))
    yield found
    found.register.dispose()
    found.log.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request, tmp_path):
    """A new, empty place to restore to: nothing in it, not even tables."""
    if request.param == "sqlite":
        names = [f"sqlite:///{tmp_path / name}" for name in ("new.db", "new-log.db")]
        yield from _open(*names)
        return
    admin = os.environ["CREDITSVC_TEST_POSTGRES_URL"]
    name = f"restored_{os.getpid()}"
    with create_engine(admin, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(
            text(
                f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
            )
        )
        connection.invalidate()
    url = make_url(admin).set(database=name).render_as_string(hide_password=False)
    yield from _open(url, url)
    with create_engine(admin, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.invalidate()


def _open(register, log):
    found = Places(register=open_engine(register), log=open_engine(log))
    yield found
    found.register.dispose()
    found.log.dispose()
