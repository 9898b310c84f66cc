"""`creditsvc simulate`: a year of a fictional county, lived through by the services people use."""

import os
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import click

from creditsvc.app import build
from creditsvc.audit import service as trail
from creditsvc.cli.audit import verified
from creditsvc.cli.demo_place import bring_up
from creditsvc.cli.export import trail_to
from creditsvc.cli.operator import refusals
from creditsvc.cli.simulate_clerks import begin
from creditsvc.cli.simulate_office import Office
from creditsvc.cli.simulate_plan import BEGINS, draw, plan
from creditsvc.cli.simulate_table import counted, table
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import FixedClock, day_begins
from creditsvc.kernel.refusals import Conflict
from creditsvc.lookup.service import LogEngine
from creditsvc.settings import PREFIX, Settings, read
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import Runtime

INTO = Path("simulated-county")
TRAIL = "trail.jsonl"
EVENING = timedelta(hours=20)


class PlaceTaken(Conflict):
    """Something lies where the simulation would put its register."""

    kind = "place-taken"


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 365), default=365, show_default=True,
    help="从2025年11月1日起的天数 / days from 2025-11-01.",
)  # fmt: skip
@click.option(
    "--enterprises", "count", type=click.IntRange(1, 400), default=60, show_default=True,
    help="虚构企业数 / fictional enterprises.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=1, show_default=True,
    help="种子：同一种子，同一结果 / the same seed gives the same counts.",
)  # fmt: skip
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=INTO, show_default=True,
    help="新登记库的目录，须不存在或为空 / where; absent or empty.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress bar")
def simulate(*, days: int, count: int, seed: int, into: Path, quiet: bool) -> None:
    """模拟一个虚构县的一年，再自行校验审计记录 / a year of a fictional county, then its audit.

    \b
    工作人员逐日登记、立案、告知、听证、审核、决定、送达、列入、救济、修复；违法举动须被拒绝。
    People work day by day through the same services; what the law forbids them must be refused.
    Status: 0 the audit is whole; 1 it is not, or an unlawful move went through.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    with refusals():
        settings = _place(into)
        bring_up(settings)
        clock = FixedClock(day_begins(BEGINS))
        lots = draw(seed, "ids")
        runtime = build(
            settings, clock=clock, make_id=lambda: UUID(int=lots.getrandbits(128), version=4)
        )
        try:
            office = Office(runtime=runtime, clock=clock, plan=plan(seed, days, count))
            _live(office, quiet=quiet)
            _tell(office, into)
        finally:
            runtime.work.engine.dispose()
            runtime.part(LogEngine).engine.dispose()


def _place(into: Path) -> Settings:
    """Settings over a fresh directory; raises PlaceTaken where anything lies in it."""
    if into.exists() and any(into.iterdir()):
        raise PlaceTaken(
            f"{into} 不是空目录，不会改动；请用 --into 另指新目录",
            f"{into} is not empty and is left alone; name a new directory with --into",
        )
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in (f"{PREFIX}CONFIG_DIR",) if name in os.environ}
    return read({**kept, f"{PREFIX}DATA_DIR": str(into.resolve())})


def _live(office: Office, *, quiet: bool) -> None:
    """Live through the days; at the end of each month the trail is signed, as the worker does."""
    begin(office)
    every = [BEGINS + timedelta(days=number) for number in range(office.plan.days)]
    label = "模拟 / simulating"
    with click.progressbar(every, label=label, file=sys.stderr, hidden=quiet) as days:
        _each(office, days)


def _each(office: Office, days: Iterable[date]) -> None:
    for day in days:
        office.live(day)
        if (day + timedelta(days=1)).day == 1 or day == office.plan.ends:
            office.clock.move_to(day_begins(day) + EVENING)
            _sign(office.runtime)


def _sign(runtime: Runtime) -> None:
    keys = runtime.part(Keys)
    with runtime.work.act(SYSTEM) as act:
        trail.checkpoint(act, lambda claim: keys.sign_jws(claim, trail.CHECKPOINT_TYPE))


def _tell(office: Office, into: Path) -> None:
    """The table; the audit; the trail as a file, and how to verify it without us."""
    for line in table(counted(office), began=BEGINS, ended=office.plan.ends):
        click.echo(line)
    faults, head = verified(office.runtime)
    for fault in faults:
        click.echo(f"✗ {fault}", err=True)
    click.echo(
        f"audit verify: 已核到第 {head.act} 号行为、{head.size} 行，根 {head.root}，"
        f"{'有误 / faults' if faults else '完整 / whole'}"
    )
    trail_to(office.runtime, into / TRAIL)
    click.echo(
        f"用不含本程序代码的脚本核对 / verify it without our code:\n"
        f"  python3 -I docs/audit/verify.py {into / TRAIL}"
    )
    if faults:
        raise SystemExit(1)
