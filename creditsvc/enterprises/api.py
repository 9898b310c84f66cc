"""The register of enterprises over HTTP, to read. Enterprises come into it by what is reported on them."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.db import acts
from creditsvc.enterprises import service
from creditsvc.enterprises.domain import Enterprise
from creditsvc.enterprises.schemas import CandidatesOut, EnterpriseOut, SearchQuery
from creditsvc.kernel.clock import instant_text
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "enterprises", __name__, url_prefix="/v1/enterprises", description="企业 / enterprises"
)
blueprints = (blueprint,)


@blueprint.get("")
@requires("enterprises.read")
@blueprint.arguments(SearchQuery, location="query")
@blueprint.response(200, CandidatesOut)
def search(query: Body) -> ResponseReturnValue:
    """按名称查找。Enterprises one of whose names, past ones too, contains `q`; names only propose."""
    with runtime().work.read() as session:
        found = service.search(session, query["q"])
    page = found[: service.SEARCH_LIMIT]
    return jsonify(enterprises=[_candidate(one) for one in page], more=len(found) > len(page))


@blueprint.get("/<uscc>")
@requires("enterprises.read")
@blueprint.response(200, EnterpriseOut)
def get(uscc: str) -> ResponseReturnValue:
    """登记信息与历史名称。An enterprise by its unified code (or an older number), names newest first."""
    with runtime().work.read() as session:
        enterprise = service.identified(session, uscc)
        names = service.names(session, enterprise.id)
        numbers = [enterprise.act_no, *(name.act_no for name in names)]
        at = {no: instant_text(moment) for no, moment in acts.moments(session, numbers).items()}
    return jsonify(
        **_candidate(enterprise),
        id=str(enterprise.id),
        registered_act=enterprise.act_no,
        registered_at=at[enterprise.act_no],
        names=[
            {"name": one.name, "since_act": one.act_no, "recorded_at": at[one.act_no]}
            for one in names
        ],
    )


def _candidate(one: Enterprise) -> Body:
    return {"uscc": one.uscc, "other_id": one.other_id, "name": one.name}
