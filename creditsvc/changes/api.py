"""The feed over HTTP: every change of a published status, from any cursor, without a window."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.changes import service
from creditsvc.changes.cutting import Cut, cut, part_of
from creditsvc.changes.domain import Change
from creditsvc.changes.schemas import ChangesOut, ChangesQuery
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Invalid
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint("changes", __name__, url_prefix="/v1", description="变更 / changes")
blueprints = (blueprint,)


class BadCursor(Invalid):
    """A cursor that this feed never gave out."""

    kind = "bad-cursor"


@blueprint.get("/changes")
@requires("changes.read")
@blueprint.arguments(ChangesQuery, location="query")
@blueprint.response(200, ChangesOut)
def changes(query: dict[str, Any]) -> ResponseReturnValue:
    """公开状态的每次变更。Every change of a published status after a cursor, in commit order.

    约定的用途都看不到的部分只告知有变更（`withheld`）。Of parts that no agreed purpose sees, only that there was a change.
    """
    after = _cursor(query["after"])
    _write_what_is_due()
    with runtime().work.read() as session:
        if after > service.last_seq(session):
            raise _never_given()  # from another register, or from before this one was restored
        found = service.after(session, after, query["limit"] + 1)
    page = found[: query["limit"]]
    cursor = page[-1].seq if page else after
    kept_back = runtime().part(Cut).from_(authenticated())
    shown = [_shown(change, kept_back) for change in page]
    return jsonify(changes=shown, cursor=str(cursor), more=len(found) > len(page))


def _cursor(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise _never_given()
    return int(text)


def _never_given() -> BadCursor:
    return BadCursor(
        "游标不是本接口给出的，请从头读取",
        "this cursor was not given out by this feed; read it from the start",
        field="after",
    )


def _write_what_is_due() -> None:
    """Changes that time alone has made are written by the first act or read after their moment."""
    now = runtime().clock.now()
    with runtime().work.read() as session:
        due = service.next_due(session, now)
    if due is not None:
        with runtime().work.act(SYSTEM):
            pass  # opening an act writes what is due


def _shown(change: Change, kept_back: frozenset[str]) -> dict[str, Any]:
    part = part_of(change)
    return cut(_form(change), part) if part in kept_back and part else _form(change)


def _form(change: Change) -> dict[str, Any]:
    return {
        "seq": change.seq,
        "uscc": change.uscc,
        "reason": change.reason,
        "effective_at": instant_text(change.effective_at),
        "recorded_at": instant_text(change.recorded_at),
        "act": change.act_no,
        "record": None,
        **change.body,
    }
