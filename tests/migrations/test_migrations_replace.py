"""On SQLite `INSERT OR REPLACE` takes no row of evidence away, by whatever it meets. PostgreSQL knows no such statement."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from test_migrations_due_process import an_act

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine

GUARDS = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_replace'"  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('replace')}/register.db")
    migrate.upgrade(made, migrate.REGISTER)
    yield made
    made.dispose()


def unique_of(connection, table):
    """The columns of each unique index of a table, and the number that SQLite gives each row."""
    indexes = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
    for _, name, is_unique, *_ in indexes:
        if is_unique:
            yield {row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({name})")}
    yield {"rowid"}


def test_each_guard_looks_at_all_that_is_unique_of_its_table(engine):
    with engine.connect() as connection:
        guards = connection.execute(text(GUARDS)).all()
        assert len(guards) > 50
        for table, sql in guards:
            seen = [set(re.findall(r"NEW\.(\w+)", one)) for one in re.findall(r"WHERE ([^()]*)\)", sql)]  # fmt: skip
            for key in unique_of(connection, table):
                assert any(one and one <= key for one in seen), (table, key)


def test_a_row_is_not_replaced_by_its_number(engine):
    an_act(engine, 1)
    row = "INTO party_hands (rowid, party, act_no, \"by\") VALUES (7, :party, 1, 'a')"
    with engine.begin() as connection:
        connection.execute(text(f"INSERT {row}"), {"party": "party:1"})
    with pytest.raises(DBAPIError, match="insert-only"), engine.begin() as connection:
        connection.execute(text(f"INSERT OR REPLACE {row}"), {"party": "party:2"})


def test_nor_is_a_kept_receipt(tmp_path):
    log = open_engine(f"sqlite:///{tmp_path}/log.db")
    migrate.upgrade(log, migrate.LOOKUP_LOG)
    row = "INTO evidence (rowid, number, at, jws) VALUES (7, :number, '', '')"
    with log.begin() as connection:
        connection.execute(text(f"INSERT {row}"), {"number": "E1"})
        connection.execute(text("INSERT INTO evidence (number, at, jws) VALUES ('E2', '', '')"))
    with pytest.raises(DBAPIError, match="insert-only"), log.begin() as connection:
        connection.execute(text(f"INSERT OR REPLACE {row}"), {"number": "E3"})
    log.dispose()
