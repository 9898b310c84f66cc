"""Objections over HTTP. Every move needs a person's token and names its version."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.submitting import content_of
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import service
from creditsvc.remedies.domain import (
    ENTERPRISE,
    EVENT,
    LISTING,
    PERSON,
    Objection,
    RemedyNotInOrder,
    Stage,
    Step,
    Subject,
)
from creditsvc.remedies.form import objection_form
from creditsvc.remedies.redress import Correction, Redress
from creditsvc.remedies.schemas import (
    ObjectionAnswerIn,
    ObjectionDecisionIn,
    ObjectionIn,
    ObjectionOut,
    ObjectionsOut,
    ObjectionsQuery,
)
from creditsvc.remedies.service import Raised
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "objections", __name__, url_prefix="/v1/objections", description="异议 / objections"
)
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ObjectionIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def receive(body: Body) -> ResponseReturnValue:
    """登记异议（对条目、记录或者身份），即时标注。Record an objection; every answer shows it at once."""
    with runtime().work.act(authenticated()) as act:
        made = service.receive(
            act,
            Raised(
                subject=subject_of(act.session, body),
                origin=body["origin"],
                ground=body["ground"],
                grounds=body["grounds"],
                received_on=body["received_on"],
                document=Document(**body["document"]),
                attachments=tuple(body["attachments"]),
            ),
        )
        answer = _shown(act.session, made, act.day)
    return answer, 201, {"Location": f"/v1/objections/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(ObjectionsQuery, location="query")
@blueprint.response(200, ObjectionsOut)
def find(query: Body) -> ResponseReturnValue:
    """异议列表。The newest objections, at most 500."""
    today = legal_day(runtime().clock.now())
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = service.find(session, enterprise_id=key, stage=query.get("stage"))
        return jsonify(objections=[form(session, one, today) for one in found])


@blueprint.get("/<uuid:objection_id>")
@requires("proceedings.read")
@blueprint.response(200, ObjectionOut)
def get(objection_id: UUID) -> ResponseReturnValue:
    """一个异议及其期限。One objection as it stands, its version as ETag."""
    today = legal_day(runtime().clock.now())
    with runtime().work.read() as session:
        return _shown(session, service.get(session, objection_id), today)


@blueprint.post("/<uuid:objection_id>/acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ObjectionAnswerIn)
@blueprint.response(200, ObjectionOut)
@blueprint.doc(**VERSIONED)
def accept(body: Body, objection_id: UUID) -> ResponseReturnValue:
    """受理。Take it up."""
    with runtime().work.act(authenticated()) as act:
        moved = service.accept(act, objection_id, version_named(), _step(act, body))
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:objection_id>/non-acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ObjectionAnswerIn)
@blueprint.response(200, ObjectionOut)
@blueprint.doc(**VERSIONED)
def decline(body: Body, objection_id: UUID) -> ResponseReturnValue:
    """不予受理，写明理由（例如没有新的事实）。Do not take it up, with reasons (such as no new facts)."""
    with runtime().work.act(authenticated()) as act:
        moved = service.decline(act, objection_id, version_named(), _step(act, body))
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:objection_id>/check")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ObjectionAnswerIn)
@blueprint.response(200, ObjectionOut)
@blueprint.doc(**VERSIONED)
def check(body: Body, objection_id: UUID) -> ResponseReturnValue:
    """转请外部核查。Ask others to check, which gives more time where the law says so."""
    with runtime().work.act(authenticated()) as act:
        moved = service.check(act, objection_id, version_named(), _step(act, body))
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:objection_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(ObjectionDecisionIn)
@blueprint.response(200, ObjectionOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, objection_id: UUID) -> ResponseReturnValue:
    """异议决定：由没有参与的人作出；成立的，同时移出、撤回或者更正。Decide, as a person with no part."""
    words, today = runtime().part(WordsNow).read(), legal_day(runtime().clock.now())
    corrections = tuple(
        Correction(
            event_id=each["event"],
            content=None
            if each["content"] is None
            else content_of(each["content"], words, today, inside=f"/corrections/{place}/content"),
        )
        for place, each in enumerate(body["corrections"])
    )
    redress = Redress(corrections=corrections, entries=tuple(body["entries"]))
    with runtime().work.act(authenticated()) as act:
        outcome = Stage(body["outcome"])
        moved = service.decide(
            act, objection_id, version_named(), outcome, _step(act, body), redress
        )
        return _shown(act.session, moved, act.day)


@blueprint.post("/<uuid:objection_id>/withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ObjectionAnswerIn)
@blueprint.response(200, ObjectionOut)
@blueprint.doc(**VERSIONED)
def withdraw(body: Body, objection_id: UUID) -> ResponseReturnValue:
    """当事人撤回异议。The party takes it back."""
    with runtime().work.act(authenticated()) as act:
        moved = service.withdraw(act, objection_id, version_named(), _step(act, body))
        return _shown(act.session, moved, act.day)


def subject_of(session: Session, body: Body) -> Subject:
    """The one thing that *body* contests: an entry, an event, a person's entry, or an enterprise by its code."""
    named = [name for name in ("listing", "event", "uscc", "person_entry") if name in body]
    if len(named) != 1:
        raise RemedyNotInOrder(
            "须写且只写一个对象", "name exactly one thing that is contested", field="listing"
        )
    if "uscc" in body:
        return Subject(kind=ENTERPRISE, id=enterprises.identified(session, body["uscc"]).id)
    kinds = {"listing": LISTING, "event": EVENT, "person_entry": PERSON}
    return Subject(kind=kinds[named[0]], id=body[named[0]])


def form(session: Session, one: Objection, today: date) -> dict[str, Any]:
    """An objection with its clocks."""
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    running = service.running(session, law, calendar, one, today)
    return {
        **objection_form(one),
        "clocks": [each.form() for each in running],
        "overdue": any(each.overdue for each in running),
    }


def _step(act: Act, body: Body) -> Step:
    paper = Document(**body["document"])
    return Step(document=paper, by=act.actor.id, reasons=body["reasons"])


def _shown(session: Session, one: Objection, today: date) -> Response:
    return tag(jsonify(form(session, one, today)), one.version)
