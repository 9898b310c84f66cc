"""`creditsvc work`: the background worker, and how the outbox stands."""

import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType

import click

from creditsvc.cli.operator import refusals
from creditsvc.cli.running import running
from creditsvc.db import outbox
from creditsvc.db.outbox import Dead
from creditsvc.web import logs
from creditsvc.web.runtime import Runtime
from creditsvc.worker import Worker, topics


@click.command()
@click.option("--once", is_flag=True, help="做完现有任务就结束 / do what is due, then end.")
@click.option("--status", is_flag=True, help="只看任务情况 / only say how the jobs stand.")
@click.option("--revive", is_flag=True, help="重新开始已放弃的任务 / start given-up jobs afresh.")
@click.option("--tied", is_flag=True, hidden=True, help="End when standard input does.")
def work(*, once: bool, status: bool, revive: bool, tied: bool) -> None:
    """后台任务：门户文件、到期变更、审计签名 / the background worker."""
    logs.configure()
    with refusals(), running() as runtime:
        if status or revive:
            _status(runtime, revive=revive)
            return
        worker = Worker(runtime=runtime, topics=topics(runtime))
        if once:
            worker.round(threading.Event())
            return
        stop = _stop_on_signals()
        if tied:
            threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
        worker.run(stop)


def _status(runtime: Runtime, *, revive: bool) -> None:
    """Print how the outbox stands; status 1 if a job was given up."""
    engine, now = runtime.work.engine, runtime.clock.now()
    if revive:
        count = outbox.revive(engine, now=now)
        click.echo(f"重新开始 {count} 项 / {count} started afresh")
    found = outbox.standing(engine, now=now)
    click.echo(
        f"已完成 {found.done}，等待 {found.waiting}，已放弃 {len(found.dead)}"
        f" / done {found.done}, waiting {found.waiting}, given up {len(found.dead)}"
    )
    show_dead(found.dead)
    if found.dead:
        raise SystemExit(1)


def show_dead(dead: Iterable[Dead]) -> None:
    """Print the jobs that were given up, each with its last error."""
    for job in dead:
        error = job.last_error or "工作进程中途退出 / its worker died"
        click.echo(f"  {job.number} {job.topic} ×{job.attempts}: {error}")


def _stop_on_signals() -> threading.Event:
    """A wish to stop that SIGTERM and SIGINT set; the job in hand is finished first."""
    stop = threading.Event()

    def wish(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    signal.signal(signal.SIGTERM, wish)
    signal.signal(signal.SIGINT, wish)
    return stop


def _stop_at_end_of_input(stop: threading.Event) -> None:
    """Whoever started this process holds the other end; when it is gone, so is the input."""
    while os.read(0, 1024):  # not sys.stdin, whose lock a blocked reader would hold at exit
        pass
    stop.set()
