"""Who works at the command line, and how a refusal is told there."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import Invalid, Refusal
from creditsvc.settings import BadSetting


def operator() -> Caller:
    """The person at the keyboard, by the name of their account on this machine."""
    name = _account()
    return Caller(
        id=f"operator:{name}", kind="person", name=name, scopes=frozenset(), roles=frozenset()
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Tell a refusal as a message and status 2, each field at fault on a line of its own."""
    try:
        yield
    except Refusal as why:
        raise Refused(_told(why)) from why
    except BadSetting as why:
        raise Refused(str(why)) from why


class Refused(click.ClickException):
    """What was asked for was not done; the message says why and how to mend it."""

    exit_code = 2


class BadArgument(Invalid):
    """Options that do not fit together."""

    kind = "bad-argument"


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no account
        return f"uid-{os.getuid()}"


def _told(why: Refusal) -> str:
    lines = [f"{why.field}: {why}" if why.field else str(why)]
    if len(why.errors) > 1:
        lines += [f"{error.pointer}: {error.zh} / {error.en}" for error in why.errors]
    return "\n".join(lines)
