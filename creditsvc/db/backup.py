"""A whole database in one file, and back. One format for both engines, so it also moves house.

The file is a ZIP: a manifest with digests, and the rows of each table as JSON lines, read in one
state of the database. Text columns go as they stand, byte for byte, so that the trail still
verifies. Signing keys are not in it.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    func,
    insert,
    select,
)

from creditsvc.db import guards, migrate
from creditsvc.db.engine import reading, writing
from creditsvc.db.migrate import LOOKUP_LOG, REGISTER, History
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Conflict, Unprocessable

FORMAT = "creditsvc-backup/1"
MANIFEST = "manifest.json"
BATCH = 1000
HEAVY_BATCH = 16  # rows of a table whose columns hold files
HISTORIES = (LOOKUP_LOG, REGISTER)
VERSION_TABLES = {history.version_table for history in HISTORIES}


class BadBackup(Unprocessable):
    """The file is no backup, or not the one that was made."""

    kind = "bad-backup"


class TargetNotEmpty(Conflict):
    """There is something where the backup, or its rows, would go; nothing is ever written over."""

    kind = "target-not-empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The register and its look-up log; on PostgreSQL one database, so both engines may be one."""

    register: Engine
    log: Engine

    def engines(self) -> tuple[Engine, ...]:
        """Each database once, the log first: what a log row speaks of is then in the register's part."""
        same = self.register.url == self.log.url
        return (self.register,) if same else (self.log, self.register)

    def of(self, history: History) -> Engine:
        """Where the tables of *history* live."""
        return self.register if history is REGISTER else self.log


def backup(places: Places, target: Path, *, now: datetime) -> dict[str, int]:
    """Write everything to *target*, whole or not at all, mode 0600; rows by table.

    Raises TargetNotEmpty if there is such a file already.
    """
    passing = target.with_name(f".{target.name}.{os.getpid()}")
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
                tables = _write_tables(places, archive)
                manifest = _manifest(places, tables, now)
                archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        os.link(passing, target)  # unlike a rename it never takes the place of another file
    except FileExistsError as why:
        raise TargetNotEmpty(
            f"文件已存在，不会覆盖：{target}", f"the file exists and is not written over: {target}"
        ) from why
    finally:
        passing.unlink()
    return {name: about["rows"] for name, about in tables.items()}


def restore(source: Path, places: Places) -> dict[str, int]:
    """Fill empty databases from *source* and bring them to the present schema; rows by table.

    The file is checked against its manifest before the first row is written. Raises BadBackup,
    TargetNotEmpty.
    """
    with _opened(source) as archive:
        manifest = _checked(archive)
        for history in HISTORIES:
            _make_ready(places.of(history), history, manifest["schema"][history.folder])
        with ExitStack() as stack:  # all databases or none, but for a crash between two commits
            for engine in places.engines():
                connection = stack.enter_context(writing(engine).begin())
                stack.enter_context(guards.asleep(connection))
                _fill(connection, archive, manifest["tables"])
    for history in HISTORIES:
        migrate.upgrade(places.of(history), history)
    return {name: about["rows"] for name, about in manifest["tables"].items()}


def _write_tables(places: Places, archive: ZipFile) -> dict[str, Any]:
    found = {}
    for engine in places.engines():
        with reading(engine).connect() as connection:
            for table in _tables(connection):
                found[str(table.name)] = _write_table(connection, table, archive)
    return found


def _write_table(connection: Connection, table: Table, archive: ZipFile) -> dict[str, Any]:
    """The names of the columns, then one array a row, in the order of the key."""
    columns = list(table.columns)
    query = select(*columns).order_by(*table.primary_key).execution_options(yield_per=_batch(table))
    digest, rows = sha256(), 0
    with archive.open(_member(table.name), "w", force_zip64=True) as file:
        for values in _with_head(
            [str(column.name) for column in columns], connection.execute(query)
        ):
            line = orjson.dumps([_plain(value) for value in values]) + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return {"rows": rows - 1, "sha256": digest.hexdigest()}


