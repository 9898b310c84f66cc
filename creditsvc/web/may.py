"""Who may do what was refused: roles by title; to a signed-in person also colleagues by name."""

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, g, request

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import NotPermitted
from creditsvc.kernel.remit import Need
from creditsvc.kernel.roles import ALL_SCOPES, PARTNER_SCOPES, TITLES, roles_with
from creditsvc.web.guard import GUARD, PERSON

COLLEAGUES = "creditsvc.colleagues"
Colleagues = Callable[[Caller, Need], list[dict[str, str]]]


def told(refusal: NotPermitted) -> dict[str, Any] | None:
    """The member `may` of the problem document; None where no route and no refusal names a scope."""
    need = refusal.need or _of_route()
    if need is None:
        return None
    body: dict[str, Any] = {"roles": [_title(role) for role in roles_with(need.scope)]}
    if need.scope in PARTNER_SCOPES:
        body["partner_scope"] = need.scope
    if need.matter.authority is not None:
        body["authority"] = need.matter.authority
    if need.matter.regions:
        body["regions"] = sorted(need.matter.regions)
    caller = cast("Caller | None", g.get("caller"))
    if caller is not None and caller.kind == "person":  # a machine is never told names
        body["people"] = cast("Colleagues", current_app.extensions[COLLEAGUES])(caller, need)
    return body


def _title(role: str) -> dict[str, str]:
    zh, en = TITLES[role]
    return {"code": role, "zh": zh, "en": en}


def _of_route() -> Need | None:
    """Whoever holds the scope that the route asks for; None where it asks for none."""
    view = current_app.view_functions.get(request.endpoint or "")
    guard = str(getattr(view, GUARD, "open"))
    scope = guard.removesuffix(PERSON)
    return Need(scope=scope) if scope in ALL_SCOPES else None
