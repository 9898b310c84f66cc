"""What is backed up comes back byte for byte, on the same engine or the other."""

import zipfile

import pytest
from builders import a_code, an_event, two_major_accidents
from click.testing import CliRunner
from sqlalchemy import text

from creditsvc.audit import service as trail
from creditsvc.cli.db import db
from creditsvc.db import backup as copies
from creditsvc.db import check, migrate, outbox
from creditsvc.db.backup import BadBackup, Places, TargetNotEmpty
from creditsvc.db.engine import open_engine
from creditsvc.db.work import Work
from creditsvc.kernel.caller import SYSTEM


@pytest.fixture
def filled(runtime, clerk, clock):
    """A register with a listing, an outbox job and people in it."""
    clerk.record(*two_major_accidents(1), an_event(source_ref="X-1"))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    return runtime


def contents(archive):
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist() if name.startswith("tables/")}


def test_everything_comes_back_byte_for_byte_on_either_engine(
    filled, here, elsewhere, tmp_path, clock
):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    rows = copies.backup(here, first, now=clock.now())
    assert rows["listings"] == 1
    assert rows["trail"] > 10
    assert copies.restore(first, elsewhere) == rows
    copies.backup(elsewhere, second, now=clock.now())
    assert contents(first) == contents(second)
    for history in copies.HISTORIES:
        for one in check.check(elsewhere.of(history), history):
            assert one.fault is None, one


def test_the_restored_trail_verifies_and_work_goes_on(filled, here, elsewhere, tmp_path, clock):
    copies.backup(here, tmp_path / "b.zip", now=clock.now())
    copies.restore(tmp_path / "b.zip", elsewhere)
    work = Work(
        engine=elsewhere.register,
        clock=clock,
        new_id=filled.work.new_id,
        opening=lambda act: None,
        closing=trail.seal,
    )
    with work.act(SYSTEM) as act:
        trail.note(act, "thing.done", "T")
        number = outbox.enqueue(act, "t", {})
    assert number > 1
    with work.read() as session:
        assert trail.verify(session, None) == []


def test_a_backup_is_for_its_owner_alone_and_holds_no_key(filled, here, tmp_path, clock, settings):
    copies.backup(here, tmp_path / "b.zip", now=clock.now())
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    held = (tmp_path / "b.zip").read_bytes() + b"".join(contents(tmp_path / "b.zip").values())
    for key in settings.keys_dir.glob("*.key"):
        assert key.read_bytes().strip() not in held


def test_a_file_that_exists_is_not_written_over(runtime, here, tmp_path, clock):
    target = tmp_path / "b.zip"
    target.write_text("mine")
    with pytest.raises(TargetNotEmpty):
        copies.backup(here, target, now=clock.now())
    assert target.read_text() == "mine"
    assert list(tmp_path.glob(".b.zip*")) == []


def test_a_register_that_holds_something_is_not_written_over(filled, here, tmp_path, clock):
    copies.backup(here, tmp_path / "b.zip", now=clock.now())
    with pytest.raises(TargetNotEmpty):
        copies.restore(tmp_path / "b.zip", here)


@pytest.mark.parametrize("harm", ["cut", "altered", "text", "empty archive"])
def test_a_harmed_file_restores_nothing(filled, here, tmp_path, clock, harm):
    whole, target = tmp_path / "b.zip", tmp_path / "harmed.zip"
    copies.backup(here, whole, now=clock.now())
    if harm == "cut":
        target.write_bytes(whole.read_bytes()[:-100])
    elif harm == "text":
        target.write_text("no backup")
    else:
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist() if harm == "altered" else []:
                body = old.read(name)
                new.writestr(
                    name,
                    body.replace("虚构".encode(), "虚枸".encode()) if "names" in name else body,
                )
    urls = [f"sqlite:///{tmp_path / name}" for name in ("n.db", "n-log.db")]
    places = Places(register=open_engine(urls[0]), log=open_engine(urls[1]))
    with pytest.raises(BadBackup):
        copies.restore(target, places)
    places.register.dispose()
    places.log.dispose()


def test_the_commands_back_up_restore_and_check(filled, environment, tmp_path):
    run = CliRunner()
    file = tmp_path / "b.zip"
    done = run.invoke(db, ["backup", str(file)], env=environment)
    assert done.exit_code == 0, done.output
    assert "密钥" in done.output
    again = run.invoke(db, ["backup", str(file)], env=environment)
    assert again.exit_code == 2, again.output
    new = environment | {
        "CREDITSVC_DATABASE_URL": f"sqlite:///{tmp_path / 'there' / 'r.db'}",
        "CREDITSVC_LOG_URL": f"sqlite:///{tmp_path / 'there' / 'l.db'}",
    }
    restored = run.invoke(db, ["restore", str(file)], env=new)
    assert restored.exit_code == 0, restored.output
    assert "the trail is whole" in restored.output
    checked = run.invoke(db, ["check"], env=new)
    assert checked.exit_code == 0, checked.output
    assert "✗" not in checked.output


def test_check_finds_a_missing_schema_and_upgrade_mends_it(settings, environment, tmp_path):
    run = CliRunner()
    new = environment | {
        "CREDITSVC_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}",
        "CREDITSVC_LOG_URL": f"sqlite:///{tmp_path / 'y.db'}",
    }
    assert run.invoke(db, ["check"], env=new).exit_code == 1
    assert run.invoke(db, ["upgrade"], env=new).exit_code == 0
    checked = run.invoke(db, ["check"], env=new)
    assert checked.exit_code == 0, checked.output


def test_check_names_a_gap_in_the_acts_and_a_row_that_points_at_nothing(filled, here, environment):
    engine = here.register
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql("DROP TRIGGER acts_no_delete")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(text("DELETE FROM acts WHERE no = 2"))
        connection.commit()
        connection.invalidate()
    faults = [one.fault for one in check.check(engine, migrate.REGISTER) if one.fault]
    assert any("1 … " in fault for fault in faults)
    done = CliRunner().invoke(db, ["check"], env=environment)
    assert done.exit_code == 1
    assert "✗" in done.output


def test_check_finds_a_column_that_no_migration_made(filled, here):
    with here.register.begin() as connection:
        connection.execute(text("ALTER TABLE trail ADD COLUMN extra TEXT"))
    faults = [one.fault for one in check.check(here.register, migrate.REGISTER) if one.fault]
    assert any("extra" in fault for fault in faults)
