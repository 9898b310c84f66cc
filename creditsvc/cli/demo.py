"""`creditsvc demo`: a register filled with the bundled real rows and a fictional county, and served."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import click

from creditsvc.app import build, read_words
from creditsvc.cli.demo_county import Chronicle, County, examples, fictional_code
from creditsvc.cli.demo_load import (
    ACCIDENTS,
    PENALTIES,
    Tally,
    coded_penalties,
    take_events,
    take_lists,
)
from creditsvc.cli.demo_moves import act_out, last_fixed_day
from creditsvc.cli.demo_people import Crew, hire, let_in_again, opens, write_secrets
from creditsvc.cli.demo_place import Place, bring_up
from creditsvc.cli.operator import operator, refusals
from creditsvc.cli.serve import refuse_taken, together
from creditsvc.kernel.clock import FixedClock, SystemClock, day_begins, legal_day
from creditsvc.kernel.regions import Regions
from creditsvc.proofs import sealing
from creditsvc.settings import PREFIX, ROOT, Settings, read

SECRETS = ROOT / "demo-credentials.json"
CHRONICLE = "fictional.yaml"
OPENED = date(2023, 11, 13)  # the day the demo's register was opened, before the first step
AFTER_FIXED = timedelta(days=3)  # then the real rows are taken in
ROOM = timedelta(days=21)  # between the fixed steps and those counted back from the day of filling
UNKNOWN = "有效但无人登记或报告的代码 / a valid code that nobody has reported"
UNKNOWN_NUMBER = 999_999_999
REAL = "真实处罚决定：{name} / a real penalty decision"
REAL_SHOWN = 2
SEALED_BY, SEALED_FOR = "企业安全信用服务（演示）", 3650  # days
WAYS = (
    ("/public/lists", "公开名单", "public lists"),
    ("/docs", "接口说明", "API reader"),
    ("/readyz", "就绪", "readiness"),
)


@click.command()
@click.option(
    "--serve", "serving", is_flag=True, help="随后提供服务 / then serve, with the worker."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
)
@click.option(
    "--credentials", "secrets_at", type=click.Path(path_type=Path, dir_okay=False),
    default=SECRETS, help="凭据文件 / where the secrets are written.",
)  # fmt: skip
def demo(*, serving: bool, port: int, secrets_at: Path) -> None:
    """填好演示登记库 / fill a demonstration register; the real rows, and a fictional county."""
    base_url = f"http://127.0.0.1:{port}"
    with refusals():
        if serving:
            refuse_taken("127.0.0.1", port)
        settings = replace(read(), base_url=base_url)
        told = prepare(settings, secrets_at)
    _show_way_in(told, secrets_at)
    if serving:
        environ = {"HOST": "127.0.0.1", **os.environ, "PORT": str(port)}
        raise SystemExit(together({**environ, f"{PREFIX}BASE_URL": base_url}))


def prepare(settings: Settings, secrets_at: Path) -> Mapping[str, Any]:
    """A whole demo in its place and its secrets beside it, whatever was there; what the file says.

    Raises NotADemo where a database that no demo made stands in the way.
    """
    place = Place.of(settings)
    with place.alone():
        if place.is_filled():
            click.echo(f"演示库已在，保持不变 / the demo is there and is kept: {place.register}")
            bring_up(settings)  # it may have been filled by an older program
            told = _secrets_kept(settings, secrets_at)
        else:
            told = _filled(place, secrets_at)
    if not (settings.keys_dir / sealing.CERTIFICATE).exists():
        sealing.certify(settings.keys_dir, SEALED_BY, SystemClock().now(), SEALED_FOR)
    told = {"base_url": settings.base_url, **{k: v for k, v in told.items() if k != "base_url"}}
    write_secrets(secrets_at, told)
    return told


def fill(settings: Settings, now: datetime) -> dict[str, Any]:
    """Fill the fresh databases of *settings* as of *now*; what must be known to come in."""
    clock = FixedClock(day_begins(OPENED))
    runtime = build(settings, clock=clock)
    crew = Crew(runtime=runtime, clock=clock)
    folder = settings.config_dir / "demo"
    chronicle = Chronicle.read(folder / CHRONICLE)
    told = hire(crew, operator(), clock.now())
    rows_on = last_fixed_day(chronicle) + AFTER_FIXED
    tallies: list[Tally] = []

    def take_rows() -> None:
        at = day_begins(rows_on) + timedelta(hours=10)
        for number, file in enumerate((PENALTIES, ACCIDENTS)):
            tallies.append(take_events(crew, folder, file, at + timedelta(hours=number)))
        tallies.append(take_lists(crew, folder, at + timedelta(hours=3)))

    earliest = rows_on + ROOM
    if legal_day(now) < earliest:
        click.echo(
            f"本机时钟早于演示的时间 / this machine's clock is before the demo's: {earliest}"
        )
    county = County(crew=crew, today=max(legal_day(now), earliest))
    act_out(county, chronicle, between=take_rows)
    runtime.work.engine.dispose()
    _show_tallies(chronicle, tallies)
    return {**told, "examples": shown(settings, chronicle)}


def shown(settings: Settings, chronicle: Chronicle) -> dict[str, str]:
    """What to look up, in a few words, with the code: the county, an unknown code, two real rows."""
    told = dict(examples(chronicle))
    regions = read_words(settings.config_dir)[Regions]
    told[UNKNOWN] = fictional_code(UNKNOWN_NUMBER)
    for name, code in islice(coded_penalties(settings.config_dir / "demo", regions), REAL_SHOWN):
        told[REAL.format(name=name)] = code
    return told


def _filled(place: Place, secrets_at: Path) -> dict[str, Any]:
    """Fill beside the place; the secrets lie ready before the register appears."""
    now = SystemClock().now()
    with place.filling() as rough:
        told = fill(rough, now)
        write_secrets(secrets_at, told)
    click.echo(f"已就绪 / ready: {place.register}")
    return told


def _secrets_kept(settings: Settings, secrets_at: Path) -> dict[str, Any]:
    """The secrets as written when the register was filled; new ones where the file is gone."""
    try:
        told = json.loads(secrets_at.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    runtime = build(settings)
    try:
        if isinstance(told, dict) and opens(runtime, told):
            return told
        click.echo("凭据文件不在或不符，已换新密钥 / the secrets were gone or stale; made new ones")
        chronicle = Chronicle.read(settings.config_dir / "demo" / CHRONICLE)
        return {**let_in_again(runtime, operator()), "examples": shown(settings, chronicle)}
    finally:
        runtime.work.engine.dispose()


def _show_tallies(chronicle: Chronicle, tallies: list[Tally]) -> None:
    count, steps = len(chronicle.residents), len(chronicle.steps)
    click.echo(f"虚构企业 {count} 家，{steps} 步 / {count} fictional enterprises, {steps} steps")
    for one in tallies:
        click.echo(
            f"{one.file}: 共 {one.rows} 行，登记 {one.recorded} 个事件，待定 {one.parked} 个事件，"
            f"列入 {one.entered} 条，未收 {one.left_out.total()} 行"
            f" / {one.rows} rows: {one.recorded} events recorded, {one.parked} parked, "
            f"{one.entered} entries, {one.left_out.total()} rows left out"
        )
        for reason, number in one.left_out.most_common():
            click.echo(f"    {number:3d}  {reason}")


def _show_way_in(told: Mapping[str, Any], secrets_at: Path) -> None:
    base, (what, code) = told["base_url"], next(iter(told["examples"].items()))
    click.echo(f"凭据 / secrets: {secrets_at}（0600）")
    for path, zh, en in WAYS:
        click.echo(f"{zh} / {en}: {base}{path}")
    click.echo(f"查一家（{what}）/ look one up:")
    # The secret is read from its file, so that it stands in no terminal's or build's log.
    secret = f'$(sed -n \'s/.*"client_secret": *"\\([^"]*\\)".*/\\1/p\' {secrets_at})'
    click.echo(
        f"  TOKEN=$(curl -s -u {told['client_id']}:{secret} "
        f"-d grant_type=client_credentials {base}/oauth/token "
        '| sed \'s/.*"access_token": *"\\([^"]*\\)".*/\\1/\')'
    )
    click.echo(
        f'  curl -s -H "Authorization: Bearer $TOKEN" -H "Purpose: {told["purpose"]}" '
        f"{base}/v1/credit/{code}"
    )
