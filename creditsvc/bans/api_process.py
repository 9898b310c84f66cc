"""Own bans over HTTP: notice, reply, waiver, hearing, legal review, deliberation, service of the decision."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from creditsvc.bans import notices
from creditsvc.bans.notices import Told
from creditsvc.bans.rendering import shown
from creditsvc.bans.schemas import BanNoticeIn, BanOut
from creditsvc.proceedings import api_held, parsing
from creditsvc.proceedings.api_held import Desk
from creditsvc.proceedings.rendering import words
from creditsvc.proceedings.schemas import DecisionServiceIn
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "bans-process", __name__, url_prefix="/v1/bans", description="禁入的告知、听证和送达 / due process of bans"
)  # fmt: skip


@blueprint.post("/<uuid:ban_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(BanNoticeIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def tell(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """告知书送达；再次告知的，期限重新起算。Record the served notice; told anew, the time begins again."""
    told = Told(
        document=parsing.document(body),
        service=parsing.service(body),
        grave=body["grave"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        moved = notices.tell(act, words(act.session), ban_id, version_named(), told)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/service")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DecisionServiceIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def serve(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定书送达。Record how the decision reached the party."""
    served = parsing.service(body)
    with runtime().work.act(authenticated()) as act:
        law, _ = words(act.session)
        moved = notices.serve(act, law, ban_id, version_named(), served)
        return shown(act.session, moved, act.at)


_DESK = Desk(room=notices.ROOM, key="ban_id", shown=shown, out=BanOut)
for _routes in (api_held.answers, api_held.hearings, api_held.opinions):
    _routes(blueprint, _DESK)
