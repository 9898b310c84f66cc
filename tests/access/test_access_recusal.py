"""Recusal, and the refusal that says who may: in the case, about the enterprise, for a delegate too."""

from uuid import UUID

import pytest
from builders import (
    OPERATOR,
    a_code,
    a_document,
    a_review,
    a_service,
    an_opening,
    two_major_accidents,
)
from due_process import a_person
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from creditsvc.access import delegations, people, recusals
from creditsvc.access.delegations import Lent
from creditsvc.access.domain import OwnAffair, RecusalUnfit, RecusalUnknown
from creditsvc.access.recusals import Out
from creditsvc.enterprises import service as enterprises

OFFICER = a_person("officer")


@pytest.fixture
def case(clerk, client):
    """An open case of two handlers and two approvers; its key."""
    clerk.record(*two_major_accidents(1))
    for name, role in (("handler", "handler"), ("second", "handler"), ("approver", "approver")):
        clerk.person(name, role)
    body = {"uscc": a_code(1), "rule": "WS11-6-2"}
    made = client.post("/v1/proceedings", json=body, headers=clerk.person("handler", "handler"))
    key = made.json["id"]
    opening = an_opening(str(clerk.today()))
    assert (
        clerk.move(key, "opening", opening, clerk.person("handler", "handler")).status_code == 200
    )
    return key


def out(runtime, username, *, case_id=None, enterprise=False, **changes):
    with runtime.work.act(OFFICER) as act:
        found = enterprises.find(act.session, a_code(1)) if enterprise else None
        stated = {
            "username": username,
            "enterprise_id": found and found.id,
            "case_id": case_id and UUID(case_id),
            "decided_by": "虚构区应急管理局负责人",
            "document_no": "虚回避〔2026〕1号",
            "reason": "近亲属",
        }
        return recusals.recuse(act, Out(**stated | changes))


def notice(clerk, case, who="handler"):
    today = str(clerk.today())
    body = {"document": a_document(day=today), "service": a_service(today)}
    return clerk.move(case, "notice", body, clerk.person(who, "handler"))


@pytest.mark.parametrize("about", ["case", "enterprise"])
def test_every_move_of_the_recused_is_refused_and_a_colleague_named(runtime, clerk, case, about):
    how = {"case_id": case} if about == "case" else {"enterprise": True}
    made = out(runtime, "handler", **how)
    refused = notice(clerk, case)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/recused")
    may = refused.json["may"]
    assert [one["code"] for one in may["roles"]] == ["handler"]
    assert [one["username"] for one in may["people"]] == ["second"]
    dropped = clerk.move(case, "drop", {"reason": "误立"}, clerk.person("handler", "handler"))
    assert dropped.json["type"] == "/problems/recused"
    with runtime.work.act(OFFICER) as act:
        recusals.lift(act, made.id, "理由已消失")
    assert notice(clerk, case).status_code == 200
    with runtime.work.act(OFFICER) as act, pytest.raises(RecusalUnknown):
        recusals.lift(act, made.id, "再来")


def test_whoever_acts_for_the_recused_is_recused_with_them(runtime, clerk, case, clock):
    day = clerk.today()
    with runtime.work.act(OFFICER) as act:
        people.set_roles(act, "approver", ["auditor"])
        lent = Lent(
            from_user="handler", to_user="approver", roles=frozenset({"handler"}),
            from_day=day, to_day=day, document_no="虚委1号",
        )  # fmt: skip
        delegations.delegate(act, lent)
    out(runtime, "handler", case_id=case)
    clerk.people["approver"] += " proceedings.handle"
    assert notice(clerk, case, "approver").json["type"] == "/problems/recused"
    clock.advance(days=1)  # the delegation is over, and so is the right
    assert notice(clerk, case, "approver").json["type"] == "/problems/scope-missing"


def test_a_delegate_does_not_decide_what_the_delegator_handled(runtime, clerk, case, clock):
    assert notice(clerk, case).status_code == 200
    day = clerk.today()
    with runtime.work.act(OFFICER) as act:
        lent = Lent(
            from_user="handler", to_user="approver", roles=frozenset({"handler"}),
            from_day=day, to_day=day, document_no="虚委1号",
        )  # fmt: skip
        delegations.delegate(act, lent)
    clock.advance(days=15)
    opinion = a_review(str(clerk.today()))
    reviewer = clerk.person("reviewer", "legal_reviewer")
    assert clerk.move(case, "review", opinion, reviewer).status_code == 200
    decision = {
        "document": a_document("决1号", str(clerk.today())),
        "authority": "虚构区应急管理局",
    }
    refused = clerk.move(case, "decision", decision, clerk.person("approver", "approver"))
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/same-person")
    clerk.person("approver2", "approver")
    assert refused.json["may"]["people"] == []  # it was asked before approver2 came
    done = clerk.move(case, "decision", decision, clerk.person("approver2", "approver"))
    assert done.status_code == 200


def test_a_recusal_names_one_thing_a_decider_a_paper_and_is_not_lifted_by_whom_it_binds(
    runtime, clerk, case
):
    for wrong in ({}, {"case_id": case, "enterprise": True}):
        with pytest.raises(RecusalUnfit):
            out(runtime, "handler", **wrong)
    for field in ("decided_by", "document_no"):
        with pytest.raises(RecusalUnfit) as refused:
            out(runtime, "handler", case_id=case, **{field: " "})
        assert refused.value.field == field
    made = out(runtime, "handler", case_id=case)
    with runtime.work.act(a_person("handler")) as act, pytest.raises(OwnAffair):
        recusals.lift(act, made.id, "我看可以")


def test_the_database_wants_one_subject_of_a_recusal(runtime, clerk, case):
    made = out(runtime, "handler", enterprise=True)
    key = made.id.hex[::-1]
    add = "INSERT INTO recusals VALUES (:k, 1, 'handler', NULL, NULL, 'a', '1', 'r', 'user:o')"
    with pytest.raises(IntegrityError), runtime.work.engine.begin() as connection:
        connection.execute(text(add), {"k": key})


def test_a_bound_case_is_not_moved_by_another_authority_or_region(runtime, clerk, client, case):
    with runtime.work.act(OPERATOR) as act:
        for name, remit in (
            ("far", {"authority": "别处应急管理局"}),
            ("near", {"authority": "虚构区应急管理局", "region": "620103"}),
        ):
            people.add_user(
                act, username=name, name=name, password="correct horse battery",
                roles=["handler"], **remit,
            )  # fmt: skip
    for name in ("far", "near"):
        clerk.people[name] = clerk.people["handler"]
        refused = notice(clerk, case, name)
        assert (refused.status_code, refused.json["type"]) == (403, "/problems/outside-remit")
        assert refused.json["may"]["authority"] == "虚构区应急管理局"
        assert refused.json["may"]["regions"] == ["620102"]
    people_named = [one["username"] for one in refused.json["may"]["people"]]
    assert people_named == ["handler", "second"]
