"""A register of very many enterprises of which a few have events, quickly, for what only reads it.

Rows go straight into the tables that a back-test reads. Contents of events are those of a sample that
was parsed as an import parses; each copy gets its own code, name and reference.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from bench import data
from creditsvc.db.engine import open_engine, writing
from creditsvc.events.domain import parse
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.regions import Regions
from creditsvc.kernel.text import name_key
from creditsvc.kernel.uscc import organisation_part
from creditsvc.web.runtime import Runtime

SAMPLE = 2_000  # events that are parsed; the rest are copies of them
CHUNK = 5_000  # rows a statement
SHARE = 0.03  # of the enterprises have events
CACHE_KB = 400_000  # of pages while it is filled, or every index is read again and again
MOST = 20  # events of one enterprise, at least one
Row = dict[str, Any]


def fill(runtime: Runtime, today: date, size: int, called: Sequence[str]) -> tuple[int, int]:
    """Fill the empty SQLite register with *size* enterprises; how many have events, and how many."""
    draw = random.Random(data.SEED)
    keys = sorted(UUID(int=draw.getrandbits(128), version=4).hex for _ in range(size))
    with_events = sorted(draw.sample(range(size), max(1, round(size * SHARE))))
    contents = _contents(runtime, today, draw)
    counts = [draw.randint(1, MOST) for _ in with_events]
    every = [(number, key, called[number % len(called)]) for number, key in enumerate(keys)]
    events = (
        _event(draw, every[number], draw.choice(contents))
        for number, count in zip(with_events, counts, strict=True)
        for _ in range(count)
    )
    every_left = iter(every)
    engine = writing(open_engine(runtime.settings.database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size={-CACHE_KB}")
        act = {"no": 1, "at": instant_text(runtime.clock.now()), "actor": "bench"}
        _insert(connection, "acts", [act | {"actor_kind": "person"}])
        while some := list(islice(every_left, CHUNK)):
            _insert(connection, "enterprises", [_enterprise(*one) for one in some])
            _insert(connection, "enterprise_names", [_name(*one) for one in some])
        while made := list(islice(events, CHUNK)):
            _insert(connection, "event_keys", [key for key, _ in made])
            _insert(connection, "event_versions", [version for _, version in made])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return len(with_events), sum(counts)


def _contents(runtime: Runtime, today: date, draw: random.Random) -> list[Mapping[str, Any]]:
    kinds, regions = runtime.part(Laws).directory.law.kinds, runtime.part(Regions)
    rows = (data.event(draw, number, number, "虚构有限公司", today) for number in range(SAMPLE))
    return [
        parse(row, kinds, regions, strict_code=True, today=today).content.canonical()
        for row in rows
    ]


def _enterprise(number: int, key: str, _: str) -> Row:
    code = data.code(number)
    return {"id": key, "uscc": code, "organisation": organisation_part(code), "act_no": 1}


def _name(_: int, key: str, name: str) -> Row:
    return {"enterprise_id": key, "name_key": name_key(name), "name": name, "act_no": 1}


def _event(
    draw: random.Random, who: tuple[int, str, str], content: Mapping[str, Any]
) -> tuple[Row, Row]:
    """The row of the key and the row of the version."""
    number, enterprise, name = who
    key = UUID(int=draw.getrandbits(128), version=4).hex
    own = {**content, "source_ref": key, "uscc": data.code(number), "name": name}
    return (
        {"source": "bench", "source_ref": key, "event_id": key},
        {
            "event_id": key,
            "seq": 1,
            "enterprise_id": enterprise,
            "act_no": 1,
            "cause": "recorded",
            "kind": own["kind"],
            "occurred_on": own["occurred_on"],
            "penalised_on": own.get("penalised_on"),
            "status": own["status"],
            "content": canonical_bytes(own).decode(),
            "digest": digest(own),
        },
    )


def _insert(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    values = ", ".join(f":{name}" for name in names)
    connection.execute(
        text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), list(rows)
    )
