"""Nobody signs for another authority, and nobody is two people by having two accounts of one name."""

from dataclasses import replace

import pytest
from builders import a_code, a_document, a_review, a_service, an_opening, two_major_accidents
from due_process import a_decree, a_person

from creditsvc.proceedings import external
from creditsvc.proceedings.domain import SamePerson


def test_nobody_signs_for_another_authority(clerk, client, clock):
    clerk.record(*two_major_accidents(1))
    body = {"uscc": a_code(1), "rule": "WS11-6-2"}
    case = client.post("/v1/proceedings", json=body, headers=clerk.person("handler", "handler"))
    today = str(clerk.today())
    notice = {"document": a_document(day=today), "service": a_service(today)}
    clerk.move(case.json["id"], "opening", an_opening(today), clerk.person("handler", "handler"))
    clerk.move(case.json["id"], "notice", notice, clerk.person("handler", "handler"))
    clock.advance(days=15)
    review, reviewer = a_review(str(clerk.today())), clerk.person("reviewer", "legal_reviewer")
    clerk.move(case.json["id"], "review", review, reviewer)
    decision = {
        "document": a_document("决1号", str(clerk.today())),
        "authority": "虚构乙区应急管理局",
    }
    approver = clerk.person("approver", "approver")
    refused = clerk.move(case.json["id"], "decision", decision, approver)
    assert (refused.status_code, refused.json["field"]) == (403, "authority")
    own = decision | {"authority": "虚构区应急管理局"}
    assert clerk.move(case.json["id"], "decision", own, approver).status_code == 200


def test_the_importer_at_the_command_line_does_not_confirm_behind_a_token(office):
    operator = replace(a_person("li"), id="operator:li")
    with office.runtime.work.act(operator) as act:
        assert external.take_in(act, a_decree(), file_digest="0" * 64)
        [waiting] = external.waiting(act.session)
    with office.act("li") as act, pytest.raises(SamePerson):
        external.confirm(act, waiting.id)
    with office.act("wang") as act:
        assert external.confirm(act, waiting.id)