def _with_head(head: list[str], rows: Any) -> Iterator[Sequence[Any]]:
    yield head
    yield from rows


def _manifest(places: Places, tables: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": instant_text(now),
        "engine": places.register.dialect.name,
        "schema": {
            history.folder: migrate.current(places.of(history), history) for history in HISTORIES
        },
        "tables": tables,
        "keys_included": False,
        "note": "不含签名密钥，请另行保管密钥目录 / without signing keys: keep the key directory apart",
    }


def _opened(source: Path) -> ZipFile:
    try:
        return ZipFile(source)
    except BadZipFile as why:
        raise _bad("不是备份文件，或已残缺", "it is no backup, or not whole") from why


def _checked(archive: ZipFile) -> dict[str, Any]:
    """The manifest of an archive that is what it says."""
    try:
        manifest = orjson.loads(archive.read(MANIFEST))
        if manifest["format"] != FORMAT:
            raise _bad("版本不认识", f"its format is {manifest['format']!r}, not {FORMAT!r}")
        for name, about in manifest["tables"].items():
            digest = sha256()
            with archive.open(_member(name)) as file:
                while part := file.read(1 << 20):
                    digest.update(part)
            if digest.hexdigest() != about["sha256"]:
                raise _bad(f"表 {name} 的内容与清单不符", f"table {name} is not what was written")
    except (KeyError, TypeError, orjson.JSONDecodeError, BadZipFile) as why:
        raise _bad("清单缺失或内容损坏", "the manifest is missing or the content broken") from why
    return dict(manifest)


def _bad(zh: str, en: str) -> BadBackup:
    return BadBackup(f"备份文件不可用：{zh}", f"the backup cannot be used: {en}")


def _make_ready(engine: Engine, history: History, revision: str) -> None:
    """Bring a new database to the schema of the backup; refuse one that holds anything."""
    present = migrate.current(engine, history)
    if present not in {None, revision}:
        raise TargetNotEmpty(
            f"目标库的结构为 {present}，备份为 {revision}：请恢复到一个新库",
            f"the target is at schema {present}, the backup at {revision}: restore to a new database",
        )
    migrate.upgrade(engine, history, revision)
    with engine.connect() as connection:
        for table in _tables(connection):
            if connection.scalar(select(func.count()).select_from(table)):
                raise TargetNotEmpty(
                    f"目标库不是空的（{table.name}），不会覆盖",
                    f"the target is not empty ({table.name}) and is not written over",
                )


def _fill(connection: Connection, archive: ZipFile, names: dict[str, Any]) -> None:
    """Add the rows of every table that lives in this database, those pointed at first."""
    for table in _tables(connection):
        if table.name not in names:
            continue
        with archive.open(_member(table.name)) as file:
            columns = [table.columns[name] for name in orjson.loads(file.readline())]
            batch: list[dict[str, Any]] = []
            for line in file:
                batch.append(_row(columns, orjson.loads(line)))
                if len(batch) == _batch(table):
                    connection.execute(insert(table), batch)
                    batch = []
            if batch:
                connection.execute(insert(table), batch)
        _move_sequence(connection, table)


def _move_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does so by itself."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    last = connection.scalar(select(func.max(column)))
    if sequence is not None and last is not None:
        connection.execute(select(func.setval(sequence, last)))


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand in the database, those pointed at first; not the version tables."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in VERSION_TABLES]


def _batch(table: Table) -> int:
    """How many rows of *table* are held at once."""
    heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
    return HEAVY_BATCH if heavy else BATCH


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _plain(value: Any) -> Any:
    """A value as both engines can take it back: ids as SQLite keeps them, days as ISO 8601, bytes as base64."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _row(columns: Sequence[Column[Any]], values: Sequence[Any]) -> dict[str, Any]:
    return {
        column.name: _typed(column, value) for column, value in zip(columns, values, strict=True)
    }


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Uuid):
        return UUID(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
