"""Look-ups over HTTP: parse, receive the visitor, hand out bytes. Every answer is logged before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
import structlog
from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from creditsvc.access import service as access
from creditsvc.access.domain import Claims
from creditsvc.kernel.refusals import Refusal, Unavailable
from creditsvc.lookup import service
from creditsvc.lookup.assessing_schemas import AssessmentOut
from creditsvc.lookup.documents import ASSESSMENT_DOC, BATCH_DOC, CREDIT_DOC, QUOTA, RECEIPT_DOC
from creditsvc.lookup.held import FAILURES
from creditsvc.lookup.quotas import Meter
from creditsvc.lookup.schemas import BatchOut, CreditOut
from creditsvc.lookup.service import Asked, House
from creditsvc.lookup.state import EmptyRegisterError
from creditsvc.lookup.visits import Given
from creditsvc.web import problems
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import GUARD
from creditsvc.web.runtime import runtime

View = Callable[..., ResponseReturnValue]
blueprint = Blueprint("lookup", __name__, url_prefix="/v1", description="查询 / look-ups")
blueprints = (blueprint,)
VISITOR = "creditsvc.lookup.visitor"  # where a request's environment keeps its claims
log = structlog.get_logger("creditsvc.lookup")


class CannotSay(Unavailable):
    """Nothing can be said now: the register or its log cannot be reached."""

    kind = "cannot-say"


def receives(scope: str) -> Callable[[View], View]:
    """Mark a view whose visitors are let in by `visits.receive`, which asks for *scope* and logs.

    A database that fails is told as `cannot_say`, with 503; never as an answer. A partner with a quota
    is told with whatever answer how it stands.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            try:
                return _metered(_told(view, *args, **kwargs))
            except (*FAILURES, EmptyRegisterError) as why:
                # neither message nor traceback: they may quote a code or a token
                log.error("no-answer", route=str(request.url_rule), failure=type(why).__name__)  # noqa: TRY400
                return _cannot_say()

        setattr(guarded, GUARD, scope)
        return guarded

    return decorate


@blueprint.get("/credit/<uscc>")
@blueprint.doc(**CREDIT_DOC)
@blueprint.response(200, CreditOut, headers=QUOTA)
@receives("credit.read")
def credit(uscc: str) -> ResponseReturnValue:
    """查询一家企业。Whether an enterprise is listed, not listed, or nothing can be said; why; and the way out."""
    return handed_out(service.credit(House.of(runtime()), asked(uscc)))


@blueprint.get("/credit/<uscc>/receipt")
@blueprint.doc(**RECEIPT_DOC)
@receives("credit.read")
def receipt(uscc: str) -> ResponseReturnValue:
    """签名答复（收据）。The same answer as a JWS that proves itself offline, also where nobody is listed."""
    here = runtime()
    given = service.receipt(House.of(here), here.settings.base_url, asked(uscc))
    return proof(given, "application/jose")


@blueprint.post("/credit/lookups")
@blueprint.doc(**BATCH_DOC)
@blueprint.response(200, BatchOut, headers=QUOTA)
@receives("credit.batch")
def lookups() -> ResponseReturnValue:
    """批量查询。Up to 10,000 identifiers; order kept, each answered or refused on its own."""
    claims = visitor()
    house, body = House.of(runtime()), request.get_data(cache=False)
    return handed_out(service.batch(house, claims, body, request.headers.get("Purpose")))


@blueprint.get("/enterprises/<uscc>/assessment")
@blueprint.doc(**ASSESSMENT_DOC)
@blueprint.response(200, AssessmentOut, headers=QUOTA)
@receives("assessments.read")
def assessment(uscc: str) -> ResponseReturnValue:
    """依法评估。What the law says of the record on a day: tier, findings, what is open, and the way out."""
    return handed_out(service.assessment(House.of(runtime()), asked(uscc)))


def visitor() -> Claims:
    """Who comes, by the token shown; raises NotAuthenticated. The answer will tell how its quota stands."""
    environ = request.environ
    claims = environ[VISITOR] = access.presented(environ)
    return claims


def _told(view: View, *args: Any, **kwargs: Any) -> ResponseReturnValue:
    try:
        return view(*args, **kwargs)
    except Refusal as why:
        return problems.of_refusal(why)


def _metered(told: ResponseReturnValue) -> ResponseReturnValue:
    claims: Claims | None = request.environ.get(VISITOR)
    if claims is None or claims.username is not None:
        return told
    here = runtime()
    left = here.part(Meter).left(claims.client_id, here.clock.now())
    if left is None:
        return told
    answer = current_app.make_response(told)
    answer.headers.extend(left.headers)
    return answer


def asked(uscc: str) -> Asked:
    """The question that this request asks about *uscc*."""
    environ = request.environ  # read once: each look at `request` costs as much as this all
    held = environ.get("HTTP_IF_NONE_MATCH")
    return Asked(
        claims=visitor(),
        text=uscc,
        purpose=environ.get("HTTP_PURPOSE"),
        query=dict(request.args.lists()) if environ.get("QUERY_STRING") else {},
        tags=tuple(one.strip().removeprefix("W/") for one in held.split(",")) if held else (),
    )


def proof(given: Given, content_type: str) -> Response:
    """An answer that can be proven, with its number; each is made for one asker and kept by nobody."""
    headers = [
        ("Content-Type", content_type),
        ("Cache-Control", "no-store"),
        ("Evidence-Number", str(given.outcomes[0].evidence)),
    ]
    return Response(given.body, headers=headers)


def handed_out(given: Given) -> Response:
    """The answer as a partner gets it."""
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "private, no-cache" if given.etag else "no-store"),
        ("Vary", "Authorization, Purpose"),
    ]
    if given.etag:
        headers.append(("ETag", given.etag))
    return Response(given.body, status=given.status, headers=headers)


def _cannot_say() -> Response:
    """A problem whose `status` is the answer's word for it, where RFC 9457 has a number as advice."""
    refusal = CannotSay(
        "现在不能作答，这不表示未列入；请稍后再试",
        "nothing can be said now, which does not mean not listed; try again later",
    )
    answer = problems.of_refusal(refusal)
    told = orjson.loads(answer.get_data()) | {"status": "cannot_say"}
    told["http_status"] = answer.status_code
    answer.set_data(orjson.dumps(told))
    answer.headers["Retry-After"] = "1"
    return answer
