"""Screenings over HTTP, and a partner's own decisions on the candidates it was shown."""

from typing import Any
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from creditsvc.enterprises.naming import Reader
from creditsvc.lookup import false_positives, service
from creditsvc.lookup.api import handed_out, receives, visitor
from creditsvc.lookup.documents import PURPOSE, QUOTA, REFUSALS
from creditsvc.lookup.false_positives import FalsePositive
from creditsvc.lookup.screening_schemas import (
    FalsePositiveIn,
    FalsePositiveOut,
    FalsePositivesOut,
    ScreeningIn,
    ScreeningOut,
    WithdrawalIn,
)
from creditsvc.lookup.service import House
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint(
    "screenings", __name__, url_prefix="/v1/screenings", description="名称筛查 / screening"
)
blueprints = (blueprint,)
SCREENING_DOC: dict[str, Any] = {
    "parameters": [PURPOSE],
    "security": [{"oauth2": ["credit.screen"]}],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ScreeningIn}},
    },
    "responses": REFUSALS,
}


@blueprint.post("")
@blueprint.doc(**SCREENING_DOC)
@blueprint.response(200, ScreeningOut, headers=QUOTA)
@receives("credit.screen")
def screen() -> ResponseReturnValue:
    """按名称和标识筛查。Whom up to 100 names and identifiers may mean: identifiers decide, names only propose."""
    claims = visitor()
    here, body = runtime(), request.get_data(cache=False)
    given = service.screen(
        House.of(here), here.part(Reader), claims, body, request.headers.get("Purpose")
    )
    return handed_out(given)


@blueprint.post("/false-positives")
@requires("credit.screen")
@blueprint.arguments(FalsePositiveIn)
@blueprint.response(201, FalsePositiveOut)
@blueprint.doc(responses={"200": {"description": "decided before / 此前已认定"}})
def decide(body: dict[str, Any]) -> ResponseReturnValue:
    """认定候选企业不是所查企业。Remember that a name is not that enterprise; identifiers are not bound by it."""
    with runtime().work.act(authenticated()) as act:
        made, new = false_positives.decide(act, body["name"], body["enterprise"], body["reason"])
    return jsonify(_body(made)), 201 if new else 200


@blueprint.get("/false-positives")
@requires("credit.screen")
@blueprint.response(200, FalsePositivesOut)
def mine() -> ResponseReturnValue:
    """本单位作出且未撤回的认定。The decisions of one's own that were not withdrawn."""
    with runtime().work.read() as session:
        found = false_positives.standing(session, authenticated().id)
    return jsonify(false_positives=[_body(one) for one in found])


@blueprint.post("/false-positives/<uuid:decision>/withdrawal")
@requires("credit.screen")
@blueprint.arguments(WithdrawalIn)
@blueprint.response(204)
def withdraw(body: dict[str, Any], decision: UUID) -> ResponseReturnValue:
    """撤回认定。Take a decision back; the candidate is shown again."""
    with runtime().work.act(authenticated()) as act:
        false_positives.withdraw(act, decision, body["reason"])
    return "", 204


def _body(one: FalsePositive) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "enterprise": one.enterprise_id,
        "reason": one.reason,
        "act": one.act_no,
    }
