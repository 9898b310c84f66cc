"""`creditsvc db`: bring the database to the schema, check it, back it up, restore it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from creditsvc.cli.audit import verified
from creditsvc.cli.operator import refusals
from creditsvc.cli.running import running
from creditsvc.db import backup as copies
from creditsvc.db import check as soundness
from creditsvc.db import migrate
from creditsvc.db.backup import Places
from creditsvc.db.engine import open_engine
from creditsvc.kernel.clock import SystemClock
from creditsvc.settings import read


@click.group()
def db() -> None:
    """数据库：升级、检查、备份、恢复 / the database."""


@db.command()
def upgrade() -> None:
    """把登记库和查询日志升级到现行结构 / bring register and look-up log to the present schema."""
    with refusals(), places() as found:
        for history in copies.HISTORIES:
            migrate.upgrade(found.of(history), history)
            click.echo(f"{history.folder}: {migrate.current(found.of(history), history)}")


@db.command()
def check() -> None:
    """检查结构、存储、编号和审计记录 / check schema, storage, numbers and trail."""
    sound = True
    with refusals(), places() as found:
        for history in copies.HISTORIES:
            for one in soundness.check(found.of(history), history):
                sound = _say(one.zh, one.en, one.fault) and sound
        if sound:  # without its tables there is no trail to speak of
            sound = _check_trail()
    if not sound:
        raise SystemExit(1)


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """把全部数据备份到一个文件（不含密钥）/ back up everything but the keys to FILE."""
    with refusals(), places() as found:
        rows = copies.backup(found, file, now=SystemClock().now())
    click.echo(f"已备份 {sum(rows.values())} 行到 {file} / {sum(rows.values())} rows backed up")
    _warn_of_keys()


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """从备份恢复到空库，并校验审计记录 / restore FILE to an empty database and verify the trail."""
    with refusals(), places() as found:
        rows = copies.restore(file, found)
        click.echo(f"已恢复 {sum(rows.values())} 行 / {sum(rows.values())} rows restored")
        sound = _check_trail()
    _warn_of_keys()
    if not sound:
        raise SystemExit(1)


@contextmanager
def places() -> Iterator[Places]:
    """The databases of the settings; neither law nor keys are needed to reach them."""
    settings = read()
    found = Places(register=_open(settings.database_url), log=_open(settings.log_url))
    try:
        yield found
    finally:
        found.register.dispose()
        found.log.dispose()


def _open(url: str) -> Engine:
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return open_engine(url)


def _check_trail() -> bool:
    with running() as runtime:
        faults, head = verified(runtime)
    for fault in faults:
        _say("审计记录", "trail", str(fault))
    return not faults and _say(
        f"审计记录完整，至第 {head.act} 号行为", f"the trail is whole up to act {head.act}", None
    )


def _say(zh: str, en: str, fault: str | None) -> bool:
    """Print one line; whether it was sound."""
    mark = "✓" if fault is None else "✗"
    click.echo(f"{mark} {zh} / {en}{'' if fault is None else f': {fault}'}", err=fault is not None)
    return fault is None


def _warn_of_keys() -> None:
    click.echo(
        "备份不含签名密钥，请另行保管密钥目录 / keys are not in it: keep the key directory apart"
    )
