"""`creditsvc measures`: answers of executors that have no program, recorded from their letters."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from creditsvc.cli.operator import refusals
from creditsvc.cli.person import signed_in
from creditsvc.cli.running import running
from creditsvc.kernel.money import fen
from creditsvc.listings.parts import HANDLES
from creditsvc.measures import letters
from creditsvc.measures.domain import WORDS, Given
from creditsvc.proceedings.domain import Document

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("measures")
def measures() -> None:
    """联合惩戒措施：登记书面反馈 / joint measures: answers by letter."""


@measures.command("letter")
@click.argument("measure", type=click.UUID)
@click.option("--order", type=click.IntRange(1), required=True, help="指令号 / number of the order")
@click.option("--word", type=click.Choice(WORDS), required=True, help="反馈 / the answer")
@click.option("--document-no", required=True, help="复函文号 / number of the letter")
@click.option("--document-day", type=DAY, required=True, help="复函日期 / day of the letter")
@click.option(
    "--file", "paper", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
    help="复函的扫描件，记其摘要 / the scanned letter; its digest is kept",
)  # fmt: skip
@click.option("--reason", help="不予执行、不适用的理由 / why it is refused or does not apply")
@click.option("--service-item", help="在哪一办理事项中执行 / the service item it was applied in")
@click.option("--amount", help="金额（元） / yuan")
@click.option("--acted-on", type=DAY, help="执行、解除之日 / the day it was applied or lifted")
@click.option("--as", "who", required=True, help="登记人的用户名 / user name of whoever records it")
def letter(
    measure: UUID, paper: Path, who: str, *, document_no: str, document_day: datetime, **said: Any
) -> None:
    """登记没有程序的执行部门的复函 / record the letter of an executor without a program."""
    digest = sha256(paper.read_bytes()).hexdigest()
    document = Document(number=document_no, day=document_day.date(), digest=digest)
    amount, acted_on = said.pop("amount"), said.pop("acted_on")
    given = Given(
        reference=document_no,
        amount=None if amount is None else fen(amount),
        acted_on=None if acted_on is None else acted_on.date(),
        **said,
    )
    with refusals(), running() as runtime:
        caller = signed_in(runtime, who, HANDLES)
        with runtime.work.act(caller) as act:
            made = letters.record(act, measure, given, document)
    click.echo(f"已登记 / recorded: {made.id} {made.word}")
