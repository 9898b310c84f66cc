"""Documents of an application for early removal, at each of its stages, over HTTP."""

from io import BytesIO

import docx
import pytest
from builders import a_code, a_document, two_major_accidents
from removals import JUDGED, PROOFS

SAID = {"number": "虚文1号", "review_body": "虚构区人民政府", "court": "虚构区人民法院"}


@pytest.fixture
def listed(clerk, clock):
    """The key of an entry that has stood for more than a year."""
    clerk.record(*two_major_accidents())
    key = clerk.listed(a_code(1), "WS11-6-2", clock)
    clock.advance(days=366)
    return key


@pytest.fixture
def apply(clerk, client, listed):
    def applied(proofs):
        day = str(clerk.today())
        body = {
            "listing": listed, "received_on": day, "document": a_document("申1号", day),
            "proofs": {name: a_document(f"证{name}", day) for name in proofs},
        }  # fmt: skip
        made = client.post("/v1/repairs", json=body, headers=clerk.person("handler", "handler"))
        assert made.status_code == 201, made.json
        return made.headers["Location"]

    return applied


@pytest.fixture
def asked(clerk, client):
    def ask(here, file, **said):
        handler = clerk.person("handler", "handler")
        return client.get(f"{here}/documents/{file}", query_string=said, headers=handler)

    return ask


def text_of(answer):
    assert answer.status_code == 200, answer.json
    return "\n".join(each.text for each in docx.Document(BytesIO(answer.data)).paragraphs)


def missing(answer):
    assert answer.status_code == 409, answer.data
    return {each["field"] for each in answer.json["missing"]}


def test_an_application_that_lacks_a_paper_is_declined_in_writing(apply, asked):
    here = apply([])
    assert "can_accept" in missing(asked(here, "repair_acceptance.docx", number="虚文1号"))
    assert "reasons" in missing(asked(here, "repair_non_acceptance.docx", **SAID))
    said = text_of(asked(here, "repair_non_acceptance.docx", reasons="材料不全。", **SAID))
    assert "材料不全。" in said
    assert "缺少证明材料" in said
    assert "第十八条" in said


def test_an_application_is_answered_at_each_stage(clerk, client, apply, asked):
    here = apply(PROOFS)
    assert "20个工作日" in text_of(asked(here, "repair_acceptance.docx", number="虚受1号"))
    assert {"may_grant", "verified"} <= missing(asked(here, "early_removal_decision.docx", number="虚移1号"))  # fmt: skip
    assert "may_refuse" in missing(asked(here, "removal_refusal.docx", reasons="无", **SAID))

    day, version = str(clerk.today()), {"If-Match": '"1"'}
    handler, approver = clerk.person("handler", "handler"), clerk.person("approver", "approver")
    paper = {"document": a_document("虚受1号", day)}
    moved = client.post(f"{here}/acceptance", json=paper, headers=handler | version)
    assert moved.status_code == 200, moved.json
    refused = text_of(asked(here, "removal_refusal.docx", reasons="整改未完成。", **SAID))
    assert "整改未完成。" in refused
    assert "6个月" in refused
    granting = {"number": "虚移1号", "verification": "逐项核实属实。"}
    assert "逐项核实属实。" in text_of(asked(here, "early_removal_decision.docx", **granting))

    verdict = {"granted": True, "judged": JUDGED, "document": a_document("虚移1号", day)}
    done = client.post(f"{here}/decision", json=verdict, headers=approver | {"If-Match": '"2"'})
    assert done.status_code == 200, done.json
    said = text_of(asked(here, "early_removal_decision.docx"))
    assert all(how in said for how in JUDGED.values())
    assert "may_refuse" in missing(asked(here, "removal_refusal.docx", reasons="无", **SAID))
