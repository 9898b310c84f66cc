"""Repair notices over HTTP (两书同达), and the way out of an entry or record before any application."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.proceedings import parsing
from creditsvc.repairs import notices, reading, service
from creditsvc.repairs.domain import About, AboutRecord, obstacle_form
from creditsvc.repairs.notices import Duty, Owed
from creditsvc.repairs.schemas import (
    DutiesOut,
    DutiesQuery,
    DutyOut,
    RepairNoticeIn,
    WayOut,
    WayQuery,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "repair_notices", __name__, url_prefix="/v1/repairs", description="信用修复告知书 / notices"
)


@blueprint.post("/notices")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RepairNoticeIn)
@blueprint.alt_response(201, schema=DutyOut)
def serve(body: Body) -> ResponseReturnValue:
    """登记随决定书送达的信用修复告知书。Record the repair notice that went with a decision."""
    document, served = parsing.document(body), parsing.service(body)
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        owed = _owed(act.session, law, body)
        notice = service.serve_notice(act, law, owed, document, served)
        (duty,) = (
            one
            for one in _duties(act.session, law, notice.enterprise_id)
            if one.notice is not None and one.notice.id == notice.id
        )
    return jsonify(duty.form()), 201


@blueprint.get("/notices")
@requires("proceedings.read")
@blueprint.arguments(DutiesQuery, location="query")
@blueprint.response(200, DutiesOut)
def owed_to(query: Body) -> ResponseReturnValue:
    """应随附的信用修复告知书：未登记的在前。The notices owed to an enterprise, open ones first."""
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        enterprise = enterprises.identified(session, query["uscc"])
        return jsonify(duties=[one.form() for one in _duties(session, law, enterprise.id)])


@blueprint.get("/way")
@requires("proceedings.read")
@blueprint.arguments(WayQuery, location="query")
@blueprint.response(200, WayOut)
def way(query: Body) -> ResponseReturnValue:
    """修复途径：自哪日起、须备哪些材料。What leads out of an entry or a record, as it stands today."""
    now = runtime().clock.now()
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        about: About = (
            query["listing"] if "listing" in query else AboutRecord(event_id=query["record"])
        )
        subject, asked, found = reading.prospect(session, law, about, now)
        key = query.get("listing") or query["record"]
        duties = _duties(session, law, subject.enterprise_id)
        duty = next((one for one in duties if one.owed.key == key), None)
        return jsonify(
            about={word: str(value) for word, value in query.items()},
            article=asked.article,
            earliest=asked.earliest and asked.earliest.isoformat(),
            conditions=asked.form(),
            obstacles=[obstacle_form(each) for each in found],
            authority=subject.authority,
            open=[str(one.id) for one in subject.open],
            notice=duty and duty.form(),
        )


def _owed(session: Session, law: Law, body: Body) -> Owed | None:
    if "listing" in body:
        return notices.of_entry(law, listings.get(session, body["listing"]))
    return notices.of_event(law, events.current(session, body["record"]))


def _duties(session: Session, law: Law, enterprise_id: UUID) -> list[Duty]:
    clock = (law, runtime().part(Calendar))
    today = legal_day(runtime().clock.now())
    return notices.duties(session, clock, enterprise_id, today)
