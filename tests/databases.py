"""PostgreSQL databases for tests, used again: emptied after each test, unless it changed their shape.

Making one from a template copies some eight hundred files; emptying one is a few statements.
"""

import itertools
import os

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

_numbers = itertools.count(1)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_SEQUENCES = (
    "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
)
_SHAPE = """
SELECT md5(string_agg(what, ',' ORDER BY what)) FROM (
    SELECT concat('c', relname, relkind) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat('a', attrelid::regclass, attname, atttypid, attnotnull) FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat('t', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
        WHERE NOT tgisinternal
    UNION ALL SELECT concat('k', conrelid::regclass, conname, convalidated) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat('p', proname, md5(prosrc)) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
) AS shapes (what)
"""
_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Databases:
    """Migrated databases of one server, made from one template, each used by one test at a time."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._free: list[str] = []
        with self._open(template) as link:
            self._shape = _one(link, _SHAPE)
            self._tables = [name for (name,) in link.execute(_TABLES)]
            self._sequences = list(link.execute(_SEQUENCES))
            self._rows = {name: _copied(link, name) for name in self._tables}
        asked = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        self._filled = sql.SQL(" UNION ALL ").join(
            asked.format(sql.Literal(name), sql.Identifier(name)) for name in self._tables
        )

    def take(self) -> str:
        """The name of a database as the migrations leave one."""
        if self._free:
            return self._free.pop()
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with self._open("postgres") as link:
            link.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(self._template)
                )
            )
        return name

    def give_back(self, name: str) -> None:
        """Empty it for the next test; one whose shape was changed is dropped."""
        with self._open(name) as link:
            link.execute(_OTHERS)
            fit = _one(link, _SHAPE) == self._shape
            if fit:
                self._empty(link)
        if fit:
            self._free.append(name)
            return
        with self._open("postgres") as link:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _empty(self, link: psycopg.Connection) -> None:
        """Without its triggers, which refuse that, and in one transaction."""
        with link.transaction():
            link.execute("SET LOCAL session_replication_role = replica")
            filled = {name for (name,) in link.execute(self._filled)}
            for name in filled:
                link.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for name, rows in self._rows.items():
                if rows:
                    into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                    with link.cursor() as cursor, cursor.copy(into) as copy:
                        copy.write(rows)
            for name, start, last in self._sequences:
                link.execute("SELECT setval(%s, %s, %s)", (name, last or start, last is not None))

    def _open(self, database: str) -> psycopg.Connection:
        url = make_url(self._server).set(drivername="postgresql", database=database)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _one(link: psycopg.Connection, query: str) -> object:
    found = link.execute(query).fetchone()
    return found and found[0]


def _copied(link: psycopg.Connection, table: str) -> bytes:
    out = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with link.cursor() as cursor, cursor.copy(out) as copy:
        return b"".join(bytes(part) for part in copy)
