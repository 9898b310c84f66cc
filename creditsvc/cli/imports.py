"""`creditsvc import FILE`: events, or with `--listings` external decisions, from a file into the register."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import orjson

from creditsvc.cli.operator import BadArgument, operator, refusals
from creditsvc.cli.running import running
from creditsvc.events import importing, rejects
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import Reject
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.listings.importing import import_listings
from creditsvc.web.runtime import Runtime

Counts = dict[str, int | str]


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else parse_day(value)
    except BadDay as why:
        raise click.BadParameter(str(why)) from why


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--listings", is_flag=True, help="文件是外部认定的名单 / lists decided elsewhere")
@click.option(
    "--rejects",
    "rejects_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="被拒行写入的文件，默认 FILE.rejects.csv / where rejected rows go",
)
@click.option(
    "--complete-to",
    callback=_day,
    help="各来源的数据完整到哪一天 / day up to which each source's data is complete",
)
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress bar")
@click.option("--json", "as_json", is_flag=True, help="结果为一行 JSON / the result as JSON")
@click.pass_context
def import_(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    file: Path,
    rejects_path: Path | None,
    complete_to: date | None,
    *,
    listings: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """导入 JSONL、CSV 或 XLSX / import JSONL, CSV or XLSX.

    \b
    中断后再次运行即从断点继续；已完成的文件可重复导入，不会重复记录。
    Run again after a crash, it goes on where it stopped; a finished file finds all unchanged.
    Status: 0 every row recorded, unchanged or parked; 1 some rejected; 2 nothing imported.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    path = rejects_path or file.with_name(file.name + ".rejects.csv")
    with refusals(), running() as runtime:
        if listings:
            if complete_to:
                raise BadArgument("--complete-to 只用于事件", "--complete-to is for events alone")
            counts = _decisions(runtime, file, path, quiet=quiet)
        else:
            counts = _events(runtime, file, path, complete_to, quiet=quiet)
    click.echo(orjson.dumps(counts) if as_json else _spoken(counts, path))
    context.exit(1 if counts["rejected"] else 0)


def _events(
    runtime: Runtime, file: Path, path: Path, complete_to: date | None, *, quiet: bool
) -> Counts:
    with _bar(file, quiet=quiet) as progress:
        outcome = importing.run(
            runtime.work,
            runtime.part(WordsNow).read(),
            file,
            caller=operator(),
            chunk=runtime.settings.import_chunk,
            progress=progress,
        )
    with runtime.work.read() as session:
        _leave(path, outcome.rejected, importing.rejects(session, outcome.import_id))
    if complete_to is not None:
        importing.complete(runtime.work, operator(), outcome, complete_to)
    return {
        "import_id": str(outcome.import_id),
        "recorded": outcome.recorded,
        "unchanged": outcome.unchanged,
        "parked": outcome.parked,
        "rejected": outcome.rejected,
    }


def _decisions(runtime: Runtime, file: Path, path: Path, *, quiet: bool) -> Counts:
    with _count(file, quiet=quiet) as progress:
        taken = import_listings(
            runtime.work, runtime.part(Laws), file, caller=operator(), progress=progress
        )
    rows = [
        Reject(line=one.line, field=one.field, reason=one.reason, raw="") for one in taken.rejects
    ]
    _leave(path, len(rows), rows)
    return {"waiting": taken.waiting, "unchanged": taken.unchanged, "rejected": len(rows)}


def _leave(path: Path, rejected: int, rows: Iterable[Reject]) -> None:
    """The file of rejected rows; one that an earlier run left is taken away when there are none."""
    if rejected:
        rejects.save(path, rows)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _bar(file: Path, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar over the bytes of a text file, or the rows of a sheet; click hides it off a terminal."""
    with click.progressbar(
        length=max(1, file.stat().st_size),
        label=f"导入 / importing {file.name}",
        file=sys.stderr,
        hidden=quiet,
    ) as bar:

        def show(position: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(position - bar.pos)

        yield show


@contextmanager
def _count(file: Path, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A running count of rows, where the length of the file is not told in rows."""
    done = 0

    def show(rows: int) -> None:
        nonlocal done
        done += rows
        if not quiet:
            click.echo(f"{file.name}: {done}", err=True)

    yield show


def _spoken(counts: Counts, path: Path) -> str:
    zh = "，".join(f"{_WORDS[name]} {count}" for name, count in counts.items() if name in _WORDS)
    en = ", ".join(f"{name} {count}" for name, count in counts.items() if name in _WORDS)
    lines = [f"{zh} / {en}"]
    if counts.get("parked"):
        lines.append("待定行见 / the parked rows: creditsvc parked list")
    if counts["rejected"]:
        lines.append(f"被拒的行及原因 / rejected rows and reasons: {path}")
    return "\n".join(lines)


_WORDS = {
    "recorded": "记录",
    "waiting": "待确认",
    "unchanged": "未变",
    "parked": "待定",
    "rejected": "被拒",
}
