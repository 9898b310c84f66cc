"""`creditsvc law replay`: every stored verdict again, bit for bit; a difference is an alarm."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial

import click
from sqlalchemy.orm import Session

from creditsvc import settings
from creditsvc.cli.days import day_option
from creditsvc.cli.law_backtest_run import register
from creditsvc.cli.operator import refusals
from creditsvc.cli.spread import spread
from creditsvc.db import acts
from creditsvc.db.engine import open_reader, reading
from creditsvc.enterprises import service as enterprises
from creditsvc.findings.replay import Difference, Replay, Replayed, Slice, slices
from creditsvc.kernel.clock import day_begins

LONGEST = 200  # signs of a text that are shown
MOST_SHOWN = 1000  # differences told one by one
INSTANT = timedelta(microseconds=1)


@click.command("replay")
@click.option(
    "--since", callback=day_option, help="只重放这一天起存下的认定 / verdicts stored since that day"
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="进程数，默认每核一个 / processes, default one a core",
)
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress bar")
def replay(since: date | None, *, jobs: int | None, quiet: bool) -> None:
    """重放：按当时的记录和规则书重新认定，逐字节核对 / say every stored verdict again.

    \b
    每一条认定都按当时所知的记录、当日、当时的规则书重算，须与存下的逐字节相同。
    The record as then known, the day, the rulebook of then: the same bytes must come out.
    Status: 0 all the same; 1 something differs (alarm); 2 a rulebook is missing.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    with refusals():
        url = settings.read().database_url
        told = _Told()
        with register(url) as session:
            first = 1 + (0 if since is None else acts.last_by(session, day_begins(since) - INSTANT))
            wanted = slices(session, first, acts.last(session))
            total = sum(one.verdicts for one in slices(session, first, acts.last(session)))
            with click.progressbar(
                length=total, label="重放 / replay", file=sys.stderr, hidden=quiet, show_pos=True
            ) as bar:
                for part in spread(partial(_seat, url), wanted, jobs or os.cpu_count() or 1):
                    told.add(session, part)
                    bar.update(part.verdicts)
    raise SystemExit(told.end())


class _Told:
    """What was found so far; differences are told as they come."""

    def __init__(self) -> None:
        self.verdicts = self.differences = 0
        self.laws: set[str] = set()
        self.missing: dict[str, str] = {}
        self.drifted: dict[str, str] = {}

    def add(self, session: Session, part: Replayed) -> None:
        """Count a part in, and tell its differences."""
        self.verdicts += part.verdicts
        self.laws |= part.laws
        self.missing |= part.missing
        self.drifted |= part.drifted
        for one in part.differences:
            self.differences += 1
            if self.differences <= MOST_SHOWN:
                click.echo(_line(session, one))

    def end(self) -> int:
        """Tell the whole; the exit status."""
        for why in (*self.missing.values(), *self.drifted.values()):
            click.echo(f"✗ {why}")
        zh = f"重放 {self.verdicts} 条认定，{len(self.laws)} 部规则书"
        en = f"{self.verdicts} verdicts under {len(self.laws)} rulebooks"
        if self.differences or self.drifted:
            click.echo(
                f"警报：{zh}，{self.differences} 处不同，{len(self.drifted)} 部规则书变样"
                f" / ALARM: {en}; {self.differences} differences, {len(self.drifted)} rulebooks drifted",
                err=True,
            )
            return 1
        if self.missing:
            click.echo(
                f"不完整：{zh}，缺 {len(self.missing)} 部 / incomplete: {en}, {len(self.missing)} missing",
                err=True,
            )
            return 2
        click.echo(f"{zh}：逐字节相同 / {en}: the same, byte for byte")
        return 0


def _line(session: Session, one: Difference) -> str:
    who = enterprises.by_id(session, one.enterprise_id)
    code = who.uscc or who.other_id or str(who.id)
    was, now = (text[:LONGEST] for text in (one.stored, one.again))
    return f"✗ {code} {who.name}  {one.rule}  #{one.act_no}  {one.what}: {was} → {now}"


@contextmanager
def _seat(url: str) -> Iterator[Callable[[Slice], Replayed]]:
    engine, desk = open_reader(url), Replay()

    def said_again(one: Slice) -> Replayed:
        with Session(reading(engine)) as session, session.begin():
            return desk.of(session, one)

    try:
        yield said_again
    finally:
        engine.dispose()
