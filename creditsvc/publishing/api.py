"""The public pages: lists in force now, for anyone, with no person's name. Nothing is written here."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, render_template, send_from_directory
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.cells import tame
from creditsvc.kernel.clock import LEGAL_ZONE, legal_day
from creditsvc.kernel.refusals import Invalid
from creditsvc.law.rulebook import Law
from creditsvc.publishing import service
from creditsvc.publishing.domain import FIELDS, Lists
from creditsvc.publishing.schemas import ListsOut, ListsQuery, PageQuery
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import open_to_all
from creditsvc.web.runtime import runtime

SHELF = "creditsvc.public_shelf"
REASON = "the law has these lists published"
STATIC = Path(__file__).parent / "static"
PAGE = 50
LONGEST = 60  # seconds that anyone may keep an answer
blueprint = Blueprint(
    "public",
    __name__,
    url_prefix="/public",
    template_folder="templates",
    description="公开名单 / public lists",
)
blueprints = (blueprint,)


class UnknownList(Invalid):
    """No list has that id, or it is not public."""

    kind = "unknown-list"


@blueprint.record
def _give_shelf(state: BlueprintSetupState) -> None:
    state.app.extensions[SHELF] = service.Shelf()


@blueprint.get("/lists")
@blueprint.arguments(PageQuery, location="query", unknown="raise")
@blueprint.response(200, {"type": "string"}, content_type="text/html")
@open_to_all(REASON)
def page(query: dict[str, Any]) -> ResponseReturnValue:
    """公开名单页面。The lists in force as a page to read and print."""
    lists, law = _asked(query)
    pages = max(1, -(-len(lists.rows) // PAGE))
    number = min(query["page"], pages)  # a list may have grown shorter since the link was made
    html = render_template(
        "publishing/lists.html",
        lists=lists,
        rows=lists.rows[(number - 1) * PAGE : number * PAGE],
        first=(number - 1) * PAGE + 1,
        number=number,
        pages=pages,
        query=query,
        asked={name: query[name] for name in ("list", "q") if query[name]},
        choices=service.public_lists(law, legal_day(lists.as_of)),
        titles={key: kind.title for key, kind in law.lists.items()},
        as_of=lists.as_of.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S"),
    )
    answer = Response(html, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return _kept(answer, lists)


@blueprint.get("/lists.json")
@blueprint.arguments(ListsQuery, location="query", unknown="raise")
@blueprint.response(200, ListsOut)
@open_to_all(REASON)
def as_json(query: dict[str, Any]) -> ResponseReturnValue:
    """公开名单（JSON）。The lists in force, with their number and a digest."""
    lists, _ = _asked(query)
    return _kept(jsonify(lists.as_json()), lists)


@blueprint.get("/lists.csv")
@blueprint.arguments(ListsQuery, location="query", unknown="raise")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
@open_to_all(REASON)
def as_csv(query: dict[str, Any]) -> ResponseReturnValue:
    """公开名单（CSV）。The lists in force as a table; UTF-8 with BOM, so that Excel reads it."""
    lists, _ = _asked(query)
    answer = Response(_table(lists), content_type="text/csv; charset=utf-8")
    day = legal_day(lists.as_of).isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="public-lists-{day}.csv"'
    answer.headers["X-Data-Version"] = str(lists.data_version)
    return _kept(answer, lists)


@blueprint.get("/static/<name>")
@open_to_all("looks of the public pages")
def static(name: str) -> ResponseReturnValue:
    """页面样式。Style sheets of the public pages."""
    return send_from_directory(STATIC, name, max_age=3600)


def _asked(query: dict[str, Any]) -> tuple[Lists, Law]:
    """The lists that the query asks for, at this instant, and the rulebook they were made under."""
    here, wanted = runtime(), query["list"] or None
    now, text = here.clock.now(), query["q"].strip()
    shelf: service.Shelf = current_app.extensions[SHELF]
    with here.work.read() as session:
        law = here.part(Laws).in_use(session)
        _must_know(law, wanted)
        return service.lists_at(session, law, now, shelf, list_id=wanted, text=text), law


def _must_know(law: Law, wanted: str | None) -> None:
    if wanted is not None and wanted not in law.lists:
        known = ", ".join(law.lists)
        raise UnknownList(
            f"没有名单“{wanted}”；可用：{known}",
            f"no list {wanted!r}; there are: {known}",
            field="list",
        )


def _kept(answer: Response, lists: Lists) -> Response:
    """Let anyone keep *answer* for a short while, but never past the next change that time brings."""
    seconds = min(LONGEST, _whole_seconds(lists.as_of, lists.good_until))
    answer.headers["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _whole_seconds(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds())


def _table(lists: Lists) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["list_title", *FIELDS])
    for row in lists.rows:
        plain = {**row, "list_title": row["list_title"]["zh"]}
        if "ground" in row:
            plain["ground"] = row["ground"]["zh"]
        table.writerow([_cell(plain.get(name)) for name in ("list_title", *FIELDS)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula is led by an apostrophe."""
    return str(tame("" if value is None else str(value)))
