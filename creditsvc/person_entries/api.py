"""Entries of persons over HTTP, for the authority of the case. Masked; nobody is looked for here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.person_entries import service
from creditsvc.person_entries.domain import PersonEntry, Reply
from creditsvc.person_entries.form import stored
from creditsvc.person_entries.schemas import (
    PersonDecisionIn,
    PersonDropIn,
    PersonEntriesOut,
    PersonEntriesQuery,
    PersonEntryIn,
    PersonEntryOut,
    PersonLiftIn,
    PersonNoticeIn,
    PersonReplyIn,
    PersonServiceIn,
)
from creditsvc.person_entries.service import Signed
from creditsvc.persons import service as persons
from creditsvc.proceedings import parsing
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "person-entries", __name__, url_prefix="/v1/person-entries", description="列入名单的人员 / entries of persons"
)  # fmt: skip
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonEntryIn)
@blueprint.response(201, PersonEntryOut)
def propose(body: Body) -> ResponseReturnValue:
    """提出将案件中已登记的人员单独列入名单（令第11号第六条第（五）项）。Propose a person on record for a list."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        made = service.propose(act, law, body["person"], body["rule"])
        answer = _shown(act.session, made, act.at)
    return answer, 201, {"Location": f"/v1/person-entries/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(PersonEntriesQuery, location="query")
@blueprint.response(200, PersonEntriesOut)
def find(query: Body) -> ResponseReturnValue:
    """一个企业案件中列入名单的人员（隐去姓名）。Those in cases of one enterprise, masked."""
    with runtime().work.read() as session:
        enterprise = enterprises.identified(session, query["uscc"])
        found, moment = service.of_enterprises(session, [enterprise.id]), _present(session)
        return jsonify(entries=[_form(session, one, moment) for one in found])


@blueprint.get("/<uuid:entry_id>")
@requires("proceedings.read")
@blueprint.response(200, PersonEntryOut)
def get(entry_id: UUID) -> ResponseReturnValue:
    """一个条目。One entry, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, service.get(session, entry_id), _present(session))


@blueprint.post("/<uuid:entry_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonNoticeIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def tell(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """告知书送达。The served notice of what is intended."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        moved = service.tell(
            act, (law, runtime().part(Calendar)), entry_id, version_named(),
            (parsing.document(body), parsing.service(body)),
        )  # fmt: skip
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/reply")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonReplyIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def reply(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """陈述申辩。What the person replied."""
    with runtime().work.act(authenticated()) as act:
        moved = service.reply(
            act, entry_id, version_named(),
            Reply(document=parsing.document(body), received_on=body["received_on"], by=act.actor.id),
        )  # fmt: skip
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(PersonDecisionIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定：由承办人以外的人作出。Decide it, as another person than handled it."""
    with runtime().work.act(authenticated()) as act:
        law = runtime().part(Laws).in_use(act.session)
        moved = service.decide(
            act, (law, runtime().part(Calendar)), entry_id, version_named(),
            Signed(document=parsing.document(body), reply_answer=body["reply_answer"]),
        )  # fmt: skip
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/service")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonServiceIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def serve(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定书送达，条目自此有效。The decision reached the person; the entry stands."""
    with runtime().work.act(authenticated()) as act:
        laws = runtime().part(Laws)
        moved = service.serve(act, laws, entry_id, version_named(), parsing.service(body))
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonDropIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def drop(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定前放弃。Give it up before the decision, with the reason."""
    with runtime().work.act(authenticated()) as act:
        moved = service.drop(act, entry_id, version_named(), body["reason"])
        return _shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/lift")
@requires("proceedings.decide", person=True)
@blueprint.arguments(PersonLiftIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def lift(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """凭文书提前结束，由未参与的人员办理。End it before its time, on a document, as somebody with no part."""
    with runtime().work.act(authenticated()) as act:
        moved = service.lift(
            act, entry_id, version_named(), body["reason"],
            detail=body["detail"], document_no=body["document_no"],
        )  # fmt: skip
        return _shown(act.session, moved, act.at)


def _present(session: Session) -> datetime:
    """Now, or the instant of the last act where that is a little later than the clock's."""
    now, last = runtime().clock.now(), acts.last(session)
    return max([now, *acts.moments(session, [last]).values()])


def _shown(session: Session, one: PersonEntry, moment: datetime) -> Response:
    return tag(jsonify(_form(session, one, moment)), one.version)


def _form(session: Session, one: PersonEntry, moment: datetime) -> Body:
    person = persons.get(session, one.person_id)
    return {
        **stored(one),
        "person": {
            "id": str(person.id),
            "masked_name": person.masked_name,
            "role": person.role,
        },
        "stands": one.stands_at(moment),
        "end_reason": one.end_reason_at(moment),
    }
