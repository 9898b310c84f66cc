"""`creditsvc board`: what is due, overdue or waits, by authority."""

import unicodedata
from collections import Counter

import click
import orjson

from creditsvc.board import service
from creditsvc.board.domain import KINDS, OPEN, SHOWN, Row, State, Wanted
from creditsvc.board.service import Board
from creditsvc.cli.operator import refusals
from creditsvc.cli.running import running
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar

STATES = {
    State.WAITING: "待办",
    State.RUNNING: "进行中",
    State.SOON: "将到期",
    State.OVERDUE: "逾期",
    State.LATE: "迟办",
}
HEADS = ("状态", "到期日", "余工作日", "事项", "企业", "机关", "依据", "由谁办理")


@click.command()
@click.option("--authority", help="只看该机关 / of that authority alone")
@click.option("--region", help="只看该地区（6 位区划代码）/ of that place alone")
@click.option("--overdue", is_flag=True, help="只看逾期的 / overdue ones alone")
@click.option("--late", is_flag=True, help="含近期迟办的 / with those done late of late")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON 对象 / one JSON object a line")
def board(
    authority: str | None, region: str | None, *, overdue: bool, late: bool, as_json: bool
) -> None:
    """期限看板：到期、逾期、暂定 / what is due, overdue or provisional, due first."""
    states = (State.OVERDUE,) if overdue else SHOWN if late else OPEN
    wanted = Wanted(authority=authority, region=region, states=states)
    with refusals(), running() as runtime, runtime.work.read() as session:
        law, calendar = runtime.part(Laws).in_use(session), runtime.part(Calendar)
        found = service.board(session, law, calendar, runtime.clock.now(), wanted)
    if as_json:
        for row in found.rows:
            click.echo(orjson.dumps(row.form()))
        _warn(found)
        return
    _table([HEADS, *(_cells(row) for row in found.rows)])
    counts = Counter(STATES[row.state] for row in found.rows)
    told = "，".join(f"{word} {count}" for word, count in counts.items()) or "无"
    click.echo(f"{found.today}：{told} / {len(found.rows)} rows")
    _warn(found)


def _warn(found: Board) -> None:
    """Say what the board does not know: on standard error, so that no list looks whole that is not."""
    if any(row.matter.clock and row.matter.clock.due.provisional for row in found.rows):
        click.echo(
            f"带 * 的到期日暂定：{found.announced_until.year} 年以后的放假安排尚未载入 / * provisional: "
            f"working days after {found.announced_until} are not announced to this service",
            err=True,
        )
    if found.cut:
        kinds = "、".join(KINDS[kind]["zh"] for kind in found.cut)
        click.echo(f"未列全 / not all of these are shown: {kinds}", err=True)


def _cells(row: Row) -> tuple[str, ...]:
    one, clock = row.matter, row.matter.clock
    due = "—" if clock is None else f"{clock.due.day}{'*' if clock.due.provisional else ''}"
    left = "—" if row.working_days_left is None else str(row.working_days_left)
    what = KINDS[one.kind]["zh"] + ("" if clock is None else f"：{clock.period.text['zh']}")
    who = " ".join(part for part in (one.about.name, one.about.uscc) if part) or "—"
    article = "—" if clock is None else clock.period.article
    authority = one.about.authority or "未明"
    return STATES[row.state], due, left, what, who, authority, article, "、".join(one.may) or "—"


def _table(lines: list[tuple[str, ...]]) -> None:
    """Columns that line up where a Chinese sign takes two places."""
    widths = [max(_width(line[n]) for line in lines) for n in range(len(HEADS))]
    for line in lines:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)
