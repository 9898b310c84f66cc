"""Starting gunicorn as the service is served, loading it, and reading what its workers spent."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import HOST, Plan, Sample
from creditsvc.settings import PREFIX, ROOT

CONFIG = ROOT / "config" / "gunicorn.conf.py"
PATIENCE = 60.0  # seconds until a server must answer
TICKS = os.sysconf("SC_CLK_TCK")


class NotServedError(RuntimeError):
    """A server did not come up; the message ends with what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running gunicorn: the id of its master and its port."""

    pid: int
    port: int

    def load(self, plan: Plan) -> tuple[Sample, float]:
        """The sample, and the CPU microseconds its workers spent on each request."""
        before = self.cpu_seconds()
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"],
            input=json.dumps(asdict(plan)),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=plan.warm + plan.seconds + 2 * PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            raise NotServedError(done.stderr[-2000:])
        sample = Sample(**json.loads(done.stdout))
        return sample, (self.cpu_seconds() - before) / sample.total * 1e6

    def cpu_seconds(self) -> float:
        """What all workers have spent so far, in user and kernel."""
        return sum(_cpu_seconds(pid) for pid in self.workers())

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in text.split()]


@contextmanager
def served(app: str, environ: Mapping[str, str], log: Path) -> Iterator[Server]:
    """gunicorn over *app* with the service's own settings; ended by its id when the block ends.

    It also reads from us, so it ends if we are killed. What it says goes to *log*.
    """
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), app],
            env={**own, **environ, "HOST": HOST, "PORT": str(port), "SERVE_TIED": "1"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
        )
    try:
        _await(process, port, log)
        yield Server(pid=process.pid, port=port)
    finally:
        _end(process)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> bytes:
    """One request outside any measurement; raises NotServedError unless the answer is 200."""
    link = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        link.request(
            method, path, body, {name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = link.getresponse()
        said = answer.read()
    finally:
        link.close()
    if answer.status != 200:
        raise NotServedError(f"{method} {path}: {answer.status} {said[:500]!r}")
    return said


def _await(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise NotServedError(log.read_text(encoding="utf-8", errors="replace")[-3000:])


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _cpu_seconds(pid: int) -> float:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS  # utime and stime of proc(5)
