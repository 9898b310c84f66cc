"""`creditsvc parked`: rows whose enterprise could not be told, and a person's word on whom they concern."""

from uuid import UUID

import click
import orjson

from creditsvc.cli.operator import BadArgument, operator, refusals
from creditsvc.cli.running import running
from creditsvc.events import service
from creditsvc.events.service import Parked


@click.group("parked")
def parked() -> None:
    """待定记录：列出、认定 / parked rows: list, resolve."""


@parked.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON 对象 / one JSON object a line")
def list_(limit: int, *, as_json: bool) -> None:
    """最早的在前 / the rows that wait, oldest first."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        waiting = service.parked(session, limit)
    for row in waiting:
        click.echo(_as_json(row) if as_json else _spoken(row))


@parked.command("resolve")
@click.argument("parked_id", type=click.UUID)
@click.option("--uscc", help="该行所属企业的统一社会信用代码 / the code of its enterprise")
@click.option("--nobody", is_flag=True, help="与本库任何企业无关 / it concerns nobody here")
@click.option("--reason", required=True, help="依据 / on what ground")
def resolve(parked_id: UUID, uscc: str | None, reason: str, *, nobody: bool) -> None:
    """认定一条待定记录属于谁 / say whom a parked row concerns."""
    with refusals():
        if (uscc is None) != nobody:
            raise BadArgument(
                "请在 --uscc 与 --nobody 中给出一个", "give one of --uscc and --nobody"
            )
        with running() as runtime, runtime.work.act(operator()) as act:
            version = service.resolve(act, parked_id, uscc=uscc, reason=reason)
    click.echo(
        f"已记为事件 {version.event_id} / recorded as event {version.event_id}"
        if version
        else "已了结，未记录事件 / closed, no event recorded"
    )


def _spoken(row: Parked) -> str:
    content = row.content
    return (
        f"{row.id}  {row.name}  {content['kind']}  {content['occurred_on']}  "
        f"{content['source']}/{content['source_ref']}\n    {row.field}: {row.reason}"
    )


def _as_json(row: Parked) -> bytes:
    return orjson.dumps(
        {
            "id": str(row.id),
            "name": row.name,
            "adverse": row.adverse,
            "field": row.field,
            "reason": row.reason,
            "event": row.content,
        }
    )
