"""The loss of an honour over HTTP: what people must look at, and the cases they decide."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.proceedings import parsing
from creditsvc.proceedings.domain import Document
from creditsvc.redlist import breach, clocks, loss
from creditsvc.redlist.breach import Doubted
from creditsvc.redlist.conditions import checked_form
from creditsvc.redlist.form import plain
from creditsvc.redlist.losing import Loss
from creditsvc.redlist.loss import Told
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.schemas import (
    DoubtsOut,
    LossDecisionIn,
    LossesOut,
    LossesQuery,
    LossIn,
    LossOut,
    LossReplyIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "redlist-losses",
    __name__,
    url_prefix="/v1/redlist",
    description="守信名单的移出 / loss of an honour",
)


@blueprint.get("/doubts")
@requires("proceedings.read")
@blueprint.response(200, DoubtsOut)
def doubts() -> ResponseReturnValue:
    """须由人员查明的有效条目。Honours in force of which a condition is not met or not known."""
    laws, now = runtime().part(Laws), runtime().clock.now()
    with runtime().work.read() as session:
        return jsonify(doubts=[_doubt(one) for one in breach.doubted(session, laws, now)])


@blueprint.post("/losses")
@requires("proceedings.handle", person=True)
@blueprint.arguments(LossIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def open_case(body: Body) -> ResponseReturnValue:
    """拟移出的，告知当事人并立案。Open a case about a loss, its holder having been told."""
    told = Told(
        ground=body["ground"],
        facts=body["facts"],
        document=Document(**body["document"]),
        service=parsing.service(body),
    )
    with runtime().work.act(authenticated()) as act:
        clock = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        one = loss.open_case(act, clock, body["listing"], told)
        answer = _shown(act.session, one)
    return answer, 201, {"Location": f"/v1/redlist/losses/{one.id}"}


@blueprint.get("/losses")
@requires("proceedings.read")
@blueprint.arguments(LossesQuery, location="query")
@blueprint.response(200, LossesOut)
def find(query: Body) -> ResponseReturnValue:
    """移出案件列表。The newest cases, at most 500."""
    with runtime().work.read() as session:
        found = loss.find(session, listing_id=query.get("listing"), stage=query.get("stage"))
        return jsonify(losses=[_form(session, one, _today()) for one in found])


@blueprint.get("/losses/<uuid:case_id>")
@requires("proceedings.read")
@blueprint.response(200, LossOut)
def get(case_id: UUID) -> ResponseReturnValue:
    """移出案件现状。One case as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, loss.get(session, case_id))


@blueprint.post("/losses/<uuid:case_id>/reply")
@requires("proceedings.handle", person=True)
@blueprint.arguments(LossReplyIn)
@blueprint.response(200, LossOut)
@blueprint.doc(**VERSIONED)
def reply(body: Body, case_id: UUID) -> ResponseReturnValue:
    """登记陈述申辩。Record what the party replied."""
    with runtime().work.act(authenticated()) as act:
        paper = Document(**body["document"])
        return _shown(act.session, loss.reply(act, case_id, version_named(), paper))


@blueprint.post("/losses/<uuid:case_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(LossDecisionIn)
@blueprint.response(200, LossOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, case_id: UUID) -> ResponseReturnValue:
    """决定移出或者保留：由另一人作出；移出的即时终止。Decide, as another person; lost, it ends at once."""
    signed = Signed(
        document=Document(**body["document"]),
        authority=body["authority"],
        reasons=body["reasons"],
        judged={},
    )
    with runtime().work.act(authenticated()) as act:
        clock = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        one = loss.decide(act, clock, case_id, version_named(), lost=body["lost"], signed=signed)
        return _shown(act.session, one)


def _doubt(one: Doubted) -> Body:
    ground = one.entry.ground
    return {
        "listing": str(one.entry.id),
        "enterprise_id": str(one.entry.enterprise_id),
        "list": one.entry.list,
        "origin": ground.get("origin"),
        "authority": ground.get("authority"),
        "rightly_granted": one.held,
        "conditions": [checked_form(each) for each in one.states],
    }


def _today() -> date:
    return legal_day(runtime().clock.now())


def _shown(session: Session, one: Loss) -> Response:
    return tag(jsonify(_form(session, one, _today())), one.version)


def _form(session: Session, one: Loss, today: date) -> Body:
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    entry = listings.get(session, one.listing_id)
    running = clocks.of_loss(law, calendar, entry.list, one, today)
    return {**plain(one), "clocks": [each.form() for each in running]}
