"""How documents are answered: shown as a download, or kept as a paper that a move can name."""

from typing import Any

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from creditsvc.documents import service
from creditsvc.documents.domain import Given
from creditsvc.documents.gathering import Asked, Desk
from creditsvc.documents.templates import Templates
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.papers.api import as_download, paper_form
from creditsvc.papers.domain import TYPES
from creditsvc.web.guard import authenticated
from creditsvc.web.runtime import runtime

Body = dict[str, Any]


def shown(asked: Asked, query: Body) -> ResponseReturnValue:
    """The document as it would read now."""
    with runtime().work.read() as session:
        content = service.write(session, _desk(), asked, _given(query))
    return as_download(Response(content), asked.file, TYPES[asked.form], len(content))


def kept(asked: Asked, body: Body) -> ResponseReturnValue:
    """The document, kept; with an access code the copy for the party, which is kept nowhere."""
    if body["access_code"] is not None:
        return shown(asked, body)  # printed for the party; what is kept is read by many
    work = runtime().work
    with work.read() as session:
        content = service.write(session, _desk(), asked, _given(body))
    with work.act(authenticated()) as act:
        paper = service.keep(act, _desk(), asked, content, _given(body))
    return jsonify(paper_form(paper)), 201, {"Location": f"/v1/papers/{paper.digest}"}


def _given(stated: Body) -> Given:
    other = {"day", "access_code", "case_number"}
    return Given(
        said={name: text for name, text in stated.items() if name not in other},
        day=stated["day"],
        access_code=stated.get("access_code"),
        case_number=stated.get("case_number"),
    )


def _desk() -> Desk:
    here = runtime()
    return Desk(
        laws=here.part(Laws),
        calendar=here.part(Calendar),
        templates=here.part(Templates),
        base_url=here.settings.base_url,
        authority=authenticated().authority,
        now=here.clock.now(),
    )
