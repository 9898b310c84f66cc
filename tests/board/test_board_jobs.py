"""The jobs of the calendar: run never, twice, or after a fault, the truth is the same."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from builders import a_code
from due_process import a_decree
from mending import a_penalty
from mending import apply as apply_for_repair
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from creditsvc import jobs
from creditsvc.board.domain import SHOWN
from creditsvc.db import outbox
from creditsvc.kernel.clock import day_begins, instant_text
from creditsvc.publishing import service as publishing
from creditsvc.worker import Worker, topics

OURS = "虚构区应急管理局"
SCRIPT = Path(__file__).with_name("job_process.py")
ENDS = date(2026, 11, 23)  # the last day of the entry, a Monday


@pytest.fixture
def listed(office):
    """An entry made elsewhere, whose term ends in three days, and which the portal shows."""
    office.confirmed(a_decree(decided_on=date(2023, 11, 23)))
    drain(office)
    return office.key()


def drain(office):
    """Let the outbox be done, and nothing else."""
    office.clock.advance(seconds=1)
    worker = Worker(runtime=office.runtime, topics=topics(office.runtime))
    while worker.one_job():
        pass


def files(office, kind):
    return sorted(path.name for path in office.runtime.settings.drop_dir.glob(f"{kind}-*"))


def removals(office):
    with office.runtime.work.engine.connect() as connection:
        query = text("SELECT body FROM portal_records WHERE action = 'removal'")
        return [json.loads(body) for body in connection.execute(query).scalars()]


def after_midnight(office):
    office.clock.move_to(day_begins(date(2026, 11, 24)))


def public(office):
    with office.runtime.work.read() as session:
        lists = publishing.lists_at(
            session, office.law, office.clock.now(), publishing.Shelf(), list_id=None, text=""
        )
    return len(lists.rows)


def test_with_no_job_ever_run_an_entry_is_over_at_midnight_and_the_board_says_what_is_left(
    office, shown, listed
):
    assert (office.position(listed).status, public(office)) == ("listed", 1)
    assert shown.rows("withdrawal") == []
    after_midnight(office)
    assert (office.position(listed).status, public(office)) == ("not_listed", 0)
    assert removals(office) == []
    expected = ("serious_dishonesty.removal_update", "2026-11-27", "soon")
    assert shown.told("withdrawal") == [expected]
    office.clock.advance(days=4)
    assert shown.told("withdrawal")[0][2] == "overdue"


def test_expire_run_twice_writes_what_time_changed_once(office, shown, listed):
    before = len(office.feed())
    assert jobs.expire(office.runtime) == 0
    after_midnight(office)
    written = jobs.expire(office.runtime)
    assert jobs.expire(office.runtime) == 0
    reasons = [one.reason for one in office.feed()[before:]]
    assert (len(reasons), reasons.count("expired")) == (written, 1)
    assert [one["removed_on"] for one in removals(office)] == ["2026-11-24"]
    assert [row.state.value for row in shown.rows("withdrawal")] == ["soon"]
    drain(office)
    assert shown.rows("withdrawal", states=SHOWN) == []


def test_a_file_laid_after_the_third_working_day_was_late(office, shown, listed):
    after_midnight(office)
    jobs.expire(office.runtime)
    office.clock.advance(days=4)
    drain(office)
    assert [row.state.value for row in shown.rows("withdrawal", states=SHOWN)] == ["late"]


def test_withdraw_finds_an_end_that_slipped_through_and_writes_it_once(office, listed):
    with office.runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE published_states SET next_change_at = NULL"))
    after_midnight(office)
    assert jobs.expire(office.runtime) == 0
    assert jobs.withdraw(office.runtime) == 1
    assert jobs.withdraw(office.runtime) == 0
    assert [one["reason"] for one in removals(office)] == ["expired"]


def test_withdraw_starts_given_up_removals_afresh_and_no_other_job(office, listed):
    after_midnight(office)
    jobs.expire(office.runtime)
    with office.act() as act:
        outbox.enqueue(act, "board.remind", {"day": "2026-11-24", "authority": "x"})
    with office.runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET attempts = 10 WHERE done_at IS NULL"))
    assert jobs.withdraw(office.runtime) == 1
    dead = outbox.standing(office.runtime.work.engine, now=office.clock.now()).dead
    assert [job.topic for job in dead] == ["board.remind"]


def test_a_reminder_is_one_row_and_one_file_an_authority_and_day(office, shown):
    (penalty,) = office.record(a_penalty())
    other = a_penalty(
        source_ref="P-2", uscc=a_code(2), name="虚构乙有限公司", authority="../虚构/市应急管理局"
    )
    (foreign,) = office.record(other)
    apply_for_repair(office, penalty)
    apply_for_repair(office, foreign)
    assert shown.whole(authority=OURS).reminded_on is None
    assert jobs.remind(office.runtime) == 2
    assert jobs.remind(office.runtime) == 0
    drain(office)
    drain(office)
    names = files(office, "reminders")
    assert len(names) == 2
    assert any(name.startswith(f"reminders-2026-11-20-{OURS}-") for name in names)
    assert not any("/" in name or ".." in name.removesuffix(".jsonl") for name in names)
    assert shown.whole(authority=OURS).reminded_on == date(2026, 11, 20)
    (mine,) = office.runtime.settings.drop_dir.glob(f"reminders-*{OURS}-*")
    *body, trailer = mine.read_bytes().splitlines(keepends=True)
    assert json.loads(trailer) == {"record_count": 1, "sha256": sha256(b"".join(body)).hexdigest()}
    header, row = (json.loads(line) for line in body)
    assert (header["day"], header["authority"]) == ("2026-11-20", OURS)
    assert (row["key"], row["enterprise"]["uscc"]) == ("repair.acceptance", a_code(1))
    office.clock.advance(days=1)
    assert jobs.remind(office.runtime) == 2


def test_nobody_is_reminded_where_nothing_is_due(office):
    office.two_accidents()
    office.noticed(office.key())
    assert jobs.remind(office.runtime) == 0


def test_a_written_reminder_can_neither_change_nor_double(office):
    (penalty,) = office.record(a_penalty())
    apply_for_repair(office, penalty)
    jobs.remind(office.runtime)
    for statement in (
        "UPDATE reminders SET body = '[]'",
        "DELETE FROM reminders",
        "INSERT INTO reminders SELECT * FROM reminders",
    ):
        with pytest.raises(DBAPIError), office.runtime.work.engine.begin() as connection:
            connection.execute(text(statement))


def test_the_worker_reminds_once_a_day_and_again_on_the_next(office):
    (penalty,) = office.record(a_penalty())
    apply_for_repair(office, penalty)
    worker = Worker(runtime=office.runtime, topics=topics(office.runtime))
    for _ in range(3):
        office.clock.advance(seconds=1)
        worker.round(Going())
    assert len(files(office, "reminders")) == 1
    office.clock.advance(days=1)
    worker.round(Going())
    drain(office)
    assert len(files(office, "reminders")) == 2


class Going:
    """No wish to stop."""

    def is_set(self):
        return False

    def wait(self, timeout):
        raise AssertionError(timeout)


@pytest.mark.parametrize("name", ["expire", "remind"])
def test_a_job_killed_in_the_middle_leaves_nothing_and_comes_out_whole_when_run_again(
    office, environment, listed, name
):
    if name == "remind":
        (penalty,) = office.record(
            a_penalty(source_ref="P-7", uscc=a_code(7), name="虚构庚有限公司")
        )
        apply_for_repair(office, penalty)
    else:
        after_midnight(office)
    before, acts = len(office.feed()), count(office, "acts")
    victim = subprocess.Popen(
        [sys.executable, str(SCRIPT), name, instant_text(office.clock.now())],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
    )
    try:
        assert victim.stdout.readline() == b"in the middle\n"
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    finally:
        victim.kill()
        victim.stdout.close()
    assert (len(office.feed()), count(office, "acts")) == (before, acts)
    assert jobs.JOBS[name](office.runtime) > 0
    assert jobs.JOBS[name](office.runtime) == 0
    drain(office)
    if name == "expire":
        assert [one.reason for one in office.feed()[before:]].count("expired") == 1
        assert len(removals(office)) == 1
    else:
        assert count(office, "reminders") == len(files(office, "reminders")) == 1


def count(office, table):
    with office.runtime.work.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
