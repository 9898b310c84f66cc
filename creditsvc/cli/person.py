"""A person at the command line who proves who they are: for acts that need two different people."""

import click

from creditsvc.access import people
from creditsvc.kernel.caller import Caller
from creditsvc.signing.service import Keys
from creditsvc.web.guard import admit
from creditsvc.web.runtime import Runtime


def signed_in(runtime: Runtime, username: str, scope: str) -> Caller:
    """The registered person *username*, who knows the password and holds *scope*.

    The password is asked for on the terminal, or read from standard input where there is none.
    """
    password = click.prompt(
        f"{username} 的口令 / password of {username}", hide_input=True, err=True
    )
    found = people.sign_in(runtime.work, runtime.part(Keys), username, password)
    if isinstance(found, int):
        wait = f"，请于 {found} 秒后再试 / try again in {found} s" if found else ""
        raise click.ClickException(f"用户名或口令不对 / wrong user name or password{wait}")
    return admit(found.caller(found.scopes), scope, person=True)
