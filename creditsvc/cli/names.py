"""`creditsvc names`: the index by which names are found in screenings."""

import click

from creditsvc.cli.operator import refusals
from creditsvc.cli.running import running
from creditsvc.enterprises import name_index
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.naming import Reader
from creditsvc.web.runtime import Runtime


@click.group()
def names() -> None:
    """企业名称的索引 / the index of enterprises' names."""


@names.command()
@click.option("--stale", is_flag=True, help="已是最新则不重建 / only where it is not current")
def index(*, stale: bool) -> None:
    """重建名称索引；此间不按名称筛查 / make the index anew; meanwhile names are not screened."""
    with refusals(), running() as runtime:
        if stale and _current(runtime):
            click.echo("名称索引已是最新 / the index of names is current")
            return
        with runtime.work.read() as session:
            expected = enterprises.count(session)
        with click.progressbar(length=expected, label="名称 / names") as bar:
            made = name_index.make(runtime.work.engine, runtime.part(Reader), bar.update)
    click.echo(f"已索引 {made} 个名称 / {made} names indexed")


def _current(runtime: Runtime) -> bool:
    with runtime.work.read() as session:
        return name_index.current(session, runtime.part(Reader))
