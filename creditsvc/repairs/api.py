"""Applications for early removal over HTTP. Every move needs a person's token and names its version."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.proceedings.domain import Document
from creditsvc.proceedings.form import plain as plain_case
from creditsvc.proceedings.schemas import ProceedingOut
from creditsvc.repairs import clocks, service
from creditsvc.repairs.domain import OPEN, Answer, Repair, obstacle_form
from creditsvc.repairs.form import plain
from creditsvc.repairs.schemas import (
    PaperIn,
    ReasonedIn,
    RepairDecisionIn,
    RepairIn,
    RepairOut,
    RepairsOut,
    RepairsQuery,
    RevocationIn,
)
from creditsvc.repairs.service import Applied
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "repairs", __name__, url_prefix="/v1/repairs", description="提前移出申请 / early removal"
)
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RepairIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def receive(body: Body) -> ResponseReturnValue:
    """登记提前移出申请；答复列明尚缺的条件。Record an application; the answer says what is lacking."""
    applied = Applied(
        received_on=body["received_on"],
        document=Document(**body["document"]),
        proofs={name: Document(**each) for name, each in body["proofs"].items()},
    )
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        made = service.receive(act, law, body["listing"], applied)
        answer = _shown(act.session, made, act.day)
    return answer, 201, {"Location": f"/v1/repairs/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(RepairsQuery, location="query")
@blueprint.response(200, RepairsOut)
def find(query: Body) -> ResponseReturnValue:
    """申请列表。The newest applications, at most 500."""
    today = _today()
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = service.find(session, enterprise_id=key, stage=query.get("stage"))
        return jsonify(repairs=[_form(session, one, today) for one in found])


@blueprint.get("/<uuid:repair_id>")
@requires("proceedings.read")
@blueprint.response(200, RepairOut)
def get(repair_id: UUID) -> ResponseReturnValue:
    """申请现状：条件、障碍、期限。One application as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, service.get(session, repair_id), _today())


@blueprint.post("/<uuid:repair_id>/acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PaperIn)
@blueprint.response(200, RepairOut)
def accept(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """受理。Take it up, once nothing that can be checked stands in its way."""
    with runtime().work.act(authenticated()) as act:
        law, paper = runtime().part(Laws).in_use(act.session), Document(**body["document"])
        moved = service.accept(act, law, repair_id, version_named(), paper)
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:repair_id>/non-acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
def decline(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """不予受理，写明理由。Do not take it up, in writing and with reasons."""
    with runtime().work.act(authenticated()) as act:
        law, paper = runtime().part(Laws).in_use(act.session), Document(**body["document"])
        moved = service.decline(
            act, law, repair_id, version_named(), document=paper, reasons=body["reasons"]
        )
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:repair_id>/extension")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
def extend(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """情况复杂，依法延长一次。Take the longer time the law gives in complex cases, once."""
    with runtime().work.act(authenticated()) as act:
        law, calendar = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        given = _answer(body, act.actor.id)
        moved = service.extend(act, (law, calendar), repair_id, version_named(), given)
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:repair_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(RepairDecisionIn)
@blueprint.response(200, RepairOut)
def decide(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """决定：由承办人以外的人作出；准予的即时移出。Decide, as another person; a grant removes at once."""
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
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:repair_id>/withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedIn)
@blueprint.response(200, RepairOut)
def withdraw(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """申请人撤回。The party takes its application back."""
    with runtime().work.act(authenticated()) as act:
        given = _answer(body, act.actor.id)
        moved = service.withdraw(act, repair_id, version_named(), given)
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:repair_id>/revocation")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RevocationIn)
@blueprint.alt_response(201, schema=ProceedingOut)
def revoke(body: Body, repair_id: UUID) -> ResponseReturnValue:
    """骗取移出的，立案恢复列入。Open the case that restores the entry; it goes on at /v1/proceedings."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        case = service.revoke(act, law, repair_id, body["reason"])
    headers = {"Location": f"/v1/proceedings/{case.id}"}
    return tag(jsonify(plain_case(case)), case.version), 201, headers


def _answer(body: Body, by: str) -> Answer:
    return Answer(document=Document(**body["document"]), by=by, reasons=body["reasons"])


def _today() -> date:
    return legal_day(runtime().clock.now())


def _shown(session: Session, repair: Repair, today: date) -> Response:
    return tag(jsonify(_form(session, repair, today)), repair.version)


def _form(session: Session, repair: Repair, today: date) -> dict[str, Any]:
    """The application with its clocks and, while it is open, conditions and obstacles."""
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    entry = listings.get(session, repair.listing_id)
    running = clocks.clocks(law, calendar, entry.list, repair, today)
    shown: Body = {"conditions": [], "obstacles": []}
    if repair.stage in OPEN:
        way, found = service.checks(session, law, repair, today)
        shown = {
            "conditions": [
                {"id": each.id, "article": each.article, "automatic": each.automatic, **each.text}
                for each in (*way.conditions, *way.bars)
            ],
            "obstacles": [obstacle_form(each) for each in found],
        }
    restored = service.restored_by(session, repair)
    return {
        **plain(repair),
        **shown,
        "clocks": [each.form() for each in running],
        "overdue": any(each.overdue for each in running),
        "restored_by": restored and str(restored.id),
    }
