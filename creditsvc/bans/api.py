"""Bans over HTTP, for regulators. Every move needs a person's token and names its version."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.bans import api_process, service
from creditsvc.bans.rendering import forms, present, shown
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
from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.proceedings import parsing
from creditsvc.proceedings.rendering import words
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint("bans", __name__, url_prefix="/v1/bans", description="禁入 / bans")
blueprints = (blueprint, api_process.blueprint)


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
        answer = shown(act.session, made, act.at)
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
        return jsonify(bans=forms(session, found, present(session)))


@blueprint.get("/<uuid:ban_id>")
@requires("proceedings.read")
@blueprint.response(200, BanOut)
def get(ban_id: UUID) -> ResponseReturnValue:
    """一项禁入。One ban, its version as ETag."""
    with runtime().work.read() as session:
        return shown(session, service.get(session, ban_id), present(session))


@blueprint.post("/<uuid:ban_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(BanDecisionIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定：由提出、承办、审核、主持听证以外的人作出；本机关决定的须先告知。Decide it, as somebody apart."""
    given = Resolved(
        document=parsing.document(body),
        from_day=body["from_day"],
        reply_answer=body["reply_answer"],
        hearing_answer=body["hearing_answer"],
        grave=body["grave"],
    )
    with runtime().work.act(authenticated()) as act:
        moved = service.decide(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(BanDropIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def drop(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定前放弃。Give a proposal up, with the reason."""
    with runtime().work.act(authenticated()) as act:
        moved = service.drop(act, ban_id, version_named(), body["reason"])
        return shown(act.session, moved, act.at)


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
        return shown(act.session, moved, act.at)
