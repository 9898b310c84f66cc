"""Imports over HTTP: a file in, its rows recorded in this request, and the rejected rows out as a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, cast
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.events import importing, rejects, theirs
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import Upload
from creditsvc.events.schemas import ImportOut, ImportQuery
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

LARGEST = 20 * 1024 * 1024  # bytes; larger files go through the command line
blueprint = Blueprint("imports", __name__, url_prefix="/v1/imports", description="导入 / imports")


class UploadRefused(Unprocessable):
    """The request does not carry exactly one file."""

    kind = "upload-refused"


@blueprint.post("")
@requires("events.write")
@blueprint.arguments(ImportQuery, location="query")
@blueprint.response(201, ImportOut)
def start(query: dict[str, Any]) -> ResponseReturnValue:
    """导入文件，同一文件可重复送。Import JSONL, CSV or XLSX: multipart `file`, or the bare body.

    Sent again after a break, the same file goes on where it stopped.
    """
    with _received(query.get("filename")) as upload:
        outcome = importing.run(
            runtime().work,
            runtime().part(WordsNow).read(),
            upload,
            caller=authenticated(),
            chunk=runtime().settings.import_chunk,
        )
    with runtime().work.read() as session:
        answer = _shown(session, outcome.import_id)
    return answer, 201, {"Location": f"/v1/imports/{outcome.import_id}"}


@blueprint.get("/<uuid:import_id>")
@requires("events.write")
@blueprint.response(200, ImportOut)
def get(import_id: UUID) -> ResponseReturnValue:
    """导入的进度与结果，由报送者查看。How far an import of one's own has come and what became of its rows."""
    with runtime().work.read() as session:
        theirs.imported(session, authenticated(), importing.find(session, import_id))
        return _shown(session, import_id)


@blueprint.get("/<uuid:import_id>/rejects")
@requires("events.write")
@blueprint.response(200, content_type="text/csv")
def rejected(import_id: UUID) -> ResponseReturnValue:
    """被拒的行：行号、字段、原因、原文。The rejected rows as CSV: line, field, reason, raw."""
    with runtime().work.read() as session:
        theirs.imported(session, authenticated(), importing.find(session, import_id))
        body = "".join(rejects.table(importing.rejects(session, import_id)))
    name = f"attachment; filename={import_id}.rejects.csv"
    headers = {"Content-Disposition": name}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


@contextmanager
def _received(filename: str | None) -> Iterator[Upload]:
    request.max_content_length = LARGEST
    if request.mimetype != "multipart/form-data":
        yield Upload(file=BytesIO(request.get_data()), name=filename or "upload")
        return
    sent = [(name, file) for name, file in request.files.items(multi=True)]
    if request.form or filename is not None or [name for name, _ in sent] != ["file"]:
        raise UploadRefused(
            "请只送一个名为 file 的文件部分",
            "send one part named file, which is the file, and nothing beside it",
            field="/file",
        )
    yield Upload(file=cast("BytesIO", sent[0][1].stream), name=sent[0][1].filename or "upload")


def _shown(session: Session, import_id: UUID) -> Response:
    found = importing.find(session, import_id)
    return jsonify(
        id=str(found.id),
        file_name=found.file_name,
        file_digest=found.file_digest,
        done=found.done,
        last_line=found.last_line,
        recorded=found.recorded,
        unchanged=found.unchanged,
        parked=found.parked,
        rejected=found.rejected,
        rejects=f"/v1/imports/{found.id}/rejects",
    )
