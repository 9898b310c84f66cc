"""Documents over HTTP: looked at by whoever reads the case, kept by whoever handles it."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.documents import api_others
from creditsvc.documents.answering import kept, shown
from creditsvc.documents.gathering import Asked
from creditsvc.documents.schemas import TemplatesOut, WrittenIn, WrittenQuery
from creditsvc.documents.templates import Templates
from creditsvc.papers.schemas import PaperOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
FILE = "application/octet-stream"
blueprint = Blueprint("documents", __name__, url_prefix="/v1", description="文书 / documents")
blueprints = (blueprint, api_others.blueprint)


@blueprint.get("/documents")
@requires("proceedings.read")
@blueprint.response(200, TemplatesOut)
def templates() -> ResponseReturnValue:
    """可出具的文书。Every document that can be written, and what a person may say in it."""
    known = runtime().part(Templates)
    listed = [
        {
            "id": each.id,
            "of": each.of,
            "about": sorted(each.about),
            "title": each.title,
            "said": {n: known.fields[n].zh for n in sorted(each.fields) if known.fields[n].said},
        }
        for each in known.by_id.values()
    ]
    return jsonify(documents=listed)


@blueprint.get("/proceedings/<uuid:case_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_case(query: Body, case_id: UUID, file: str) -> ResponseReturnValue:
    """案件文书（`listing_notice.pdf` 等）。A document of a case, as it would read now."""
    return shown(Asked(of="proceeding", key=case_id, file=file), query)


@blueprint.post("/proceedings/<uuid:case_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
@blueprint.alt_response(
    200, description="带查询码的一份，不存档 / the copy with the code, not kept"
)
def keep_of_case(body: Body, case_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of a case and keep it; its digest goes into the move.

    With `access_code` and `case_number` it is the copy for the party: sent back, and kept nowhere.
    """
    return kept(Asked(of="proceeding", key=case_id, file=file), body)


@blueprint.get("/repairs/<uuid:repair_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_repair(query: Body, repair_id: UUID, file: str) -> ResponseReturnValue:
    """提前移出、信用修复申请的文书。A document of an application for early removal or the repair of a record."""
    return shown(Asked(of="repair", key=repair_id, file=file), query)


@blueprint.post("/repairs/<uuid:repair_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_repair(body: Body, repair_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an application and keep it."""
    return kept(Asked(of="repair", key=repair_id, file=file), body)


@blueprint.get("/listings/<uuid:listing_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_entry(query: Body, listing_id: UUID, file: str) -> ResponseReturnValue:
    """名单条目的文书（移出决定书、守信名单拟移出告知书）。A document of an entry: its removal, or the notice of an honour's loss."""
    return shown(Asked(of="listing", key=listing_id, file=file), query)


@blueprint.post("/listings/<uuid:listing_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_entry(body: Body, listing_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an entry and keep it."""
    return kept(Asked(of="listing", key=listing_id, file=file), body)


@blueprint.get("/objections/<uuid:objection_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_objection(query: Body, objection_id: UUID, file: str) -> ResponseReturnValue:
    """异议的文书（异议处理答复书）。A document of an objection: its answer."""
    return shown(Asked(of="objection", key=objection_id, file=file), query)


@blueprint.post("/objections/<uuid:objection_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_objection(body: Body, objection_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an objection and keep it."""
    return kept(Asked(of="objection", key=objection_id, file=file), body)
