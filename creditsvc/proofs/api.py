"""The page where anyone checks a receipt, without a token and without being told what is not public."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from creditsvc.kernel.clock import instant_text
from creditsvc.lookup.api import asked, proof, receives
from creditsvc.lookup.documents import REPORT_DOC
from creditsvc.lookup.receipts import WORDS, local
from creditsvc.lookup.service import House
from creditsvc.proofs import checking
from creditsvc.proofs.checking import Verdict
from creditsvc.proofs.reporting import printed
from creditsvc.proofs.schemas import NumberQuery
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import open_to_all
from creditsvc.web.runtime import runtime

REASON = "a receipt proves itself to whoever holds it"
LARGEST = 1_000_000  # bytes of a receipt that are read
blueprint = Blueprint(
    "proofs",
    __name__,
    url_prefix="/public/receipts",
    template_folder="templates",
    description="收据查验 / checking receipts",
)
reports = Blueprint("reports", __name__, url_prefix="/v1", description="信用报告 / reports")
blueprints = (blueprint, reports)
_PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
PAGE_DOC: dict[str, Any] = {
    "responses": {
        "200": {"description": "查验页 / the page", "content": _PAGE},
        "404": {"description": "没有此编号 / no such number", "content": _PAGE},
    },
}
CHECK_DOC: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "receipt": {"type": "string"},
                        "file": {"type": "string", "format": "binary"},
                    },
                }
            }
        },
    },
    "responses": {
        "200": {"description": "查验结果，有效与否都在页上 / the verdict", "content": _PAGE},
    },
}


@blueprint.get("")
@blueprint.arguments(NumberQuery, location="query")
@blueprint.doc(**PAGE_DOC)
@open_to_all(REASON)
def page(query: dict[str, str]) -> ResponseReturnValue:
    """查验页；`number` 为报告或收据上的证据编号。A receipt is checked here; `number`: as printed on it."""
    if not query["number"].strip():
        return _page(None)
    verdict = checking.of_number(runtime(), query["number"])
    return _page(verdict), 404 if verdict.word == "unknown_number" else 200


@blueprint.post("")
@blueprint.doc(**CHECK_DOC)
@open_to_all(REASON)
def check() -> ResponseReturnValue:
    """查验粘贴或上传的收据。Check a receipt that was pasted or uploaded."""
    file = request.files.get("file")
    uploaded = file.read(LARGEST).decode("utf-8", "replace") if file else ""
    return _page(checking.of_text(runtime(), uploaded or request.form.get("receipt", "")))


@reports.get("/credit/<uscc>/report.pdf")
@reports.doc(**REPORT_DOC)
@receives("credit.read")
def report(uscc: str) -> ResponseReturnValue:
    """公共信用信息报告（PDF）。The same answer printed by chapters, with a number to check it by, and sealed."""
    here = runtime()
    answer = proof(printed(House.of(here), here.settings, asked(uscc)), "application/pdf")
    number = answer.headers["Evidence-Number"]
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{number}.pdf"'
    return answer


def _page(verdict: Verdict | None) -> Response:
    html = render_template(
        "proofs/check.html",
        verdict=verdict,
        words=WORDS,
        local=local,
        at=verdict and local(instant_text(verdict.at)),
    )
    answer = Response(html, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
