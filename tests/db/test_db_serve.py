"""Server and worker as an operator runs them: they answer, they end together, they leave nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from creditsvc.kernel.caller import SYSTEM

PATIENCE = 60
# Processes, sockets and signals are the same whatever the database; that both are served is tested once.
on_one_engine = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
COMMAND = [sys.executable, "-c", "from creditsvc.cli.serve import serve; serve()"]


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def start(environment, port, runtime):
    with runtime.work.act(SYSTEM):
        pass
    started = []

    def begin(*arguments):
        process = subprocess.Popen(
            [*COMMAND, "--port", str(port), *arguments],
            env={**os.environ, **environment, "WEB_CONCURRENCY": "1"},
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def answers(port, path="/readyz"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_for(what):
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.2)


def children(process):
    """The processes that *process* started, by what they run (Linux)."""
    found = {}
    for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_text()
        found["work" if "--tied" in words else "gunicorn"] = int(number)
    return found


def test_it_serves_and_ends_well_when_told(start, port):
    server = start()
    wait_for(lambda: answers(port))
    assert answers(port, "/public/lists")
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0


@on_one_engine
def test_with_its_worker_it_ends_well_when_told(start, port):
    server = start("--with-worker")
    wait_for(lambda: answers(port))
    server.send_signal(signal.SIGINT)
    assert server.wait(PATIENCE) == 0
    assert not answers(port)


@on_one_engine
def test_when_the_worker_dies_the_service_ends_and_says_so(start, port):
    server = start("--with-worker")
    wait_for(lambda: answers(port) and "work" in children(server))
    os.kill(children(server)["work"], signal.SIGKILL)
    assert server.wait(PATIENCE) == 1
    assert not answers(port)


@on_one_engine
def test_when_it_is_killed_neither_server_nor_worker_stays_behind(start, port):
    server = start("--with-worker")
    wait_for(lambda: answers(port) and len(children(server)) == 2)
    numbers = children(server).values()
    server.kill()
    server.wait()
    wait_for(lambda: not answers(port) and not any(_runs(number) for number in numbers))


def _runs(number):
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False


@on_one_engine
def test_a_taken_port_is_refused(start, port):
    with socket.create_server(("127.0.0.1", port)):
        assert start().wait(PATIENCE) == 2
