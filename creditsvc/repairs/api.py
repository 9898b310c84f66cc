"""Applications for repair over HTTP. Every move needs a person's token and names its version."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.proceedings.domain import Document
from creditsvc.repairs import api_fraud, api_notices, service
from creditsvc.repairs.api_forms import form, shown
from creditsvc.repairs.domain import About, AboutPerson, AboutRecord, Answer, Effect
from creditsvc.repairs.schemas import (
    PaperIn,
    ProofsIn,
    ReasonedIn,
    RepairDecisionIn,
    RepairIn,
    RepairOut,
    RepairsOut,
    RepairsQuery,
)
from creditsvc.repairs.service import Applied
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "repairs", __name__, url_prefix="/v1/repairs", description="信用修复、提前移出 / repair"
)
blueprints = (blueprint, api_fraud.blueprint, api_notices.blueprint)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RepairIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def receive(body: Body) -> ResponseReturnValue:
    """登记修复或者提前移出申请；答复列明尚缺的条件。Record an application; the answer says what lacks."""
    applied = Applied(
        received_on=body["received_on"],
        document=Document(**body["document"]),
        proofs={name: Document(**each) for name, each in body["proofs"].items()},
    )
    about: About
    if "record" in body:
        effect = Effect(body.get("effect", Effect.REPAIR))
        about = AboutRecord(event_id=body["record"], effect=effect)
    elif "person_entry" in body:
        about = AboutPerson(entry_id=body["person_entry"])
    else:
        about = body["listing"]
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        made = service.receive(act, law, about, applied)
        answer = shown(act.session, made, act.at)
    return answer, 201, {"Location": f"/v1/repairs/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(RepairsQuery, location="query")
@blueprint.response(200, RepairsOut)
def find(query: Body) -> ResponseReturnValue:
    """申请列表。The newest applications, at most 500."""
    now = runtime().clock.now()
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = service.find(session, enterprise_id=key, stage=query.get("stage"), persons=True)
        return jsonify(repairs=[form(session, one, now) for one in found])


@blueprint.get("/<uuid:repair_id>")
@requires("proceedings.read")
@blueprint.response(200, RepairOut)
def get(repair_id: UUID) -> ResponseReturnValue:
    """申请现状：条件、障碍、期限。One application as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return shown(session, service.get(session, repair_id), runtime().clock.now())


@blueprint.post("/<uuid:repair_id>/gaps-notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PaperIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def tell_gaps(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """一次告知补正（依法有此规定的地方）。Tell the party once what is lacking, where the law gives that."""
    with runtime().work.act(authenticated()) as act:
        clock = (runtime().part(Laws).in_use(act.session), runtime().part(Calendar))
        paper = Document(**body["document"])
        moved = service.tell_gaps(act, clock, repair_id, version_named(), paper)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/supplement")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ProofsIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def supplement(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """登记补交的材料。Record papers that came in later, before the application is taken up."""
    proofs = {name: Document(**each) for name, each in body["proofs"].items()}
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        moved = service.supplement(act, law, repair_id, version_named(), proofs)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PaperIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def accept(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """受理。Take it up, once nothing that can be checked stands in its way."""
    with runtime().work.act(authenticated()) as act:
        law, paper = runtime().part(Laws).in_use(act.session), Document(**body["document"])
        moved = service.accept(act, law, repair_id, version_named(), paper)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/non-acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def decline(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """不予受理，写明理由。Do not take it up, in writing and with reasons."""
    with runtime().work.act(authenticated()) as act:
        law, paper = runtime().part(Laws).in_use(act.session), Document(**body["document"])
        moved = service.decline(
            act, law, repair_id, version_named(), document=paper, reasons=body["reasons"]
        )
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/extension")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def extend(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """情况复杂，依法延长一次。Take the longer time the law gives in complex cases, once."""
    with runtime().work.act(authenticated()) as act:
        law, calendar = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        given = _answer(body, act.actor.id)
        moved = service.extend(act, (law, calendar), repair_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(RepairDecisionIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """决定：由承办人以外的人作出；准予的即时生效。Decide, as another person; a grant works at once."""
    with runtime().work.act(authenticated()) as act:
        law, paper = runtime().part(Laws).in_use(act.session), Document(**body["document"])
        if body["granted"]:
            moved = service.grant(
                act, law, repair_id, version_named(), document=paper, judged=body["judged"]
            )
        else:
            moved = service.refuse(
                act, law, repair_id, version_named(), document=paper, reasons=body["reasons"]
            )
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:repair_id>/withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
@blueprint.doc(**VERSIONED)
def withdraw(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """申请人撤回。The party takes its application back."""
    with runtime().work.act(authenticated()) as act:
        given = _answer(body, act.actor.id)
        moved = service.withdraw(act, repair_id, version_named(), given)
        return shown(act.session, moved, act.at)


def _answer(body: Body, by: str) -> Answer:
    return Answer(document=Document(**body["document"]), by=by, reasons=body["reasons"])
