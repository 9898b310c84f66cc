"""Engines for both databases. The only module that knows which dialect it speaks.

SQLite: WAL, foreign keys on, `BEGIN IMMEDIATE` for writers. PostgreSQL: an advisory lock held to
the end of the transaction. Either way one writer at a time, in commit order.
"""

import os
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

WRITE = "creditsvc_write"
REGISTER_LOCK = 0x_C4ED_17  # any constant will do; all writers of one register share it
BUSY_MS = 30_000


def open_engine(url: str) -> Engine:
    """An engine on *url* whose plain transactions only read; see `writing`."""
    if url.startswith("sqlite:"):
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=8,
            hide_parameters=True,
            connect_args={"check_same_thread": False},
        )
        event.listen(engine, "do_connect", _make_private)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def open_lax_engine(url: str) -> Engine:
    """An engine whose commits survive the end of any process, but not always a failure of power."""
    engine = open_engine(url)
    if url.startswith("sqlite:"):
        event.listen(engine, "connect", _be_lax)
    else:
        event.listen(engine, "begin", _be_lax_here)
    return engine


def open_reader(url: str) -> Engine:
    """An engine on *url* that can only read: the database itself refuses to write for it."""
    if url.startswith("sqlite:"):
        engine = open_engine(url)
        event.listen(engine, "connect", _forbid_writing)
        return engine
    readonly = {"options": "-c default_transaction_read_only=on"}
    return create_engine(url, hide_parameters=True, connect_args=readonly)


def writing(engine: Engine) -> Engine:
    """The same pool; its transactions first take the register's write lock."""
    return engine.execution_options(**{WRITE: True})


def reading(engine: Engine) -> Engine:
    """The same pool; its transactions see one state of the register from first to last statement."""
    if engine.dialect.name == "sqlite":
        return engine  # a deferred transaction under WAL is a snapshot already
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _make_private(dialect: object, record: object, where: list[str], how: object) -> None:
    """A new file is for its owner alone; SQLite gives its log and its index the same mode."""
    del dialect, record, how
    if where and where[0] and not where[0].startswith((":memory:", "file:")):
        with suppress(FileExistsError, FileNotFoundError):  # the second is SQLite's to tell
            os.close(os.open(where[0], os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(raw: Any, record: object) -> None:
    del record
    raw.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _forbid_writing(raw: Any, record: object) -> None:
    del record
    raw.execute("PRAGMA query_only=ON")


def _be_lax(raw: Any, record: object) -> None:
    del record
    raw.execute(
        "PRAGMA synchronous=NORMAL"
    )  # under WAL: no file is harmed, the last commits may go


def _be_lax_here(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITE):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({REGISTER_LOCK})")
