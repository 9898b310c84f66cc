"""Whoever made a code can use it: so it decides nothing that came in by it, and colleagues see whose it was."""

from datetime import timedelta

import pytest
from builders import OPERATOR, a_document
from due_process import a_person
from knocking import JSON, problem

from creditsvc.access import acting, delegations
from creditsvc.access.delegations import Lent

ENTRY = "/v1/listings/{}/access-code"


@pytest.fixture
def entry(party):
    return party.decided(party.case())


def a_visit(party, entry, who):
    """A visit with a code that *who* made and, as anybody could, typed in."""
    made = party.client.post(ENTRY.format(entry), headers=who)
    assert made.status_code == 201, made.json
    opened = party.knock(made.json["number"], made.json["access_code"])
    return made.json["number"], {"Authorization": f"Bearer {opened.json['token']}", **JSON}


def test_who_made_the_code_does_not_decide_the_objection_that_came_in_by_it(party, clerk, entry):
    both = clerk.person("both", "handler", "approver")
    other = clerk.person("other", "approver")
    _, inside = a_visit(party, entry, both)
    assert party.send("objection", inside, text="事实有误", ground="facts").status_code == 201
    [one] = party.client.get("/case/matter", headers=inside).json["objections"]
    here, today = f"/v1/objections/{one['id']}", str(clerk.today())
    paper = {"document": a_document("异1号", today)}
    took = party.client.post(
        f"{here}/acceptance", json=paper, headers=party.handler | {"If-Match": '"1"'}
    )
    assert took.status_code == 200, took.json
    verdict = paper | {"outcome": "upheld", "reasons": "经核实有误"}
    asked = {"json": verdict, "path": f"{here}/decision"}
    refused = party.client.post(**asked, headers=both | {"If-Match": '"2"'})
    assert problem(refused) == (403, "had-a-part")
    assert party.client.post(**asked, headers=other | {"If-Match": '"2"'}).status_code == 200


def test_officers_see_by_whose_code_each_submission_came_and_the_party_does_not(party, clerk, entry):  # fmt: skip
    for name in ("first", "second"):
        _, inside = a_visit(party, entry, clerk.person(name, "handler"))
        assert party.send("papers", inside, text="补充说明").status_code == 201
    told = party.client.get(f"/v1/listings/{entry}/door", headers=party.handler).json
    assert [one["code_by"] for one in told["submissions"]] == ["user:first", "user:second"]
    assert "user:" not in party.client.get("/case/matter", headers=inside).text


def test_every_hand_that_ever_knew_a_code_of_a_door_counts_and_their_delegates_too(
    party, clerk, runtime, entry
):
    for name in ("first", "second", "third"):
        who = clerk.person(name, "handler", "approver")
        if name != "third":
            number, _ = a_visit(party, entry, who)
    today = clerk.today()
    with runtime.work.act(OPERATOR) as act:
        delegations.delegate(
            act,
            Lent(
                from_user="first", to_user="third", roles=frozenset({"approver"}), from_day=today,
                to_day=today + timedelta(days=3), document_no="委1号",
            ),
        )  # fmt: skip
    had = {}
    for name in ("first", "second", "third", "stranger"):
        with runtime.work.act(a_person(name)) as act:
            had[name] = acting.had_a_part(act, [f"party:{number}"])
            assert not acting.had_a_part(act, ["party:2026-0000-0000"])
    assert had == {"first": True, "second": True, "third": True, "stranger": False}
