"""Whose visit it is, and that a form comes from a page of that visit. The door is taken from here alone."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import g, request

from creditsvc.access import service as access
from creditsvc.door import visits
from creditsvc.door.domain import Door, NotFromThisPage
from creditsvc.kernel.caller import Caller
from creditsvc.signing.service import Keys
from creditsvc.web.guard import GUARD, NotAuthenticated
from creditsvc.web.runtime import runtime

P = ParamSpec("P")
R = TypeVar("R")
OURS = {None, "same-origin", "none"}  # Sec-Fetch-Site: absent, our page, or typed by hand


class NoVisit(NotAuthenticated):
    """No visit is open: none was opened, or it was idle for too long, or a new code was made."""

    kind = "no-visit"


def through_the_door(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only in an open visit; a form sent with a cookie must be of that visit."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        token, by_cookie = token_given()
        door = visits.come_back(runtime().work, token) if token else None
        if door is None:
            raise NoVisit(
                "请用案号和查询码打开案件（30分钟未操作的，须重新打开）",
                "open the case with its number and access code; a visit ends after 30 idle minutes",
            )
        if by_cookie and request.method == "POST":
            must_be_from_here()
            _must_carry(token)
        g.door = door
        return view(*args, **kwargs)

    setattr(guarded, GUARD, "door: an open visit, which names the case")
    return guarded


def door() -> Door:
    """The door of this visit; nothing that a request says can name another."""
    return cast("Door", g.door)


def party() -> Caller:
    """Who acts: the enterprise, known by its case number and by nothing else."""
    known = door()
    return Caller(
        id=known.party, kind="party", name=known.number, scopes=frozenset(), roles=frozenset()
    )


def token_given() -> tuple[str, bool]:
    """The visit's token, and whether a browser's cookie brought it; empty: there is none."""
    if "Authorization" in request.headers:
        return access.bearer_token(request), False
    return request.cookies.get(cookie_name(), ""), True


def form_token() -> str:
    """What the forms of this visit carry."""
    return visits.form_token(runtime().part(Keys), token_given()[0])


def cookie_name() -> str:
    """With TLS the name itself keeps sister hosts from setting it."""
    return "__Host-creditsvc-case" if secure() else "creditsvc-case"


def secure() -> bool:
    """Whether the service is reached over TLS."""
    return runtime().settings.base_url.startswith("https:")


def must_be_from_here() -> None:
    """Raises NotFromThisPage where the browser says that another site sent the form."""
    if request.headers.get("Sec-Fetch-Site") not in OURS:
        raise _forged()


def _must_carry(token: str) -> None:
    wanted = visits.form_token(runtime().part(Keys), token)
    if not hmac.compare_digest(wanted.encode(), request.form.get("form_token", "").encode()):
        raise _forged()


def _forged() -> NotFromThisPage:
    return NotFromThisPage(
        "页面已失效，请回到案件页面重新填写后提交",
        "this page is no longer valid; go back to the case and send the form again",
        field="form_token",
    )
