"""`creditsvc audit`: whether the trail is what was sealed, and a copy of it to keep elsewhere."""

from datetime import datetime

import click

from creditsvc.audit import service as trail
from creditsvc.audit.witnesses import unwitnessed
from creditsvc.cli.operator import operator, refusals
from creditsvc.cli.running import running
from creditsvc.lookup import service as lookup
from creditsvc.lookup.checking import altered_answers, altered_evidence
from creditsvc.papers import service as papers
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import Runtime


@click.group()
def audit() -> None:
    """审计记录：校验 / the trail: verify it."""


@audit.command()
def verify() -> None:
    """逐行重算审计记录和查询日志，指出被改动之处 / recompute trail and look-up log; name what was altered."""
    with refusals(), running() as runtime:
        faults, head = verified(runtime)
    for fault in faults:
        click.echo(f"✗ {fault}", err=True)
    click.echo(
        f"已核到第 {head.act} 号行为、{head.size} 行，根 {head.root}"
        f" / verified up to act {head.act}, {head.size} lines, root {head.root}"
    )
    if faults:
        raise SystemExit(1)
    click.echo("审计记录和查询日志完整 / the trail and the look-up log are whole")


@audit.command("drop-look-ups")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m"]),
    help="只删该月以前的 / only what is older than that month",
)
def drop_look_ups(before: datetime | None) -> None:
    """删除保存期满的查询日志，封存保留 / drop look-ups past their time, whole months; their seals stay."""
    with refusals(), running() as runtime:
        drop = lookup.drop_log(runtime, operator(), before and before.date())
    if drop is None:
        click.echo("没有期满的日志 / nothing is past its time")
        return
    click.echo(
        f"已删除 {drop.rows} 行，均封存于 {drop.cutoff} 以前；封存保留 / "
        f"dropped {drop.rows} rows, all sealed before {drop.cutoff}; their seals stay"
    )


def verified(runtime: Runtime) -> tuple[list[trail.Fault], trail.Head]:
    """The faults of the trail, of the rows it speaks of, of the kept files, of the look-up log, of the
    kept evidence and of the ready answers; and how far the trail was followed.
    """
    keys = runtime.part(Keys)
    with runtime.work.read() as session:
        faults, head = trail.examine(
            session, lambda jws: keys.verify_jws(jws, trail.CHECKPOINT_TYPE, dated=False)
        )
        faults += [*unwitnessed(session), *papers.altered(session)]
    faults += [*lookup.verify_log(runtime), *altered_evidence(runtime), *altered_answers(runtime)]
    return faults, head
