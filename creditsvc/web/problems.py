"""Refusals and failures as RFC 9457 problem documents. Status codes live here and nowhere else."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from creditsvc.kernel.clock import new_id
from creditsvc.kernel.refusals import (
    Conflict,
    Exhausted,
    Invalid,
    NotFound,
    NotPermitted,
    Refusal,
    Stale,
    Unavailable,
    Unprocessable,
)
from creditsvc.web import may, wording
from creditsvc.web.etags import VersionMissing
from creditsvc.web.guard import PROOF_ALGORITHMS, NotAuthenticated, ScopeMissing

MEDIA_TYPE = "application/problem+json"
LONGEST_ID = 64
STATUS: dict[type[Refusal], int] = {
    NotAuthenticated: 401,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Stale: 412,
    VersionMissing: 428,
    Invalid: 400,
    Unprocessable: 422,
    Exhausted: 429,
    Unavailable: 503,
    Refusal: 422,
}
log = structlog.get_logger("creditsvc.web")


def status_of(refusal: Refusal) -> int:
    """The status of a refusal: that of its nearest family."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def of_refusal(refusal: Refusal) -> Response:
    """The problem document of a refusal: what, why, the field, and the mend."""
    body: dict[str, Any] = {
        "type": f"/problems/{refusal.kind}",
        "title": refusal.kind.replace("-", " "),
        "status": status_of(refusal),
        "detail": f"{refusal.zh} / {refusal.en}",
    }
    if refusal.field:
        body["field"] = refusal.field
    if refusal.errors:
        body["errors"] = [
            {"pointer": error.pointer, "detail": f"{error.zh} / {error.en}"}
            for error in refusal.errors
        ]
    if isinstance(refusal, NotPermitted) and (told := may.told(refusal)) is not None:
        stated = refusal.facts.get("may")
        body["may"] = {**stated, **told} if isinstance(stated, dict) else told
    body.update({key: value for key, value in refusal.facts.items() if key not in body})
    answer = document(body)
    if isinstance(refusal, Exhausted):
        answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
    _challenge(refusal, answer)
    return answer


def document(body: dict[str, Any]) -> Response:
    """A response that carries *body* as a problem document and is never cached."""
    body.setdefault("instance", request.path)
    answer = Response(
        orjson.dumps(body, default=str), status=body["status"], content_type=MEDIA_TYPE
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _challenge(refusal: Refusal, answer: Response) -> None:
    """Add WWW-Authenticate (RFC 6750, RFC 9449) where a token is missing, bad or too narrow."""
    if isinstance(refusal, NotAuthenticated):
        code = refusal.facts.get("challenge")
        algorithms = f'DPoP algs="{" ".join(PROOF_ALGORITHMS)}"'
        if code is None:
            answer.headers["WWW-Authenticate"] = "Bearer"
            answer.headers.add("WWW-Authenticate", algorithms)
        elif refusal.facts.get("scheme") == "DPoP":
            answer.headers["WWW-Authenticate"] = f'{algorithms}, error="{code}"'
        else:
            answer.headers["WWW-Authenticate"] = f'Bearer error="{code}"'
    elif isinstance(refusal, ScopeMissing):
        answer.headers["WWW-Authenticate"] = (
            f'Bearer error="insufficient_scope", scope="{refusal.facts["scope"]}"'
        )


def of_http(error: HTTPException) -> Response:
    """The problem document of an HTTP error, its own headers (Allow, Retry-After …) kept."""
    status = error.code or 500
    phrase = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": "/problems/" + phrase.lower().replace(" ", "-").replace("'", ""),
        "title": phrase,
        "status": status,
        "detail": wording.of_status(status, error.description or phrase),
    }
    messages = getattr(error, "data", {}).get("messages", {})
    errors = [e for where, found in messages.items() for e in _flatten(found, f"/{where}")]
    if errors:
        body["errors"] = errors
        body["detail"] = "请求不合规格，逐项见 errors / the request is not well-formed; see errors"
    answer = document(body)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _flatten(found: Any, pointer: str) -> list[dict[str, str]]:
    """marshmallow's nested messages as a flat list of pointers."""
    if isinstance(found, dict):
        return [e for key, value in found.items() for e in _flatten(value, f"{pointer}/{key}")]
    texts = found if isinstance(found, list) else [found]
    short = pointer.removeprefix("/json").removeprefix("/query").removeprefix("/headers")
    return [{"pointer": short or "/", "detail": wording.of_field(str(text))} for text in texts]


def of_failure(error: Exception) -> Response:
    """A bare 500: nothing of the exception leaves the house; the log has it, by request id."""
    name = _request_id()
    log.error("failure", route=str(request.url_rule), request_id=name, exc_info=error)
    return document(
        {
            "type": "/problems/internal",
            "title": "internal",
            "status": 500,
            "detail": "内部错误，未作答；请凭 request_id 报告 / internal failure, nothing was answered",
            "request_id": name,
        }
    )


def _request_id() -> str:
    """An id of our own making; a caller's is taken only if it looks like one.

    Made when a failure asks for it: nothing else does, and the rest need not pay for it.
    """
    given = request.headers.get("X-Request-Id", "")
    return given if given.isalnum() and len(given) <= LONGEST_ID else new_id().hex


def install(app: Flask) -> None:
    """Answer every refusal and failure of *app* with a problem document."""
    app.register_error_handler(Refusal, of_refusal)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_failure)
