"""Access codes over HTTP: made by whoever handles the case, shown once."""

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.door import codes, moves_api, pages, reading, service
from creditsvc.door.domain import ENTERPRISE, LISTING, PROCEEDING
from creditsvc.door.schemas import CodeOut, DoorOut
from creditsvc.enterprises import service as enterprises
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint(
    "door_codes", __name__, url_prefix="/v1", description="当事人查询码 / access codes"
)
blueprints = (blueprint, pages.blueprint, moves_api.blueprint)


@blueprint.post("/proceedings/<uuid:case_id>/access-code")
@requires("proceedings.handle", person=True)
@blueprint.response(201, CodeOut)
def issue_for_case(case_id: UUID) -> ResponseReturnValue:
    """出具案件查询码，只显示一次；旧码随即失效。Make an access code, shown once; older ones are void."""
    return _issued(PROCEEDING, case_id)


@blueprint.post("/listings/<uuid:listing_id>/access-code")
@requires("proceedings.handle", person=True)
@blueprint.response(201, CodeOut)
def issue_for_entry(listing_id: UUID) -> ResponseReturnValue:
    """出具条目查询码（案件列入的，与案件同一案号）。The same for an entry; one that a case made has its number."""
    return _issued(LISTING, listing_id)


@blueprint.post("/enterprises/<uscc>/access-code")
@requires("proceedings.handle", person=True)
@blueprint.response(201, CodeOut)
def issue_for_enterprise(uscc: str) -> ResponseReturnValue:
    """出具企业查询码（处罚记录的修复、异议，守信名单申请），自出具起一年。The same for an enterprise, for a year: its penalties and honours."""
    return _issued(ENTERPRISE, _of(uscc))


@blueprint.get("/enterprises/<uscc>/door")
@requires("proceedings.read")
@blueprint.response(200, DoorOut)
def of_enterprise(uscc: str) -> ResponseReturnValue:
    """企业的编号和通过企业查询码提交的材料。The number of an enterprise's own door, and what came in through it."""
    return _state(ENTERPRISE, _of(uscc))


@blueprint.get("/proceedings/<uuid:case_id>/door")
@requires("proceedings.read")
@blueprint.response(200, DoorOut)
def of_case(case_id: UUID) -> ResponseReturnValue:
    """案号、查询码出具时间和当事人提交的材料。The case number, and what the party sent."""
    return _state(PROCEEDING, case_id)


@blueprint.get("/listings/<uuid:listing_id>/door")
@requires("proceedings.read")
@blueprint.response(200, DoorOut)
def of_entry(listing_id: UUID) -> ResponseReturnValue:
    """条目的案号和当事人提交的材料。The same of an entry."""
    return _state(LISTING, listing_id)


def _of(uscc: str) -> UUID:
    with runtime().work.read() as session:
        return enterprises.identified(session, uscc).id


def _issued(kind: str, key: UUID) -> ResponseReturnValue:
    caller = authenticated()
    code, hashed = (
        codes.new_code()
    )  # before the act: it takes longer than anybody may hold the lock
    with runtime().work.act(caller) as act:
        door = service.issue(act, kind, key, hashed)
    answer = jsonify(
        number=door.number,
        access_code=code,
        address=f"{runtime().settings.base_url}/case/{door.number}",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, 201


def _state(kind: str, key: UUID) -> ResponseReturnValue:
    with runtime().work.read() as session:
        found: dict[str, Any] = reading.door_form(session, kind, key)
    return jsonify(found)
