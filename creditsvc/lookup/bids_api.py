"""Evidence for tenders over HTTP."""

import orjson
from flask import Response, request
from flask.typing import ResponseReturnValue

from creditsvc.lookup import bids
from creditsvc.lookup.api import receives, visitor
from creditsvc.lookup.bids_schemas import BidAgainOut, BidOut
from creditsvc.lookup.documents import BID_AGAIN_DOC, BID_DOC, QUOTA
from creditsvc.lookup.service import House
from creditsvc.lookup.visits import Given
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.runtime import runtime

blueprint = Blueprint(
    "bids", __name__, url_prefix="/v1/credit/bids", description="招投标存证 / tenders"
)
blueprints = (blueprint,)


@blueprint.post("")
@blueprint.doc(**BID_DOC)
@blueprint.response(201, BidOut, headers=QUOTA)
@receives("credit.read")
def bid() -> ResponseReturnValue:
    """公告、截止、评标三日对全体成员的答复，一个存证编号。All members at the days of a tender, under one number."""
    here, body = runtime(), request.get_data(cache=False)
    given = bids.bid(House.of(here), here.settings.base_url, visitor(), _purpose(), body)
    return _handed_out(given)


@blueprint.get("/<number>")
@blueprint.doc(**BID_AGAIN_DOC)
@blueprint.response(200, BidAgainOut, headers=QUOTA)
@receives("credit.read")
def bid_again(number: str) -> ResponseReturnValue:
    """按编号重读存证，并告知其后的更正。The evidence as it was given, and what was corrected since."""
    return _handed_out(bids.bid_again(House.of(runtime()), visitor(), _purpose(), number))


def _purpose() -> str | None:
    return request.headers.get("Purpose")


def _handed_out(given: Given) -> Response:
    number = orjson.loads(given.body)["number"]
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-store"),
        ("Evidence-Number", number),
    ]
    if given.status == 201:
        headers.append(("Location", f"/v1/credit/bids/{number}"))
    return Response(given.body, status=given.status, headers=headers)
