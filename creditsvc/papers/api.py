"""Files over HTTP, for officers: one in, named by its digest; out as a download that nothing opens."""

from typing import Any
from urllib.parse import quote

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.papers import service
from creditsvc.papers.domain import FILE_LIMIT, MIB, Paper
from creditsvc.papers.schemas import PaperOut, PaperQuery
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

blueprint = Blueprint(
    "papers", __name__, url_prefix="/v1/papers", description="案件材料 / papers of cases"
)
blueprints = (blueprint,)


class PaperNotSent(Unprocessable):
    """The request does not carry exactly one file with a name."""

    kind = "paper-not-sent"


@blueprint.post("")
@requires("proceedings.handle", person=True)
@blueprint.arguments(PaperQuery, location="query")
@blueprint.response(201, PaperOut)
@blueprint.alt_response(200, schema=PaperOut, description="已有相同内容 / the same content is kept")
def keep(query: dict[str, Any]) -> ResponseReturnValue:
    """上传案件材料。Keep a file: multipart `file`, or the bare body with `?filename=`.

    PDF, DOCX, XLSX, OFD, PNG, JPEG or UTF-8 text, at most 20 MiB, without macros, scripts,
    attachments or password. The answer names its digest, by which moves of a case refer to it.
    """
    file = service.examine(*_received(query.get("filename")))
    with runtime().work.act(authenticated()) as act:
        paper = service.keep_examined(act, file)
        if "enterprise" in query:
            service.hold(act, paper, query["enterprise"])
        status = 201 if paper.act_no == act.no else 200
    return jsonify(paper_form(paper)), status, {"Location": f"/v1/papers/{paper.digest}"}


@blueprint.get("/<digest>")
@requires("proceedings.read")
@blueprint.response(200, content_type="application/octet-stream")
def get(digest: str) -> ResponseReturnValue:
    """取回案件材料。The file itself, as a download."""
    work = runtime().work
    with work.read() as session:
        paper = service.get(session, digest)
    return as_download(Response(service.content(work, paper)), paper.name, paper.type, paper.size)


def as_download(answer: Response, name: str, media_type: str, size: int) -> Response:
    """*answer* with the headers that keep a browser from opening, guessing or storing it."""
    answer.headers["Content-Type"] = (
        "text/plain; charset=utf-8" if media_type == "text/plain" else media_type
    )
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def paper_form(paper: Paper) -> dict[str, Any]:
    """What is known of a kept file as JSON values."""
    return {
        "digest": paper.digest,
        "name": paper.name,
        "type": paper.type,
        "size": paper.size,
        "kept_by": paper.kept_by,
        "kept_at": instant_text(paper.kept_at),
    }


def _received(filename: str | None) -> tuple[bytes, str, str]:
    """Content, name and declared type of the one file sent."""
    request.max_content_length = FILE_LIMIT + MIB  # a form's own lines beside the file
    if request.mimetype != "multipart/form-data":
        if not filename:
            raise PaperNotSent(
                "请用 ?filename= 写明文件名，或者以 multipart 的 file 部分上传",
                "name the file by ?filename=, or send it as the part named file of a form",
                field="filename",
            )
        return request.get_data(), filename, request.mimetype
    sent = list(request.files.items(multi=True))
    if request.form or filename is not None or [name for name, _ in sent] != ["file"]:
        raise PaperNotSent(
            "请只送一个名为 file 的文件部分",
            "send one part named file, which is the file, and nothing beside it",
            field="file",
        )
    file = sent[0][1]
    return file.read(), file.filename or "", file.mimetype
