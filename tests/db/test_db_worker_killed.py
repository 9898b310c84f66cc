"""Workers are killed in the middle, and work side by side; every job comes out once and whole."""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from creditsvc.db import outbox
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import SystemClock

SCRIPT = Path(__file__).with_name("worker_process.py")
PATIENCE = 60


@pytest.fixture
def start(environment):
    started = []

    def begin(*arguments):
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), *arguments],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def leave(runtime, count):
    with runtime.work.act(SYSTEM) as act:
        return [
            outbox.enqueue(act, "portal.file", {"records": [{"action": "entry", "name": f"甲{n}"}]})
            for n in range(count)
        ]


def wait_for(what):
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def is_whole(file):
    body, trailer = (
        file.read_bytes().rsplit(b"\n", 2)[0] + b"\n",
        file.read_bytes().splitlines()[-1],
    )
    return json.loads(trailer)["sha256"] == sha256(body).hexdigest()


def standing(runtime):
    return outbox.standing(runtime.work.engine, now=SystemClock().now())


def test_a_job_whose_worker_was_killed_is_done_once_more_and_its_file_is_whole(runtime, start):
    (number,) = leave(runtime, 1)
    victim = start("2", "hang")
    assert victim.stdout.readline() == b"in the middle\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    drop = runtime.settings.drop_dir
    assert list(drop.glob("portal-*")) == []
    heir = start("2")
    wait_for(lambda: standing(runtime).done == 1)
    (file,) = drop.glob("portal-*")
    assert file.name == f"portal-{number:010}.jsonl"
    assert is_whole(file)
    heir.stdin.close()
    assert heir.wait(PATIENCE) == 0


def test_two_workers_on_many_jobs_lose_none_and_do_none_twice(runtime, start):
    numbers = leave(runtime, 120)
    workers = [start("30"), start("30")]
    wait_for(lambda: standing(runtime).done == len(numbers))
    drop = runtime.settings.drop_dir
    files = sorted(drop.glob("*"))
    assert [file.name for file in files] == [f"portal-{number:010}.jsonl" for number in numbers]
    assert all(is_whole(file) for file in files)
    done = [int(line) for line in (drop.parent / "done.log").read_text().split()]
    assert sorted(done) == numbers
    for worker in workers:
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0
