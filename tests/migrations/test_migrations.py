"""Migrations on both engines: one head, numbered, no drift, up and down and up again."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine

HISTORIES = [migrate.REGISTER, migrate.LOOKUP_LOG]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda h: h.folder)
def test_each_history_has_one_head_and_numbered_files(history):
    assert len(history.heads) == 1
    names = sorted(path.stem for path in (migrate.MIGRATIONS / history.folder).glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    assert history.heads == (names[-1][:4],)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda h: h.folder)
def test_no_migration_imports_the_package(history):
    for path in (migrate.MIGRATIONS / history.folder).glob("*.py"):
        assert not re.search(r"^(from|import) creditsvc", path.read_text(), re.MULTILINE), path.name


def test_the_migrated_schema_is_the_declared_one(database):
    for url, history in zip(database, HISTORIES, strict=True):
        engine = open_engine(url)
        assert migrate.drift(engine, history) == []
        engine.dispose()


def test_up_then_down_then_up_restores_the_schema(database):
    for url, history in zip(database, HISTORIES, strict=True):
        engine = open_engine(url)
        before = schema(engine, history)
        migrate.downgrade(engine, history, "base")
        assert not schema(engine, history)
        migrate.upgrade(engine, history)
        assert schema(engine, history) == before
        engine.dispose()


@pytest.mark.parametrize("verb", ["UPDATE acts SET actor = 'x'", "DELETE FROM acts"])
def test_evidence_can_neither_be_changed_nor_deleted(runtime, verb):
    with runtime.work.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO acts (no, at, actor, actor_kind)"
                " VALUES (1, '2026-01-01T00:00:00.000000Z', 'a', 'person')"
            )
        )
    with pytest.raises(DBAPIError, match="insert-only"), runtime.work.engine.begin() as connection:
        connection.execute(text(verb))


def test_every_table_is_either_evidence_or_named_as_a_working_copy():
    sources = (Path(migrate.MIGRATIONS) / "versions").glob("*.py")
    evidence = (
        re.search(r"^EVIDENCE = \((.*?)\)", one.read_text(), re.MULTILINE | re.DOTALL)
        for one in sources
    )
    guarded = {name for found in evidence if found for name in re.findall(r'"(\w+)"', found[1])}
    working = {
        "outbox", "published_states", "credit_snapshots",
        "person_seals", "clients", "client_sources", "users", "authorization_codes", "revoked_tokens", "login_failures",
        "door_tries", "door_visits", "name_index", "name_index_keys", "name_index_state",
        "subscriptions", "subscription_secrets", "watched_codes", "dead_letters",
        "lookup_jobs", "lookup_job_parts",
    }  # fmt: skip
    assert set(migrate.REGISTER.metadata.tables) - guarded - working == set()


def schema(engine, history):
    found = inspect(engine)
    tables = sorted(set(found.get_table_names()) & set(history.metadata.tables))
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            sorted(str(u["column_names"]) for u in found.get_unique_constraints(name)),
            sorted(str(f["constrained_columns"]) for f in found.get_foreign_keys(name)),
            sorted(str(i["column_names"]) for i in found.get_indexes(name)),
        )
        for name in tables
    }
