"""Days as options of commands."""

from datetime import date

import click

from creditsvc.kernel.clock import BadDay, parse_day


def day_option(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """A click callback: the day *value* names, or None where none is given."""
    if value is None:
        return None
    try:
        return parse_day(value)
    except BadDay as why:
        raise click.BadParameter(str(why)) from why
