"""`creditsvc keys`: the keys that sign tokens, receipts and checkpoints; old ones go on verifying."""

import click

from creditsvc.audit import service as trail
from creditsvc.cli.operator import operator, refusals
from creditsvc.cli.running import running
from creditsvc.signing.service import Keys


@click.group()
def keys() -> None:
    """签名密钥 / The signing keys of the service."""


@keys.command("rotate")
def rotate() -> None:
    """换用新的签名密钥；旧的留在公钥集中，只用于验证 / Sign with a new key; the old ones stay in the JWKS to verify."""
    with refusals(), running() as runtime, runtime.work.act(operator()) as act:
        kid = runtime.part(Keys).rotate()
        trail.note(act, "keys.rotated", kid)
    click.echo(f"新密钥 / new key: {kid}")


@keys.command("list")
def show() -> None:
    """列出密钥名称，最新的在前 / The key ids, newest first; the first one signs."""
    with refusals(), running() as runtime:
        for one in runtime.part(Keys).public_jwks()["keys"]:
            click.echo(one["kid"])
