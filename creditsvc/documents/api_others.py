"""Documents over HTTP of what is no case: penalties, applications for an honour, its loss, bans."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from creditsvc.documents.answering import kept, shown
from creditsvc.documents.gathering import Asked
from creditsvc.documents.schemas import WrittenIn, WrittenQuery
from creditsvc.papers.schemas import PaperOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import requires

Body = dict[str, Any]
FILE = "application/octet-stream"
blueprint = Blueprint("other-documents", __name__, url_prefix="/v1", description="文书 / documents")


@blueprint.get("/events/<uuid:event_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_event(query: Body, event_id: UUID, file: str) -> ResponseReturnValue:
    """处罚的文书（信用修复告知书）。A document of a penalty: its repair notice."""
    return shown(Asked(of="event", key=event_id, file=file), query)


@blueprint.post("/events/<uuid:event_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_event(body: Body, event_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write it and keep it."""
    return kept(Asked(of="event", key=event_id, file=file), body)


@blueprint.get("/redlist/applications/<uuid:application_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_application(query: Body, application_id: UUID, file: str) -> ResponseReturnValue:
    """守信名单申请的文书。A document of an application for an honour."""
    return shown(Asked(of="application", key=application_id, file=file), query)


@blueprint.post("/redlist/applications/<uuid:application_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_application(body: Body, application_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write it and keep it."""
    return kept(Asked(of="application", key=application_id, file=file), body)


@blueprint.get("/redlist/losses/<uuid:loss_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_loss(query: Body, loss_id: UUID, file: str) -> ResponseReturnValue:
    """守信名单移出的文书。A document of the loss of an honour."""
    return shown(Asked(of="loss", key=loss_id, file=file), query)


@blueprint.post("/redlist/losses/<uuid:loss_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_loss(body: Body, loss_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write it and keep it."""
    return kept(Asked(of="loss", key=loss_id, file=file), body)


@blueprint.get("/bans/<uuid:ban_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_ban(query: Body, ban_id: UUID, file: str) -> ResponseReturnValue:
    """禁入的文书（告知书、决定书、终止告知书），人员隐去姓名。A document of a ban, the person masked."""
    return shown(Asked(of="ban", key=ban_id, file=file), query)


@blueprint.post("/bans/<uuid:ban_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_ban(body: Body, ban_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write it and keep it."""
    return kept(Asked(of="ban", key=ban_id, file=file), body)
