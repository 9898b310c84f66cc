"""Who looked, over HTTP: for officers of any enterprise, and for an enterprise at its own door."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from creditsvc.door import looks as pages
from creditsvc.door.guard import door, through_the_door
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup import lookers
from creditsvc.lookup.purposes import Purposes
from creditsvc.lookup.schemas import AnswerTextsOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import requires
from creditsvc.web.runtime import runtime


class SinceIn(Schema):
    """From which legal day on; none: the last year."""

    since = fields.Date()


class LookOut(Schema):
    """How often one asker looked for one purpose on one day. authority: an officer did, by office."""

    day = fields.Date(required=True)
    partner = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    authority = fields.Boolean(required=True)
    purpose = fields.String(required=True, allow_none=True)
    times = fields.Integer(required=True)
    told_by = fields.String(required=True)


class LooksOut(Schema):
    """Looks, the newest day first."""

    looks = fields.List(fields.Nested(LookOut), required=True)


class OwnLookOut(Schema):
    """A look as the enterprise is told of it. basis: the clause by which only a class is told."""

    day = fields.Date(required=True)
    who = fields.Nested(AnswerTextsOut, required=True)
    basis = fields.String(required=True, allow_none=True)
    purpose = fields.Nested(AnswerTextsOut, required=True)
    times = fields.Integer(required=True)


class OwnLooksOut(Schema):
    """Looks at one's own enterprise, the newest day first."""

    looks = fields.List(fields.Nested(OwnLookOut), required=True)


officers = Blueprint("lookers", __name__, url_prefix="/v1", description="被查询记录 / who looked")
own = Blueprint(
    "own_lookers", __name__, url_prefix="/case", template_folder="templates",
    description="当事人入口 / an enterprise's door to its own case",
)  # fmt: skip
own.register_error_handler(Refusal, pages.refused)
own.register_error_handler(HTTPException, pages.failed)
blueprints = (officers, own)


@officers.get("/enterprises/<uscc>/look-ups")
@requires("partners.read", person=True)
@officers.arguments(SinceIn, location="query")
@officers.response(200, LooksOut)
def of_enterprise(asked: dict[str, Any], uscc: str) -> ResponseReturnValue:
    """一家企业被谁查询：日期、合作方、用途、次数。Who looked an enterprise up, for what, on which day."""
    here = runtime()
    with here.work.read() as session:
        found = enterprises.identified(session, uscc)
    told = lookers.for_officers(lookers.looks(here, found, asked.get("since")))
    answer = jsonify(looks=told)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@own.get("/look-ups")
@through_the_door
@own.response(200, OwnLooksOut)
def of_own() -> ResponseReturnValue:
    """谁查询过本企业：日期、查询方、用途、次数。Who looked this enterprise up in the last year, and for what."""
    here = runtime()
    with here.work.read() as session:
        found = enterprises.by_id(session, door().enterprise_id)
    told = lookers.for_the_enterprise(lookers.looks(here, found, None), here.part(Purposes))
    if not pages.wants_page():
        return pages.as_json({"looks": told})
    return pages.page("lookers", looks=told, enterprise=found)
