"""Documents over HTTP: looked at by whoever reads the case, kept by whoever handles it."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from creditsvc.documents.answering import kept, shown
from creditsvc.documents.gathering import Asked
from creditsvc.documents.schemas import TemplatesOut, WrittenIn, WrittenQuery
from creditsvc.documents.templates import Templates
from creditsvc.papers.schemas import PaperOut
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
FILE = "application/octet-stream"
blueprint = Blueprint("documents", __name__, url_prefix="/v1", description="文书 / documents")
blueprints = (blueprint,)


class Subject(NamedTuple):
    """What documents are written of: its word in MATTERS, its address, and what its routes say."""

    of: str
    path: str
    shows: str
    keeps: str


SUBJECTS = (
    Subject(
        "proceeding",
        "/proceedings/<uuid:case_id>",
        "案件文书（`listing_notice.pdf` 等）。A document of a case, as it would read now.",
        "出具并存档，返回摘要。Write a document of a case and keep it; its digest goes into the move.",
    ),
    Subject(
        "repair",
        "/repairs/<uuid:repair_id>",
        "提前移出、信用修复申请的文书。A document of an application for early removal or the repair of a record.",
        "出具并存档，返回摘要。Write a document of an application and keep it.",
    ),
    Subject(
        "listing",
        "/listings/<uuid:listing_id>",
        "名单条目的文书（移出决定书、守信名单拟移出告知书）。A document of an entry: its removal, or the notice of an honour's loss.",
        "出具并存档，返回摘要。Write a document of an entry and keep it.",
    ),
    Subject(
        "objection",
        "/objections/<uuid:objection_id>",
        "异议的文书（异议处理答复书）。A document of an objection: its answer.",
        "出具并存档，返回摘要。Write a document of an objection and keep it.",
    ),
    Subject(
        "event",
        "/events/<uuid:event_id>",
        "处罚的文书（信用修复告知书）。A document of a penalty: its repair notice.",
        "出具并存档，返回摘要。Write it and keep it.",
    ),
    Subject(
        "application",
        "/redlist/applications/<uuid:application_id>",
        "守信名单申请的文书。A document of an application for an honour.",
        "出具并存档，返回摘要。Write it and keep it.",
    ),
    Subject(
        "loss",
        "/redlist/losses/<uuid:loss_id>",
        "守信名单移出的文书。A document of the loss of an honour.",
        "出具并存档，返回摘要。Write it and keep it.",
    ),
    Subject(
        "ban",
        "/bans/<uuid:ban_id>",
        "禁入的文书（告知书、决定书、终止告知书），人员隐去姓名。A document of a ban, the person masked.",
        "出具并存档，返回摘要。Write it and keep it.",
    ),
    Subject(
        "person_entry",
        "/person-entries/<uuid:entry_id>",
        "人员列入的文书（告知书、决定书、移出决定书），隐去姓名。A document of a person's entry, masked.",
        "出具并存档，返回摘要。Write it and keep it.",
    ),
)
COPY: dict[str, dict[str, Any]] = {
    "proceeding": {
        "description": "With `access_code` and `case_number` it is the copy for the party: sent"
        " back, and kept nowhere.",
        "responses": {
            "200": {"description": "带查询码的一份，不存档 / the copy with the code, not kept"}
        },
    }
}


@blueprint.get("/documents")
@requires("proceedings.read")
@blueprint.response(200, TemplatesOut)
def templates() -> ResponseReturnValue:
    """可出具的文书。Every document that can be written, and what a person may say in it."""
    known = runtime().part(Templates)
    listed = [
        {
            "id": each.id,
            "of": each.of,
            "about": sorted(each.about),
            "title": each.title,
            "said": {n: known.fields[n].zh for n in sorted(each.fields) if known.fields[n].said},
        }
        for each in known.by_id.values()
    ]
    return jsonify(documents=listed)


def _serve(subject: Subject) -> None:
    """Both routes of *subject*: a document as it would read now, and one written and kept."""
    path = f"{subject.path}/documents/<file>"

    @blueprint.get(path, endpoint=f"of_{subject.of}")
    @requires("proceedings.read")
    @blueprint.arguments(WrittenQuery, location="query")
    @blueprint.response(200, content_type=FILE)
    @blueprint.doc(summary=subject.shows)
    def show(query: Body, file: str, **key: UUID) -> ResponseReturnValue:
        return shown(_asked(subject, key, file), query)

    @blueprint.post(path, endpoint=f"keep_of_{subject.of}")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(WrittenIn)
    @blueprint.response(201, PaperOut)
    @blueprint.doc(summary=subject.keeps, **COPY.get(subject.of, {}))
    def keep(body: Body, file: str, **key: UUID) -> ResponseReturnValue:
        return kept(_asked(subject, key, file), body)

    del show, keep  # the blueprint holds them


def _asked(subject: Subject, keys: dict[str, UUID], file: str) -> Asked:
    (key,) = keys.values()
    return Asked(of=subject.of, key=key, file=file)


for each in SUBJECTS:
    _serve(each)
