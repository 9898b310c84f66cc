"""Documents over HTTP: looked at by whoever reads the case, kept by whoever handles it."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from creditsvc.documents import service
from creditsvc.documents.domain import Given
from creditsvc.documents.schemas import TemplatesOut, WrittenIn, WrittenQuery
from creditsvc.documents.service import Asked, Desk
from creditsvc.documents.templates import Templates
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.papers.api import as_download, paper_form
from creditsvc.papers.domain import TYPES
from creditsvc.papers.schemas import PaperOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
FILE = "application/octet-stream"
blueprint = Blueprint("documents", __name__, url_prefix="/v1", description="文书 / documents")
blueprints = (blueprint,)


@blueprint.get("/documents")
@requires("proceedings.read")
@blueprint.response(200, TemplatesOut)
def templates() -> ResponseReturnValue:
    """可出具的文书。Every document that can be written, and what a person may say in it."""
    known = runtime().part(Templates)
    shown = [
        {
            "id": each.id,
            "of": each.of,
            "about": sorted(each.about),
            "title": each.title,
            "said": {n: known.fields[n].zh for n in sorted(each.fields) if known.fields[n].said},
        }
        for each in known.by_id.values()
    ]
    return jsonify(documents=shown)


@blueprint.get("/proceedings/<uuid:case_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_case(query: Body, case_id: UUID, file: str) -> ResponseReturnValue:
    """案件文书（`listing_notice.pdf` 等）。A document of a case, as it would read now."""
    return _shown(Asked(of="proceeding", key=case_id, file=file), query)


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
    return _kept(Asked(of="proceeding", key=case_id, file=file), body)


@blueprint.get("/repairs/<uuid:repair_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_repair(query: Body, repair_id: UUID, file: str) -> ResponseReturnValue:
    """提前移出申请的文书。A document of an application for early removal."""
    return _shown(Asked(of="repair", key=repair_id, file=file), query)


@blueprint.post("/repairs/<uuid:repair_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_repair(body: Body, repair_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an application and keep it."""
    return _kept(Asked(of="repair", key=repair_id, file=file), body)


@blueprint.get("/listings/<uuid:listing_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_entry(query: Body, listing_id: UUID, file: str) -> ResponseReturnValue:
    """名单条目的文书（移出决定书）。A document of an entry: its removal."""
    return _shown(Asked(of="listing", key=listing_id, file=file), query)


@blueprint.post("/listings/<uuid:listing_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_entry(body: Body, listing_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an entry and keep it."""
    return _kept(Asked(of="listing", key=listing_id, file=file), body)


@blueprint.get("/objections/<uuid:objection_id>/documents/<file>")
@requires("proceedings.read")
@blueprint.arguments(WrittenQuery, location="query")
@blueprint.response(200, content_type=FILE)
def of_objection(query: Body, objection_id: UUID, file: str) -> ResponseReturnValue:
    """异议的文书（异议处理答复书）。A document of an objection: its answer."""
    return _shown(Asked(of="objection", key=objection_id, file=file), query)


@blueprint.post("/objections/<uuid:objection_id>/documents/<file>")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WrittenIn)
@blueprint.response(201, PaperOut)
def keep_of_objection(body: Body, objection_id: UUID, file: str) -> ResponseReturnValue:
    """出具并存档，返回摘要。Write a document of an objection and keep it."""
    return _kept(Asked(of="objection", key=objection_id, file=file), body)


def _shown(asked: Asked, query: Body) -> ResponseReturnValue:
    with runtime().work.read() as session:
        content = service.write(session, _desk(), asked, _given(query))
    return as_download(Response(content), asked.file, TYPES[asked.form], len(content))


def _kept(asked: Asked, body: Body) -> ResponseReturnValue:
    if body["access_code"] is not None:
        return _shown(asked, body)  # printed for the party; what is kept is read by many
    work = runtime().work
    with work.read() as session:
        content = service.write(session, _desk(), asked, _given(body))
    with work.act(authenticated()) as act:
        paper = service.keep(act, asked, content)
    return jsonify(paper_form(paper)), 201, {"Location": f"/v1/papers/{paper.digest}"}


def _given(stated: Body) -> Given:
    other = {"day", "access_code", "case_number"}
    return Given(
        said={name: text for name, text in stated.items() if name not in other},
        day=stated["day"],
        access_code=stated.get("access_code"),
        case_number=stated.get("case_number"),
    )


def _desk() -> Desk:
    here = runtime()
    return Desk(
        laws=here.part(Laws),
        calendar=here.part(Calendar),
        templates=here.part(Templates),
        base_url=here.settings.base_url,
        authority=authenticated().authority,
        now=here.clock.now(),
    )
