"""Bringing a database to the current schema, and telling whether it is there.

The register and the look-up log have a numbered history each; on PostgreSQL both live in one
database, on SQLite in two files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from creditsvc.db.base import Base, LogBase

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


@dataclass(frozen=True, slots=True)
class History:
    """One numbered chain of migrations: its folder, its version table, its tables."""

    folder: str
    version_table: str
    metadata: MetaData

    def config(self, connection: object = None) -> Config:
        """Alembic's configuration for this chain on *connection*."""
        config = Config(str(MIGRATIONS / "alembic.ini"))
        config.set_main_option("version_locations", str(MIGRATIONS / self.folder))
        config.attributes.update(
            connection=connection,
            metadata=self.metadata,
            version_table=self.version_table,
            include_name=self.includes,
        )
        return config

    def includes(self, name: str | None, kind: str, parents: object) -> bool:
        """Whether a table found in the database belongs to this chain (both may share one)."""
        del parents
        return kind != "table" or name in self.metadata.tables

    @property
    def heads(self) -> tuple[str, ...]:
        """The newest revisions; more than one is a mistake that a test refuses."""
        return tuple(ScriptDirectory.from_config(self.config()).get_heads())


REGISTER = History("versions", "schema_version", Base.metadata)
LOOKUP_LOG = History("log_versions", "log_schema_version", LogBase.metadata)


def _run(engine: Engine, history: History, step: Callable[[Config], None]) -> None:
    with engine.connect() as connection:
        step(history.config(connection))
        connection.commit()


def upgrade(engine: Engine, history: History, revision: str = "head") -> None:
    """Migrate up to *revision*."""
    _run(engine, history, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, history: History, revision: str) -> None:
    """Migrate down to *revision* (`base`: to nothing)."""
    _run(engine, history, lambda config: command.downgrade(config, revision))


def current(engine: Engine, history: History) -> str | None:
    """The revision that the database stands at; None before the first."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": history.version_table}
        )
        return context.get_current_revision()


def drift(engine: Engine, history: History) -> list[Any]:
    """What the tables declared in code and those in the database differ in; empty: nothing."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": history.version_table,
                "include_name": history.includes,
                "compare_type": True,
            },
        )
        return list(compare_metadata(context, history.metadata))
