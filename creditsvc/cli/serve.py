"""`creditsvc serve`: gunicorn over the application, alone or with a worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType
from typing import NoReturn

import click

from creditsvc.cli.operator import Refused, refusals
from creditsvc.settings import ROOT, read

CONFIG = ROOT / "config" / "gunicorn.conf.py"
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", str(CONFIG))
WORKER = (sys.executable, "-c", "from creditsvc.cli.main import main; main()", "work", "--tied")
PATIENCE = 40  # seconds for the graceful end of a child; gunicorn's own is 30
LOOK = 0.2


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
)
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--with-worker", is_flag=True, help="同时运行后台任务 / run the worker too.")
def serve(*, port: int, host: str, with_worker: bool) -> None:
    """启动网页服务 / the web server (gunicorn)."""
    with refusals():
        read()  # a bad setting is told here, once, and not by every process of the server
    refuse_taken(host, port)
    environ = {**os.environ, "PORT": str(port), "HOST": host}
    if with_worker:
        raise SystemExit(together(environ))
    _become(environ)


def together(environ: Mapping[str, str]) -> int:
    """Run server and worker until one ends or we are told to; the exit status.

    Both read from us and end when we do, however we end; 0 only if we were told to stop.
    """
    told: list[int] = []

    def wish(number: int, frame: FrameType | None) -> None:
        del frame
        told.append(number)

    signal.signal(signal.SIGTERM, wish)
    signal.signal(signal.SIGINT, wish)
    children = {
        "gunicorn": _start(GUNICORN, {**environ, "SERVE_TIED": "1"}),
        "work": _start(WORKER, environ),
    }
    while not told and all(child.poll() is None for child in children.values()):
        time.sleep(LOOK)
    ended = [name for name, child in children.items() if child.poll() is not None]
    for child in children.values():
        _end(child)
    if told:
        return 0
    click.echo(f"{ended[0]} 意外结束，服务停止 / {ended[0]} ended, so the service stops", err=True)
    return 1


def _start(command: tuple[str, ...], environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """A child in a group of its own (Ctrl-C is ours to pass on) that reads from us."""
    return subprocess.Popen(  # noqa: S603 - our own program
        command, env=dict(environ), cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True
    )


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ask *child* to end, and insist if it does not."""
    if child.stdin is not None:
        child.stdin.close()
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _become(environ: Mapping[str, str]) -> NoReturn:
    """Let gunicorn take the place of this process."""
    sys.stdout.flush()
    os.execve(GUNICORN[0], list(GUNICORN), dict(environ))  # noqa: S606 - our own program


def refuse_taken(host: str, port: int) -> None:
    """The server shares its port among its processes, so it would silently share it with a stranger."""
    try:
        with socket.create_connection((host, port), timeout=1):
            pass
    except OSError:
        return
    raise Refused(
        f"端口 {port} 已被占用，请用 --port 换一个 / port {port} is taken; choose another with --port"
    )
