"""Cases over HTTP. Every move needs a person's token and names the version it was decided on."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.proceedings import service
from creditsvc.proceedings.domain import Document, Proceeding, Reply, Service
from creditsvc.proceedings.form import plain
from creditsvc.proceedings.schemas import (
    DecisionIn,
    DropIn,
    NoticeIn,
    ProceedingOut,
    ProceedingsOut,
    ProceedingsQuery,
    ProposalIn,
    ReplyIn,
)
from creditsvc.proceedings.service import Resolved, Told
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "proceedings", __name__, url_prefix="/v1/proceedings", description="正当程序 / due process"
)
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ProposalIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def propose(body: Body) -> ResponseReturnValue:
    """立案：就今天成立的认定提出。Open a case on a finding that is met today."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        enterprise = enterprises.identified(act.session, body["uscc"])
        case = service.propose(act, law, enterprise.id, body["rule"])
    return _shown(case), 201, {"Location": f"/v1/proceedings/{case.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(ProceedingsQuery, location="query")
@blueprint.response(200, ProceedingsOut)
def find(query: Body) -> ResponseReturnValue:
    """案件列表。The newest cases, at most 500."""
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = service.find(session, enterprise_id=key, stage=query.get("stage"))
    return jsonify(proceedings=[plain(case) for case in found])


@blueprint.get("/<uuid:case_id>")
@requires("proceedings.read")
@blueprint.response(200, ProceedingOut)
def get(case_id: UUID) -> ResponseReturnValue:
    """案件现状。One case as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(service.get(session, case_id))


@blueprint.post("/<uuid:case_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(NoticeIn)
@blueprint.response(200, ProceedingOut)
def notice(body: Body, case_id: UUID) -> ResponseReturnValue:
    """告知：附送达证明，陈述申辩期限自送达起算。Record the served notice."""
    told = Told(document=Document(**body["document"]), service=Service(**body["service"]))
    with runtime().work.act(authenticated()) as act:
        law, calendar = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        return _shown(service.notice(act, law, calendar, case_id, version_named(), told))


@blueprint.post("/<uuid:case_id>/reply")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReplyIn)
@blueprint.response(200, ProceedingOut)
def reply(body: Body, case_id: UUID) -> ResponseReturnValue:
    """陈述申辩。Record what the party replied."""
    given = Reply(document=Document(**body["document"]), received_on=body["received_on"])
    with runtime().work.act(authenticated()) as act:
        return _shown(service.reply(act, case_id, version_named(), given))


@blueprint.post("/<uuid:case_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(DecisionIn)
@blueprint.response(200, ProceedingOut)
def decide(body: Body, case_id: UUID) -> ResponseReturnValue:
    """决定：期限届满，由承办人以外的人作出。Decide, as another person, after the reply period."""
    resolved = Resolved(
        document=Document(**body["document"]),
        authority=body["authority"],
        reply_answer=body["reply_answer"],
        waiver=body["waiver"],
    )
    with runtime().work.act(authenticated()) as act:
        law, calendar = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        return _shown(service.decide(act, law, calendar, case_id, version_named(), resolved))


@blueprint.post("/<uuid:case_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DropIn)
@blueprint.response(200, ProceedingOut)
def drop(body: Body, case_id: UUID) -> ResponseReturnValue:
    """撤案。End a case without a listing."""
    with runtime().work.act(authenticated()) as act:
        return _shown(service.drop(act, case_id, version_named(), body["reason"]))


def _shown(case: Proceeding) -> Response:
    return tag(jsonify(plain(case)), case.version)
