"""Cases over HTTP: from the proposal to the party's answer. Every move names the version it was made on.

Hearings, review, decision and service stand in `api_deciding`; both need a person's token.
"""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.proceedings import notices, opening, parsing, service
from creditsvc.proceedings.api_deciding import blueprint as deciding_blueprint
from creditsvc.proceedings.form import plain
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened
from creditsvc.proceedings.rendering import shown as rendered
from creditsvc.proceedings.rendering import words
from creditsvc.proceedings.schemas import (
    DropIn,
    NoticeIn,
    OpeningIn,
    ProceedingOut,
    ProceedingsOut,
    ProceedingsQuery,
    ProposalIn,
    ReplyIn,
    WaiverIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "proceedings", __name__, url_prefix="/v1/proceedings", description="正当程序 / due process"
)
blueprints = (blueprint, deciding_blueprint)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ProposalIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def propose(body: Body) -> ResponseReturnValue:
    """提出案件：就今天成立的认定提出。Propose a case on a finding that is met today."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        enterprise = enterprises.identified(act.session, body["uscc"])
        case = service.propose(act, law, enterprise.id, body["rule"])
        answer = rendered(act.session, case)
    return answer, 201, {"Location": f"/v1/proceedings/{case.id}"}


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
    """案件现状和各期限。One case as it stands with its clocks, its version as ETag."""
    with runtime().work.read() as session:
        return rendered(session, service.get(session, case_id))


@blueprint.post("/<uuid:case_id>/opening")
@requires("proceedings.handle", person=True)
@blueprint.arguments(OpeningIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def open_case(body: Body, case_id: UUID) -> ResponseReturnValue:
    """立案：附立案审批表和批准人，办案期限自此起算。Open the case: its paper and who approved it."""
    given = Opened(
        document=parsing.document(body),
        approved_by=body["approved_by"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        law, _ = words(act.session)
        case = opening.open_case(act, law, case_id, version_named(), given)
        return rendered(act.session, case)


@blueprint.post("/<uuid:case_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(NoticeIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def notice(body: Body, case_id: UUID) -> ResponseReturnValue:
    """告知：附送达证明和拟采取的措施，陈述申辩期限自送达起算。Record the served notice."""
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = notices.notice(act, law, calendar, case_id, version_named(), _told(body))
        return rendered(act.session, case)


@blueprint.post("/<uuid:case_id>/renotice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(NoticeIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def renotice(body: Body, case_id: UUID) -> ResponseReturnValue:
    """重新告知：拟加重的必经，期限重新起算。Tell the party anew; its time to reply begins again."""
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = notices.renotice(act, law, calendar, case_id, version_named(), _told(body))
        return rendered(act.session, case)


@blueprint.post("/<uuid:case_id>/reply")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReplyIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def reply(body: Body, case_id: UUID) -> ResponseReturnValue:
    """陈述申辩；逾期的也登记。Record what the party replied, late or not."""
    given = parsing.reply(body)
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = notices.reply(act, law, calendar, case_id, version_named(), given)
        return rendered(act.session, case)


@blueprint.post("/<uuid:case_id>/waiver")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WaiverIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def waive(body: Body, case_id: UUID) -> ResponseReturnValue:
    """放弃陈述申辩（和听证）的书面材料。The paper by which the party gives up its time to reply."""
    given = parsing.waiver(body)
    with runtime().work.act(authenticated()) as act:
        case = notices.waive(act, case_id, version_named(), given)
        return rendered(act.session, case)


@blueprint.post("/<uuid:case_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DropIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def drop(body: Body, case_id: UUID) -> ResponseReturnValue:
    """撤案。End a case without a listing."""
    with runtime().work.act(authenticated()) as act:
        case = service.drop(act, case_id, version_named(), body["reason"])
        return rendered(act.session, case)


def _told(body: Body) -> Told:
    return Told(
        document=parsing.document(body),
        service=parsing.service(body),
        measures=tuple(body["measures"]),
    )
