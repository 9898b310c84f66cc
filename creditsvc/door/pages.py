"""The door itself: knocking, reading the case, taking its papers, leaving."""

from pathlib import Path
from typing import Any

from flask import Response, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, TooManyRequests

from creditsvc.door import guard, looks, reading, served, visits
from creditsvc.door.domain import (
    IDLE,
    LONGEST_VISIT,
    TEXT_LIMIT,
    DoorStaysShut,
    MistypedNumber,
    read_number,
)
from creditsvc.door.guard import through_the_door
from creditsvc.door.reading import Desk
from creditsvc.door.schemas import CaseOut, KnockIn, VisitOut
from creditsvc.door.visits import Knock
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Refusal, Unprocessable
from creditsvc.papers import service as papers
from creditsvc.papers.api import as_download
from creditsvc.signing.service import Keys
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import open_to_all
from creditsvc.web.runtime import runtime

STATIC = Path(__file__).parent / "static"
HTML = {"type": "string"}
KNOCKING = {
    "required": True,
    "content": {
        kind: {
            "schema": {
                "type": "object",
                "required": ["number", "code"],
                "properties": {"number": {"type": "string"}, "code": {"type": "string"}},
            }
        }
        for kind in ("application/json", "application/x-www-form-urlencoded")
    },
}
blueprint = Blueprint(
    "door",
    __name__,
    url_prefix="/case",
    template_folder="templates",
    description="当事人入口 / an enterprise's door to its own case",
)
blueprint.register_error_handler(Refusal, looks.refused)
blueprint.register_error_handler(HTTPException, looks.failed)


class KnockUnread(Unprocessable):
    """Number and code did not come as two fields of a form or of a JSON object."""

    kind = "knock-unread"


@blueprint.get("/")
@blueprint.response(200, HTML, content_type="text/html")
@open_to_all("the page on which number and code are entered")
def outside() -> ResponseReturnValue:
    """入口页面。The page that asks for number and code."""
    return looks.page("knock", number="", notice=None)


@blueprint.get("/<number>")
@blueprint.response(200, HTML, content_type="text/html")
@open_to_all("the same page with the number from the notice; looks nothing up")
def outside_of(number: str) -> ResponseReturnValue:
    """入口页面（告知书上的地址）。The same page at the address that the notice prints."""
    try:
        known = read_number(number)
    except MistypedNumber as why:
        if not looks.wants_page():
            raise
        return looks.page("knock", 404, number="", notice={"zh": why.zh, "en": why.en})
    return looks.page("knock", number=known, notice=None)


@blueprint.post("/session")
@blueprint.doc(requestBody=KNOCKING)
@blueprint.response(201, VisitOut)
@blueprint.alt_response(303, description="网页：转到案件 / pages: on to the case")
@blueprint.alt_response(429, description="尝试过多，请稍候 / too many tries; wait")
@open_to_all("number and code are proved here; wrong ones are counted and made to wait")
def knock() -> ResponseReturnValue:
    """以案号和查询码打开案件（JSON 或者表单）。Open the case with number and code; wrong tries wait longer each time."""
    guard.must_be_from_here()
    given = _knocked()
    here = runtime()
    try:
        found = visits.open_door(here.work, here.part(Keys), given)
    except MistypedNumber as why:
        if not looks.wants_page():
            raise
        return looks.page("knock", 422, number=given.number, notice={"zh": why.zh, "en": why.en})
    if isinstance(found, int):
        return _stays_shut(found, given.number)
    if not looks.wants_page():
        body = {"token": found, "token_type": "Bearer", "idle_seconds": _seconds_idle()}
        return looks.as_json(body, 201)
    answer = redirect(url_for("door.matter"), 303)
    answer.set_cookie(
        guard.cookie_name(),
        found,
        max_age=int(LONGEST_VISIT.total_seconds()),
        secure=guard.secure(),
        httponly=True,
        samesite="Strict",
        path="/" if guard.secure() else "/case",
    )
    return answer


@blueprint.post("/session/end")
@through_the_door
@blueprint.response(204)
@blueprint.alt_response(303, description="网页：回到入口 / pages: back to the way in")
def leave() -> ResponseReturnValue:
    """退出。Leave; the token opens nothing any more."""
    visits.leave(runtime().work, guard.token_given()[0])
    if not looks.wants_page():
        return "", 204
    answer = redirect(url_for("door.outside"), 303)
    answer.delete_cookie(
        guard.cookie_name(), path="/" if guard.secure() else "/case", secure=guard.secure(),
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return answer


@blueprint.get("/matter")
@through_the_door
@blueprint.response(200, CaseOut)
def matter() -> ResponseReturnValue:
    """案件：阶段、事由和依据、期限、救济、出路、材料。The case: stage, ground, days, remedies, the way out, papers."""
    here = runtime()
    with here.work.read() as session:
        desk = Desk(
            law=here.part(Laws).in_use(session),
            calendar=here.part(Calendar),
            now=here.clock.now(),
        )
        case = reading.case_form(session, desk, guard.door())
    if not looks.wants_page():
        return looks.as_json(case)
    return looks.page(
        "matter",
        case=case,
        form_token=guard.form_token(),
        received=_received(case),
        text_limit=TEXT_LIMIT,
    )


@blueprint.get("/papers/<digest>")
@through_the_door
@blueprint.response(200, content_type="application/octet-stream")
def paper(digest: str) -> ResponseReturnValue:
    """下载本案材料。A paper of this case, as a download."""
    work = runtime().work
    with work.read() as session:
        found = served.paper_of(session, guard.door(), digest)
    content = papers.content(work, found.paper)
    return as_download(Response(content), found.name, found.paper.type, found.paper.size)


@blueprint.get("/static/<name>")
@open_to_all("looks of the pages")
def static(name: str) -> ResponseReturnValue:
    """页面样式。The style sheet of these pages."""
    return send_from_directory(STATIC, name, max_age=3600)


def _knocked() -> Knock:
    given = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    if not isinstance(given, dict) or KnockIn().validate(given):
        raise KnockUnread(
            "请以 JSON 或者表单送 number（案号）和 code（查询码）",
            "send number and code, as JSON or as a form",
            field="number",
        )
    return Knock(number=given["number"], code=given["code"], address=request.remote_addr or "")


def _stays_shut(seconds: int, number: str) -> Response:
    """The same for an unknown number and a wrong code; later tries wait."""
    zh, en = (
        "案号或者查询码不对，或者查询码已失效",
        "the number or the code is wrong, or the code is void",
    )
    if seconds:
        zh, en = f"尝试次数过多，请在{seconds}秒后再试", f"too many tries; wait {seconds} seconds"
    if not looks.wants_page():
        if seconds:
            raise TooManyRequests(f"{zh} / {en}", retry_after=seconds)
        raise DoorStaysShut(zh, en)
    answer = looks.page(
        "knock", 429 if seconds else 403, number=number, notice={"zh": zh, "en": en}
    )
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _seconds_idle() -> int:
    return int(IDLE.total_seconds())


def _received(case: dict[str, Any]) -> dict[str, Any] | None:
    """The submission that the page was sent back for, if it is one of this case."""
    asked = request.args.get("received", "")
    return next((each for each in case["submissions"] if str(each["no"]) == asked), None)
