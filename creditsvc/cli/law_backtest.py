"""`creditsvc law backtest`: who would move if a draft rulebook held, over the whole register."""

import os
import sys
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from creditsvc import settings
from creditsvc.cli.assess import regions_in
from creditsvc.cli.days import day_option
from creditsvc.cli.law_backtest_files import Files, files
from creditsvc.cli.law_backtest_run import Job, register, walk
from creditsvc.cli.law_backtest_tables import Report, mover_row
from creditsvc.cli.law_backtest_text import spoken
from creditsvc.cli.operator import BadArgument, Refused, refusals
from creditsvc.cli.schemes import chosen
from creditsvc.db import acts
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import texts_in_use
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.kernel.regions import Regions
from creditsvc.law.grading import STANDING
from creditsvc.law.lint import lint
from creditsvc.law.loader import files_of
from creditsvc.tiers.backtest import Books, Tally, days_of

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("backtest")
@click.option(
    "--draft", required=True, type=_DIRECTORY, help="草案目录 / directory of the draft rulebook"
)
@click.option(
    "--law",
    "directory",
    type=_DIRECTORY,
    help="与之比较的规则目录，默认现用的 / compare with this one",
)
@click.option("--on", callback=day_option, help="评估日，默认今天 / the day, default today")
@click.option(
    "--since",
    callback=day_option,
    help="并逐月（每月一日）自该日起 / also on the first of each month from that day",
)
@click.option(
    "--with",
    "switched_on",
    multiple=True,
    metavar="ID",
    help="启用草案中停用的文件或规则，可重复 / count what the draft has switched off; repeatable",
)
@click.option(
    "--scheme",
    default=STANDING,
    show_default=True,
    help="等级方案 / the tier scheme to grade by",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="结果目录，默认 backtest-草案摘要 / folder of the results",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="进程数，默认每核一个 / processes, default one a core",
)
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress bar")
def backtest(  # noqa: PLR0913 - one parameter an option
    draft: Path,
    directory: Path | None,
    on: date | None,
    since: date | None,
    *,
    switched_on: tuple[str, ...],
    scheme: str,
    out: Path | None,
    jobs: int | None,
    quiet: bool,
) -> None:
    """用草案试算全库：谁会换等级 / run a draft rulebook over the whole register.

    \b
    只读，不改动任何记录；已作出决定的名单不因草案而变动。
    It only reads; decided listings are not moved by a draft.
    Status: 0 done; 1 broken off; 2 the draft or the register cannot be used.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    day = on if on is not None else legal_day(SystemClock().now())
    with refusals():
        if since is not None and since > day:
            raise BadArgument("--since 不能晚于评估日", "--since is not later than the day")
        where = settings.read()
        _must_be_sound(draft, day)
        with register(where.database_url) as session:
            job = Job(
                url=where.database_url,
                in_use=texts_in_use(session, where.config_dir / "law")
                if directory is None
                else files_of(directory),
                draft=files_of(draft),
                switched_on=tuple(sorted(set(switched_on))),
                scheme=scheme,
                days=days_of(day, since),
            )
            run = Run(
                session=session,
                job=job,
                books=_books(job),
                regions=regions_in(where.config_dir),
                processes=jobs or os.cpu_count() or 1,
                quiet=quiet,
            )
            folder = out or Path(f"backtest-{run.books.draft.digest[:12]}")
            report = _done(run, folder)
    click.echo(spoken(report, folder))


def _must_be_sound(draft: Path, day: date) -> None:
    """Raises Refused, with every complaint, if the draft cannot be read or does not pass lint."""
    if found := lint(draft, day):
        lines = [str(complaint) for complaint in found]
        lines.append(
            f"草案有 {len(found)} 处问题，改正后再试算 / {len(found)} complaints: mend the draft first"
        )
        raise Refused("\n".join(lines))


def _books(job: Job) -> Books:
    """Both rulebooks. Raises RulebookError, or UnknownScheme where one of them has not got it."""
    books = job.books()
    for law in (books.in_use, books.draft):
        chosen(law, job.scheme)
    return books


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the command: what is read, by how many processes, and what is compared."""

    session: Session
    job: Job
    books: Books
    regions: Regions
    processes: int
    quiet: bool


def _done(run: Run, folder: Path) -> Report:
    """Walk the register and leave the files in *folder*."""
    report = Report(
        books=run.books,
        regions=run.regions,
        days=run.job.days,
        data_version=acts.last(run.session),
        enterprises=enterprises.count(run.session),
        switched_on=run.job.switched_on,
        tally=Tally(),
    )
    with files(folder, report.on, months=len(report.days) > 1) as made:
        try:
            _walked(run, report, made)
        except BrokenProcessPool as why:
            raise click.ClickException(
                "一个进程意外终止（内存不足？），结果未写出，可减少 --jobs 后重试"
                " / a process died (out of memory?): nothing was written; try again with fewer --jobs"
            ) from why
        made.finish(report)
    return report


def _walked(run: Run, report: Report, made: Files) -> None:
    with _bar(events.count_with_events(run.session), quiet=run.quiet) as bar:
        for part in walk(run.job, run.session, run.regions, run.processes):
            for mover in part.movers:
                made.add(mover_row(report, mover, part.who[mover.id]))
            report.tally.add(part.tally)
            bar.update(len(part.who))


def _bar(length: int, *, quiet: bool) -> AbstractContextManager[Any]:
    return click.progressbar(
        length=length, label="试算 / back-test", file=sys.stderr, hidden=quiet, show_pos=True
    )
