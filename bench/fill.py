"""A register of many enterprises, quickly.

A sample comes in through the real import, settled, so every row is what the service writes. The
mass repeats the sample's rows in the tables a look-up reads (enterprises, their names, the ready
answers) under other codes, keys and names; the events behind it are left out.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, MetaData, Table, insert, select, text

from bench import data
from creditsvc.access import service as access
from creditsvc.app import build
from creditsvc.db.engine import writing
from creditsvc.events import importing
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import Progress
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.clock import legal_day, new_id
from creditsvc.kernel.text import name_key
from creditsvc.kernel.uscc import organisation_part
from creditsvc.settings import Settings
from creditsvc.web.runtime import Runtime

OPERATOR = Caller(
    id="operator:bench", kind="person", name="bench", scopes=frozenset(), roles=frozenset()
)
PURPOSE = "loan"
SAMPLE = 200  # enterprises that come in as events
CHUNK = 2_000
QUOTA = {"quota": 1_000_000_000, "quota_seconds": 86_400}  # counted, and never reached
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled register: id and secret of its partners, one without and one with a quota; its codes."""

    free: tuple[str, str]
    metered: tuple[str, str]
    codes: list[str]


def fill(settings: Settings, size: int, called: list[str]) -> Filled:
    """Fill the register under *settings* with *size* enterprises and two partners."""
    runtime = build(settings)
    free, metered = _partner(runtime, "虚构银行"), _partner(runtime, "虚构有配额银行", **QUOTA)
    sample = list(range(min(size, SAMPLE)))
    path = settings.keys_dir.parent / "sample.jsonl"
    rows = data.events(sample, called, 3 * len(sample), legal_day(runtime.clock.now()))
    write(path, rows)
    imported(runtime, path)
    _multiply(runtime, len(sample), size, called)
    runtime.work.engine.dispose()
    return Filled(free=free, metered=metered, codes=[data.code(n) for n in range(size)])


def _partner(runtime: Runtime, name: str, **contract: int) -> tuple[str, str]:
    """Id and secret of a new partner."""
    scopes, purposes = ("credit.read", "credit.batch"), (PURPOSE,)
    with runtime.work.act(OPERATOR) as act:
        client, secret = access.register_partner(
            act, name=name, scopes=scopes, purposes=purposes, **contract
        )
    return client.client_id, str(secret)


def write(path: Path, rows: Iterator[Row]) -> None:
    """The rows as a file of JSON lines."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(row) + b"\n" for row in rows)


def imported(runtime: Runtime, path: Path, progress: Progress | None = None) -> importing.Outcome:
    """Import a file; every row of it must be recorded."""
    words = runtime.part(WordsNow).read()
    outcome = importing.run(
        runtime.work,
        words,
        path,
        caller=OPERATOR,
        chunk=runtime.settings.import_chunk,
        progress=progress,
    )
    if outcome.rejected or outcome.parked or outcome.unchanged:
        raise RuntimeError(f"the rows were not all recorded: {outcome}")
    return outcome


def today(runtime: Runtime) -> date:
    """The legal day."""
    return legal_day(runtime.clock.now())


def _multiply(runtime: Runtime, sample: int, size: int, called: list[str]) -> None:
    engine = writing(runtime.work.engine)
    held = MetaData()
    tables = [
        Table(name, held, autoload_with=engine)
        for name in ("enterprises", "enterprise_names", "credit_snapshots")
    ]
    with engine.begin() as connection:
        samples = _samples(connection, tables)
        draw = random.Random(data.SEED)
        for first in range(sample, size, CHUNK):
            numbers = range(first, min(first + CHUNK, size))
            made = [_copy(draw.choice(samples), n, called[n % len(called)]) for n in numbers]
            for place, table in enumerate(tables):
                connection.execute(insert(table), [rows[place] for rows in made])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))  # PostgreSQL would by itself, in the middle of a sample


def _samples(connection: Connection, tables: list[Table]) -> list[tuple[Row, Row, Row]]:
    """The rows of each enterprise of the sample, one from each table, as they are stored."""
    enterprises, names, ready = (
        [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables
    )
    named = {row["enterprise_id"]: row for row in names}
    answers = {row["enterprise_id"]: row for row in ready}
    return [(row, named[row["id"]], answers[row["id"]]) for row in enterprises]


def _copy(sample: tuple[Row, Row, Row], number: int, name: str) -> tuple[Row, Row, Row]:
    """The sample's rows as those of the enterprise *number*."""
    enterprise, called, ready = sample
    key = _key_like(enterprise["id"])
    code = data.code(number)
    body: Mapping[str, Any] = orjson.loads(ready["body"]) | {"uscc": code, "name": name}
    return (
        enterprise | {"id": key, "uscc": code, "organisation": organisation_part(code)},
        called | {"enterprise_id": key, "name": name, "name_key": name_key(name)},
        ready
        | {
            "enterprise_id": key,
            "uscc": code,
            "body": canonical_bytes(body).decode(),
            "digest": digest(body),
        },
    )


def _key_like(key: UUID | str) -> UUID | str:
    made = new_id()
    return made if isinstance(key, UUID) else made.hex
