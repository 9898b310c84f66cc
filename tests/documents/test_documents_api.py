"""Documents over HTTP: looked at, kept, named in the move by their digest; refused where facts are missing."""

from hashlib import sha256
from io import BytesIO

import docx
from builders import a_code, a_review, a_service, an_opening, two_major_accidents

NOTICE = {"number": "虚应急告〔2026〕1号"}
DECISION = {"number": "虚应急列〔2026〕1号", "review_body": "虚构区人民政府", "court": "虚构区人民法院"}  # fmt: skip


def opened(clerk, client):
    clerk.record(*two_major_accidents())
    made = client.post("/v1/proceedings", json={"uscc": a_code(1), "rule": "WS11-6-2"}, headers=clerk.person("handler", "handler"))  # fmt: skip
    assert made.status_code == 201, made.json
    return made.json["id"]


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_a_case_is_served_with_documents_named_by_their_digest(clerk, client, clock):
    handler = clerk.person("handler", "handler")
    case = opened(clerk, client)
    here = f"/v1/proceedings/{case}/documents"
    looked = client.get(f"{here}/listing_notice.pdf", query_string=NOTICE, headers=handler)
    assert (looked.status_code, looked.content_type) == (200, "application/pdf")
    assert looked.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{here}/case_opening.docx", headers=handler).status_code == 200
    kept = client.post(f"{here}/listing_notice.pdf", json=NOTICE, headers=handler)
    assert kept.status_code == 201, kept.json
    assert client.get(kept.headers["Location"], headers=handler).data == looked.data
    door = {"access_code": "XG7K-2M4P", "case_number": "2026-4837-1958"}
    coded = client.post(f"{here}/listing_notice.docx", json=NOTICE | door, headers=handler)
    assert coded.status_code == 200  # printed, and kept nowhere
    assert client.get(f"/v1/papers/{sha256(coded.data).hexdigest()}", headers=handler).status_code == 404  # fmt: skip
    text = docx.Document(BytesIO(coded.data))
    said = "\n".join(each.text for each in text.paragraphs)
    assert "XG7K-2M4P" in said
    assert "http://127.0.0.1:8000/case/2026-4837-1958" in said

    today = str(clerk.today())
    paper = {"number": NOTICE["number"], "day": today, "digest": kept.json["digest"]}
    served = {"document": paper, "service": a_service(today)}
    assert clerk.move(case, "opening", an_opening(today), handler).status_code == 200
    assert clerk.move(case, "notice", served, handler).status_code == 200
    early = client.get(f"{here}/listing_decision.pdf", query_string=DECISION, headers=handler)
    assert problem(early) == (409, "document-facts-missing")
    assert "heard" in [each["field"] for each in early.json["missing"]]
    other = client.get(f"{here}/listing_notice.pdf", query_string={"number": "另号"}, headers=handler)  # fmt: skip
    assert problem(other) == (409, "other-document")

    clock.advance(days=15)
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    written = client.post(f"{here}/listing_decision.pdf", json=DECISION, headers=handler)
    assert written.status_code == 201, written.json
    today = str(clerk.today())
    paper = {"number": DECISION["number"], "day": today, "digest": written.json["digest"]}
    decided = {"document": paper, "authority": "虚构区应急管理局"}
    reviewer = clerk.person("reviewer", "legal_reviewer")
    assert clerk.move(case, "review", a_review(today), reviewer).status_code == 200
    assert clerk.move(case, "decision", decided, approver).status_code == 200
    repair = client.get(f"{here}/repair_notice.docx", query_string={"number": "虚修1号"}, headers=handler)  # fmt: skip
    assert repair.status_code == 200, repair.json
    done = clerk.move(case, "conclusion", {"service": a_service(today, "EMS-2")}, handler)
    entry = f"/v1/listings/{done.json['id']}/documents/removal_decision.pdf"
    number = {"number": "虚移1号"}
    assert problem(client.get(entry, query_string=number, headers=handler)) == (409, "document-facts-missing")  # fmt: skip
    reasoned = client.get(entry, query_string=number | {"reasons": "处罚决定已撤销。"}, headers=handler)  # fmt: skip
    assert reasoned.status_code == 200, reasoned.json


def test_a_document_is_refused_in_words(clerk, client):
    case = opened(clerk, client)
    handler, reader = clerk.person("handler", "handler"), clerk.person("auditor", "auditor")
    here = f"/v1/proceedings/{case}/documents"

    def asked(file, **query):
        return client.get(f"{here}/{file}", query_string=query, headers=handler)

    lacking = asked("listing_notice.pdf")
    assert problem(lacking) == (409, "document-facts-missing")
    assert [each["field"] for each in lacking.json["missing"]] == ["number"]
    assert "文号" in lacking.json["detail"]
    assert problem(asked("nothing.pdf")) == (404, "unknown-template")
    assert problem(asked("listing_notice.exe")) == (404, "unknown-template")
    assert problem(asked("removal_decision.pdf")) == (404, "unknown-template")
    assert problem(asked("restoration_notice.pdf", number="1")) == (409, "other-document")
    assert problem(asked("listing_notice.pdf", number="1", reasons="无")) == (422, "not-asked")
    assert problem(asked("listing_notice.pdf", number="1\u202e")) == (409, "unprintable-sign")
    assert asked("listing_notice.pdf", number="1", access_code="XG7K-2M4P").status_code == 422
    denied = client.post(f"{here}/listing_notice.pdf", json=NOTICE, headers=reader)
    assert problem(denied) == (403, "scope-missing")
    assert client.get(f"{here}/listing_notice.pdf", headers=clerk.partner("events.read")).status_code == 403  # fmt: skip
    listed = client.get("/v1/documents", headers=reader).json["documents"]
    assert {each["id"] for each in listed} >= {"listing_notice", "removal_refusal"}
