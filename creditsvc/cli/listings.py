"""`creditsvc listings`: decisions made elsewhere that wait, and confirming them as another person."""

from uuid import UUID

import click

from creditsvc.cli.operator import refusals
from creditsvc.cli.person import signed_in
from creditsvc.cli.running import running
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.listings import service
from creditsvc.proceedings import external
from creditsvc.web.runtime import Runtime


@click.group()
def listings() -> None:
    """外部决定：查看、确认、退回 / decisions made elsewhere: see, confirm, refuse."""


@listings.command()
def waiting() -> None:
    """待确认的外部决定 / decisions that wait for another person."""
    with running() as runtime, runtime.work.read() as session:
        found = external.waiting(session)
    for one in found:
        content = one.content
        click.echo(
            f"{one.id}  {content['list']}  {content['name']}  {content['document_no']}  "
            f"{content['decided_on']}  (导入人 / imported by {one.imported_by})"
        )
    click.echo(f"{len(found)} 条待确认 / waiting")


@listings.command()
@click.argument("key", type=click.UUID, required=False)
@click.option("--all", "every", is_flag=True, help="全部待确认的 / all that wait")
@click.option("--as", "who", required=True, help="确认人的用户名（不同于导入人）/ who confirms")
def confirm(key: UUID | None, who: str, *, every: bool) -> None:
    """由另一人确认并列入 / confirm as another person; the entry is made."""
    if (key is None) != every:
        raise click.UsageError("给出一个编号，或用 --all / name one, or say --all")
    with refusals(), running() as runtime:
        caller = signed_in(runtime, who, "listings.confirm")
        with runtime.work.read() as session:
            keys = [key] if key else [one.id for one in external.waiting(session)]
        for one in keys:
            _confirm(runtime, one, caller)
    click.echo(f"{len(keys)} 条已列入 / entered")


@listings.command()
@click.argument("key", type=click.UUID)
@click.option("--as", "who", required=True, help="退回人的用户名 / who refuses")
@click.option("--reason", required=True, help="理由 / why")
def refuse(key: UUID, who: str, reason: str) -> None:
    """由另一人退回 / refuse as another person."""
    with refusals(), running() as runtime:
        caller = signed_in(runtime, who, "listings.confirm")
        with runtime.work.act(caller) as act:
            external.refuse(act, key, reason)
    click.echo("已退回 / refused")


def _confirm(runtime: Runtime, key: UUID, caller: Caller) -> None:
    with runtime.work.act(caller) as act:
        service.enter(act, runtime.part(Laws), external.confirm(act, key))
