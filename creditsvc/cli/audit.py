"""`creditsvc audit`: whether the trail is what was sealed, and a copy of it to keep elsewhere."""

import click

from creditsvc.audit import service as trail
from creditsvc.audit.witnesses import unwitnessed
from creditsvc.cli.operator import refusals
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


def verified(runtime: Runtime) -> tuple[list[trail.Fault], trail.Head]:
    """The faults of the trail, of the rows it speaks of, of the kept files, of the look-up log, of the
    kept evidence and of the ready answers; and how far the trail was followed.
    """
    keys = runtime.part(Keys)
    with runtime.work.read() as session:
        faults, head = trail.examine(
            session, lambda jws: keys.verify_jws(jws, trail.CHECKPOINT_TYPE)
        )
        faults += [*unwitnessed(session), *papers.altered(session)]
    faults += [*lookup.verify_log(runtime), *altered_evidence(runtime), *altered_answers(runtime)]
    return faults, head
