"""Whether a database is sound: its schema, its pages, its pointers, its numbers. The trail is audit's."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select, text

from creditsvc.db import guards, migrate
from creditsvc.db.engine import reading
from creditsvc.db.migrate import History
from creditsvc.db.tables import ActRow


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; fault None: it is sound."""

    zh: str
    en: str
    fault: str | None = None


def check(engine: Engine, history: History) -> Iterator[Finding]:
    """Look at the part of a database that *history* made; later things are skipped without a schema."""
    present = migrate.current(engine, history)
    head = "、".join(history.heads)
    behind = None if (present,) == history.heads else f"{present} ≠ {head}"
    yield Finding(f"结构版本 {head}", f"schema {history.folder} at {head}", behind)
    if behind is not None:
        return
    drift = "; ".join(str(one) for one in migrate.drift(engine, history))
    yield Finding("表结构与程序一致", "tables are as the program declares them", drift or None)
    yield from _stored(engine)
    if history is migrate.REGISTER:
        off = ", ".join(guards.missing(engine))
        yield Finding(
            "证据表只增不改", "evidence is insert-only and decisions are guarded", off or None
        )
        yield _acts(engine)


def _stored(engine: Engine) -> Iterator[Finding]:
    """Pages and indexes, and that no row points at nothing."""
    if engine.dialect.name != "sqlite":
        yield _constraints(engine)
        return
    with reading(engine).connect() as connection:
        pages = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    broken = None if pages == ["ok"] else "; ".join(map(str, pages))
    yield Finding("存储页完好", "pages and indexes are whole", broken)
    pointers = "; ".join(f"{row[0]} rowid {row[1]} → {row[2]}" for row in lost[:20])
    yield Finding("引用完好", "no row points at nothing", pointers or None)


def _constraints(engine: Engine) -> Finding:
    """PostgreSQL keeps its constraints itself, unless somebody switched one off."""
    query = text(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated UNION ALL"
        " SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O' UNION ALL"
        " SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
    )
    with reading(engine).connect() as connection:
        off = ", ".join(connection.scalars(query))
    return Finding(
        "约束、触发器和索引均有效", "constraints, triggers and indexes are on", off or None
    )


def _acts(engine: Engine) -> Finding:
    with reading(engine).connect() as connection:
        count, first, last = connection.execute(
            select(func.count(), func.min(ActRow.no), func.max(ActRow.no)).select_from(ActRow)
        ).one()
    gap = None if count == 0 or (first, last) == (1, count) else f"{count}: {first} … {last}"
    return Finding(f"行为编号连续，共 {count}", f"acts run without a gap, {count} of them", gap)
