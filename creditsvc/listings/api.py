"""Entries and decisions made elsewhere, over HTTP. Moves need a person's token."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import api_removals, service
from creditsvc.listings.clocks import clocks
from creditsvc.listings.form import external_form, listing_form
from creditsvc.listings.schemas import (
    EntriesOut,
    EntryOut,
    ExternalsOut,
    ListingsQuery,
    RefusalIn,
)
from creditsvc.proceedings import decisions, external, parsing
from creditsvc.proceedings.schemas import ConclusionIn
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "listings", __name__, url_prefix="/v1", description="名单条目 / entries on lists"
)
blueprints = (blueprint, api_removals.blueprint)


@blueprint.post("/proceedings/<uuid:case_id>/conclusion")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ConclusionIn)
@blueprint.response(201, EntryOut)
@blueprint.doc(**VERSIONED)
def conclude(body: Body, case_id: UUID) -> ResponseReturnValue:
    """决定书送达后列入名单。Make the entry of a served decision; `service` records that it was served."""
    laws, served = runtime().part(Laws), parsing.service(body) if body["service"] else None
    with runtime().work.act(authenticated()) as act:
        decision = decisions.conclude(act, laws, case_id, version_named(), served)
        entry = service.enter(act, laws, decision)
    return jsonify(listing_form(entry, act.at)), 201, {"Location": f"/v1/listings/{entry.id}"}


@blueprint.get("/listings")
@requires("listings.read")
@blueprint.arguments(ListingsQuery, location="query")
@blueprint.response(200, EntriesOut)
def find(query: Body) -> ResponseReturnValue:
    """条目列表。The entries of one enterprise, or the newest 200."""
    with runtime().work.read() as session:
        if "uscc" not in query:
            found = service.latest(session)
        else:
            enterprise = enterprises.identified(session, query["uscc"])
            found = service.of_enterprises(session, [enterprise.id])
        now = _present(session)
        return jsonify(listings=[listing_form(entry, now) for entry in found])


@blueprint.get("/listings/<uuid:listing_id>")
@requires("listings.read")
@blueprint.response(200, EntryOut)
def get(listing_id: UUID) -> ResponseReturnValue:
    """一个条目和各期限。One entry with its clocks."""
    with runtime().work.read() as session:
        entry, now = service.get(session, listing_id), _present(session)
        law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
        running = clocks(law, calendar, entry, legal_day(now))
        return jsonify(listing_form(entry, now) | {"clocks": [each.form() for each in running]})


@blueprint.get("/external-decisions")
@requires("listings.read")
@blueprint.response(200, ExternalsOut)
def waiting() -> ResponseReturnValue:
    """待确认的外部决定。Decisions made elsewhere that wait for another person."""
    with runtime().work.read() as session:
        return jsonify(external_decisions=[external_form(x) for x in external.waiting(session)])


@blueprint.post("/external-decisions/<uuid:external_id>/confirmation")
@requires("listings.confirm", person=True)
@blueprint.response(201, EntryOut)
def confirm(external_id: UUID) -> ResponseReturnValue:
    """确认外部决定并列入。Confirm, as another person than the importer; the entry is made."""
    laws = runtime().part(Laws)
    with runtime().work.act(authenticated()) as act:
        entry = service.enter(act, laws, external.confirm(act, external_id))
    return jsonify(listing_form(entry, act.at)), 201, {"Location": f"/v1/listings/{entry.id}"}


@blueprint.post("/external-decisions/<uuid:external_id>/refusal")
@requires("listings.confirm", person=True)
@blueprint.arguments(RefusalIn)
@blueprint.response(204)
def refuse(body: Body, external_id: UUID) -> ResponseReturnValue:
    """退回外部决定。Refuse it, as another person than the importer, and say why."""
    with runtime().work.act(authenticated()) as act:
        external.refuse(act, external_id, body["reason"])
    return "", 204


def _present(session: Session) -> datetime:
    """Now, or the instant of the last act where that is a little later than the clock's."""
    now, last = runtime().clock.now(), acts.last(session)
    return max([now, *acts.moments(session, [last]).values()])
