"""The clock board over HTTP. Officers bound to an authority or a place see what is theirs."""

from collections import Counter
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.board import service
from creditsvc.board.domain import OPEN, State, Wanted, bound
from creditsvc.board.schemas import BoardOut, BoardQuery
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint("board", __name__, url_prefix="/v1", description="期限看板 / clock board")
blueprints = (blueprint,)


@blueprint.get("/board")
@requires("proceedings.read")
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, BoardOut)
def board(query: dict[str, Any]) -> ResponseReturnValue:
    """期限看板：到期、逾期、暂定，按机关。What is due or overdue, of one's own authority, due first."""
    authority, region = bound(authenticated(), query.get("authority"), query.get("region"))
    wanted = Wanted(
        authority=authority,
        region=region,
        states=tuple(State(one) for one in query.get("state", ())) or OPEN,
        kind=query.get("kind"),
        due_from=query.get("due_from"),
        due_to=query.get("due_to"),
    )
    calendar, now = runtime().part(Calendar), runtime().clock.now()
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        found = service.board(session, law, calendar, now, wanted)
    rest = [row for row in found.rows if row.order > query["after"]]
    page = rest[: query["limit"]]
    return jsonify(
        today=found.today.isoformat(),
        announced_until=found.announced_until.isoformat(),
        reminded_on=found.reminded_on and found.reminded_on.isoformat(),
        counts=Counter(row.state.value for row in found.rows),
        cut=list(found.cut),
        rows=[row.form() for row in page],
        next=page[-1].order if len(rest) > len(page) else None,
    )
