"""`creditsvc subscription`: the operator's view of webhooks, and telling again what did not get through."""

from uuid import UUID

import click

from creditsvc.cli.operator import operator, refusals
from creditsvc.cli.running import running
from creditsvc.subscriptions import service


@click.group("subscription")
def subscription() -> None:
    """合作方的订阅：查看、重发 / subscriptions of partners: look, tell again."""


@subscription.command("list")
def list_() -> None:
    """全部订阅、进度、未送达数 / all subscriptions, how far each is, and how many dead letters wait."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        for one in service.every(session):
            waiting = sum(
                letter.replayed_at is None for letter in service.dead_letters(session, one.id)
            )
            state = f"{one.state}:{one.reason}" if one.reason else one.state
            click.echo(f"{one.id}\t{one.client_id}\t{state}\t{one.cursor}\t{waiting}")


@subscription.command("replay")
@click.argument("key", type=click.UUID)
@click.option("--after", type=click.IntRange(0), help="自该游标起全部重发 / all since this cursor")
def replay(key: UUID, after: int | None) -> None:
    """重发未送达的消息，或自某游标起的全部 / tell dead letters again, or all since a cursor."""
    with refusals(), running() as runtime, runtime.work.act(operator()) as act:
        one = service.get(act.session, key)
        dead = service.replay_any(act, one, after=after, dead=None if after is not None else [])
    click.echo(f"重发 {dead} 条未送达的消息 / {dead} dead letters are told again")
