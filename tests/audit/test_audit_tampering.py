"""Whoever alters the trail with the database in hand is found, at the place."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from creditsvc.audit import service as trail
from creditsvc.cli.audit import audit
from creditsvc.kernel.caller import SYSTEM
from creditsvc.signing.service import Keys


@pytest.fixture
def sealed(runtime):
    """Seven acts: lines in most, none in one, a checkpoint and an act after it."""
    with runtime.work.act(SYSTEM):
        pass  # keeps the rulebook and says that it is used: two lines
    for number in range(2, 5):
        with runtime.work.act(SYSTEM) as act:
            trail.note(act, "thing.done", f"T-{number}", count=number, words=["甲", "乙"])
            trail.note(act, "thing.checked", f"T-{number}")
    with runtime.work.act(SYSTEM):
        pass
    keys = runtime.part(Keys)
    with runtime.work.act(SYSTEM) as act:
        trail.checkpoint(act, lambda claim: keys.sign_jws(claim, trail.CHECKPOINT_TYPE))
    with runtime.work.act(SYSTEM) as act:
        trail.note(act, "thing.done", "T-5")
    assert faults(runtime) == []
    return runtime


def faults(runtime):
    keys = runtime.part(Keys)
    with runtime.work.read() as session:
        return trail.verify(session, lambda jws: keys.verify_jws(jws, trail.CHECKPOINT_TYPE))


def places(runtime):
    return [fault.place for fault in faults(runtime)]


def attack(runtime, *statements, **values):
    """What an attacker with the database in hand does: no trigger and no key holds him."""
    engine = runtime.work.engine
    tables = ("acts", "trail", "trail_roots", "trail_checkpoints")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")  # the pragma is deaf inside a transaction
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN")
            for table in tables:
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements:
            assert connection.execute(text(statement), values).rowcount > 0
        connection.commit()
        connection.invalidate()


FLIPS = {
    "acts.no": ("UPDATE acts SET no = 99 WHERE no = 7", "acts:7"),
    "acts.at": ("UPDATE acts SET at = replace(at, 'T', 't') WHERE no = 3", "acts:3"),
    "acts.actor": ("UPDATE acts SET actor = 'systen' WHERE no = 3", "acts:3"),
    "acts.actor of an act without lines": ("UPDATE acts SET actor = 'x' WHERE no = 5", "acts:5"),
    "acts.actor_kind": ("UPDATE acts SET actor_kind = 'person' WHERE no = 3", "acts:3"),
    "trail.seq": ("UPDATE trail SET seq = 99 WHERE seq = 10", "trail:99"),
    "trail.act_no": ("UPDATE trail SET act_no = 2 WHERE seq = 5", "trail:5 "),
    "trail.verb": ("UPDATE trail SET verb = 'thing.dome' WHERE seq = 5", "trail:5 "),
    "trail.subject": ("UPDATE trail SET subject = 'T-4' WHERE seq = 5", "trail:5 "),
    "trail.facts": ("UPDATE trail SET facts = replace(facts, '3', '2') WHERE seq = 5", "trail:5 "),
    "trail.facts no JSON": (
        "UPDATE trail SET facts = replace(facts, '{', '[') WHERE seq = 5",
        "trail:5 ",
    ),
    "trail.leaf": (
        "UPDATE trail SET leaf = (SELECT leaf FROM trail WHERE seq = 1) WHERE seq = 5",
        "trail:5 ",
    ),
    "trail_roots.act_no": ("UPDATE trail_roots SET act_no = 99 WHERE act_no = 7", "trail_roots:7"),
    "trail_roots.size": (
        "UPDATE trail_roots SET size = size + 1 WHERE act_no = 3",
        "trail_roots:3",
    ),
    "trail_roots.root": (
        "UPDATE trail_roots SET root = (SELECT root FROM trail_roots WHERE act_no = 1) WHERE act_no = 3",
        "trail_roots:3",
    ),
    "trail_roots.frontier": (
        "UPDATE trail_roots SET frontier = replace(frontier, '[', '{') WHERE act_no = 3",
        "trail_roots:3",
    ),
    "trail_checkpoints.act_no": ("UPDATE trail_checkpoints SET act_no = 5", "trail_checkpoints:5"),
    "trail_checkpoints.size": (
        "UPDATE trail_checkpoints SET size = size - 1",
        "trail_checkpoints:6",
    ),
    "trail_checkpoints.root": (
        "UPDATE trail_checkpoints SET root = (SELECT root FROM trail_roots WHERE act_no = 1)",
        "trail_checkpoints:6",
    ),
    "trail_checkpoints.jws": (
        "UPDATE trail_checkpoints SET jws = replace(jws, '.', '.A')",
        "trail_checkpoints:6",
    ),
}


@pytest.mark.parametrize("column", FLIPS)
def test_a_change_in_any_column_is_named_with_its_place(sealed, column):
    statement, place = FLIPS[column]
    attack(sealed, statement)
    assert any(place in found for found in places(sealed)), places(sealed)


def test_a_deleted_line_is_named(sealed):
    attack(sealed, "DELETE FROM trail WHERE seq = 5")
    assert "trail:6 (act 3, thing.checked)" in places(sealed)[0]
    assert "第 5 至 5 行" in faults(sealed)[0].zh


def test_a_deleted_tail_of_lines_is_named(sealed):
    attack(sealed, "DELETE FROM trail WHERE act_no = 7")
    assert places(sealed) == ["acts:7, trail_roots:7"]


def test_a_deleted_tail_of_lines_and_roots_is_named(sealed):
    attack(sealed, "DELETE FROM trail WHERE act_no = 7", "DELETE FROM trail_roots WHERE act_no = 7")
    assert places(sealed) == ["trail_roots:7"]


def test_a_deleted_last_act_leaves_its_lines_and_root_behind(sealed):
    attack(sealed, "DELETE FROM acts WHERE no = 7")
    assert places(sealed) == ["acts:7", "acts:7"]


def test_a_deleted_act_in_the_middle_is_named(sealed):
    attack(sealed, "DELETE FROM acts WHERE no = 3")
    assert places(sealed) == ["acts:3"]


def test_two_swapped_lines_are_both_named(sealed):
    attack(
        sealed,
        "UPDATE trail SET seq = -1 WHERE seq = 3",
        "UPDATE trail SET seq = 3 WHERE seq = 5",
        "UPDATE trail SET seq = 5 WHERE seq = -1",
    )
    assert [place.split(" ")[0] for place in places(sealed)[:2]] == ["trail:3", "trail:5"]


def test_a_trail_cut_back_and_sealed_afresh_does_not_fit_the_checkpoint(sealed):
    attack(
        sealed,
        "DELETE FROM trail WHERE act_no > 4 AND verb <> 'trail.checkpointed'",
        "DELETE FROM trail_roots WHERE act_no > 4",
        "DELETE FROM acts WHERE no > 4",
    )
    assert "trail_checkpoints:6" in places(sealed)


def test_a_deleted_checkpoint_is_named(sealed):
    attack(sealed, "DELETE FROM trail_checkpoints")
    assert places(sealed) == ["trail_checkpoints:6"]


def test_a_checkpoint_signed_with_another_key_is_named(sealed, tmp_path):
    other = Keys.open(tmp_path / "other")
    with sealed.work.read() as session:
        row = session.execute(text("SELECT size, root FROM trail_checkpoints")).one()
    jws = other.sign_jws({"act": 5, "tree_size": row.size, "root": row.root}, trail.CHECKPOINT_TYPE)
    attack(sealed, "UPDATE trail_checkpoints SET jws = :jws", jws=jws)
    assert places(sealed) == ["trail_checkpoints:6"]


def test_without_keys_all_but_the_signatures_is_verified(sealed):
    attack(sealed, "UPDATE trail_checkpoints SET jws = 'x'")
    with sealed.work.read() as session:
        assert trail.verify(session, None) == []


def test_the_head_says_how_far_the_trail_was_followed(sealed):
    attack(sealed, "UPDATE acts SET actor = 'x' WHERE no = 4")
    with sealed.work.read() as session:
        _, head = trail.examine(session, None)
    assert head.act == 3


def test_the_database_itself_refuses_to_alter_a_line(sealed):
    with pytest.raises(Exception, match="insert-only"), sealed.work.engine.begin() as connection:
        connection.execute(text("UPDATE trail SET verb = 'x' WHERE seq = 5"))


def test_the_command_names_the_place_and_ends_with_one(sealed, environment):
    run = CliRunner()
    good = run.invoke(audit, ["verify"], env=environment)
    assert good.exit_code == 0, good.output
    attack(sealed, "UPDATE trail SET subject = 'T-4' WHERE seq = 5")
    bad = run.invoke(audit, ["verify"], env=environment)
    assert bad.exit_code == 1
    assert "trail:5 (act 3, thing.done)" in bad.output


def test_a_checkpoint_is_due_once_there_is_something_and_again_after_its_time(runtime, clock):
    keys = runtime.part(Keys)

    def due():
        with runtime.work.read() as session:
            return trail.checkpoint_due(session, clock.now())

    assert not due()
    with runtime.work.act(SYSTEM):
        pass
    assert due()
    clock.advance(seconds=10)
    with runtime.work.act(SYSTEM) as act:
        trail.checkpoint(act, lambda claim: keys.sign_jws(claim, trail.CHECKPOINT_TYPE))
    assert due()  # made at this very instant, and not after it
    clock.advance(seconds=-1)
    assert not due()
