"""`creditsvc jobs`: what the calendar asks for, run by hand or by cron; what of the outbox was given up."""

import click

from creditsvc import jobs as calendar_jobs
from creditsvc.cli.operator import refusals
from creditsvc.cli.running import running
from creditsvc.cli.work import show_dead
from creditsvc.db import outbox
from creditsvc.worker import Worker, topics

MEANS = {
    "expire": "写入因时间届满的变更 / write what time alone has changed",
    "remind": "写出当天各机关的提醒 / write the day's reminders, one an authority",
    "withdraw": "核对已结束的条目均已撤回公示 / have the portal told of every entry that ended",
    "sweep": "清除过期的批量查询结果 / forget results of large look-ups that were kept long enough",
    "tell": "重新发送因程序中断而停下的订阅消息 / go on with webhooks whose worker died each time",
}


@click.group("jobs")
def jobs() -> None:
    """按日历的任务：到期、提醒、撤回、发送、清除 / jobs of the calendar: expire, remind, withdraw, tell, sweep."""


@jobs.command("list")
def list_() -> None:
    """各任务做什么 / what each job does; run twice or never, no answer changes."""
    for name in calendar_jobs.JOBS:
        click.echo(f"{name:<10}{MEANS[name]}")


@jobs.command("run")
@click.argument("name", type=click.Choice(list(calendar_jobs.JOBS)))
def run(name: str) -> None:
    """现在运行，并写出文件 / run one now, and lay the files it leaves; twice is as good as once."""
    with refusals(), running() as runtime:
        count = calendar_jobs.JOBS[name](runtime)
        worker = Worker(runtime=runtime, topics=topics(runtime))
        while worker.one_job():
            pass
        dead = outbox.standing(runtime.work.engine, now=runtime.clock.now()).dead
    click.echo(f"{name}: {count} 项 / {count} done")
    if dead:
        show_dead(dead)
        raise SystemExit(1)


@jobs.command("dead")
def dead() -> None:
    """已放弃的任务及原因 / jobs that were given up, and why; status 1 if there are any."""
    with refusals(), running() as runtime:
        found = outbox.standing(runtime.work.engine, now=runtime.clock.now()).dead
    show_dead(found)
    if found:
        raise SystemExit(1)


@jobs.command("revive")
@click.argument("numbers", nargs=-1, type=int)
def revive(numbers: tuple[int, ...]) -> None:
    """重新开始已放弃的任务 / start given-up jobs afresh: those NUMBERS, or all."""
    with refusals(), running() as runtime:
        count = outbox.revive(runtime.work.engine, now=runtime.clock.now(), among=numbers or None)
    click.echo(f"重新开始 {count} 项 / {count} started afresh")
