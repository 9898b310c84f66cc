"""`creditsvc partner` and `creditsvc user`: who may ask and act. Secrets are shown once, on the terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from creditsvc.access import people, service, sources
from creditsvc.access.domain import Client
from creditsvc.app import build
from creditsvc.cli.contract import OPERATOR, PROOFS, TERMS, given, proving, with_options
from creditsvc.kernel.refusals import Refusal
from creditsvc.kernel.roles import PARTNER_SCOPES, PERSON_SCOPES, ROLES
from creditsvc.settings import read
from creditsvc.web.runtime import Runtime


@click.group()
def partner() -> None:
    """合作方 / Partners and the programs that people sign in through."""


@partner.command("add")
@click.option("--name", required=True, help="名称 / name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(sorted(PARTNER_SCOPES)),
    help="权限范围，可多次 / scope, repeatable",
)  # fmt: skip
@click.option("--purpose", "purposes", multiple=True, help="约定用途，可多次 / purpose, repeatable")
@click.option("--field", default=None, help="领域 / field, such as finance")
@click.option(
    "--source", "source_names", multiple=True,
    help="报送事件的来源，可多次；写明后不得用其他来源 / source it reports under, repeatable; then no other",
)  # fmt: skip
@with_options(*PROOFS, *TERMS)
def add_partner(**said: Any) -> None:
    """登记合作方 / Register a partner; prints its id and, once, its secret (none if it has keys)."""
    shown = proving(said)
    client, secret = _act(
        service.register_partner, shown, **given(said) | {"purposes": said["purposes"]}
    )
    _show(client, secret)


@partner.command("sources")
@click.argument("client_id")
@click.option("--source", "source_names", multiple=True, help="来源，可多次 / source, repeatable")
def set_sources(client_id: str, source_names: tuple[str, ...]) -> None:
    """登记来源，取代原有的 / Bind a partner to these sources alone; none frees it of all."""
    _act(service.set_sources, client_id, source_names)
    click.echo(f"来源 / sources of {client_id}: {'、'.join(source_names) or '-'}")


@partner.command("add-console")
@click.option("--name", required=True, help="名称 / name")
@click.option(
    "--redirect-uri", "uris", multiple=True, required=True, help="回调地址 / redirect address"
)
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(sorted(PERSON_SCOPES)),
    help="权限范围，缺省全部 / scope, all if none is given",
)  # fmt: skip
@click.option("--confidential", is_flag=True, help="能保守密钥的服务端程序 / can keep a secret")
def add_console(
    name: str, uris: tuple[str, ...], scopes: tuple[str, ...], confidential: bool
) -> None:
    """登记供人员登录的程序 / Register a program that people sign in through (code with PKCE)."""
    said = {"name": name, "redirect_uris": uris, "scopes": scopes or PERSON_SCOPES}
    if confidential:
        _show(*_act(service.register_confidential_console, **said))
    else:
        _show(_act(service.register_console, **said), None)


@partner.command("rotate")
@click.argument("client_id")
def rotate(client_id: str) -> None:
    """更换密钥，旧的即刻作废 / Give a new secret, once; the old one is void at once."""
    click.echo(f"client_secret: {_act(service.rotate_secret, client_id)}")


@partner.command("revoke")
@click.argument("client_id")
def revoke(client_id: str) -> None:
    """撤销，不可恢复 / End a partner for good; its tokens are refused at once."""
    _act(service.revoke_partner, client_id)
    click.echo(f"已撤销 / revoked: {client_id}")


@partner.command("suspend")
@click.argument("client_id")
def suspend(client_id: str) -> None:
    """停用，可恢复 / Refuse a partner until it is resumed."""
    _act(service.suspend_partner, client_id)
    click.echo(f"已停用 / suspended: {client_id}")


@partner.command("resume")
@click.argument("client_id")
def resume(client_id: str) -> None:
    """恢复 / Let a suspended partner in again."""
    _act(service.resume_partner, client_id)
    click.echo(f"已恢复 / resumed: {client_id}")


@partner.command("list")
def list_partners() -> None:
    """列出 / List all clients, one a line, fields parted by tabs; never a secret."""
    with _service() as made, made.work.read() as session:
        owned = sources.sources(session)
        for client in service.partners(session):
            scopes, purposes = " ".join(sorted(client.scopes)), " ".join(sorted(client.purposes))
            line = (client.client_id, client.kind, client.status, client.name, scopes, purposes)
            click.echo("\t".join((*line, "、".join(owned.get(client.client_id, ())))))


@click.group()
def user() -> None:
    """人员 / People, who sign in with a password."""


@user.command("add")
@click.argument("username")
@click.option("--name", required=True, help="显示名 / display name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)),
    help="角色，可多次 / role, repeatable",
)  # fmt: skip
@click.option("--authority", default=None, help="所属机关，缺省不限 / authority; none: unbounded")
@click.option("--region", default=None, help="行政区划，缺省不限 / region code; none: unbounded")
@click.option(
    "--password-stdin", is_flag=True, help="从标准输入读密码 / read it from standard input"
)
def add_user(username: str, password_stdin: bool, **said: Any) -> None:
    """登记人员 / Add a person; the password is asked for and never an argument."""
    password = _password(from_stdin=password_stdin)
    made = _act(people.add_user, username=username, password=password, **said)
    click.echo(f"已登记 / added: {made.username} ({', '.join(sorted(made.roles))})")


@user.command("password")
@click.argument("username")
@click.option(
    "--password-stdin", is_flag=True, help="从标准输入读密码 / read it from standard input"
)
def set_password(username: str, password_stdin: bool) -> None:
    """更换密码 / Give a person a new password."""
    _act(people.set_password, username, _password(from_stdin=password_stdin))
    click.echo(f"密码已更换 / the password was set: {username}")


@user.command("set-roles")
@click.argument("username")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)),
    help="角色，可多次，取代原有的 / role, repeatable; these and no others",
)  # fmt: skip
def set_roles(username: str, roles: tuple[str, ...]) -> None:
    """变更角色，即时生效 / Give a person other roles; they count from the next request on."""
    _act(people.set_roles, username, roles)
    click.echo(f"角色已变更 / the roles were set: {username} ({', '.join(sorted(set(roles)))})")


@user.command("suspend")
@click.argument("username")
def suspend_user(username: str) -> None:
    """停用 / Refuse a person at once until resumed."""
    _act(people.suspend_user, username)
    click.echo(f"已停用 / suspended: {username}")


@user.command("resume")
@click.argument("username")
def resume_user(username: str) -> None:
    """恢复 / Let a suspended person sign in again."""
    _act(people.resume_user, username)
    click.echo(f"已恢复 / resumed: {username}")


@user.command("list")
def list_users() -> None:
    """列出 / List everybody, one a line, fields parted by tabs."""
    with _service() as made, made.work.read() as session:
        for found in people.people(session):
            roles = " ".join(sorted(found.roles))
            remit = (found.authority or "-", found.region or "-")
            click.echo("\t".join((found.username, found.status, roles, *remit)))


@contextmanager
def _service() -> Iterator[Runtime]:
    """The service that the environment describes; a refusal becomes a message and status 1."""
    made = build(read())
    try:
        yield made
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        made.work.engine.dispose()


def _act(change: Callable[..., Any], *args: Any, **said: Any) -> Any:
    with _service() as made, made.work.act(OPERATOR) as act:
        return change(act, *args, **said)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 / password", hide_input=True, confirmation_prompt=True))


def _show(client: Client, secret: str | None) -> None:
    click.echo(f"client_id: {client.client_id}")
    if secret is not None:
        click.echo(f"client_secret: {secret}")
        click.echo("密钥只显示这一次 / the secret is shown this once", err=True)
