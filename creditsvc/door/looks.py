"""How the door answers: a page for a browser, JSON for a program, by the Accept header of the request."""

from typing import Any

from flask import Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from creditsvc.door.guard import NoVisit
from creditsvc.kernel.refusals import Refusal
from creditsvc.web import problems

POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


def wants_page() -> bool:
    """Whether a browser asks; a program that says nothing gets JSON."""
    kinds = ["application/json", "text/html"]
    return request.accept_mimetypes.best_match(kinds, default=kinds[0]) == kinds[1]


def page(name: str, status: int = 200, **told: Any) -> Response:
    """A page without scripts, kept by nobody."""
    html = render_template(f"door/{name}.html", **told)
    answer = Response(html, status=status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    return private(answer)


def as_json(body: dict[str, Any], status: int = 200) -> Response:
    """The same for a program."""
    answer = jsonify(body)
    answer.status_code = status
    return private(answer)


def private(answer: Response) -> Response:
    """The headers of what only the party may see."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Vary"] = "Accept, Cookie, Authorization"
    return answer


def refused(error: Refusal) -> Response:
    """What was refused and how to mend it; without a visit a browser gets the way in."""
    if not wants_page():
        return problems.of_refusal(error)
    status = problems.status_of(error)
    if isinstance(error, NoVisit):
        return page("knock", status, number="", notice={"zh": error.zh, "en": error.en})
    return page("refused", status, zh=error.zh, en=error.en)


def failed(error: HTTPException) -> Response:
    """An HTTP error: a file too large, a form that is not well-formed, too many tries."""
    if not wants_page():
        return problems.of_http(error)
    if error.code == 413:
        zh, en = "文件过大：一次合计不超过20 MiB，请分次上传", "too large: at most 20 MiB at a time"
    else:
        zh, en = (
            "提交的内容不合规格，请回到案件页面重新填写",
            "not well-formed; go back and send it again",
        )
    return page("refused", error.code or 500, zh=zh, en=en)
