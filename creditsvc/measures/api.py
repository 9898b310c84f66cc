"""Joint measures over HTTP: executors read and answer by machine; officers read what came of it."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.money import fen, yuan
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.measures import letters, service
from creditsvc.measures.binding import measure_body
from creditsvc.measures.domain import FINAL, Given, Letter, Order, Response, state_of
from creditsvc.measures.schemas import (
    EntryMeasuresOut,
    FiguresOut,
    FiguresQuery,
    LetterIn,
    LetterOut,
    MeasuresOut,
    MeasuresQuery,
    ResponseIn,
    ResponseOut,
)
from creditsvc.measures.store import Task
from creditsvc.proceedings.domain import Document
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "measures", __name__, url_prefix="/v1/measures", description="联合奖惩措施 / joint measures"
)
blueprints = (blueprint,)


@blueprint.get("")
@requires("measures.feedback")
@blueprint.arguments(MeasuresQuery, location="query")
@blueprint.response(200, MeasuresOut)
def mine(query: Body) -> ResponseReturnValue:
    """本单位领域须执行、须解除的措施。What one's own field must apply or lift, from any cursor."""
    caller, today = authenticated(), _today()
    _write_what_is_due(today)
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        found = service.tasks(
            session,
            caller,
            state=query.get("state"),
            after=query["after"],
            limit=query["limit"] + 1,
        )
        page = found[: query["limit"]]
        who = enterprises.by_ids(session, [one.action.enterprise_id for one in page])
        shown = [
            {
                "uscc": who[one.action.enterprise_id].uscc,
                "name": who[one.action.enterprise_id].name,
                **_task(law, one, today),
            }
            for one in page
        ]
    cursor = page[-1].order.seq if page else query["after"]
    return jsonify(measures=shown, cursor=str(cursor), more=len(found) > len(page))


@blueprint.post("/<uuid:action_id>/responses")
@requires("measures.feedback")
@blueprint.arguments(ResponseIn)
@blueprint.response(201, ResponseOut)
@blueprint.doc(responses={"200": {"description": "sent before / 此前已收到"}})
def respond(body: Body, action_id: UUID) -> ResponseReturnValue:
    """反馈：已接收、已执行、不予执行、不适用、已解除。Answer an order; again under one reference: the same."""
    amount = fen(body.pop("amount")) if "amount" in body else None
    with runtime().work.act(authenticated()) as act:
        made, new = service.respond(act, action_id, Given(**body, amount=amount))
    return jsonify(_response(action_id, made)), 201 if new else 200


@blueprint.post("/<uuid:action_id>/letters")
@requires("proceedings.handle", person=True)
@blueprint.arguments(LetterIn)
@blueprint.response(201, LetterOut)
def record_letter(body: Body, action_id: UUID) -> ResponseReturnValue:
    """登记执行部门的书面反馈（复函）。Record what an executor without a program answered by letter."""
    amount = fen(body.pop("amount")) if "amount" in body else None
    document = Document(**body.pop("document"))
    given = Given(**body, reference=document.number, amount=amount)
    with runtime().work.act(authenticated()) as act:
        made = letters.record(act, action_id, given, document)
    return jsonify(_letter(action_id, made)), 201


@blueprint.get("/entries/<uuid:listing_id>")
@requires("proceedings.read")
@blueprint.response(200, EntryMeasuresOut)
def of_entry(listing_id: UUID) -> ResponseReturnValue:
    """一个条目的措施、指令、反馈，以及可以逐案决定的措施。All about one entry, and what could be decided."""
    now = runtime().clock.now()
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        found = service.of_entry(session, law, listing_id, now)
    return jsonify(
        measures=[
            {
                "id": one.action.id,
                "executor": one.action.executor,
                "what": one.action.body,
                "orders": [_order(each) for each in one.orders],
                "responses": [_response(one.action.id, each) for each in one.responses],
                "letters": [_letter(one.action.id, each) for each in one.letters],
            }
            for one in found.actions
        ],
        proposals=[measure_body(one, legal_day(now)) for one in found.proposals],
    )


@blueprint.get("/figures")
@requires("proceedings.read")
@blueprint.arguments(FiguresQuery, location="query")
@blueprint.response(200, FiguresOut)
def figures(query: Body) -> ResponseReturnValue:
    """各执行部门按年统计：下达、接收、处理、逾期。Per executor and year: ordered, received, handled, overdue."""
    today = _today()
    with runtime().work.read() as session:
        law = runtime().part(Laws).in_use(session)
        found = service.figures(
            session, law, runtime().part(Calendar), year=query.get("year", today.year), today=today
        )
    return jsonify(figures=[asdict(one) for one in found])


def _write_what_is_due(today: date) -> None:
    """An entry that time has ended is ordered lifted by the first act or read after its last day."""
    with runtime().work.read() as session:
        due = service.overtaken(session, today)
    if due:
        with runtime().work.act(SYSTEM):
            pass  # opening an act writes what is due


def _today() -> date:
    return legal_day(runtime().clock.now())


def _task(law: Law, one: Task, today: date) -> Body:
    calendar, order = runtime().part(Calendar), _order(one.order)
    if one.last not in FINAL[one.order.kind]:
        running = service.clock_of(law, calendar, one.action.list, one.order, today)
        order["clock"] = running and running.form()
    return {
        "id": one.action.id,
        "executor": one.action.executor,
        "what": one.action.body,
        "order": order,
        "state": state_of(one.order.kind, one.last),
    }


def _order(one: Order) -> Body:
    return {
        "seq": one.seq,
        "no": one.no,
        "kind": one.kind,
        "reason": one.reason,
        "since": one.since.isoformat(),
    }


def _response(action_id: UUID, one: Response) -> Body:
    return {**_answer(action_id, one), "reference": one.reference}


def _letter(action_id: UUID, one: Letter) -> Body:
    paper = asdict(one.document) | {"day": one.document.day.isoformat()}
    return {**_answer(action_id, one), "document": paper, "recorded_by": one.recorded_by}


def _answer(action_id: UUID, one: Response | Letter) -> Body:
    return {
        "id": one.id,
        "measure": action_id,
        "order": one.order_no,
        "word": one.word,
        "reason": one.reason,
        "service_item": one.service_item,
        "amount": None if one.amount is None else yuan(one.amount),
        "basis": one.basis,
        "acted_on": one.acted_on and one.acted_on.isoformat(),
        "act": one.act_no,
    }
