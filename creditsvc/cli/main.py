"""The `creditsvc` program: every command, none of its own logic."""

import click

from creditsvc.cli.access import partner, user
from creditsvc.cli.assess import assess
from creditsvc.cli.audit import audit
from creditsvc.cli.db import db
from creditsvc.cli.demo import demo
from creditsvc.cli.imports import import_
from creditsvc.cli.law import law
from creditsvc.cli.listings import listings
from creditsvc.cli.parked import parked
from creditsvc.cli.serve import serve
from creditsvc.cli.work import work


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="creditsvc")
def main() -> None:
    """企业安全生产、消防安全信用服务 / credit register for work safety and fire safety."""


for command in (
    assess, audit, db, demo, import_, law, listings, parked, partner, serve, user, work,
):  # fmt: skip
    main.add_command(command)
