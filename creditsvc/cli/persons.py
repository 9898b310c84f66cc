"""`creditsvc persons`: the keys that seal persons in cases. Nothing here shows who anybody is."""

import sys

import click

from creditsvc.cli.operator import operator, refusals
from creditsvc.cli.running import running
from creditsvc.persons import rotation
from creditsvc.persons.keys import PersonKeys, Ring
from creditsvc.web.runtime import Runtime


@click.group("persons")
def persons() -> None:
    """案件中的人员：密钥 / persons in cases: their keys."""


@persons.command("keys")
def keys() -> None:
    """各密钥加密了多少项；为零的可以销毁 / how many values each key seals; one that seals none may be destroyed."""
    with refusals(), running() as runtime:
        ring = runtime.part(PersonKeys).ring()
        with runtime.work.read() as session:
            held = rotation.held(session)
        for kid in dict.fromkeys([*ring.keys, *held]):
            click.echo(f"{kid}\t{held.get(kid, 0)}\t{_state(kid, ring)}")


@persons.command("rotate")
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress bar")
def rotate(*, quiet: bool) -> None:
    """用最新的密钥重新加密；可随时中断、再次运行 / seal all anew under the newest key; stop and run it again at any time."""
    with refusals(), running() as runtime:
        ring = runtime.part(PersonKeys).ring()
        with runtime.work.read() as session:
            held = rotation.held(session)
        for kid in held:
            ring.key(kid)  # before anything is done, rather than half way
        todo = sum(number for kid, number in held.items() if kid != ring.newest)
        with click.progressbar(
            length=todo, label="换密钥 / rotating", file=sys.stderr, hidden=quiet, show_pos=True
        ) as bar:
            while done := _some(runtime, ring):
                bar.update(done)
    click.echo(f"已用密钥 {ring.newest} 加密全部 / all is sealed under {ring.newest}: {todo}")


def _some(runtime: Runtime, ring: Ring) -> int:
    with runtime.work.act(operator()) as act:
        return rotation.rotate_some(act, ring)


def _state(kid: str, ring: Ring) -> str:
    if kid not in ring.keys:
        return "缺失 / missing"
    return "最新，用于加密 / newest, seals" if kid == ring.newest else "只用于解密 / opens only"
