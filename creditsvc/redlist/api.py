"""Applications for an honour over HTTP. Every move needs a person's token and names its version."""

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
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document
from creditsvc.redlist import api_losses, clocks, deciding, moving, service, weighing
from creditsvc.redlist.application import (
    DECIDES,
    HANDLES,
    OPEN,
    Application,
    Stage,
    next_level,
)
from creditsvc.redlist.conditions import checked_form
from creditsvc.redlist.form import plain
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.schemas import (
    AnnouncementIn,
    ApplicationIn,
    ApplicationOut,
    ApplicationsOut,
    ApplicationsQuery,
    ReasonedSignedIn,
    RedlistAnswerIn,
    RedlistDecisionIn,
    RedlistObjectionIn,
    ReviewIn,
)
from creditsvc.redlist.service import Applied
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "redlist-applications",
    __name__,
    url_prefix="/v1/redlist/applications",
    description="守信名单的申请和授予 / application for and grant of an honour",
)
blueprints = (blueprint, api_losses.blueprint)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ApplicationIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def receive(body: Body) -> ResponseReturnValue:
    """登记申请；答复列明各项条件。Record an application; the answer says what is lacking."""
    applied = Applied(
        rule=body["rule"],
        received_on=body["received_on"],
        document=Document(**body["document"]),
        proofs={name: Document(**each) for name, each in body["proofs"].items()},
    )
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        key = enterprises.identified(act.session, body["uscc"]).id
        one = service.receive(act, law, key, applied)
        answer = _shown(act.session, one)
    return answer, 201, {"Location": f"/v1/redlist/applications/{one.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(ApplicationsQuery, location="query")
@blueprint.response(200, ApplicationsOut)
def find(query: Body) -> ResponseReturnValue:
    """申请列表。The newest applications, at most 500."""
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = service.find(session, enterprise_id=key, stage=query.get("stage"))
        return jsonify(applications=[_form(session, one) for one in found])


@blueprint.get("/<uuid:application_id>")
@requires("proceedings.read")
@blueprint.response(200, ApplicationOut)
def get(application_id: UUID) -> ResponseReturnValue:
    """申请现状：条件、期限、轮到谁办。One application as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, moving.get(session, application_id))


@blueprint.post("/<uuid:application_id>/review")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReviewIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def review(body: Body, application_id: UUID) -> ResponseReturnValue:
    """逐级审核：首级核查，其后各级由另一人审核。The level whose turn it is passes it on."""
    with runtime().work.act(authenticated()) as act:
        law, version = runtime().part(Laws).in_use(act.session), version_named()
        level, signed = body["level"], _signed(body)
        return _shown(
            act.session, service.pass_on(act, law, application_id, version, level, signed)
        )


@blueprint.post("/<uuid:application_id>/announcement")
@requires("proceedings.handle", person=True)
@blueprint.arguments(AnnouncementIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def announce(body: Body, application_id: UUID) -> ResponseReturnValue:
    """公示，征求异议。Make it public for objections."""
    paper, channel = Document(**body["document"]), body["channel"]
    with runtime().work.act(authenticated()) as act:
        clock = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        one = service.announce(
            act, clock, application_id, version_named(), document=paper, channel=channel
        )
        return _shown(act.session, one)


@blueprint.post("/<uuid:application_id>/objections")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RedlistObjectionIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def object_to(body: Body, application_id: UUID) -> ResponseReturnValue:
    """登记公示期间的异议。Record an objection to the notice."""
    paper, on = Document(**body["document"]), body["received_on"]
    with runtime().work.act(authenticated()) as act:
        one = service.object_to(
            act, application_id, version_named(), document=paper, received_on=on
        )
        return _shown(act.session, one)


@blueprint.post("/<uuid:application_id>/objections/<uuid:objection_id>/answer")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RedlistAnswerIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def answer(body: Body, application_id: UUID, objection_id: UUID) -> ResponseReturnValue:
    """答复异议；成立的，不得授予。Answer an objection; upheld, nothing may be granted."""
    with runtime().work.act(authenticated()) as act:
        version, upheld, signed = version_named(), body["upheld"], _signed(body)
        one = service.answer(
            act, application_id, version, objection_id, upheld=upheld, signed=signed
        )
        return _shown(act.session, one)


@blueprint.post("/<uuid:application_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(RedlistDecisionIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, application_id: UUID) -> ResponseReturnValue:
    """授予或者不予授予：由另一人决定；授予的即时列入。Decide, as another person; a grant enters at once."""
    with runtime().work.act(authenticated()) as act:
        laws, calendar, version = runtime().part(Laws), runtime().part(Calendar), version_named()
        signed = _signed(body)
        if body["granted"]:
            one, _ = deciding.grant(act, laws, calendar, application_id, version, signed)
        else:
            law = laws.in_use(act.session)
            one = deciding.refuse(act, law, application_id, version, signed)
        return _shown(act.session, one)


@blueprint.post("/<uuid:application_id>/withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReasonedSignedIn)
@blueprint.response(200, ApplicationOut)
@blueprint.doc(**VERSIONED)
def withdraw(body: Body, application_id: UUID) -> ResponseReturnValue:
    """申请人撤回。The enterprise takes its application back."""
    with runtime().work.act(authenticated()) as act:
        one = deciding.withdraw(act, application_id, version_named(), _signed(body))
        return _shown(act.session, one)


def _signed(body: Body) -> Signed:
    return Signed(
        document=Document(**body["document"]),
        authority=body["authority"],
        reasons=body.get("reasons", ""),
        judged=body.get("judged", {}),
    )


def _shown(session: Session, one: Application) -> Response:
    return tag(jsonify(_form(session, one)), one.version)


def _form(session: Session, one: Application) -> Body:
    """The application with its clock and, while it is open, its conditions and whose move it is."""
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    now = runtime().clock.now()
    today = legal_day(now)
    entry = _entry(session, one)
    shown: Body = {"conditions": [], "may": []}
    if one.stage in OPEN:
        weighed = weighing.weigh(session, law, one, today, now)
        levels = [each.id for each in weighed.grant.levels]
        shown = {
            "conditions": [checked_form(each) for each in weighed.states],
            "may": _may(one, levels),
        }
    return {
        **plain(one),
        **shown,
        "clocks": [each.form() for each in clocks.of_application(law, calendar, one, today)],
        "listing": entry and str(entry.id),
        "published_on": entry and entry.published_on and entry.published_on.isoformat(),
    }


def _may(one: Application, levels: list[str]) -> list[Body]:
    """The moves that follow, with the role that makes each."""
    level = next_level(one, levels)
    made: list[Body] = []
    if level is not None:
        made.append({"move": "review", "role": HANDLES, "level": level})
    elif one.stage is Stage.ANNOUNCED:
        made += [{"move": "objections", "role": HANDLES}]
        grants = {"role": DECIDES, "authority": one.passed[-1].authority}
        made.append({"move": "decision", "granted": True, **grants})
    else:
        made.append({"move": "announcement", "role": HANDLES})
    made.append({"move": "decision", "granted": False, "role": DECIDES})
    return [*made, {"move": "withdrawal", "role": HANDLES}]


def _entry(session: Session, one: Application) -> Entry | None:
    """The entry that its grant made."""
    if one.stage is not Stage.GRANTED:
        return None
    entries = listings.of_enterprises(session, [one.enterprise_id])
    return next((e for e in entries if e.ground.get("application") == str(one.id)), None)
