"""The guard: every view says which scope it asks for, or that it is open and why."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Request, current_app, g, request

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import NotPermitted, Refusal
from creditsvc.kernel.remit import Need

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]
GUARD = "creditsvc_guard"
PERSON = " (person)"
AUTHENTICATOR = "creditsvc.authenticator"
# FAPI 2.0 section 5.4.1: nothing else signs an assertion or a proof. In the order in which they are told.
PROOF_ALGORITHMS = ("ES256", "PS256", "Ed25519")
Authenticator = Callable[[Request], Caller]


class NotAuthenticated(Refusal):
    """No token, or one that is not (or no longer) ours. `challenge` is RFC 6750's error code, or RFC
    9449's; `scheme` how the token was shown, or is to be.
    """

    kind = "not-authenticated"


class ScopeMissing(NotPermitted):
    """The token does not carry the scope."""

    kind = "scope-missing"


class PersonRequired(NotPermitted):
    """A machine asked for what only a person may do."""

    kind = "person-required"


def requires(scope: str, *, person: bool = False) -> Callable[[View[P, R]], View[P, R]]:
    """Let a view run only for a caller with *scope*; with *person*, only for a human subject."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            g.caller = admit(authenticated(), scope, person=person)
            return view(*args, **kwargs)

        setattr(guarded, GUARD, f"{scope}{PERSON if person else ''}")
        return guarded

    return decorate


def open_to_all(reason: str) -> Callable[[View[P, R]], View[P, R]]:
    """Mark a view that needs no token, with the reason a reviewer will read."""

    def decorate(view: View[P, R]) -> View[P, R]:
        setattr(view, GUARD, f"open: {reason}")
        return view

    return decorate


def admit(caller: Caller, scope: str, *, person: bool = False) -> Caller:
    """*caller* as it exercises *scope*; refused without it, or where a person is needed and is not."""
    need = Need(scope=scope)
    if not caller.has(scope):
        raise ScopeMissing(
            f"令牌没有权限范围 {scope}", f"the token does not carry the scope {scope}",
            scope=scope, need=need,
        )  # fmt: skip
    if person and caller.kind != "person":
        raise PersonRequired(
            "这一步须由登录的人员作出，机器令牌不行",
            "this step needs a token whose subject is a person; sign in with the authorization code flow",
            need=need,
        )
    return caller.using(scope)


def authenticated() -> Caller:
    """Who is asking, from the bearer token of this request; kept for the rest of it."""
    if "caller" not in g:
        authenticator = cast("Authenticator", current_app.extensions[AUTHENTICATOR])
        g.caller = authenticator(request)
    return cast("Caller", g.caller)
