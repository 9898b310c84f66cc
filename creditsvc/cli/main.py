"""The `creditsvc` program: every command, none of its own logic."""

from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from creditsvc.cli.access import partner, user
from creditsvc.cli.assess import assess
from creditsvc.cli.audit import audit
from creditsvc.cli.board import board
from creditsvc.cli.contract import COMMANDS as CONTRACT
from creditsvc.cli.db import db
from creditsvc.cli.demo import demo
from creditsvc.cli.documents import documents
from creditsvc.cli.export import export
from creditsvc.cli.imports import import_
from creditsvc.cli.jobs import jobs
from creditsvc.cli.keys import keys
from creditsvc.cli.law import law
from creditsvc.cli.listings import listings
from creditsvc.cli.measures import measures
from creditsvc.cli.names import names
from creditsvc.cli.operator import Refused
from creditsvc.cli.parked import parked
from creditsvc.cli.persons import persons
from creditsvc.cli.receipt import receipt
from creditsvc.cli.serve import serve
from creditsvc.cli.simulate import simulate
from creditsvc.cli.staff import COMMANDS
from creditsvc.cli.subscriptions import subscription
from creditsvc.cli.work import work


class Program(click.Group):
    """Tells a register that is not there, or not set up, in words and with status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; other faults of the database are the program's and keep their trace."""
        try:
            return super().invoke(ctx)
        except DBAPIError as why:
            told = _told(why)
            if told is None:
                raise
            raise Refused(told) from why


def _told(why: DBAPIError) -> str | None:
    reason = " ".join(str(why.orig).split())
    if why.statement is None:  # nothing was asked yet: it could not be opened
        return (
            f"登记库打不开，请核对 CREDITSVC_DATABASE_URL：{reason} / "
            f"the register cannot be opened, check CREDITSVC_DATABASE_URL: {reason}"
        )
    if "no such table" in reason or type(why.orig).__name__ == "UndefinedTable":
        return (
            "登记库尚未建立，请先运行 creditsvc db upgrade / "
            "the register is not set up: run creditsvc db upgrade first"
        )
    return None


@click.group(
    cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="creditsvc")
def main() -> None:
    """企业安全生产、消防安全信用服务 / credit register for work safety and fire safety."""


for command in (
    assess, audit, board, db, demo, documents, export, import_, jobs, keys, law, listings, measures, names, parked,
    partner, persons, receipt, serve, simulate, subscription, user, work,
):  # fmt: skip
    main.add_command(command)
for command in COMMANDS:
    user.add_command(command)
for command in CONTRACT:
    partner.add_command(command)
