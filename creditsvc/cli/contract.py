"""`creditsvc partner contract/keys/certificates/show`: what a partner may ask, and how it proves itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from creditsvc.access import partners
from creditsvc.access.domain import Client
from creditsvc.access.proving import Proving
from creditsvc.app import build
from creditsvc.cli.operator import Refused
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import Refusal
from creditsvc.kernel.roles import PARTNER_SCOPES
from creditsvc.settings import read

F = TypeVar("F", bound=Callable[..., Any])
OPERATOR = Caller(
    id="system:cli", kind="system", name="creditsvc", scopes=frozenset(), roles=frozenset()
)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _sources(
    context: click.Context, option: click.Parameter, said: tuple[str, ...]
) -> dict[str, int] | None:
    """NAME=DAYS, as often as it was said."""
    del context, option
    parts = [one.rpartition("=") for one in said]
    if any(not name or not days.isdecimal() for name, _, days in parts):
        raise click.BadParameter("应为 来源=天数 / write NAME=DAYS")
    return {name: int(days) for name, _, days in parts} or None


TERMS = (
    click.option("--quota", type=int, help="每个时段的查询次数 / look-ups in a window"),
    click.option("--quota-seconds", type=int, help="时段秒数 / seconds of the window"),
    click.option("--retention-days", type=int, help="可保存答复的天数 / days it may keep answers"),
    click.option("--contact", help="联系处室 / office to call"),
    click.option(
        "--token-binding", type=click.Choice(["dpop", "mtls", "any"]),
        help="令牌须与密钥绑定 / tokens must be bound to a key",
    ),
    click.option(
        "--disclosure", type=click.Choice(["name", "class"]),
        help="向企业告知名称或者只告知类别 / enterprises are told its name, or its class alone",
    ),
    click.option(
        "--required-source", "required_sources", multiple=True, metavar="NAME=DAYS", callback=_sources,
        help="要求的来源及其数据的最大天数，可多次，取代原有的 / source whose data must be complete to"
        " within so many days, repeatable; these and no others",
    ),
    click.option("--disclosure-basis", help="只告知类别的依据 / the clause for the class alone"),
)  # fmt: skip
PROOFS = (
    click.option("--jwks", type=FILE, help="公钥集文件（private_key_jwt）/ file with its JWK set"),
    click.option(
        "--certificate", "certificates", type=FILE, multiple=True,
        help="证书文件 PEM，可多次（双向 TLS）/ PEM certificate, repeatable (mutual TLS)",
    ),
)  # fmt: skip


def with_options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """All of *options* on one command, in their order."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def proving(said: dict[str, Any]) -> Proving:
    """What the options --jwks and --certificate say, taken out of *said*; raises Refused."""
    jwks, pems = said.pop("jwks"), said.pop("certificates")
    try:
        return Proving(
            jwks=None if jwks is None else json.loads(jwks.read_text("utf-8")),
            certificates=tuple(one.read_text("ascii") for one in pems),
        )
    except ValueError as why:
        raise Refused("文件读不出，要 JSON 或 PEM / the file is neither JSON nor PEM") from why


def given(said: dict[str, Any]) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in said.items() if value not in (None, ())}


@click.command("contract")
@click.argument("client_id")
@click.option("--name", help="名称 / name")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(sorted(PARTNER_SCOPES)),
    help="权限范围，可多次，取代原有的 / scope, repeatable; these and no others",
)  # fmt: skip
@click.option(
    "--purpose", "purposes", multiple=True, help="用途，可多次，取代原有的 / the same of purposes"
)
@click.option("--field", help="领域 / field")
@with_options(*TERMS)
@click.option(
    "--without", multiple=True,
    type=click.Choice([
            "field", "quota", "retention_days", "contact", "token_binding", "required_sources",
        ]),
    help="合同不再写这一项 / the contract says nothing of it any more",
)  # fmt: skip
def contract(client_id: str, without: tuple[str, ...], **said: Any) -> None:
    """变更合同，即时生效 / Change members of a partner's contract; they count from the next request on."""
    changes = given(said) | dict.fromkeys(without)
    if "quota" in without:
        changes["quota_seconds"] = None
    _show(_act(partners.change_contract, client_id, changes))


@click.command("keys")
@click.argument("client_id")
@with_options(PROOFS[0])
def keys(client_id: str, jwks: Path) -> None:
    """登记公钥，取代原有凭证 / Register public keys; what it proved itself by before is void at once."""
    _show(_act(partners.set_proving, client_id, proving({"jwks": jwks, "certificates": ()})))


@click.command("certificates")
@click.argument("client_id")
@with_options(PROOFS[1])
def certificates(client_id: str, certificates: tuple[Path, ...]) -> None:
    """登记证书，取代原有凭证 / Register certificates; the same."""
    said = {"jwks": None, "certificates": certificates}
    _show(_act(partners.set_proving, client_id, proving(said)))


@click.command("show")
@click.argument("client_id")
def show(client_id: str) -> None:
    """显示合同 / Show a partner's contract; never a secret."""
    _show(_act(lambda act: partners.partner(act.session, client_id)))


def _act(change: Callable[..., Any], *args: Any) -> Any:
    made = build(read())
    try:
        with made.work.act(OPERATOR) as act:
            return change(act, *args)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        made.work.engine.dispose()


def _show(client: Client) -> None:
    terms = client.terms
    for name, value in (
        ("client_id", client.client_id),
        ("name", client.name),
        ("status", client.status),
        ("auth_method", client.auth_method),
        ("scopes", " ".join(sorted(client.scopes))),
        ("purposes", " ".join(sorted(client.purposes))),
        ("field", client.field),
        ("token_binding", client.token_binding),
        ("quota", terms.quota and f"{terms.quota} / {terms.quota_seconds} s"),
        ("retention_days", terms.retention_days),
        (
            "required_sources",
            " ".join(f"{name}={days}" for name, days in terms.required_sources) or None,
        ),
        ("contact", terms.contact),
        ("disclosure", terms.disclosure),
        ("disclosure_basis", terms.disclosure_basis),
    ):
        click.echo(f"{name}: {'-' if value is None else value}")


COMMANDS = (contract, keys, certificates, show)
