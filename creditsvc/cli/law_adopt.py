"""`creditsvc law adopt`: one person proposes a rulebook, another adopts it, everybody sees what changes."""

from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.orm import Session

from creditsvc.cli.law_differences import changed_files, differences
from creditsvc.cli.operator import BadArgument, Refused, refusals
from creditsvc.cli.person import signed_in
from creditsvc.cli.running import running
from creditsvc.findings import adoption
from creditsvc.findings.adoption import Proposal
from creditsvc.findings.rulebooks import Laws, Rulebook
from creditsvc.kernel.clock import legal_day
from creditsvc.law.lint import lint
from creditsvc.web.runtime import Runtime

SCOPE = "law.adopt"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the options say beside what is to be done."""

    who: str
    document_no: str | None
    reason: str | None


@click.command("adopt")
@click.argument(
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=False,
)
@click.option("--confirm", "confirmed", metavar="DIGEST", help="由另一人确认采用 / adopt it")
@click.option("--withdraw", "withdrawn", metavar="DIGEST", help="撤回或者退回 / take back, refuse")
@click.option(
    "--list", "listing", is_flag=True, help="提出与采用的经过 / what was proposed, adopted"
)
@click.option("--as", "who", help="经办人的用户名，须为信用管理员 / who does it: a credit officer")
@click.option(
    "--document", "document_no", help="批准文件的文号 / number of the paper that orders it"
)
@click.option("--reason", help="理由 / why")
def adopt(  # noqa: PLR0913 - one parameter an option
    directory: Path | None,
    confirmed: str | None,
    withdrawn: str | None,
    *,
    listing: bool,
    who: str | None,
    document_no: str | None,
    reason: str | None,
) -> None:
    """采用规则书：一人提出，另一人确认 / adopt a rulebook: one proposes, another confirms.

    \b
    law adopt DIR --as USER            提出（须无问题），显示与现行规则书的差别
    law adopt --confirm DIGEST --as OTHER   另一人确认，下一行为起使用
    law adopt --withdraw DIGEST --as USER   撤回或者退回
    law adopt --list
    已作出决定的案件仍按决定时的规则书；其余企业由后台逐一重算。
    What is decided stays under its own rulebook; everybody else is worked out anew by `work`.
    Status: 0 done; 1 the rulebook has faults; 2 refused.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    with refusals():
        if sum((directory is not None, bool(confirmed), bool(withdrawn), listing)) != 1:
            raise BadArgument(
                "请给出规则目录、--confirm、--withdraw、--list 之一",
                "give one of: a directory, --confirm, --withdraw, --list",
            )
        with running() as runtime:
            if listing:
                _list(runtime)
                return
            if who is None:
                raise BadArgument("缺少 --as 用户名", "say who does it: --as USER")
            said = _Said(who=who, document_no=document_no, reason=reason)
            if directory is not None:
                _propose(runtime, directory, said)
            elif confirmed is not None:
                _confirm(runtime, confirmed, said)
            elif withdrawn is not None:
                _withdraw(runtime, withdrawn, said)


def _propose(runtime: Runtime, directory: Path, said: _Said) -> None:
    found = lint(directory, legal_day(runtime.clock.now()))
    if found:
        for complaint in found:
            click.echo(str(complaint))
        click.echo(f"{len(found)} 处问题，未提出 / {len(found)} complaints: not proposed", err=True)
        raise SystemExit(1)
    caller = signed_in(runtime, said.who, SCOPE)
    laws, rulebook = runtime.part(Laws), Rulebook.read(directory)
    with runtime.work.act(caller) as act:
        used = _in_use(laws, act.session)
        made = adoption.propose(
            act, laws, rulebook, document_no=said.document_no, reason=said.reason
        )
    _show_differences(used, rulebook)
    click.echo(f"已提出 / proposed: {made.digest}")
    click.echo(
        "须由另一名信用管理员确认 / another credit officer confirms:\n"
        f"  creditsvc law adopt --confirm {made.digest[: adoption.LEAST_DIGEST]} --as …"
    )


def _confirm(runtime: Runtime, digest: str, said: _Said) -> None:
    caller = signed_in(runtime, said.who, SCOPE)
    laws = runtime.part(Laws)
    with runtime.work.act(caller) as act:
        used = _in_use(laws, act.session)
        found = adoption.adopt(act, laws, digest)
        law = laws.of(act.session, found.digest)
        adopted = Rulebook(law=law, files=laws.files(act.session, law))
    _show_differences(used, adopted)
    click.echo(f"已采用 / adopted: {found.digest}")
    click.echo("各企业由后台重算 / everybody is worked out anew by: creditsvc work")


def _withdraw(runtime: Runtime, digest: str, said: _Said) -> None:
    if not (said.reason or "").strip():
        raise Refused("请用 --reason 写明理由 / say why: --reason")
    caller = signed_in(runtime, said.who, SCOPE)
    with runtime.work.act(caller) as act:
        found = adoption.withdraw(act, digest, said.reason)
    click.echo(f"已撤回 / withdrawn: {found.digest}")


def _list(runtime: Runtime) -> None:
    laws = runtime.part(Laws)
    with runtime.work.read() as session:
        found, used = adoption.proposals(session), laws.in_use(session)
    for one in found:
        click.echo(_line(one, in_use=one.digest == used.digest and one.outcome is not None))
    where = (
        ""
        if any(one.outcome == adoption.ADOPTED for one in found)
        else "（配置目录 / of the configuration)"
    )
    click.echo(f"现行 / in use: {used.digest}{where}")


def _line(one: Proposal, *, in_use: bool) -> str:
    told = {
        None: "待确认 / waits",
        adoption.ADOPTED: "已采用 / adopted",
        adoption.WITHDRAWN: "已撤回 / withdrawn",
    }[one.outcome]
    parts = [
        f"{'*' if in_use else ' '} {one.digest[: adoption.LEAST_DIGEST]}",
        told,
        f"提出 / proposed: {one.proposed_by} (#{one.act_no})",
    ]
    if one.outcome is not None:
        parts.append(f"{one.by} (#{one.outcome_act})")
    parts += [text for text in (one.document_no, one.reason, one.why) if text]
    return "  ".join(parts)


def _in_use(laws: Laws, session: Session) -> Rulebook:
    law = laws.in_use(session)
    return Rulebook(law=law, files=laws.files(session, law))


def _show_differences(before: Rulebook, after: Rulebook) -> None:
    click.echo(f"{before.law.digest[:12]} → {after.law.digest[:12]}")
    for line in differences(before.law, after.law):
        click.echo(line)
    click.echo("改动的文件 / files changed:")
    for line in changed_files(before.files, after.files):
        click.echo(f"  {line}")
