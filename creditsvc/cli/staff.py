"""`creditsvc user`: delegations and recusals, recorded by a credit officer who signs in; the table of roles."""

from datetime import datetime
from uuid import UUID

import click

from creditsvc.access import delegations, recusals
from creditsvc.access.delegations import MANAGES, Lent
from creditsvc.access.recusals import Out
from creditsvc.cli.operator import refusals
from creditsvc.cli.person import signed_in
from creditsvc.cli.running import running
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.roles import ROLES, TITLES

AS = click.option(
    "--as", "who", required=True, help="登记人（信用管理员）的用户名 / the credit officer"
)
PAPER = click.option("--document-no", required=True, help="文书编号 / number of the paper")
REASON = click.option("--reason", required=True, help="理由 / why")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("delegate")
@click.argument("from_user")
@click.argument("to_user")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)),
    help="委托的角色，可多次 / role lent, repeatable",
)  # fmt: skip
@click.option("--from", "from_day", required=True, type=DAY, help="首日 / first day")
@click.option("--to", "to_day", required=True, type=DAY, help="末日（含）/ last day, included")
@PAPER
@AS
def delegate(
    roles: tuple[str, ...], from_day: datetime, to_day: datetime, who: str, **said: str
) -> None:
    """登记委托（代行职权）/ Lend roles of one person to another, both days included."""
    lent = Lent(roles=frozenset(roles), from_day=from_day.date(), to_day=to_day.date(), **said)
    with refusals(), running() as runtime:
        officer = signed_in(runtime, who, MANAGES)
        with runtime.work.act(officer) as act:
            made = delegations.delegate(act, lent)
    click.echo(f"已登记委托 / recorded: {made.id}")


@click.command("end-delegation")
@click.argument("key", type=click.UUID)
@REASON
@AS
def end_delegation(key: UUID, reason: str, who: str) -> None:
    """终止委托，即时生效 / End a delegation at once."""
    with refusals(), running() as runtime:
        officer = signed_in(runtime, who, MANAGES)
        with runtime.work.act(officer) as act:
            delegations.revoke(act, key, reason)
    click.echo(f"已终止 / ended: {key}")


@click.command("delegations")
def list_delegations() -> None:
    """列出委托 / List all delegations, one a line, fields parted by tabs."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        today = legal_day(runtime.clock.now())
        for one in delegations.delegations(session):
            state = "有效 / in force" if one.in_force_on(today) else "-"
            roles, days = " ".join(sorted(one.roles)), f"{one.from_day} – {one.to_day}"
            line = (str(one.id), one.from_user, one.to_user, roles, days, one.document_no, state)
            click.echo("\t".join(line))


@click.command("recuse")
@click.argument("username")
@click.option("--uscc", help="回避的企业 / the enterprise")
@click.option("--case", type=click.UUID, help="回避的案件 / the case, by its key")
@click.option("--decided-by", required=True, help="由谁决定 / who decided it")
@PAPER
@REASON
@AS
def recuse(uscc: str | None, case: UUID | None, who: str, **said: str) -> None:
    """登记回避决定 / A person keeps out of a case, or of everything about an enterprise."""
    with refusals(), running() as runtime:
        officer = signed_in(runtime, who, MANAGES)
        with runtime.work.act(officer) as act:
            key = None if uscc is None else enterprises.identified(act.session, uscc).id
            made = recusals.recuse(act, Out(enterprise_id=key, case_id=case, **said))
    click.echo(f"已登记回避 / recorded: {made.id}")


@click.command("lift-recusal")
@click.argument("key", type=click.UUID)
@REASON
@AS
def lift(key: UUID, reason: str, who: str) -> None:
    """解除回避，不得由本人办理 / Lift a recusal, as another person than it binds."""
    with refusals(), running() as runtime:
        officer = signed_in(runtime, who, MANAGES)
        with runtime.work.act(officer) as act:
            recusals.lift(act, key, reason)
    click.echo(f"已解除 / lifted: {key}")


@click.command("recusals")
def list_recusals() -> None:
    """列出回避 / List all recusals, one a line, fields parted by tabs."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        for one in recusals.recusals(session):
            about = (
                f"企业 / enterprise {one.enterprise_id}"
                if one.enterprise_id
                else f"案件 / case {one.case_id}"
            )
            state = "已解除 / lifted" if one.lifted else "有效 / stands"
            click.echo("\t".join((str(one.id), one.username, about, one.document_no, state)))


@click.command("roles")
def roles() -> None:
    """各角色的权限范围 / Which role carries which scopes, as a table for docs/roles.md."""
    click.echo(roles_table())


def roles_table() -> str:
    """Role by scope, as Markdown."""
    lines = ["| 角色 | code | 权限范围 / scopes |", "|---|---|---|"]
    for role, scopes in ROLES.items():
        zh, en = TITLES[role]
        told = " ".join(f"`{scope}`" for scope in sorted(scopes))
        lines.append(f"| {zh} / {en} | `{role}` | {told} |")
    return "\n".join(lines)


COMMANDS = (
    delegate, end_delegation, list_delegations, recuse, lift, list_recusals, roles,
)  # fmt: skip
