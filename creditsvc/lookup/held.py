"""Connections held by a thread for the one hot path, under the ORM. They know no statement.

SQLite: one that only reads the register, one that writes the log with `synchronous=FULL`.
PostgreSQL: prepared statements, each its own transaction, durable when it returns. A connection is
opened on first use in a thread, so never before a fork.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import psycopg
from psycopg import RawCursor
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

FAILURES = (sqlite3.Error, psycopg.Error, SQLAlchemyError)
"""What a database raises when it cannot do what it was asked."""
WAIT_MS = 5_000
LONGEST_MS = 30_000
# Pages of the register are read where the system has them already, without a call for each.
READING = ("query_only=ON", f"mmap_size={1 << 31}")
# The index over subjects is touched all over: 64 MiB of it stay at hand, so that a batch does not
# write its pages out, and read them back, before it commits.
WRITING = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536")
T = TypeVar("T")
Row = tuple[Any, ...]


class Held(Protocol):
    """A connection of one thread. Statements mark their values with `?1`, `?2` and so on."""

    pid: int

    @property
    def usable(self) -> bool:
        """Whether another statement may be tried on it."""
        ...

    def rows(self, statement: str, values: Sequence[Any]) -> list[Row]:
        """Run one statement, which commits by itself outside `one_state`."""
        ...

    def add(self, table: str, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Insert *rows* in one transaction; durable when it returns."""
        ...

    def one_state(self) -> Any:
        """A context in which all statements see one state of the database."""
        ...


class HeldSqlite:
    """A connection to an SQLite file that must be there."""

    def __init__(self, url: str, *, writes: bool) -> None:
        self.pid = os.getpid()
        path = Path(make_url(url).database or "").resolve()
        self._raw = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=WAIT_MS / 1000,
        )
        for pragma in WRITING if writes else READING:
            self._raw.execute(f"PRAGMA {pragma}")

    def __del__(self) -> None:
        if hasattr(self, "_raw") and self.pid == os.getpid():
            self._raw.close()

    @property
    def usable(self) -> bool:
        return True

    def rows(self, statement: str, values: Sequence[Any]) -> list[Row]:
        return self._raw.execute(statement, values).fetchall()

    def add(self, table: str, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        statement = _insertion(table, columns)
        if len(rows) == 1:
            self._raw.execute(statement, rows[0])  # commits by itself
            return
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            self._raw.executemany(statement, rows)
        except sqlite3.Error:
            self._raw.execute("ROLLBACK")
            raise
        self._raw.execute("COMMIT")

    @contextmanager
    def one_state(self) -> Iterator[None]:
        self._raw.execute("BEGIN")
        try:
            yield
        finally:
            self._raw.execute("ROLLBACK")  # nothing was written


class HeldPostgres:
    """A connection to PostgreSQL that prepares what it is asked."""

    def __init__(self, url: str) -> None:
        self.pid = os.getpid()
        address = make_url(url).set(drivername="postgresql")
        self._raw = psycopg.connect(
            address.render_as_string(hide_password=False),
            autocommit=True,
            prepare_threshold=0,
            connect_timeout=WAIT_MS // 1000,
        )
        self._cursor = RawCursor(self._raw)
        self._cursor.execute(f"SET statement_timeout = {LONGEST_MS}")
        self._cursor.execute(f"SET lock_timeout = {WAIT_MS}")
        if self._cursor.execute("SHOW synchronous_commit").fetchone() == ("off",):
            self._cursor.execute("SET synchronous_commit = on")

    def __del__(self) -> None:
        if hasattr(self, "_raw") and self.pid == os.getpid():
            self._raw.close()

    @property
    def usable(self) -> bool:
        return not self._raw.closed

    def rows(self, statement: str, values: Sequence[Any]) -> list[Row]:
        return self._cursor.execute(_marked(statement), values, binary=True).fetchall()

    def add(self, table: str, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        if len(rows) == 1:
            self._cursor.execute(_marked(_insertion(table, columns)), rows[0])
            return
        copying = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self._cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def one_state(self) -> Iterator[None]:
        self._cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            if self.usable:
                self._cursor.execute("ROLLBACK")  # nothing was written


@lru_cache(maxsize=64)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join(f"?{place}" for place in range(1, len(columns) + 1))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names are ours


@lru_cache(maxsize=64)
def _marked(statement: str) -> bytes:
    """The statement with the server's own marks; ours contain no other `?`."""
    return statement.replace("?", "$").encode()


class Holder:
    """Gives every thread its own connection, opened when it is first needed."""

    def __init__(self, url: str, *, writes: bool) -> None:
        self.url = url
        self.speaks = "sqlite" if url.startswith("sqlite:") else "postgresql"
        self._writes = writes
        self._local = threading.local()

    def ask(self, what: Callable[[Held], T]) -> T:
        """*what* done on this thread's connection.

        One that turns out to be lost (the server was restarted) is replaced once, so *what* may be
        done twice: a look-up then stands in the log twice, which is true enough, and never zero times.
        """
        held = self._held()
        try:
            return what(held)
        except FAILURES:
            self._local.held = None
            if held.usable:
                raise
        return what(self._held())

    def _held(self) -> Held:
        held: Held | None = getattr(self._local, "held", None)
        if held is not None and held.pid != os.getpid():
            _OTHERS.append(held)  # our parent's: closing it here would end it there
            held = None
        if held is None:
            held = self._local.held = self._open()
        return held

    def _open(self) -> Held:
        if self.speaks == "sqlite":
            return HeldSqlite(self.url, writes=self._writes)
        return HeldPostgres(self.url)


_OTHERS: list[Held] = []
