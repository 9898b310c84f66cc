"""How the door answers: a page for a browser, JSON for a program, by the Accept header of the request."""

from typing import Any

from flask import Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from creditsvc.door.guard import NoVisit
from creditsvc.kernel.refusals import Refusal
from creditsvc.web import problems

# Where on the page of the case each move is filled in, and its fields by their names there.
FORMS = {
    "reply": "reply", "ask_for_hearing": "hearing", "object_to": "objection", "apply": "removal",
    "send_papers": "papers-form",
}  # fmt: skip
FIELDS = {
    "text": ("意见", "words"), "contact": ("联系方式", "contact"), "file": ("材料", "files"), "ground": ("理由", "ground"),
    "about": ("对哪一项有异议", "what is contested"), "record": ("记录", "record"), "rule": ("规则", "rule"),
    "application": ("申请", "application"), "objection": ("异议", "objection"), "honour": ("申请", "application"),
}  # fmt: skip

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
    return page("refused", status, zh=error.zh, en=error.en, words=_words(), form=_form())


def failed(error: HTTPException) -> Response:
    """An HTTP error: a file too large, a form that is not well-formed, too many tries."""
    if not wants_page():
        return problems.of_http(error)
    if error.code == 413:
        words = ""  # reading the form again would fail again
        zh, en = "文件过大：一次合计不超过20 MiB，请分次上传", "too large: at most 20 MiB at a time"
    else:
        words = _words()
        zh, en = (
            "提交的内容不合规格，请改正后重新提交",
            "not well-formed; mend it and send it again",
        )
        wrong = [FIELDS[each] for each in _wrong(error) if each in FIELDS]
        if wrong:
            zh = f"请改正这些栏目：{'、'.join(each for each, _ in wrong)}"
            en = f"mend these fields: {', '.join(each for _, each in wrong)}"
    return page("refused", error.code or 500, zh=zh, en=en, words=words, form=_form())


def _form() -> str | None:
    """The form that the party filled in, as it stands on the page of the case."""
    return FORMS.get((request.endpoint or "").rpartition(".")[2])


def _wrong(error: HTTPException) -> list[str]:
    """The fields that a schema refused."""
    told = getattr(error, "data", None) or {}
    return [name for place in told.get("messages", {}).values() for name in place]


def _words() -> str:
    """What the party typed, so that a refusal does not cost it its words."""
    return request.form.get("text", "") if request.method == "POST" else ""
