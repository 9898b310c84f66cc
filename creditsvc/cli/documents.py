"""`creditsvc documents`: look at the templates before anybody is served one."""

from pathlib import Path

import click

from creditsvc.app import read_templates, read_words
from creditsvc.cli.operator import refusals
from creditsvc.documents import as_docx, as_pdf
from creditsvc.documents.specimens import pages
from creditsvc.documents.templates import BadTemplate
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.settings import read


@click.group()
def documents() -> None:
    """文书模板 / templates of documents."""


@documents.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--ppi", default=60, show_default=True, help="图片分辨率 / pictures, pixels an inch")
@click.option("--pictures-only", is_flag=True, help="只要图片 / no PDF and DOCX")
def samples(directory: Path, ppi: int, *, pictures_only: bool) -> None:
    """用虚构案件填好每份文书，写到 DIRECTORY / fill every template with a fictional case."""
    config = read().config_dir
    with refusals():
        words = read_words(config)
        try:
            templates = read_templates(config)
        except BadTemplate as why:
            raise click.ClickException(str(why)) from why
        found = pages(words[Law], words[Calendar], templates)
        directory.mkdir(parents=True, exist_ok=True)
        for name, page in found.items():
            sheets = as_pdf.pictures(page, ppi=ppi)
            for number, sheet in enumerate(sheets, 1):
                (directory / f"{name}-{number}.png").write_bytes(sheet)
            if not pictures_only:
                (directory / f"{name}.pdf").write_bytes(as_pdf.pdf(page))
                (directory / f"{name}.docx").write_bytes(as_docx.docx(page))
            click.echo(f"{name}: {page.title}, {len(sheets)}")
