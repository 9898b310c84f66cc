"""Jobs of many look-ups over HTTP: upload, state, file."""

from base64 import b64encode
from typing import Any
from uuid import UUID

import orjson
from flask import jsonify, request, send_file
from flask.typing import ResponseReturnValue

from creditsvc.access import service as access
from creditsvc.access.domain import Claims
from creditsvc.bulk import service
from creditsvc.bulk.domain import LookupJob, ResultGone, ResultNotReady, from_csv, from_json
from creditsvc.bulk.files import Results
from creditsvc.bulk.schemas import LookupJobOut, LookupJobQuery, LookupJobsOut
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Invalid
from creditsvc.lookup.documents import PURPOSE
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

SCOPE = "credit.batch"
URL = "/v1/credit/jobs"
CSV = "text/csv"
MEDIA = {"jsonl": "application/x-ndjson", "csv": CSV}
blueprint = Blueprint(
    "bulk", __name__, url_prefix=URL, description="大批量查询 / look-ups by the hundred thousand"
)
blueprints = (blueprint,)
UPLOAD: dict[str, Any] = {
    "parameters": [PURPOSE],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["identifiers"],
                    "additionalProperties": False,
                    "properties": {
                        "identifiers": {"type": "array", "items": {"type": "string"}, "minItems": 1}
                    },
                }
            },
            CSV: {"schema": {"type": "string"}},
        },
    },
}


class UploadUnreadable(Invalid):
    """The upload is neither JSON nor CSV in UTF-8."""

    kind = "upload-unreadable"


@blueprint.post("")
@blueprint.doc(**UPLOAD)
@requires(SCOPE)
@blueprint.arguments(LookupJobQuery, location="query")
@blueprint.response(202, LookupJobOut)
def upload(query: dict[str, Any]) -> ResponseReturnValue:
    """上传代码（JSON 或 CSV 首列），由后台作答。Codes as JSON or CSV, answered in the background."""
    purpose = access.require_purpose(authenticated(), request.headers.get("Purpose"))
    codes = _codes(request.get_data(cache=False), request.mimetype)
    with runtime().work.act(authenticated()) as act:
        job = service.take_in(act, _claims(), purpose, codes, query["format"])
    answer = jsonify(_form(job))
    answer.headers["Location"] = f"{URL}/{job.id}"
    return answer, 202


@blueprint.get("")
@requires(SCOPE)
@blueprint.response(200, LookupJobsOut)
def jobs() -> ResponseReturnValue:
    """本合作方的任务。The partner's jobs, newest first."""
    with runtime().work.read() as session:
        return jsonify(jobs=[_form(job) for job in service.mine(session, _claims())])


@blueprint.get("/<uuid:job_id>")
@requires(SCOPE)
@blueprint.response(200, LookupJobOut)
def job(job_id: UUID) -> ResponseReturnValue:
    """任务的进度和结果文件。How far it is, and its file."""
    return jsonify(_form(_own(job_id)))


@blueprint.get("/<uuid:job_id>/result")
@requires(SCOPE)
@blueprint.response(200, content_type=MEDIA["jsonl"])
def result(job_id: UUID) -> ResponseReturnValue:
    """结果文件，附摘要（RFC 9530）。The file, with its digest."""
    one = _own(job_id)
    if one.state != "done":
        raise ResultNotReady(
            "任务尚未完成或者已经失败", "the job is not done, or has failed", state=one.state
        )
    path = runtime().part(Results).file(job_id)
    if one.until is None or one.until <= runtime().clock.now() or not path.exists():
        raise ResultGone(
            "结果已过保存期，请重新提交",
            "the result was kept long enough and is gone; upload again",
        )
    name = f"lookups-{job_id}.{one.format}"
    answer = send_file(
        path,
        mimetype=MEDIA[one.format],
        as_attachment=True,
        download_name=name,
        conditional=False,  # the file whole, or not: its digest is of all of it
        etag=False,
    )
    digest = b64encode(bytes.fromhex(one.digest or "")).decode()
    answer.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own(key: UUID) -> LookupJob:
    with runtime().work.read() as session:
        return service.own(session, authenticated(), key)


def _claims() -> Claims:
    return access.presented(request.environ)


def _codes(body: bytes, media: str) -> list[str]:
    try:
        return from_csv(body.decode("utf-8-sig")) if media == CSV else from_json(orjson.loads(body))
    except (orjson.JSONDecodeError, UnicodeDecodeError) as why:
        raise UploadUnreadable(
            "上传的内容读不懂：要 JSON，或 UTF-8 的 text/csv",
            "the upload cannot be read: send JSON, or text/csv in UTF-8",
        ) from why


def _form(one: LookupJob) -> dict[str, Any]:
    there = one.until is not None and one.until > runtime().clock.now()
    return {
        "id": one.id,
        "state": one.state,
        "reason": one.reason,
        "purpose": one.asker.purpose,
        "format": one.format,
        "total": one.total,
        "done": one.done,
        "made_at": instant_text(one.made_at),
        "finished_at": one.finished_at and instant_text(one.finished_at),
        "result": {
            "href": f"{URL}/{one.id}/result",
            "sha256": one.digest,
            "bytes": one.size,
            "until": instant_text(one.until),
        }
        if there and one.until is not None
        else None,
    }
