"""A paper of one enterprise's matter proves nothing in another's; field and mend are told."""

import pytest
from builders import a_code, a_document, a_service, an_opening, two_major_accidents
from files import TEXT, a_pdf
from knocking import problem

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def paper(party):
    """The digest of a file that the first enterprise sent in its case."""
    inside = party.inside(party.case())
    sent = party.send("papers", inside, [("file", "说明.txt", TEXT)], text="材料")
    assert sent.status_code == 201, sent.json
    return party.client.get("/case/matter", headers=inside).json["submissions"][0]["files"][0]["digest"]  # fmt: skip


@pytest.fixture
def other(party, clerk):
    """The case of another enterprise, opened and not told; its enterprise's key."""
    clerk.record(*two_major_accidents(2, "虚构乙煤业有限公司"))
    made = party.client.post(
        "/v1/proceedings", json={"uscc": a_code(2), "rule": "WS11-6-2"}, headers=party.handler
    )
    today = str(clerk.today())
    assert clerk.move(made.json["id"], "opening", an_opening(today), party.handler).status_code == 200  # fmt: skip
    return made.json["id"], made.json["enterprise_id"]


def told(clerk, document, service=None):
    today = str(clerk.today())
    return {
        "document": a_document(day=today) | {"digest": document},
        "service": service or a_service(today),
    }


def test_a_paper_of_another_enterprise_is_no_notice_until_it_is_put_in_for_both(party, clerk, paper, other):  # fmt: skip
    case, enterprise = other
    refused = clerk.move(case, "notice", told(clerk, paper), party.handler)
    assert problem(refused) == (422, "paper-of-another")
    assert refused.json["field"] == "document.digest"
    assert "POST /v1/papers?enterprise=" in refused.json["detail"]
    kept = party.client.post(
        f"/v1/papers?filename=说明.txt&enterprise={enterprise}", data=TEXT,
        content_type="text/plain", headers=party.handler,
    )  # fmt: skip
    assert (kept.status_code, kept.json["digest"]) == (200, paper)
    assert clerk.move(case, "notice", told(clerk, paper), party.handler).status_code == 200


def test_nor_is_it_proof_of_service_there(party, clerk, paper, other):
    case, _ = other
    mine = a_document("公告1号", str(clerk.today()))
    proofs = {"failed_attempts": mine | {"digest": paper}, "publication": mine}
    service = a_service(str(clerk.today())) | {"kind": "public_notice", "proofs": proofs}
    refused = clerk.move(case, "notice", told(clerk, "a" * 64, service), party.handler)
    assert problem(refused) == (422, "paper-of-another"), refused.json
    assert refused.json["field"] == "service.proofs.failed_attempts.digest"


def test_nor_goes_it_with_an_objection_of_another(party, clerk, paper):
    party.clerk.record(*two_major_accidents(2, "虚构乙煤业有限公司"))
    body = {
        "ground": "wrong_subject", "grounds": "不是本单位", "received_on": str(clerk.today()),
        "document": a_document("异1号", str(clerk.today())), "uscc": a_code(2),
        "attachments": [{"digest": paper, "name": "证明.txt", "media_type": "text/plain"}],
    }  # fmt: skip
    refused = party.client.post("/v1/objections", json=body, headers=party.handler)
    assert problem(refused) == (422, "paper-of-another"), refused.json
    assert refused.json["field"] == "attachments.0.digest"


def test_in_its_own_case_it_proves_and_what_an_officer_put_in_for_nobody_proves_anywhere(
    party, clerk, other
):
    kept = party.client.post(
        "/v1/papers?filename=调查报告.pdf", data=a_pdf(), content_type="application/pdf",
        headers=party.handler,
    )  # fmt: skip
    case, _ = other
    notice = told(clerk, kept.json["digest"])
    assert clerk.move(case, "notice", notice, party.handler).status_code == 200
