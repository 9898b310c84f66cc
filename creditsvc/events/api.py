"""Events over HTTP: record, read, correct, move their status. Imports have their own module."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events import api_imports, api_sources, service, theirs
from creditsvc.events.import_rows import Words, WordsNow
from creditsvc.events.schemas import (
    CorrectionIn,
    EventIn,
    EventOut,
    EventsOut,
    KnownQuery,
    StatusIn,
)
from creditsvc.events.service import Version
from creditsvc.events.submitting import content_of, json_body, loaded
from creditsvc.kernel.clock import instant_text, legal_day
from creditsvc.kernel.refusals import Stale
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import IF_MATCH, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.known import known_at
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
MAY_MATCH = {**IF_MATCH, "required": False}
blueprint = Blueprint("events", __name__, url_prefix="/v1", description="事件 / events")
blueprints = (blueprint, api_imports.blueprint, api_sources.blueprint)


class EventStale(Stale):
    """The event has a newer version than the one the caller acts on."""

    kind = "event-stale"


def _takes(schema: type) -> Body:
    """How a body that is read exactly (see `submitting`) stands in the document."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


@blueprint.post("/events")
@requires("events.write")
@blueprint.doc(requestBody=_takes(EventIn))
@blueprint.response(201, EventOut)
@blueprint.alt_response(200, schema=EventOut, description="已有相同内容 / on record already")
def record() -> ResponseReturnValue:
    """报送事件。Record an event once; the same content again is answered 200, other content 409."""
    content = content_of(json_body(), _words(), legal_day(runtime().clock.now()))
    with runtime().work.act(authenticated()) as act:
        recorded = service.record(act, content)
        answer = _shown(act.session, [recorded.version])
    if recorded.created:
        return answer, 201, {"Location": f"/v1/events/{recorded.version.event_id}"}
    return answer


@blueprint.get("/events/<uuid:event_id>")
@requires("events.read")
@blueprint.arguments(KnownQuery, location="query")
@blueprint.response(200, EventOut)
def get(query: Body, event_id: UUID) -> ResponseReturnValue:
    """读取事件及其历史。An event as known now or at `known_at`, with what was believed before.

    机器只读自己来源的事件。A client reads the events of its own sources alone.
    """
    with runtime().work.read() as session:
        known = known_at(session, query.get("known_at"))
        found = service.history(session, event_id, known_at=known)
        return _shown(session, theirs.history(session, authenticated(), found))


@blueprint.post("/events/<uuid:event_id>/corrections")
@requires("events.write")
@blueprint.doc(requestBody=_takes(CorrectionIn), parameters=[MAY_MATCH])
@blueprint.response(201, EventOut)
def correct(event_id: UUID) -> ResponseReturnValue:
    """更正事件，旧的记录仍保留。File a correction; what was believed stays on record."""
    body = loaded(CorrectionIn())
    today = legal_day(runtime().clock.now())
    content = content_of(body["event"], _words(), today, inside="/event")
    with runtime().work.act(authenticated()) as act:
        _refuse_stale(act, event_id)
        service.correct(act, event_id, content, reason=body["reason"])
        answer = _shown(act.session, service.history(act.session, event_id))
    return answer, 201, {"Location": f"/v1/events/{event_id}"}


@blueprint.post("/events/<uuid:event_id>/status")
@requires("events.write")
@blueprint.doc(requestBody=_takes(StatusIn), parameters=[MAY_MATCH])
@blueprint.response(200, EventOut)
def move(event_id: UUID) -> ResponseReturnValue:
    """中止、撤销或恢复。Suspend, revoke or reinstate an event."""
    body = loaded(StatusIn())
    with runtime().work.act(authenticated()) as act:
        _refuse_stale(act, event_id)
        how = {"reason": body["reason"], "document_no": body.get("document_no")}
        service.set_status(act, event_id, body["move"], **how)
        return _shown(act.session, service.history(act.session, event_id))


@blueprint.get("/enterprises/<uscc>/events")
@requires("events.read")
@blueprint.arguments(KnownQuery, location="query")
@blueprint.response(200, EventsOut)
def record_of(query: Body, uscc: str) -> ResponseReturnValue:
    """企业的事件记录。All events of an enterprise, revoked ones too, by day.

    机器只得到自己来源的事件，不能据此认为没有记录。A client gets those of its own sources alone: that there are
    none says nothing of the enterprise.
    """
    with runtime().work.read() as session:
        enterprise = enterprises.identified(session, uscc)
        known = known_at(session, query.get("known_at"))
        every = service.record_of(session, enterprise.id, known_at=known)
        found = theirs.read(session, authenticated(), every)
        at = acts.moments(session, (version.act_no for version in found))
    events = [
        _head(version) | _believed(version, instant_text(at[version.act_no])) for version in found
    ]
    return jsonify(uscc=enterprise.uscc, count=len(found), events=events)


def _words() -> Words:
    return runtime().part(WordsNow).read()


def _refuse_stale(act: Act, event_id: UUID) -> None:
    """If-Match is the caller's choice; who sends it is told of a newer version (412)."""
    if "If-Match" not in request.headers:
        return
    named = version_named()
    now = service.current(act.session, event_id).seq
    if named != now:
        raise EventStale(
            f"事件已是第 {now} 版，请重新读取",
            f"the event is at version {now}; read it again",
            version=now,
        )


def _shown(session: Session, history: list[Version]) -> Response:
    """The last of *history*, with all of it, its version as ETag."""
    now = history[-1]
    at = acts.moments(session, (version.act_no for version in history))
    forms = [_believed(version, instant_text(at[version.act_no])) for version in history]
    return tag(jsonify(_head(now) | forms[-1] | {"history": forms}), now.seq)


def _head(version: Version) -> Body:
    return {"id": str(version.event_id), "uscc": version.content.get("uscc")}


def _believed(version: Version, at: str) -> Body:
    return {
        "version": version.seq,
        "act": version.act_no,
        "recorded_at": at,
        "cause": version.cause,
        "status": version.status,
        "digest": version.digest,
        "reason": version.reason,
        "document_no": version.document_no,
        "event": version.content,
    }
