"""`creditsvc law coverage`: where each line of the legal tables stands in a rulebook, as Markdown."""

from importlib.util import find_spec
from pathlib import Path

import click

from creditsvc import settings
from creditsvc.law.coverage import broken, read_coverage
from creditsvc.law.coverage_text import markdown
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


class _NotARulebook(click.ClickException):
    """The rulebook or its coverage file cannot be read: status 2."""

    exit_code = 2


@click.command("coverage")
@click.argument("directory", type=_DIRECTORY, required=False)
def coverage(directory: Path | None) -> None:
    """法律表格各编号的位置；位置有误则状态为 1 / where each id stands; status 1 if one leads nowhere."""
    where = directory if directory is not None else settings.read().config_dir / "law"
    try:
        law, sections = load(where), read_coverage(where)
    except RulebookError as error:
        raise _NotARulebook(str(error)) from error
    click.echo(markdown(law, sections), nl=False)
    lost = list(broken(sections, law, is_module))
    for line, address in lost:
        place = f"{line.place.file}:{line.place.line}"
        click.echo(
            f"{place}：{line.id} 的位置“{address}”不存在，请改正 /"
            f" {line.id} points at {address}, which is not there: mend it",
            err=True,
        )
    if lost:
        raise SystemExit(1)


def is_module(name: str) -> bool:
    """Whether there is a module of that name."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
