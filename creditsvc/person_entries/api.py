"""Entries of persons over HTTP, for the authority of the case. Masked; nobody is looked for here."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.enterprises import service as enterprises
from creditsvc.findings.rulebooks import Laws
from creditsvc.person_entries import process, service
from creditsvc.person_entries.rendering import forms, present, shown
from creditsvc.person_entries.schemas import (
    PersonDecisionIn,
    PersonDropIn,
    PersonEntriesOut,
    PersonEntriesQuery,
    PersonEntryIn,
    PersonEntryOut,
    PersonLiftIn,
    PersonNoticeIn,
    PersonServiceIn,
)
from creditsvc.person_entries.service import Signed
from creditsvc.proceedings import api_held, parsing
from creditsvc.proceedings.api_held import Desk
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened
from creditsvc.proceedings.rendering import words
from creditsvc.proceedings.schemas import OpeningIn
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
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
        answer = shown(act.session, made, act.at)
    return answer, 201, {"Location": f"/v1/person-entries/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(PersonEntriesQuery, location="query")
@blueprint.response(200, PersonEntriesOut)
def find(query: Body) -> ResponseReturnValue:
    """一个企业案件中列入名单的人员（隐去姓名）。Those in cases of one enterprise, masked."""
    with runtime().work.read() as session:
        enterprise = enterprises.identified(session, query["uscc"])
        found = service.of_enterprises(session, [enterprise.id])
        return jsonify(entries=forms(session, found, present(session)))


@blueprint.get("/<uuid:entry_id>")
@requires("proceedings.read")
@blueprint.response(200, PersonEntryOut)
def get(entry_id: UUID) -> ResponseReturnValue:
    """一个条目。One entry, its version as ETag."""
    with runtime().work.read() as session:
        return shown(session, service.get(session, entry_id), present(session))


@blueprint.post("/<uuid:entry_id>/opening")
@requires("proceedings.handle", person=True)
@blueprint.arguments(OpeningIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def open_case(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """立案，经负责人批准。The opening, approved by a principal other than the handler."""
    given = Opened(
        document=parsing.document(body),
        approved_by=body["approved_by"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        law, _ = words(act.session)
        moved = process.open_case(act, law, (entry_id, version_named()), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonNoticeIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def tell(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """告知书送达；再次告知的，期限重新起算。The served notice of what is intended; told anew, the time begins again."""
    told = Told(document=parsing.document(body), service=parsing.service(body))
    with runtime().work.act(authenticated()) as act:
        moved = process.tell(act, words(act.session), (entry_id, version_named()), told)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(PersonDecisionIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定：由承办、审核、主持听证以外的人作出。Decide it, as another person than all others."""
    signed = Signed(
        document=parsing.document(body),
        reply_answer=body["reply_answer"],
        hearing_answer=body["hearing_answer"],
    )
    with runtime().work.act(authenticated()) as act:
        moved = service.decide(act, words(act.session), (entry_id, version_named()), signed)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/service")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonServiceIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def serve(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定书送达，条目自视为送达之时有效。The decision reached the person; the entry stands once it counts as served."""
    with runtime().work.act(authenticated()) as act:
        laws = runtime().part(Laws)
        place = (entry_id, version_named())
        moved = service.serve(act, laws, place, parsing.service(body))
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/drop")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonDropIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def drop(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """决定前放弃。Give it up before the decision, with the reason."""
    with runtime().work.act(authenticated()) as act:
        moved = service.drop(act, (entry_id, version_named()), body["reason"])
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:entry_id>/lift")
@requires("proceedings.decide", person=True)
@blueprint.arguments(PersonLiftIn)
@blueprint.response(200, PersonEntryOut)
@blueprint.doc(**VERSIONED)
def lift(body: Body, entry_id: UUID) -> ResponseReturnValue:
    """凭文书提前结束，由未参与的人员办理。End it before its time, on a document, as somebody with no part."""
    with runtime().work.act(authenticated()) as act:
        moved = service.lift(
            act, (entry_id, version_named()), body["reason"],
            detail=body["detail"], document_no=body["document_no"],
        )  # fmt: skip
        return shown(act.session, moved, act.at)


_DESK = Desk(room=process.ROOM, key="entry_id", shown=shown, out=PersonEntryOut)
for _routes in (api_held.answers, api_held.hearings, api_held.opinions):
    _routes(blueprint, _DESK)
