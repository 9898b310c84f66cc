"""Bans over HTTP, for regulators. Every move needs a person's token and names its version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.bans import service
from creditsvc.bans.clocks import clocks
from creditsvc.bans.domain import Ban
from creditsvc.bans.form import shown
from creditsvc.bans.schemas import (
    BanDecisionIn,
    BanDropIn,
    BanIn,
    BanLiftIn,
    BanOut,
    BansOut,
    BansQuery,
)
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.db import acts
from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.persons import service as persons
from creditsvc.proceedings.domain import Document
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint("bans", __name__, url_prefix="/v1/bans", description="禁入 / bans")
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(BanIn)
@blueprint.response(201, BanOut)
def propose(body: Body) -> ResponseReturnValue:
    """提出禁入，依据现有记录。Propose a ban on a finding that the record bears."""
    given = Proposed(
        rule=body["rule"],
        subject=body["subject"],
        person_id=body["person"],
        grave=body["grave"],
        authority=body["authority"],
    )
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        enterprise = enterprises.identified(act.session, body["uscc"])
        made = service.propose(act, law, enterprise.id, given)
        answer = _shown(act.session, made, act.at)
    return answer, 201, {"Location": f"/v1/bans/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(BansQuery, location="query")
@blueprint.response(200, BansOut)
def find(query: Body) -> ResponseReturnValue:
    """禁入列表。The bans in cases of one enterprise, or the 200 moved last."""
    with runtime().work.read() as session:
        if "uscc" in query:
            enterprise = enterprises.identified(session, query["uscc"])
            found = service.of_enterprises(session, [enterprise.id])
        else:
            found = service.latest(session)
        return jsonify(bans=_forms(session, found, _present(session)))


@blueprint.get("/<uuid:ban_id>")
@requires("proceedings.read")
@blueprint.response(200, BanOut)
def get(ban_id: UUID) -> ResponseReturnValue:
    """一项禁入。One ban, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, service.get(session, ban_id), _present(session))


@blueprint.post("/<uuid:ban_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(BanDecisionIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定：由提出人以外的人作出。Decide it, as another person than proposed it."""
    given = Resolved(document=Document(**body["document"]), from_day=body["from_day"])
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        moved = service.decide(act, law, ban_id, version_named(), given)
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(BanDropIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def drop(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定前放弃。Give a proposal up, with the reason."""
    with runtime().work.act(authenticated()) as act:
        moved = service.drop(act, ban_id, version_named(), body["reason"])
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/lift")
@requires("proceedings.decide", person=True)
@blueprint.arguments(BanLiftIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def lift(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """凭文书解除。End a ban before its time, on a document."""
    with runtime().work.act(authenticated()) as act:
        moved = service.lift(
            act,
            ban_id,
            version_named(),
            body["reason"],
            detail=body["detail"],
            document_no=body["document_no"],
        )
        return _shown(act.session, moved, act.at)


def _present(session: Session) -> datetime:
    """Now, or the instant of the last act where that is a little later than the clock's."""
    now, last = runtime().clock.now(), acts.last(session)
    return max([now, *acts.moments(session, [last]).values()])


def _shown(session: Session, ban: Ban, moment: datetime) -> Response:
    return tag(jsonify(_forms(session, [ban], moment)[0]), ban.version)


def _forms(session: Session, bans: list[Ban], moment: datetime) -> list[Body]:
    """The bans as they stand at *moment*, each with its clocks and the person masked."""
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    people = persons.many(session, {one.person_id for one in bans if one.person_id is not None})
    masked = {
        key: {"id": str(key), "masked_name": each.masked_name, "role": each.role}
        for key, each in people.items()
    }
    return [
        {
            **shown(ban, moment),
            "person": masked[ban.person_id] if ban.person_id is not None else None,
            "clocks": [one.form() for one in clocks(law, calendar, ban, legal_day(moment))],
        }
        for ban in bans
    ]
