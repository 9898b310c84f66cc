"""Removing an entry by hand over HTTP: one person proposes, another confirms or rejects."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.listings import removals
from creditsvc.listings.form import listing_form, removal_form
from creditsvc.listings.schemas import EntryOut, RefusalIn, RemovalIn, RemovalOut, RemovalsOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "removals", __name__, url_prefix="/v1", description="移出条目 / removal of entries"
)


@blueprint.post("/listings/<uuid:listing_id>/removal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(RemovalIn)
@blueprint.response(201, RemovalOut)
def propose(body: Body, listing_id: UUID) -> ResponseReturnValue:
    """提议移出，待另一人确认。Propose that an entry end; nothing changes until another person confirms."""
    with runtime().work.act(authenticated()) as act:
        found = removals.propose(
            act,
            listing_id,
            body["reason"],
            detail=body["detail"],
            document_no=body["document_no"],
        )
    return jsonify(removal_form(found)), 201, {"Location": f"/v1/removals/{found.id}"}


@blueprint.get("/removals")
@requires("proceedings.read")
@blueprint.response(200, RemovalsOut)
def waiting() -> ResponseReturnValue:
    """待确认的移出提议。Proposals that wait for another person."""
    with runtime().work.read() as session:
        return jsonify(removals=[removal_form(one) for one in removals.waiting(session)])


@blueprint.get("/removals/<uuid:removal_id>")
@requires("proceedings.read")
@blueprint.response(200, RemovalOut)
def get(removal_id: UUID) -> ResponseReturnValue:
    """一项移出提议。One proposal and what became of it."""
    with runtime().work.read() as session:
        return jsonify(removal_form(removals.get(session, removal_id)))


@blueprint.post("/removals/<uuid:removal_id>/confirmation")
@requires("proceedings.decide", person=True)
@blueprint.response(200, EntryOut)
def confirm(removal_id: UUID) -> ResponseReturnValue:
    """确认移出，即时生效。Confirm, as a person with no part in the entry; it ends at once."""
    with runtime().work.act(authenticated()) as act:
        entry = removals.confirm(act, removal_id)
        return jsonify(listing_form(entry, act.at))


@blueprint.post("/removals/<uuid:removal_id>/rejection")
@requires("proceedings.decide", person=True)
@blueprint.arguments(RefusalIn)
@blueprint.response(200, RemovalOut)
def reject(body: Body, removal_id: UUID) -> ResponseReturnValue:
    """退回移出提议。Reject it, and say why; the entry stays."""
    with runtime().work.act(authenticated()) as act:
        return jsonify(removal_form(removals.reject(act, removal_id, body["reason"])))
