"""Fraud over HTTP: an entry is restored by a case; a record is shown again after notice and decision."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.proceedings import parsing
from creditsvc.proceedings.domain import Document
from creditsvc.proceedings.form import plain as plain_case
from creditsvc.proceedings.schemas import ProceedingOut
from creditsvc.repairs import service
from creditsvc.repairs.api_forms import shown
from creditsvc.repairs.domain import Answer
from creditsvc.repairs.schemas import (
    RepairOut,
    RevocationDecisionIn,
    RevocationIn,
    RevocationNoticeIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "repair_fraud", __name__, url_prefix="/v1/repairs", description="骗取修复的处理 / after fraud"
)


@blueprint.post("/<uuid:repair_id>/revocation")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RevocationIn)
@blueprint.alt_response(201, schema=ProceedingOut)
def revoke(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """骗取移出的，立案恢复列入。Open the case that restores the entry; it goes on at /v1/proceedings."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        case = service.revoke(act, law, service.get(act.session, repair_id), body["reason"])
    headers = {"Location": f"/v1/proceedings/{case.id}"}
    return tag(jsonify(plain_case(case)), case.version), 201, headers


@blueprint.post("/<uuid:repair_id>/revocation-notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RevocationNoticeIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def question(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """拟撤销记录的修复或者屏蔽，送达告知书。Serve the notice that a record's repair may be revoked."""
    with runtime().work.act(authenticated()) as act:
        clock = (runtime().part(Laws).in_use(act.session), runtime().part(Calendar))
        told = (_answer(body, act.actor.id), parsing.service(body))
        moved = service.question(act, clock, repair_id, version_named(), told)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/revocation-decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(RevocationDecisionIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """由另一人决定是否撤销；撤销的即时恢复公示。Decide, as another person; revoked, it shows at once."""
    with runtime().work.act(authenticated()) as act:
        law, given = runtime().part(Laws).in_use(act.session), _answer(body, act.actor.id)
        if body["revoked"]:
            moved = service.revoke_record(
                act, law, repair_id, version_named(), given, body["waiver"]
            )
        else:
            moved = service.uphold(act, repair_id, version_named(), given)
        return shown(act.session, moved, act.at)


def _answer(body: Body, by: str) -> Answer:
    return Answer(document=Document(**body["document"]), by=by, reasons=body["reasons"])
