"""`creditsvc law …`: check a rulebook, explain a rule, compare two rulebooks."""

from datetime import date
from pathlib import Path

import click

from creditsvc import settings
from creditsvc.cli.assess import regions_in
from creditsvc.cli.days import day_option
from creditsvc.cli.law_adopt import adopt
from creditsvc.cli.law_backtest import backtest
from creditsvc.cli.law_cases import cases
from creditsvc.cli.law_coverage import coverage
from creditsvc.cli.law_differences import differences
from creditsvc.cli.law_differences_course import course_differences
from creditsvc.cli.law_differences_files import file_differences
from creditsvc.cli.law_measures import measures
from creditsvc.cli.law_replay import replay
from creditsvc.cli.law_schema import schema
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.law.explain import rule_lines
from creditsvc.law.lint import lint
from creditsvc.law.loader import files_of, load
from creditsvc.law.measure_lines import measure_lines
from creditsvc.law.reading import RulebookError
from creditsvc.law.rulebook import Law
from creditsvc.law.scheme_wording import scheme_lines
from creditsvc.law.showing import instrument_lines

_FINER = "abcdefgh"  # a finer case of a rule ends in a letter
_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


class _NotARulebook(click.ClickException):
    """The rulebook cannot be read: status 2."""

    exit_code = 2


@click.group("law")
def law() -> None:
    """规则书：检查、解释、比较、试算 / the rulebook: check, explain, compare, back-test."""


@law.command("lint")
@click.argument("directory", type=_DIRECTORY, required=False)
@click.option(
    "--on", callback=day_option, help="检查日，默认今天 / the day of the check, default today"
)
def lint_(directory: Path | None, on: date | None) -> None:
    """检查规则书；有问题则状态为 1 / check a rulebook; status 1 if anything is wrong."""
    where, config = _directory(directory), settings.read().config_dir
    day = on if on is not None else legal_day(SystemClock().now())
    found = lint(where, day, regions_in(config))
    for complaint in found:
        click.echo(str(complaint))
    if found:
        click.echo(f"{len(found)} 处问题 / {len(found)} complaints", err=True)
        raise SystemExit(1)
    click.echo(f"没有问题 / nothing to complain of: {_load(where).digest}")


@law.command("show")
@click.argument("name")
@click.option("--law", "directory", type=_DIRECTORY, help="规则目录 / directory of the rulebook")
def show(name: str, directory: Path | None) -> None:
    """用中文和英文解释规则、文件、等级方案或措施 / explain a rule, instrument, tier scheme or measure."""
    book = _load(_directory(directory))
    told = [
        list(rule_lines(each))
        for each in book.rules
        if each.id == name or each.id.rstrip(_FINER) == name
    ]
    if name in book.instruments:
        told.append(list(instrument_lines(book, book.instruments[name])))
    if name in book.schemes:
        told.append(list(scheme_lines(book, book.schemes[name])))
    if name in book.measures.measures:
        today = legal_day(SystemClock().now())
        told.append(list(measure_lines(book, book.measures.measures[name], today)))
    if not told:
        known = (book.instruments, book.schemes, book.measures.measures)
        near = "、".join(
            [*(each.id for each in book.rules), *(one for all_ in known for one in all_)]
        )
        raise click.UsageError(
            f"没有规则、文件、等级方案或措施“{name}”"
            f" / there is no rule, instrument, tier scheme or measure {name!r};"
            f" 有 / there are: {near}"
        )
    for lines in told:
        click.echo("\n".join(zh for zh, _ in lines) + "\n")
        click.echo("\n".join(en for _, en in lines) + "\n")


@law.command("diff")
@click.argument("before", type=_DIRECTORY)
@click.argument("after", type=_DIRECTORY)
def diff(before: Path, after: Path) -> None:
    """比较两部规则书；不同则状态为 1 / compare two rulebooks; status 1 if they differ."""
    old, new = _load(before), _load(after)
    click.echo(f"{old.digest[:12]} → {new.digest[:12]}")
    if old.digest == new.digest:
        click.echo("内容相同 / the same content")
        return
    for line in differences(old, new):
        click.echo(line)
    for line in course_differences(old.course, new.course):
        click.echo(line)
    for line in file_differences(files_of(before), files_of(after)):
        click.echo(line)
    raise SystemExit(1)


def _directory(given: Path | None) -> Path:
    return given if given is not None else settings.read().config_dir / "law"


def _load(directory: Path) -> Law:
    try:
        return load(directory)
    except RulebookError as error:
        raise _NotARulebook(str(error)) from error


law.add_command(adopt)
law.add_command(backtest)
law.add_command(cases)
law.add_command(coverage)
law.add_command(schema)
law.add_command(replay)
law.add_command(measures)
