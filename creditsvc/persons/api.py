"""Persons in cases over HTTP: recorded and masked; read by a person of the case, who says why first."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from creditsvc.kernel.clock import instant_text, legal_day
from creditsvc.persons import domain, service
from creditsvc.persons.domain import Person, Reading
from creditsvc.persons.keys import PersonKeys
from creditsvc.persons.matters import Matters
from creditsvc.persons.schemas import (
    IdentityOut,
    PersonIn,
    PersonOut,
    PersonsOut,
    PersonsQuery,
    ReadingsOut,
    ReadingsQuery,
    RevealIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "persons", __name__, url_prefix="/v1/persons", description="案件中的人员 / persons in cases"
)
blueprints = (blueprint,)


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PersonIn)
@blueprint.response(201, PersonOut)
def record(body: Body) -> ResponseReturnValue:
    """登记法定须列明的人员；姓名、证件号码加密保存。Record a person whom an instrument names; sealed at rest."""
    ring, matter = runtime().part(PersonKeys).ring(), body["matter"]
    matters = runtime().part(Matters)
    today = legal_day(runtime().clock.now())
    who = domain.identity(body["name"], body["document"], body["number"], today=today)
    with runtime().work.act(authenticated()) as act:
        found = matters.find(act.session, matter["kind"], matter["id"], body["rule"])
        made = service.record(act, ring, matters, found, body["role"], who)
    return jsonify(_form(made)), 201, {"Location": f"/v1/persons/{made.id}"}


@blueprint.get("")
@requires("proceedings.read")
@blueprint.arguments(PersonsQuery, location="query")
@blueprint.response(200, PersonsOut)
def of_matter(query: Body) -> ResponseReturnValue:
    """一案中的人员（隐去姓名）。The persons in one matter, masked."""
    with runtime().work.read() as session:
        found = service.of_matter(session, query["matter_kind"], query["matter_id"])
        return jsonify(persons=[_form(person) for person in found])


@blueprint.get("/<uuid:person_id>")
@requires("proceedings.read")
@blueprint.response(200, PersonOut)
def get(person_id: UUID) -> ResponseReturnValue:
    """一名人员（隐去姓名）。One person, masked."""
    with runtime().work.read() as session:
        return jsonify(_form(service.get(session, person_id)))


@blueprint.post("/<uuid:person_id>/reveal")
@requires("persons.reveal", person=True)
@blueprint.arguments(RevealIn)
@blueprint.response(200, IdentityOut)
def reveal(body: Body, person_id: UUID) -> ResponseReturnValue:
    """查看姓名和证件号码；先记入查看日志。Read who it is; the log has it before the answer leaves."""
    ring, matters = runtime().part(PersonKeys).ring(), runtime().part(Matters)
    who = service.reveal(runtime().work, ring, matters, authenticated(), person_id, body["reason"])
    answer: Response = jsonify(name=who.name, document=who.document, number=who.number)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/readings")
@requires("audit.read")
@blueprint.arguments(ReadingsQuery, location="query")
@blueprint.response(200, ReadingsOut)
def readings(query: Body) -> ResponseReturnValue:
    """查看日志：何人、何时、为何、查看何案何人；不含内容。Who read whom, when and why; not what."""
    with runtime().work.read() as session:
        found = service.readings(session, query["person"])
        return jsonify(readings=[_reading_form(one) for one in found])


def _form(person: Person) -> Body:
    return {
        "id": str(person.id),
        "matter": {"kind": person.matter_kind, "id": str(person.matter_id)},
        "enterprise_id": str(person.enterprise_id),
        "rule": person.rule,
        "role": person.role,
        "authority": person.authority,
        "masked_name": person.masked_name,
        "document": person.document,
        "recorded_by": person.recorded_by,
    }


def _reading_form(one: Reading) -> Body:
    return {
        "id": str(one.id),
        "act": one.act_no,
        "at": instant_text(one.at),
        "person": str(one.person_id),
        "matter": {"kind": one.matter_kind, "id": str(one.matter_id)},
        "enterprise_id": str(one.enterprise_id),
        "read_by": one.read_by,
        "reason": one.reason,
    }
