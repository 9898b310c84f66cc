"""What is slipped into the register or out of it, with the database in hand, is named."""

import pytest
from builders import a_code, two_major_accidents
from click.testing import CliRunner
from sqlalchemy import text

from creditsvc.audit.witnesses import unwitnessed
from creditsvc.cli.audit import audit
from creditsvc.db import guards
from creditsvc.lookup.checking import altered_answers


@pytest.fixture
def listed(clerk, clock):
    """An enterprise that was listed by a whole case."""
    clerk.record(*two_major_accidents(1))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    assert found(clerk.runtime) == []
    return clerk


def found(runtime):
    with runtime.work.read() as session:
        return [f.place.split(":")[0] for f in (*unwitnessed(session), *altered_answers(runtime))]


def attack(runtime, *statements):
    """No trigger and no key holds whoever owns the database."""
    engine = runtime.work.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN")
            for guard in ("listings_no_delete", "listing_ends_removed"):
                connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
        connection.commit()
        connection.invalidate()


def test_an_end_slipped_in_is_named(listed):
    attack(
        listed.runtime,
        "INSERT INTO listing_ends (listing_id, act_no, ended_at, reason, detail)"
        " SELECT id, act_no, from_at, 'clerical', '' FROM listings",
    )
    assert found(listed.runtime) == ["listing_ends", "credit_snapshots"]


def test_an_entry_taken_out_is_named(listed):
    attack(listed.runtime, "DELETE FROM listings")
    assert found(listed.runtime) == ["listings", "credit_snapshots"]


def test_an_altered_answer_is_named_and_fails_the_command(listed, environment):
    attack(listed.runtime, "UPDATE credit_snapshots SET status = 'not_listed'")
    assert found(listed.runtime) == ["credit_snapshots"]
    done = CliRunner(env=environment).invoke(audit, ["verify"])
    assert done.exit_code == 1
    assert f"credit_snapshots:{a_code(1)}" in done.output


@pytest.mark.parametrize("column", ["body", "digest", "valid_until"])
def test_an_answer_altered_in_any_column_is_named(listed, column):
    new = "'2999-01-01T00:00:00.000000Z'" if column == "valid_until" else f"substr({column}, 2)"
    attack(listed.runtime, f"UPDATE credit_snapshots SET {column} = {new}")
    assert found(listed.runtime) == ["credit_snapshots"]


def test_a_ready_answer_that_is_gone_is_named_and_never_read_as_not_listed(listed):
    bank = listed.partner("credit.read", "credit.batch")
    attack(listed.runtime, "DELETE FROM credit_snapshots")
    assert found(listed.runtime) == ["credit_snapshots"]
    assert listed.look_up(a_code(1), bank).json["status"] == "listed"
    batch = listed.client.post(
        "/v1/credit/lookups", json={"identifiers": [a_code(1)]}, headers=bank
    )
    assert batch.json["results"][0]["status"] == "listed"


def test_every_rule_over_new_rows_is_looked_for(listed):
    """So that nobody adds one that `db check` would not miss."""
    engine = listed.runtime.work.engine
    with engine.connect() as connection:
        found = connection.exec_driver_sql(guards.TRIGGERS[engine.dialect.name]).scalars().all()
    ends = ("_insert_only", "_no_update", "_no_delete", "_no_replace")
    assert sorted(name for name in found if not name.endswith(ends)) == sorted(guards.RULES)


def test_a_guard_that_is_gone_is_named(listed):
    engine = listed.runtime.work.engine
    assert guards.missing(engine) == []
    lite = engine.dialect.name == "sqlite"
    name = "listings_no_update" if lite else "listings_insert_only"
    with engine.begin() as connection:
        for trigger in (name, "decisions_case"):
            table = "" if lite else f" ON {trigger.split('_', 1)[0]}"
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}{table}")
    assert guards.missing(engine) == ["decisions_case", name]


def test_a_guard_that_guards_nothing_is_named(listed):
    engine = listed.runtime.work.engine
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER listings_no_update")
            connection.exec_driver_sql(
                "CREATE TRIGGER listings_no_update BEFORE UPDATE ON listings WHEN 0"
                " BEGIN SELECT RAISE(ABORT, ''); END"
            )
        else:
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RETURN NEW; END $$"
            )
    assert any(name.startswith("listings_") for name in guards.missing(engine))
