"""Through its own door an enterprise repairs and contests its penalties and applies for an honour."""

import pytest
from builders import a_code
from files import a_pdf
from honours import a_fine, certificate, commitment
from knocking import PAGE, problem
from mending import a_penalty
from test_door_pages import must_be_sound

RULE = "RL133-2"


@pytest.fixture
def knock(party):
    """The headers of a visit with an enterprise's own code, which is made anew."""

    def opened(number=1):
        made = party.client.post(f"/v1/enterprises/{a_code(number)}/access-code", headers=party.handler)  # fmt: skip
        assert made.status_code == 201, made.json
        visit = party.knock(made.json["number"], made.json["access_code"])
        assert visit.status_code == 201, visit.json
        return {"Authorization": f"Bearer {visit.json['token']}", "Accept": "application/json"}

    return opened


def seen(party, inside):
    answer = party.client.get("/case/matter", headers=inside)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_an_honour_is_applied_for_and_taken_back(party, knock):
    party.clerk.record(commitment(), certificate())
    inside = knock()
    (honour,) = seen(party, inside)["honours"]
    assert (honour["rule"], honour["open"], honour["applications"]) == (RULE, False, [])
    assert {each["state"] for each in honour["conditions"]} == {"met", "paper_missing"}
    proofs = [(f"proof.{each['id']}", f"{each['id']}.pdf", a_pdf()) for each in honour["proofs"]]
    sent = party.send("honour", inside, proofs, text="申请列入", rule=RULE)
    assert sent.status_code == 201, sent.json
    (honour,) = seen(party, inside)["honours"]
    (one,) = honour["applications"]
    assert (one["stage"], one["own"], one["may_withdraw"]) == ("received", True, True)
    officer = party.client.get(f"/v1/redlist/applications/{one['id']}", headers=party.handler).json
    assert set(officer["proofs"]) == {each["id"] for each in honour["proofs"]}
    assert officer["document"]["digest"] == sent.json["digest"]
    again = party.send("honour", inside, text="再次申请", rule=RULE)
    assert again.status_code == 409, again.json
    state = party.client.get(f"/v1/enterprises/{a_code(1)}/door", headers=party.handler).json
    assert [each["kind"] for each in state["submissions"]] == ["honour"]
    must_be_sound(party.client.get("/case/matter", headers=inside | PAGE).text)
    back = party.send("withdrawal", inside, text="撤回", honour=one["id"])
    assert back.status_code == 201, back.json
    assert seen(party, inside)["honours"][0]["applications"][0]["stage"] == "withdrawn"


def test_an_unknown_rule_or_condition_is_refused(party, knock):
    party.clerk.record(commitment(), certificate())
    inside = knock()
    assert party.send("honour", inside, text="申请", rule="WS11-6-2").status_code == 422
    strange = [("proof.whim", "x.pdf", a_pdf())]
    assert party.send("honour", inside, strange, text="申请", rule=RULE).status_code == 422
    assert seen(party, inside)["submissions"] == []


def test_what_stands_against_an_honour_is_told_in_words(party, knock):
    party.clerk.record(commitment(), certificate(), a_fine())
    inside = knock()
    (honour,) = seen(party, inside)["honours"]
    against = {e["id"]: e["because"]["zh"] for e in honour["conditions"] if e["state"] == "not_met"}
    assert "2026-11-02" in against["no_penalty"]


def test_the_code_of_a_case_applies_for_no_honour(party):
    inside = party.inside(party.case())
    assert seen(party, inside)["honours"] == []
    assert problem(party.send("honour", inside, text="申请", rule=RULE)) == (
        404,
        "not-in-this-case",
    )


def test_a_penalty_is_repaired_and_contested_without_a_case(party, knock, clock):
    party.clerk.record(a_penalty(), a_penalty(source_ref="P-2", uscc=a_code(2)))
    mine, other = knock(1), knock(2)
    (record,) = seen(party, mine)["records"]
    assert seen(party, mine)["ground"] is None
    proofs = [(f"proof.{each['id']}", "证.pdf", a_pdf()) for each in record["way"]["proofs"]]
    sent = party.send("application", mine, proofs, text="申请修复", record=record["record"])
    assert sent.status_code == 201, sent.json
    foreign = party.send("application", other, proofs, text="申请修复", record=record["record"])
    assert problem(foreign) == (404, "not-in-this-case")
    contested = party.send("objection", other, text="不服", ground="facts", about=record["record"])
    assert problem(contested) == (404, "not-in-this-case")
    no_entry = party.send("objection", mine, text="不服", ground="facts")
    assert (problem(no_entry), no_entry.json["field"]) == ((404, "not-in-this-case"), "about")
    assert party.send("objection", mine, text="不服", ground="facts", about=record["record"]).status_code == 201  # fmt: skip
    clock.advance(seconds=1)
    assert [each["about"]["kind"] for each in seen(party, mine)["objections"]] == ["event"]
    must_be_sound(party.client.get("/case/matter", headers=mine | PAGE).text)


def test_the_code_opens_for_a_year_and_not_a_day_longer(party, knock, clock):
    party.clerk.record(a_penalty())
    made = party.client.post(f"/v1/enterprises/{a_code(1)}/access-code", headers=party.handler).json
    clock.advance(days=364)  # 2027-11-19
    visit = party.knock(made["number"], made["access_code"])
    assert visit.status_code == 201
    inside = {"Authorization": f"Bearer {visit.json['token']}", "Accept": "application/json"}
    assert seen(party, inside)["open_until"] == "2027-11-20"
    clock.advance(days=1)
    assert party.knock(made["number"], made["access_code"]).status_code == 403
    assert party.client.get("/case/matter", headers=inside).status_code == 401


def test_who_may_not_handle_makes_no_code(party, clerk):
    clerk.record(a_penalty())
    auditor = clerk.person("auditor", "auditor")
    path = f"/v1/enterprises/{a_code(1)}/access-code"
    assert party.client.post(path, headers=auditor).status_code == 403
    nobody = f"/v1/enterprises/{a_code(9)}/access-code"
    assert party.client.post(nobody, headers=party.handler).status_code == 404
