"""Every stored verdict comes out again, byte for byte, or somebody hears of it."""

import threading

import pytest
from builders import a_code, an_event
from click.testing import CliRunner
from rulebook_drafts import adopted, stricter, with_another_term, without_rule
from sqlalchemy import text

from creditsvc.cli.law import law
from creditsvc.findings import replay, service
from creditsvc.findings.replay import Replay, slices
from creditsvc.worker import Worker, topics

RULE = "WS11-6-2"
# The program starts processes that read what the tests above read on both engines.
on_one_engine = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)


@pytest.fixture
def filled(runtime, office, tmp_path):
    """Three rulebooks, events recorded, corrected, suspended and revoked under each, and a listing."""
    first, second = office.two_accidents(1)
    office.record(an_event(uscc=a_code(2), name="虚构乙", source_ref="E-2", facts={"deaths": 3}))
    grave = {"deaths": 12, "liable": True, "fine_multiplier": "3"}
    office.record(an_event(uscc=a_code(7), name="虚构庚", source_ref="E-7", facts=grave))
    office.status(second, "suspend")
    office.status(second, "reinstate")
    office.listed(first.enterprise_id)
    for draft in (stricter, with_another_term):
        adopted(runtime, draft(tmp_path))
        walk(runtime)
        office.two_accidents(3 + (draft is stricter))
    office.correct(first, facts={"deaths": 4, "liable": True})
    office.status(second, "revoke")
    office.clock.advance(days=40)
    adopted(runtime, without_rule(tmp_path))
    walk(runtime)
    return runtime


def walk(runtime):
    worker, stop = Worker(runtime=runtime, topics=topics(runtime)), threading.Event()
    runtime.clock.advance(seconds=1)
    while worker.round(stop):
        runtime.clock.advance(seconds=1)


def said_again(runtime):
    with runtime.work.read() as session:
        last = session.execute(text("SELECT max(no) FROM acts")).scalar_one()
        desk = Replay()
        return [desk.of(session, one) for one in slices(session, 1, last)]


def stored(runtime):
    with runtime.work.read() as session:
        return session.execute(text("SELECT count(*) FROM findings")).scalar_one()


def hand_on_the_database(runtime, statement, **values):
    engine = runtime.work.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            for table in ("findings", "rulebooks"):
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        assert connection.execute(text(statement), values).rowcount > 0
        connection.commit()
        connection.invalidate()


def test_all_verdicts_under_four_rulebooks_come_out_as_they_are_stored(filled, monkeypatch):
    monkeypatch.setattr(replay, "SLICE", 3)
    parts = said_again(filled)
    assert [one for part in parts for one in part.differences] == []
    assert sum(part.verdicts for part in parts) == stored(filled)
    assert len(frozenset().union(*(part.laws for part in parts))) == 4
    assert not any(part.missing or part.drifted for part in parts)
    with filled.work.read() as session:
        outcomes = session.execute(text("SELECT DISTINCT outcome FROM findings")).scalars()
        assert set(outcomes) == {"met", "undetermined", "gone"}


def test_a_program_that_judges_otherwise_is_heard_of(filled, monkeypatch):
    kept = service.finding_body
    monkeypatch.setattr(service, "finding_body", lambda one: kept(one) | {"article": "第九十九条"})
    found = [one for part in said_again(filled) for one in part.differences]
    assert {one.what for one in found} == {"article"}
    assert RULE in {one.rule for one in found}


def test_a_program_that_finds_more_than_was_found_is_heard_of(filled, monkeypatch):
    kept = service.changed_states
    more = {"X-1": ("met", {"rule": "X-1"})}
    monkeypatch.setattr(service, "changed_states", lambda *given: kept(*given) | more)
    found = [one for part in said_again(filled) for one in part.differences]
    assert {(one.rule, one.stored) for one in found} == {("X-1", "-")}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("outcome = 'undetermined'", "outcome"),
        ("body = replace(body, 'WS11-6-2', 'WS11-6-1')", "rule"),
        ("body = replace(body, '{', '{ ')", "body"),
        ("assessed_on = '2020-01-01'", "outcome"),
    ],
)
def test_a_verdict_that_was_altered_is_named(filled, change, what):
    statement = f"UPDATE findings SET {change} WHERE rule = '{RULE}' AND outcome = 'met' AND act_no = 1"  # fmt: skip
    hand_on_the_database(filled, statement)
    found = [one for part in said_again(filled) for one in part.differences]
    assert (what, RULE, 1) in {(one.what, one.rule, one.act_no) for one in found}


def test_a_verdict_taken_out_of_those_of_its_act_is_named(filled):
    with filled.work.read() as session:
        act_no, rule = session.execute(
            text(
                "SELECT act_no, min(rule) FROM findings GROUP BY enterprise_id, act_no"
                " HAVING count(*) > 1 ORDER BY act_no LIMIT 1"
            )
        ).one()
    hand_on_the_database(
        filled, "DELETE FROM findings WHERE act_no = :act AND rule = :rule", act=act_no, rule=rule
    )
    found = [one for part in said_again(filled) for one in part.differences]
    assert (act_no, rule, "-") in {(one.act_no, one.rule, one.stored) for one in found}


@pytest.fixture
def program(filled, settings, monkeypatch):
    names = {
        "DATABASE_URL": settings.database_url, "LOG_URL": settings.log_url, "KEYS_DIR": settings.keys_dir,
        "DROP_DIR": settings.drop_dir, "CONFIG_DIR": settings.config_dir,
    }  # fmt: skip
    for name, value in names.items():
        monkeypatch.setenv(f"CREDITSVC_{name}", str(value))
    return lambda *words: CliRunner().invoke(law, ["replay", "--jobs", "1", *words])


@on_one_engine
def test_the_program_ends_with_nought_where_all_is_the_same(program, filled):
    told = program("--jobs", "2")
    assert told.exit_code == 0, told.output
    assert f"{stored(filled)} verdicts under 4 rulebooks: the same" in told.output
    assert program("--since", "2026-12-30").exit_code == 0


@on_one_engine
def test_the_program_raises_the_alarm_over_a_kept_rulebook_that_was_altered(program, filled):
    hand_on_the_database(
        filled, "UPDATE rulebooks SET files = replace(files, 'months: 36', 'months: 35')"
    )
    told = program()
    assert told.exit_code == 1
    assert "警报" in told.output


@on_one_engine
def test_the_program_names_each_difference(program, filled):
    hand_on_the_database(
        filled, f"UPDATE findings SET outcome = 'undetermined' WHERE rule = '{RULE}' AND act_no = 1"
    )
    told = program()
    assert told.exit_code == 1
    assert f"{a_code(1)} 虚构甲煤业有限公司  {RULE}  #1  outcome: undetermined → met" in told.output


@on_one_engine
def test_the_program_says_that_it_is_incomplete_where_a_rulebook_is_missing(program, filled):
    hand_on_the_database(filled, "DELETE FROM rulebooks WHERE act_no = 1")
    told = program()
    assert told.exit_code == 2
    assert "is not kept" in told.output
